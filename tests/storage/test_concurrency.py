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
from domain.people import Role
from domain.refusals import ChangedMeanwhile, CodeTaken, Refusal
from domain.team import LastAdministrator, appointed
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
