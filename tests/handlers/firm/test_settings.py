"""« Réglages »: each row shows its value, and is changed by administrators alone."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.clients import Access, FeeType, Service
from storage.tables import history
from tests.handlers.clients.test_new_client import to_summary
from tests.handlers.post_office import letter_text, letters
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def changes(office: SmallOffice) -> list[tuple[Any, Any]]:
    """What history says of the firm: before and after."""
    with office.reading() as records:
        rows = records.rows(records.of(history, history.c.act == "firm.changed").order_by(history.c.id))
        return [(row["before"], row["after"]) for row in rows]


def edit(person: Person, row: str) -> None:
    person.command("/cabinet")
    person.press("settings.edit", row)


def test_the_name_and_address_of_the_firm(helene: Person, office: SmallOffice) -> None:
    edit(helene, "identity")
    helene.type(
        firm_name="Valmont & Associés",
        profession="expertise comptable",
        street="14 rue de la Préfecture",
        postal_code="37 000",
        town="Tours",
        phone="02 61 91 04 20",
    )
    helene.submit(times=2)
    firm = office.firm
    assert (firm.name, firm.postal_code, firm.phone) == ("Valmont & Associés", "37000", "+33261910420")
    assert "Valmont &amp; Associés · Tours · 02 61 91 04 20" in helene.text
    [(before, after)] = changes(office)
    assert before["name"] == "Cabinet Valmont"
    assert after["name"] == "Valmont & Associés"
    assert "zone" not in after


def test_the_profession_stands_at_the_foot_of_the_letters(helene: Person, office: SmallOffice) -> None:
    edit(helene, "identity")
    helene.type(profession="expertise comptable et audit")
    helene.submit()
    to_summary(helene)
    helene.submit()
    [letter] = letters(office)
    assert "Cabinet Valmont, expertise comptable et audit" in letter_text(letter)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("firm_name", "  ", "Remplissez ce champ."),
        ("postal_code", "3700", "Cinq chiffres, par exemple 37000."),
        ("phone", "12", "12 ne suffit pas"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    helene: Person, office: SmallOffice, field: str, typed: str, said: str
) -> None:
    edit(helene, "identity")
    helene.type(**{field: typed})
    helene.submit()
    assert helene.errors[field].startswith(said)
    assert changes(office) == []


def test_the_time_zone(helene: Person, office: SmallOffice) -> None:
    edit(helene, "timezone")
    helene.choose("zone", "La Réunion")
    helene.submit()
    assert office.firm.zone == ZoneInfo("Indian/Reunion")
    assert "La Réunion" in helene.text
    assert changes(office) == [({"zone": "Europe/Paris"}, {"zone": "Indian/Reunion"})]


def test_closing_days_are_typed_one_closing_a_line(helene: Person, office: SmallOffice) -> None:
    edit(helene, "closed_days")
    helene.choose("place", "67")
    helene.type(days="24/12/2026 - 01/01/2027\n\n26.5.2027")
    helene.submit()
    firm = office.firm
    assert firm.department == "67"
    assert {date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 1), date(2027, 5, 26)} <= firm.closed_days
    assert len(firm.closed_days) == 10
    assert "Jours fériés : Alsace, fermé du 24 décembre au 1er janvier 2027, le 26 mai 2027" in helene.text
    helene.press("settings.edit", "closed_days")
    assert helene.value("days") == "24/12/2026 - 01/01/2027\n26/05/2027"


def test_the_mainland_keeps_the_firm_s_own_department(helene: Person, office: SmallOffice) -> None:
    office.change_firm(department="37")
    edit(helene, "closed_days")
    helene.type(days="26/05/2027")
    helene.submit()
    assert office.firm.department == "37"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("32/12/2026", "« 32/12/2026 » n’est pas une date."),
        ("Noël", "« Noël » n’est pas une date."),
        ("01/01/2027 - 24/12/2026", "« 01/01/2027 - 24/12/2026 » : le dernier jour suit le premier"),
        ("01/01/2027 - 24/12/2027", "« 01/01/2027 - 24/12/2027 » : le dernier jour suit le premier"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(helene: Person, office: SmallOffice, typed: str, said: str) -> None:
    edit(helene, "closed_days")
    helene.type(days=typed)
    helene.submit()
    assert helene.errors["days"].startswith(said)
    assert office.firm.closed_days == frozenset()


def test_a_term_shorter_than_the_law_s_asks_why(helene: Person, office: SmallOffice) -> None:
    edit(helene, "retention")
    helene.type(years="5")
    helene.submit()
    assert helene.errors == {
        "reason": "La loi demande 10 ans : dites pourquoi une durée plus courte convient à votre cabinet."
    }
    helene.type(reason="Nos clients\nn’ont pas d’obligation comptable.")
    helene.submit()
    assert office.firm.retention_years == 5
    assert "5 ans après la résiliation" in helene.text
    [(before, after)] = changes(office)
    assert (before["retention_years"], after["retention_years"]) == (10, 5)
    assert after["reason"].startswith("Nos clients")


@pytest.mark.parametrize("typed", ["0", "31", "-1", "dix", "5.5"])
def test_a_term_is_a_number_of_years(helene: Person, office: SmallOffice, typed: str) -> None:
    edit(helene, "retention")
    helene.type(years=typed)
    helene.submit()
    assert helene.errors == {"years": "Un nombre d’années, de 1 à 30."}


def test_defaults_are_proposed_at_the_next_creation(helene: Person, nadia: Person, office: SmallOffice) -> None:
    edit(helene, "defaults")
    helene.tick("services", Service.URSSAF)
    helene.choose("access", Access.CHOSEN)
    helene.submit()
    assert office.firm.default_services == frozenset({Service.URSSAF})
    assert "Euro · frais au forfait · Urssaf · L’auteur seul, qui choisit les autres" in helene.text
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.submit()
    assert nadia.value("access")["value"] == Access.CHOSEN
    assert [option["value"] for option in nadia.value("people")] == ["U0NADIA"]


def test_the_currency_and_fees_of_the_firm_are_those_of_its_clients_unless_they_have_their_own(
    helene: Person, office: SmallOffice
) -> None:
    client = office.follow("Atelier Morel", by=helene.who)
    edit(helene, "defaults")
    helene.choose("currency", "CHF")
    helene.choose("fee_type", "actual")
    helene.submit()
    assert (office.firm.currency, office.firm.fee_type) == ("CHF", FeeType.ACTUAL)
    assert "*Valeurs par défaut*\nFranc suisse · frais réels" in helene.text
    assert changes(office) == [
        ({"currency": "EUR", "fee_type": "flat"}, {"currency": "CHF", "fee_type": "actual"}),
    ]
    helene.command("/client voir morel")
    helene.pick_menu("client.more", "client.edit")
    helene.pick_filter("subject", "billing")
    assert helene.value("currency")["text"]["text"] == "Comme le cabinet : Franc suisse (CHF)".replace(" :", "\u00a0:")
    helene.choose("currency", "EUR")
    helene.submit()
    with office.reading() as records:
        kept = records.clients.get(client.id)
    assert kept is not None
    assert (kept.currency, kept.fee_type) == ("EUR", None)


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("field", ["currency", "fee_type"])
def test_a_default_that_was_never_offered_is_not_found(helene: Person, office: SmallOffice, field: str) -> None:
    edit(helene, "defaults")
    helene.choose_forged(field, "doubloons")
    helene.submit()
    assert "n’existe plus" in str(helene.errors)
    assert changes(office) == []


@pytest.mark.parametrize("row", ["manager_required", "collaborators_create"])
def test_a_question_is_answered_by_yes_or_no(helene: Person, office: SmallOffice, row: str) -> None:
    before = getattr(office.firm, row)
    edit(helene, row)
    helene.choose("answer", str(not before))
    helene.submit()
    assert getattr(office.firm, row) is not before
    assert changes(office) == [({row: before}, {row: not before})]


def test_the_hour_of_the_digest(helene: Person, office: SmallOffice) -> None:
    edit(helene, "digest")
    helene.pick_time("hour", "07:45")
    helene.submit()
    assert office.firm.digest_hour == time(7, 45)
    assert "À 7 h 45 par défaut, chacun peut le changer" in helene.text


def test_everyone_turns_their_own_digest_off(helene: Person, thomas: Person, office: SmallOffice) -> None:
    thomas.command("/cabinet digest")
    thomas.choose("digest", "off")
    thomas.submit(times=2)
    with office.reading() as records:
        wanted = {person.name: person.digest for person in records.people.active()}
        acts = [row["act"] for row in records.rows(records.of(history))]
    assert wanted == {"Hélène Valmont": True, "Nadia Benali": True, "Thomas Roux": False}
    assert acts == ["collaborator.digest"]


def test_everyone_chooses_their_hour_and_days(thomas: Person, office: SmallOffice) -> None:
    thomas.command("/cabinet digest")
    assert thomas.value("digest")["value"] == "on"
    thomas.pick_time("hour", "07:15")
    thomas.tick("weekdays", "0", "3")
    thomas.submit(times=2)
    with office.reading() as records:
        kept = records.people.get(thomas.who.id)
        [line] = records.rows(records.of(history))
    assert kept is not None
    assert (kept.digest, kept.digest_hour, kept.digest_days) == (True, time(7, 15), frozenset({0, 3}))
    assert line["before"] == {"digest": True, "hour": None, "days": [0, 1, 2, 3, 4]}
    assert line["after"] == {"digest": True, "hour": "07:15", "days": [0, 3]}


def test_a_digest_without_a_day_is_refused_and_the_firm_s_hour_is_followed(thomas: Person, office: SmallOffice) -> None:
    thomas.command("/cabinet digest")
    thomas.tick("weekdays")
    [answer] = thomas.submit_at_once(1)
    assert answer["errors"] == {"weekdays": "Choisissez au moins un jour."}
    thomas.tick("weekdays", "4")
    thomas.submit()
    with office.reading() as records:
        kept = records.people.get(thomas.who.id)
    assert kept is not None
    assert (kept.digest_hour, kept.digest_days) == (None, frozenset({4}))


def test_nothing_changed_leaves_no_line_of_history(helene: Person, office: SmallOffice) -> None:
    edit(helene, "retention")
    helene.submit()
    assert changes(office) == []


def test_the_list_opens_the_team_and_the_portfolios(helene: Person, nadia: Person) -> None:
    helene.command("/cabinet réglages")
    assert "2 personnes, dont 1 administrateur" in helene.text
    assert "1 portefeuille" in helene.text
    helene.press("firm.users")
    helene.close()
    helene.press("firm.portfolios")
    helene.close()
    helene.press("settings.texts")
    helene.close()
    assert "Non demandés" in helene.text
    helene.press("nir.open")
    helene.close()
    helene.press("custom_fields.open")


@pytest.mark.parametrize(("text", "callback"), [("users", "firm.users"), ("portefeuilles", "firm.portfolios")])
def test_a_word_opens_its_screen(helene: Person, text: str, callback: str) -> None:
    helene.command(f"/cabinet {text}")
    assert helene.view["callback_id"] == callback


def test_another_word_gets_the_help(thomas: Person) -> None:
    thomas.command("/cabinet nimporte")
    assert "/cabinet digest" in words_of(thomas.slack.ephemerals[-1])


@pytest.mark.abuse("S5")
def test_an_administrator_lowered_meanwhile_settles_nothing(helene: Person, office: SmallOffice) -> None:
    edit(helene, "retention")
    helene.type(years="12")
    office.lower(helene.who)
    helene.submit()
    assert "Les réglages du cabinet sont réservés aux administrateurs" in str(helene.errors)
    assert office.firm.retention_years == 10


@pytest.mark.abuse("S4")
@pytest.mark.parametrize("forged", ["users", "nir", "", "sending_stopped"])
def test_a_row_that_has_no_form_is_not_found(helene: Person, forged: str) -> None:
    helene.command("/cabinet")
    helene.forge("settings.edit", forged)
    assert "n’existe plus" in helene.text


@pytest.mark.parametrize(("word", "button"), [("utilisateurs", "firm.users"), ("portefeuilles", "firm.portfolios")])
def test_a_window_closes_by_where_it_leads(helene: Person, word: str, button: str) -> None:
    """Every window that any test opens, pushes or redraws is held to it, by `slack_person.ill_closed`."""
    helene.command("/cabinet")
    assert helene.view["close"]["text"] == "Fermer"
    helene.press(button)
    assert helene.view["close"]["text"] == "Retour"
    helene.command(f"/cabinet {word}")
    assert helene.view["close"]["text"] == "Fermer"
