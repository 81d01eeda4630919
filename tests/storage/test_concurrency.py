"""Two hands at once: one wins, the other learns of it, on both databases."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from domain.books import Mailbox
from domain.clients import Client
from domain.custom_fields import FieldType, NewField
from domain.people import Collaborator, Role
from domain.refusals import ChangedMeanwhile, CodeTaken, Refusal
from domain.team import LastAdministrator, appointed
from storage.books.vocabulary import known_words
from storage.database import Database
from storage.outbox import claim
from storage.records import FirmRecords
from tests.builders import MONDAY, a_new_client, a_raw_mail, an_envelope
from tests.offices import SmallHouse, SmallOffice

HANDS = 6
Seen = TypeVar("Seen")


def all_at_once(act: Callable[[int], Seen]) -> Sequence[Seen | Refusal]:
    """What each of six threads gets, let go together."""
    start = Barrier(HANDS)

    def one(number: int) -> Seen | Refusal:
        start.wait()
        try:
            return act(number)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(HANDS) as threads:
        return list(threads.map(one, range(HANDS)))


def in_records(office: SmallOffice, act: Callable[[FirmRecords], Seen]) -> Sequence[Seen | Refusal]:
    """What each thread gets from a transaction of its own."""

    def one(_: int) -> Seen:
        with office.records() as records:
            return act(records)

    return all_at_once(one)


@pytest.mark.abuse("S3")
def test_the_same_click_six_times_at_once_is_taken_in_once(office: SmallOffice) -> None:
    assert sorted(in_records(office, lambda records: records.first_time("click", MONDAY)), key=bool) == [
        *[False] * (HANDS - 1),
        True,
    ]


def test_one_code_given_six_times_at_once_goes_to_one_client(office: SmallOffice) -> None:
    nadia = office.hire()
    got = in_records(office, lambda records: records.clients.add(a_new_client(code="0001"), nadia, MONDAY))
    assert sorted(type(each).__name__ for each in got) == [Client.__name__, *[CodeTaken.__name__] * (HANDS - 1)]


@pytest.mark.abuse("R8")
def test_six_changes_of_one_version_leave_one(office: SmallOffice) -> None:
    office.hire()
    client = office.follow()
    got = all_at_once(lambda number: _keep(office, replace(client, channel=f"C{number}")))
    winners = [each for each in got if isinstance(each, Client)]
    assert len(winners) == 1
    assert all(isinstance(each, Client | ChangedMeanwhile) for each in got)
    with office.reading() as records:
        assert records.clients.get(client.id) == winners[0]


def _keep(office: SmallOffice, client: Client) -> Client:
    with office.records() as records:
        return records.clients.keep(client)


@pytest.mark.abuse("W4")
def test_six_tries_at_once_are_six_tries(office: SmallOffice) -> None:
    with office.records() as records:
        records.accounts.add_code("claire", "right", MONDAY, MONDAY + timedelta(minutes=1))
    left = in_records(office, lambda records: records.accounts.try_code("claire", "wrong", MONDAY))
    assert sorted(str(each) for each in left) == ["0", "0", "1", "2", "3", "4"]


@pytest.mark.abuse("W4")
def test_one_code_opens_once(office: SmallOffice) -> None:
    with office.records() as records:
        records.accounts.add_code("claire", "right", MONDAY, MONDAY + timedelta(minutes=1))
    got = in_records(office, lambda records: records.accounts.try_code("claire", "right", MONDAY))
    assert list(got).count(None) == 1


@pytest.mark.abuse("W5")
def test_six_uses_at_once_do_not_pass_the_limit(office: SmallOffice) -> None:
    taken = in_records(office, lambda records: records.limits.take("code", 3, timedelta(hours=1), MONDAY))
    assert list(taken).count(True) == 3


def test_the_same_mail_fetched_six_times_at_once_is_one(office: SmallOffice) -> None:
    with office.records() as records:
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imaps://u:p@host"))
        (mailbox,) = records.inbound.mailboxes()
    got = in_records(office, lambda records: records.inbound.add(a_raw_mail(mailbox.id, 7)))
    assert len([each for each in got if each is not None]) == 1


def test_six_workers_share_the_envelopes(office: SmallOffice) -> None:
    with office.records() as records:
        for _ in range(12):
            records.outbox.add(an_envelope())
    office.change_firm(invitation_read_at=MONDAY)
    got = all_at_once(lambda number: claim(office.database, f"worker {number}", MONDAY, MONDAY))
    taken = [envelope.id for each in got if not isinstance(each, Refusal) for envelope in each]
    assert len(taken) == len(set(taken))
    while more := claim(office.database, "last", MONDAY, MONDAY):
        taken += [envelope.id for envelope in more]
    assert len(taken) == len(set(taken)) == 12


def test_no_two_workers_hold_envelopes_of_one_key(office: SmallOffice) -> None:
    with office.records() as records:
        for _ in range(HANDS):
            records.outbox.add(an_envelope(order_key="claire"))
    got = all_at_once(lambda number: claim(office.database, f"worker {number}", MONDAY, MONDAY))
    assert [len(each) for each in got if not isinstance(each, Refusal) and each] == [1]


def test_two_sweeps_on_postgresql_share_what_is_due(postgres_office: SmallOffice) -> None:
    office = postgres_office
    office.hire()
    contact = office.meet(office.follow())
    first, second = office.invite(contact, next_at=MONDAY), office.invite(contact, next_at=MONDAY)
    with office.records() as one, office.records() as other:
        assert one.invitations.due(MONDAY, 1) == [first]
        assert other.invitations.due(MONDAY, 100) == [second]


@pytest.fixture
def postgres_office(postgres_url: str, open_url: Callable[[str], Database], tmp_path: Path) -> SmallOffice:
    return SmallHouse(open_url(postgres_url), tmp_path).found()


def test_a_transaction_inside_another_of_the_same_thread_is_refused_on_sqlite(
    sqlite_url: str, open_url: Callable[[str], Database]
) -> None:
    database = open_url(sqlite_url)
    with database.writing(), pytest.raises(RuntimeError, match="already open"), database.writing():
        pass
    with database.writing():
        pass


@pytest.mark.abuse("R4")
def test_two_administrators_who_lower_each_other_at_once_leave_one(office: SmallOffice) -> None:
    both = [office.hire(name, Role.ADMINISTRATOR) for name in ("Hélène Valmont", "Marc Tessier")]

    def lower(number: int) -> str:
        with office.records() as records:
            administrators = records.people.administrators(held=True)
            member = records.people.get(both[number % 2].id)
            assert member is not None
            records.people.keep(appointed(member, Role.MANAGER, frozenset(), administrators))
        return member.name

    got = all_at_once(lower)
    assert any(isinstance(each, LastAdministrator) for each in got)
    with office.reading() as records:
        assert len(records.people.administrators()) == 1


def test_six_changes_of_one_person_at_once_are_all_kept(postgres_office: SmallOffice) -> None:
    """A role by one administrator, a portfolio, a name taken over from Slack: each writes what it changes."""
    office = postgres_office
    nadia = office.hire("Nadia Benali")
    portfolios = [office.open_portfolio(name).id for name in ("Artisans", "SCI")]
    changes: list[Callable[[Collaborator], Collaborator]] = [
        lambda who: replace(who, role=Role.MANAGER),
        lambda who: replace(who, portfolios=who.portfolios | {portfolios[0]}),
        lambda who: replace(who, portfolios=who.portfolios | {portfolios[1]}),
        lambda who: replace(who, name="Nadia Morel"),
        lambda who: replace(who, language="en"),
        lambda who: replace(who, digest=False),
    ]
    read = Barrier(HANDS)

    def change(number: int) -> None:
        with office.records() as records:
            member = records.people.get(nadia.id)
            assert member is not None
            read.wait()
            records.people.keep(changes[number](member))

    all_at_once(change)
    with office.reading() as records:
        assert records.people.get(nadia.id) == replace(
            nadia,
            role=Role.MANAGER,
            portfolios=frozenset(portfolios),
            name="Nadia Morel",
            language="en",
            digest=False,
        )


def test_two_changes_of_a_contact_a_note_a_field_and_a_portfolio_at_once_are_both_kept(
    postgres_office: SmallOffice,
) -> None:
    office = postgres_office
    nadia = office.hire("Nadia Benali")
    contact = office.meet(office.follow())
    portfolio = office.open_portfolio("Artisans")
    with office.records() as records:
        note = records.notes.add(contact.client_id, nadia.id, "Rappeler", MONDAY)
        field = records.custom_fields.add(NewField("Logiciel", FieldType.TEXT))
    read = Barrier(2)

    def change(number: int) -> None:
        with office.records() as records:
            theirs = records.contacts.get(contact.id)
            written = records.notes.get(note.id)
            asked = records.custom_fields.get(field.id)
            shared = records.people.portfolio(portfolio.id)
            assert theirs
            assert written
            assert asked
            assert shared
            read.wait()
            if number:
                records.contacts.keep(replace(theirs, phone="+33612345678"))
                records.notes.keep(replace(written, pinned=True))
                records.custom_fields.keep(replace(asked, required=True))
                records.people.keep_portfolio(replace(shared, channel="C0ARTISANS"))
            else:
                records.contacts.keep(replace(theirs, email_failed_at=MONDAY))
                records.notes.keep(replace(written, text="Rappeler lundi"))
                records.custom_fields.keep(replace(asked, label="Outil"))
                records.people.keep_portfolio(replace(shared, name="Métiers"))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(change, range(2)))
    with office.reading() as records:
        now = records.contacts.get(contact.id), records.notes.get(note.id), records.custom_fields.get(field.id)
        kept = records.people.portfolio(portfolio.id)
    assert now[0]
    assert (now[0].phone, now[0].email_failed_at) == ("+33612345678", MONDAY)
    assert now[1]
    assert (now[1].pinned, now[1].text) == (True, "Rappeler lundi")
    assert now[2]
    assert (now[2].required, now[2].label) == (True, "Outil")
    assert kept
    assert (kept.channel, kept.name) == ("C0ARTISANS", "Métiers")


def test_what_is_read_again_is_not_undone(office: SmallOffice) -> None:
    """Of several readings in one transaction, a change counts from the one that it was made of."""
    nadia = office.hire("Nadia Benali")
    with office.records() as records:
        first = records.people.get(nadia.id)
        assert first is not None
        records.people.want_digest(nadia.id, wanted=False)
        assert records.people.get(nadia.id) == replace(first, digest=False)
        records.people.keep(replace(first, role=Role.MANAGER))
        assert records.people.get(nadia.id) == replace(first, role=Role.MANAGER, digest=False)


def test_two_that_learn_the_same_words_in_another_order_do_not_wait_for_each_other(
    postgres_office: SmallOffice,
) -> None:
    office = postgres_office
    nadia = office.hire("Nadia Benali")
    names = ["Boulangerie Zidane", "Atelier Morel"]
    half_way = Barrier(2)

    def follow(number: int) -> None:
        with office.records() as records:
            for place, name in enumerate(names if number else reversed(names)):
                records.clients.add(a_new_client(name), nadia, MONDAY)
                if not place:
                    half_way.wait()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(follow, range(2)))
    with office.reading() as records:
        assert {"boulangerie", "atelier"} <= set(known_words(records))
