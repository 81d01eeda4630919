"""« Défaire »: two client files that became one are two again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.acts import Act
from domain.clients import Access, Address, Client, Kind, Service, Site
from domain.custom_fields import FieldType, NewField
from domain.people import Collaborator
from tests.builders import a_company, a_message
from tests.handlers.post_office import Outbox, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import PLAIN_SPACES
from tests.offices import SmallOffice
from tests.storage.rows import every_row

SIREN = "839602299"
NIR, OTHER_NIR = "184123726104256", "284123726104256"
TOURS, AMBOISE = Address("1 rue A", "37000", "Tours"), Address("2 rue B", "37400", "Amboise")
# What the two acts leave behind them, and nothing else.
LEFT = {"card", "history", "inbound_slack", "merger", "outbox", "rate_count"}


@pytest.fixture
def files(helene: Person, thomas: Person, nadia: Person, office: SmallOffice) -> tuple[Client, Client]:
    """Vins Chaumier, of Nadia, and Chaumier Luc, of Thomas, who sees it alone; each with its contact."""
    kept = office.follow(
        "Vins Chaumier",
        by=nadia.who,
        code="0333",
        access=Access.CHOSEN,
        company=a_company(name="Vins Chaumier", siren=SIREN, nic="00019", address=TOURS),
    )
    other = office.follow(
        "Chaumier Luc",
        by=thomas.who,
        code="0391",
        access=Access.CHOSEN,
        company=a_company(name="Chaumier Luc", siren=SIREN, nic="00027", address=AMBOISE),
    )
    for client in (kept, other):
        office.meet(client, email=f"{client.code}@chaumier.example", is_default=True, receives_invoices=True)
    return kept, other


def merge(person: Person, other: str = "Chaumier Luc", **chosen: str) -> None:
    person.command("/client ouvrir 0333")
    person.pick_menu("client.more", "client.other_acts")
    person.press("client.merge")
    person.choose("other", other, query=other.lower())
    for field, value in chosen.items():
        person.choose(field, value)
    person.tick("sure", "yes")
    person.submit()


def told(person: Person) -> str:
    return str(person.slack.ephemerals[-1]["text"]).translate(PLAIN_SPACES)


def named(office: SmallOffice, client: Client) -> Client:
    with office.reading() as records:
        found = records.clients.get(client.id)
    assert found is not None
    return found


def test_two_files_of_one_name_are_told_apart_by_their_codes(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    office.follow("Vins Chaumier", by=nadia.who, code="0333", siren=SIREN)
    other = office.follow("VINS CHAUMIER", by=nadia.who, code="0391", siren=SIREN)
    helene.command("/client ouvrir 0333")
    helene.pick_menu("client.more", "client.other_acts")
    helene.press("client.merge")
    helene.choose("other", f"c{other.id}", query="chaumier")
    helene.tick("sure", "yes")
    helene.submit()
    [message], [to_nadia] = outbox.posts(helene.who.slack_id), outbox.posts(nadia.who.slack_id)
    said = "Hélène Valmont a fondu VINS CHAUMIER (0391) dans Vins Chaumier (0333)."
    assert (message["text"], to_nadia["text"]) == (said, said)
    assert "VINS CHAUMIER (0391) redevient un dossier à part" in str(message["blocks"]).translate(PLAIN_SPACES)
    helene.press_in_message(message, "merger.undo")
    told_then = updates(office)[-1]
    assert "Vins Chaumier (0333)" in str(told_then["blocks"])


def test_the_form_says_until_when_and_the_message_offers_it(
    helene: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    helene.command("/client ouvrir 0333")
    helene.pick_menu("client.more", "client.other_acts")
    helene.press("client.merge")
    assert "Se défait pendant 30 jours, par un administrateur." in helene.text
    merge(helene)
    assert "*Fusion du 7 septembre : Chaumier Luc*\nSe défait jusqu’au 7 octobre." in helene.text
    [message] = outbox.posts(helene.who.slack_id)
    assert message["text"] == "Hélène Valmont a fondu Chaumier Luc dans Vins Chaumier."
    helene.press_in_message(message, "merger.undo")
    assert "*Chaumier Luc*" in helene.text
    assert [update["text"].translate(PLAIN_SPACES) for update in updates(office)] == [
        "Hélène Valmont a défait la fusion : Chaumier Luc et Vins Chaumier sont de nouveau deux dossiers."
    ]


def test_both_files_have_all_that_they_had_whatever_was_chosen(
    helene: Person, nadia: Person, thomas: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    kept, other = files
    office.change_firm(nir_reason="Déclarations sociales des indépendants")
    with office.records() as records:
        cave = records.custom_fields.add(NewField("Cave", FieldType.TEXT))
        for client, number in ((kept, NIR), (other, OTHER_NIR)):
            services = frozenset({Service.URSSAF})
            records.clients.keep(replace(client, kind=Kind.SELF_EMPLOYED, services=services))
            records.nirs.keep(client.id, number)
            records.custom_fields.keep_values(client.id, {cave.id: client.name})
            records.messages.add(a_message(client_id=client.id, subject=client.name))
            records.sites.add(client.id, Site("00035"))
    with office.reading() as records:
        before = every_row(records)
    asked = ("name", "code", "address", "manager", "nir", f"custom{cave.id}")
    merge(helene, **{field: "0391" if field == "code" else "other" for field in asked})
    assert named(office, kept).name == "Chaumier Luc"
    helene.press("merger.undo", times=2)
    assert "*Vins Chaumier*" in helene.text
    assert "merger.undo" not in str(helene.view)
    with office.reading() as records:
        after = every_row(records)
    for table, rows in before.items():
        if table not in LEFT:
            assert after[table] == rows, table
        else:
            assert [row for row in rows if row not in after[table]] == [], table
    for person, client in ((nadia, kept), (thomas, other)):
        assert outbox.posts(person.who.slack_id)[-1]["text"].translate(PLAIN_SPACES) == (
            f"Hélène Valmont a défait une fusion : {client.name} est de nouveau un dossier à part."
        )
    thomas.command("/client chaumier")
    assert "*Chaumier Luc*" in thomas.text


def test_the_history_of_both_says_it_and_what_was_kept_newer(
    helene: Person, nadia: Person, thomas: Person, office: SmallOffice, files: tuple[Client, Client]
) -> None:
    kept, other = files
    with office.records() as records:
        cave = records.custom_fields.add(NewField("Cave", FieldType.TEXT))
        records.custom_fields.keep_values(other.id, {cave.id: "à Amboise"})
    merge(helene, name="other", code="0391")
    with office.records() as records:
        records.clients.keep(replace(named(office, kept), code="0999"))
        records.custom_fields.keep_values(kept.id, {cave.id: "à Tours"})
    helene.command("/client ouvrir 0999")
    helene.press("merger.undo")
    after = named(office, kept)
    assert (after.name, after.code) == ("Vins Chaumier", "0999")
    helene.pick_menu("client.more", "client.history")
    said = helene.text.translate(PLAIN_SPACES)
    assert "fusion défaite ; changé depuis et gardé ainsi : Code dossier, Cave" in said
    assert "Dossier fondu : Chaumier Luc → –" in said
    thomas.command("/client chaumier")
    thomas.pick_menu("client.more", "client.history")
    assert "dossier revenu : sa fusion est défaite" in thomas.text.translate(PLAIN_SPACES)
    # Thomas may not see the file that was kept.
    assert "Vins Chaumier" not in thomas.text


@pytest.mark.abuse("S4")
def test_managers_are_offered_nothing_and_may_not(
    helene: Person, nadia: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    merge(helene)
    nadia.command("/client ouvrir 0333")
    assert "merger.undo" not in str(nadia.view)
    [message] = outbox.posts(helene.who.slack_id)
    nadia.press_in_message(message, "merger.undo")
    refused = told(nadia)
    assert "Défaire une fusion est réservé aux administrateurs" in refused
    nadia.press_in_message(message, "merger.undo", value="g999999")
    assert told(nadia) == refused
    with office.reading() as records:
        assert records.clients.get(files[1].id) is None


def test_two_administrators_undo_it_once(
    helene: Person, administrator: Collaborator, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    merge(helene)
    [message] = outbox.posts(helene.who.slack_id)
    assert [one["text"] for one in outbox.posts(administrator.slack_id)] == [message["text"]]
    helene.press_in_message(message, "merger.undo")
    helene.press_in_message(message, "merger.undo")
    assert told(helene) == "Cette fusion est déjà défaite, depuis le 7 septembre."
    helene.press_in_message(message, "merger.undo", value="g999999")
    assert "n’existe plus" in told(helene)


def test_after_thirty_days_it_is_not_undone(
    helene: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    merge(helene)
    [message] = outbox.posts(helene.who.slack_id)
    office.pass_time(timedelta(days=30))
    helene.command("/client ouvrir 0333")
    assert "merger.undo" not in str(helene.view)
    helene.press_in_message(message, "merger.undo")
    assert told(helene) == "Une fusion se défait pendant 30 jours : celle-ci, jusqu’au 7 octobre."


def test_what_another_client_holds_now_is_named(
    helene: Person, office: SmallOffice, files: tuple[Client, Client]
) -> None:
    merge(helene)
    third = office.follow("Garage du Cher", by=helene.who, code="0391")
    helene.press("merger.undo")
    assert "Le code 0391 est maintenant au dossier Garage du Cher" in helene.text.translate(PLAIN_SPACES)
    with office.records() as records:
        company = a_company(name="Garage du Cher", siren=SIREN)
        records.clients.keep(replace(third, code="0500", company=company))
    helene.command("/client ouvrir 0333")
    helene.press("merger.undo")
    assert "Le SIREN 839 602 299 est maintenant au dossier Garage du Cher" in helene.text.translate(PLAIN_SPACES)
    with office.reading() as records:
        assert records.clients.get(files[1].id) is None


def test_a_terminated_file_is_restored_first(
    helene: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    merge(helene)
    [message] = outbox.posts(helene.who.slack_id)
    helene.pick_menu("client.more", "client.other_acts")
    helene.press("client.terminate")
    helene.choose("reason", "Autre")
    helene.type(name="Vins Chaumier")
    helene.submit()
    helene.press_in_message(message, "merger.undo")
    assert "Vins Chaumier" in told(helene)
    assert "Rétablissez-le d’abord" in told(helene)


def test_the_latest_merger_is_undone_first(
    helene: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    office.follow("Caves du Midi", by=helene.who, siren=SIREN)
    merge(helene)
    office.pass_time(timedelta(days=1))
    merge(helene, "Caves du Midi")
    assert "Fusion du 8 septembre : Caves du Midi" in helene.text
    first, _ = outbox.posts(helene.who.slack_id)
    helene.press_in_message(first, "merger.undo")
    assert told(helene) == "Une fusion plus récente, avec Caves du Midi, s’appuie sur celle-ci : défaites-la d’abord."
    for name in ("Caves du Midi", "Chaumier Luc"):
        helene.command("/client ouvrir 0333")
        assert f": {name}*" in helene.text.translate(PLAIN_SPACES)
        helene.press("merger.undo")
    with office.reading() as records:
        assert records.clients.get(files[1].id) is not None


@pytest.mark.abuse("P3")
def test_a_number_comes_back_only_where_there_is_a_ground(
    helene: Person, office: SmallOffice, files: tuple[Client, Client]
) -> None:
    kept, other = files
    office.change_firm(nir_reason="Déclarations sociales des indépendants")
    with office.records() as records:
        for client, service in ((kept, Service.URSSAF), (other, Service.TAX)):
            records.clients.keep(replace(client, kind=Kind.SELF_EMPLOYED, services=frozenset({service})))
        records.nirs.keep(kept.id, NIR)
        records.nirs.keep(other.id, OTHER_NIR)  # held from before, without a ground
    merge(helene)
    helene.press("merger.undo")
    with office.reading() as records:
        assert [records.nirs.of_client(client.id) for client in files] == [NIR, None]
        assert records.nirs.count() == 1
        assert Act.NIR_ERASED in [line.act for line in records.history(other.id)]


def test_what_names_the_file_that_went_opens_it_again(
    helene: Person, office: SmallOffice, outbox: Outbox, files: tuple[Client, Client]
) -> None:
    button = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "client.open"}]}]}
    value = f"c{files[1].id}"
    merge(helene)
    card = helene.view
    helene.press_in_message(button, "client.open", value=value)
    assert "Aucun dossier de ce nom" in told(helene)
    helene.stack[:] = [card]
    helene.press("merger.undo")
    helene.press_in_message(button, "client.open", value=value)
    assert "*Chaumier Luc*" in helene.text
