"""« Relances »: the cadence of the invitations to come, shown on real dates."""

from datetime import UTC, date, datetime, time

import pytest

from handlers.chase.sweep import send_chases
from tests.handlers.clients.test_new_client import to_summary
from tests.handlers.firm.test_settings import changes
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

LATE_NOVEMBER = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)


def open_cadence(person: Person) -> None:
    person.command("/cabinet")
    person.press("settings.cadence")


def test_the_dates_are_shown_over_the_next_days_off(helene: Person, office: SmallOffice) -> None:
    office.set_clock(LATE_NOVEMBER)
    helene.command("/cabinet")
    assert "*Relances*\n3, 7 et 14 jours ouvrés, à 9 h 30" in helene.text
    helene.press("settings.cadence")
    assert "*Pour une invitation envoyée lundi 14 décembre*" in helene.text
    assert "1re relance : jeudi 17 décembre, 9 h 30\n2e relance : mercredi 23 décembre, 9 h 30" in helene.text
    assert "3e relance : mardi 5 janvier 2027, 9 h 30\nResponsable prévenu : vendredi 8 janvier 2027" in helene.text
    assert "Sautés : les week-ends, le 25 décembre et le 1er janvier 2027." in helene.text
    helene.type(days="2")
    helene.press_enter("days")
    assert "1re relance : mercredi 16 décembre, 9 h 30\nResponsable prévenu" in helene.text
    helene.pick_time("hour", "10:15")
    assert "mercredi 16 décembre, 10 h 15" in helene.text
    helene.press("settings.cadence.reset")
    assert helene.value("days") == "3, 7, 14"
    assert "3e relance : mardi 5 janvier 2027, 9 h 30" in helene.text


def test_the_firm_s_closing_days_are_skipped_too(helene: Person, office: SmallOffice) -> None:
    office.set_clock(LATE_NOVEMBER)
    office.change_firm(closed_days=frozenset(date(2026, 12, day) for day in (24, 25, 28, 29, 30, 31)))
    open_cadence(helene)
    assert "Sautés : les week-ends, du 24 décembre au 25 décembre" in helene.text


def test_a_new_cadence_is_for_the_invitations_to_come(helene: Person, nadia: Person, office: SmallOffice) -> None:
    contact = office.meet(office.follow("SCI Morel", by=nadia.who), email="paul@sci-morel.example")
    under_way = office.invite(contact, next_at=office.now())
    open_cadence(helene)
    assert "L’invitation en cours garde ses dates déjà prévues." in helene.text
    helene.type(days="2, 5")
    helene.pick_time("hour", "10:00")
    helene.choose("after", "both")
    helene.submit(times=2)
    firm = office.firm
    assert (firm.chase_days, firm.chase_hour, firm.escalates_to_administrators) == ((2, 5), time(10), True)
    assert "*Relances*\n2 et 5 jours ouvrés, à 10 h" in helene.text
    [(_, after)] = changes(office)
    assert set(after) == {"chase_days", "chase_hour", "escalates_to_administrators"}
    with office.reading() as records:
        assert records.invitations.get(under_way.id) == under_way
    to_summary(helene)
    helene.submit()
    with office.reading() as records:
        cadences = {invitation.chase_days for invitation in records.invitations.open_ones(helene.who)}
    assert cadences == {(3, 7, 14), (2, 5)}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("3, 2", "3, 2 : chaque valeur doit dépasser la précédente."),
        ("0", "0 : chaque valeur doit dépasser la précédente."),
        ("trois", "« trois » n’est pas une suite de jours. Par exemple 3, 7, 14."),
        ("-1, 3", "« -1, 3 » n’est pas une suite de jours."),
        ("1, 2, 3, 4, 5, 6, 7", "6 relances au plus, la dernière 20 jours ouvrés après l’invitation."),
        ("21", "6 relances au plus, la dernière 20 jours ouvrés après l’invitation."),
        (",", "Remplissez ce champ."),
    ],
)
def test_what_is_no_cadence_is_said_beside_its_field(helene: Person, office: SmallOffice, days: str, said: str) -> None:
    open_cadence(helene)
    helene.type(days=days)
    helene.press_enter("days")
    helene.submit()
    assert helene.errors["days"].startswith(said)
    assert office.firm.chase_days == (3, 7, 14)


def test_chases_leave_while_the_office_is_open(helene: Person, office: SmallOffice) -> None:
    open_cadence(helene)
    helene.pick_time("hour", "06:00")
    helene.submit()
    assert helene.errors == {"hour": "Entre 8 h et 19 h."}


def test_an_administrator_is_told_beside_the_manager_when_the_firm_wants_it(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    office.change_firm(escalates_to_administrators=True)
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    office.set_clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    office.invite(contact, chases=3, next_at=office.now())
    send_chases(office)
    told = [post["channel"] for post in outbox.posts() if "n’a pas répondu" in post["text"]]
    assert sorted(told) == ["U0HELENE", "U0NADIA"]
