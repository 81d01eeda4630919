"""The digest of the morning: on working days, at the firm's hour, once, to those who want it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.about import About
from domain.clients import Access
from domain.messages import NewDocument
from handlers.digest.sweep import send_digests
from storage.database import Database
from tests.builders import a_message
from tests.handlers.post_office import Outbox, posts
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallHouse, SmallOffice


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def mornings(office: SmallOffice, *moments: str) -> list[int]:
    """How many digests there are in all after the sweep of each of those hours of Paris."""
    counts = []
    for moment in moments:
        office.set_clock(paris(moment))
        while send_digests(office):
            pass
        counts.append(len(digests(office)))
    return counts


def digests(office: SmallOffice, to: str | None = None) -> list[dict[str, object]]:
    return [post for post in posts(office) if "digest.stop" in str(post["blocks"]) and to in (None, post["channel"])]


def write(office: SmallOffice, **points: object) -> None:
    with office.records() as records:
        records.messages.add(a_message(**points))


@pytest.fixture
def busy(nadia: Person, office: SmallOffice) -> Person:
    """Nadia, with a mail to read; the sweep has found her first morning."""
    client = office.follow("Atelier Morel", by=nadia.who)
    office.meet(client)
    write(office, client_id=client.id)
    mornings(office, "2026-11-22 10:00")
    return nadia


def test_one_thing_first_then_counts_then_good_news(busy: Person, office: SmallOffice) -> None:
    client = office.follow("Studio Kervran", by=busy.who)
    contact = office.meet(client, first_name="Maël", last_name="Kervran")
    invitation = office.invite(contact)
    with office.records() as records:
        records.invitations.keep(invitation.escalated(paris("2026-11-20 10:00")))
        document = NewDocument("avril.pdf", "application/pdf", 9, "ab" * 32, paris("2026-11-21 10:00"), client.id)
        records.messages.add_document(document)
    assert mornings(office, "2026-11-23 08:29", "2026-11-23 08:30") == [0, 2]
    (digest,) = digests(office, "U0NADIA")
    told = words_of(digest)
    assert digest["text"] == "Votre lundi\u00a0: 1 courrier non lu, 1 invitation en attente."
    assert "*Bonjour Nadia, voici votre lundi.*" in told
    assert "*À faire d’abord*\nAppeler Maël Kervran, Studio Kervran : relances sans réponse" in told
    assert "*1 courrier non lu*\nAtelier Morel" in told
    assert "*Depuis vendredi*\n1 pièce reçue sur 1 dossier." in told
    assert "Envoyé les matins ouvrés à 8 h 30" in told


def test_nothing_to_say_is_not_sent(nadia: Person, office: SmallOffice) -> None:
    office.meet(office.follow("Atelier Morel", by=nadia.who))
    assert mornings(office, "2026-11-22 10:00", "2026-11-23 08:30", "2026-11-24 08:30") == [0, 0, 0]


def test_each_morning_of_work_has_one_and_days_off_none(busy: Person, office: SmallOffice) -> None:
    office.change_firm(closed_days=frozenset({date(2026, 11, 25)}))
    week = [f"2026-11-{day} {hour}" for day in range(23, 31) for hour in ("08:30", "09:00", "18:00")]
    mornings(office, *week)
    sent = len(digests(office, busy.who.slack_id))
    # Monday, Tuesday, not the Wednesday off, Thursday, Friday, no week-end, Monday.
    assert sent == 5


def test_what_a_stop_made_late_is_sent_the_same_day_and_no_other(busy: Person, office: SmallOffice) -> None:
    mornings(office, "2026-11-23 11:40")
    assert len(digests(office, busy.who.slack_id)) == 1
    mornings(office, "2026-11-27 07:00", "2026-11-27 08:30")
    assert len(digests(office, busy.who.slack_id)) == 2


def test_after_days_of_stop_the_first_working_morning_has_its_digest(busy: Person, office: SmallOffice) -> None:
    mornings(office, "2026-11-23 08:30", "2026-11-29 09:00")
    assert len(digests(office, busy.who.slack_id)) == 1
    mornings(office, "2026-12-02 09:10", "2026-12-02 09:20")
    assert len(digests(office, busy.who.slack_id)) == 2


def test_what_came_since_long_ago_carries_its_date(busy: Person, office: SmallOffice) -> None:
    mornings(office, "2026-12-17 08:30")
    client = office.follow("Studio Kervran", by=busy.who)
    with office.records() as records:
        document = NewDocument("avril.pdf", "application/pdf", 9, "ab" * 32, paris("2026-12-21 10:00"), client.id)
        records.messages.add_document(document)
    mornings(office, "2027-01-05 08:30")
    told = words_of(digests(office, "U0NADIA")[-1])
    assert "*Depuis le 17 décembre 2026*\n1 pièce reçue sur 1 dossier." in told


def test_the_firm_chooses_the_hour(busy: Person, office: SmallOffice) -> None:
    office.change_firm(digest_hour=time(9, 15))
    assert mornings(office, "2026-11-23 08:30", "2026-11-23 09:14") == [0, 0]
    mornings(office, "2026-11-23 09:15")
    assert len(digests(office, busy.who.slack_id)) == 1


def test_each_has_it_at_their_own_hour_on_their_own_days(busy: Person, helene: Person, office: SmallOffice) -> None:
    office.set_clock(paris("2026-11-22 11:00"))
    busy.command("/cabinet digest")
    busy.pick_time("hour", "07:30")
    busy.tick("weekdays", "0", "2")
    busy.submit()
    mornings(office, "2026-11-23 07:30")
    (digest,) = digests(office, "U0NADIA")
    assert "Envoyé les matins ouvrés à 7 h 30" in words_of(digest)
    assert digests(office, "U0HELENE") == []
    week = [f"2026-11-{day} {hour}" for day in range(23, 29) for hour in ("07:30", "08:30", "18:00")]
    mornings(office, *week)
    assert len(digests(office, "U0NADIA")) == 2
    assert len(digests(office, "U0HELENE")) == 5


def test_another_hour_the_same_day_brings_no_second_one(busy: Person, office: SmallOffice) -> None:
    mornings(office, "2026-11-23 08:30", "2026-11-23 08:40")
    busy.command("/cabinet digest")
    busy.pick_time("hour", "09:00")
    busy.submit()
    mornings(office, "2026-11-23 09:00", "2026-11-23 12:00")
    assert len(digests(office, "U0NADIA")) == 1
    mornings(office, "2026-11-24 08:59")
    assert len(digests(office, "U0NADIA")) == 1
    mornings(office, "2026-11-24 09:00")
    assert len(digests(office, "U0NADIA")) == 2


def test_an_earlier_hour_is_kept_from_the_very_next_morning(busy: Person, office: SmallOffice) -> None:
    mornings(office, "2026-11-23 08:30", "2026-11-23 08:40")
    busy.command("/cabinet digest")
    busy.pick_time("hour", "07:00")
    busy.submit()
    mornings(office, "2026-11-24 07:00")
    assert len(digests(office, "U0NADIA")) == 2


def test_the_button_stops_it_for_the_one_who_presses(busy: Person, helene: Person, office: SmallOffice) -> None:
    mornings(office, "2026-11-23 08:30")
    (digest,) = digests(office, "U0NADIA")
    busy.press_in_message(digest, "digest.stop", times=2)
    assert "plus de résumé du matin" in busy.slack.ephemerals[-1]["text"]
    mornings(office, "2026-11-24 08:30")
    assert len(digests(office, "U0NADIA")) == 1
    assert len(digests(office, "U0HELENE")) == 2
    with office.records() as records:
        records.people.want_digest(busy.who.id, True)
    mornings(office, "2026-11-25 08:30")
    assert len(digests(office, "U0NADIA")) == 2


def test_a_leaver_receives_nothing(busy: Person, office: SmallOffice) -> None:
    with office.records() as records:
        records.people.keep(replace(busy.who, active=False))
    mornings(office, "2026-11-23 08:30")
    assert digests(office, "U0NADIA") == []


def test_its_buttons_open_what_they_name(busy: Person, office: SmallOffice) -> None:
    mornings(office, "2026-11-23 08:30")
    (digest,) = digests(office, "U0NADIA")
    busy.press_in_message(digest, "home.more.mail")
    assert busy.view["title"]["text"] == "Courriers non lus"
    busy.press_in_message(digest, "mail.open")
    assert "Bonjour, voici le relevé." in busy.text


@pytest.mark.abuse("S12")
def test_a_digest_tells_nothing_of_clients_its_reader_may_not_see(
    thomas: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    hidden = office.follow("Garage Secret", by=nadia.who, access=Access.CHOSEN)
    invitation = office.invite(office.meet(hidden, email=None, phone=None))
    write(office, client_id=hidden.id, needs_person=True)
    with office.records() as records:
        records.invitations.keep(invitation.escalated(office.now()))
        records.messages.add_document(
            NewDocument("avril.pdf", "application/pdf", 9, "ab" * 32, paris("2026-11-21 10:00"), hidden.id)
        )
    mornings(office, "2026-11-22 10:00", "2026-11-23 08:30")
    assert digests(office, thomas.who.slack_id) == []
    assert "Garage Secret" in str(outbox.posts("U0NADIA"))


def test_however_many_processes_sweep_nobody_receives_two(database: Database, tmp_path: Path) -> None:
    office = SmallHouse(database, tmp_path / "blobs").found()
    for number in range(12):
        office.hire(f"Personne{number} Lebrun")
    write(office, needs_person=True)
    office.set_clock(paris("2026-11-22 10:00"))
    while send_digests(office):
        pass
    office.set_clock(paris("2026-11-23 08:30"))
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda _: [send_digests(office) for _ in range(4)], range(4)))
    while send_digests(office):
        pass
    with office.reading() as records:
        received = [len(records.cards.about(About.DIGEST, person.id)) for person in records.people.active()]
    assert received == [1] * 12
    assert database.firms_with_due_digests(office.now()) == []
