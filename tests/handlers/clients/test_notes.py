"""Notes on a client: internal, one's own to change and to take back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients import Access, Client, ClientState
from domain.custom_fields import FieldType, NewField
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

NIR = "184123726104256"


@pytest.fixture
def client(nadia: Person, office: SmallOffice) -> Client:
    return office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)


def write(person: Person, text: str) -> None:
    person.command("/client morel")
    person.press("client.notes")
    person.press("note.add")
    person.type(text=text)
    person.submit(times=2)


def entries(person: Person) -> list[list[str]]:
    """What each note's own menu offers."""
    menus = [block["accessory"] for block in person.view["blocks"] if block.get("accessory")]
    return [[option["value"] for option in menu.get("options", [{"value": "pin"}])] for menu in menus]


def test_a_note_is_written_shown_on_the_card_and_never_sent(
    nadia: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    write(nadia, "Rappeler pour le *bail*\n<!channel>")
    assert "Rappeler pour le *bail*\n<!channel>" in nadia.text
    assert "Nadia Benali · aujourd’hui à 9 h" in nadia.text
    nadia.command("/client morel")
    assert "*Notes* · 1" in nadia.text
    assert "« Rappeler pour le *bail* <!channel> », Nadia Benali, aujourd’hui à 9 h" in nadia.text
    assert outbox.letters() == []
    with office.reading() as records:
        [line] = records.history(client.id)
    assert (line.act, line.after) == ("note.added", {})


def test_the_author_edits_within_a_day_and_deletes_at_any_time(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice
) -> None:
    write(nadia, "Rappeler")
    thomas.command("/client morel")
    thomas.press("client.notes")
    assert entries(thomas) == [["pin"]]
    assert entries(nadia) == [["pin", "edit", "remove"]]
    nadia.pick_menu("note.more", "edit")
    nadia.type(text="Rappeler mardi")
    nadia.submit()
    assert "Rappeler mardi" in nadia.text
    assert "modifiée aujourd’hui à 9 h" in nadia.text
    nadia.pick_menu("note.more", "edit")
    office.pass_time(timedelta(hours=25))
    nadia.type(text="Trop tard")
    nadia.submit()
    assert "dans les 24 heures" in str(nadia.errors)
    nadia.command("/client morel")
    nadia.press("client.notes")
    nadia.pick_menu("note.more", "remove")
    assert "Aucune note pour le moment." in nadia.text
    with office.reading() as records:
        acts = [line.act for line in records.history(client.id)]
    assert acts == ["note.removed", "note.edited", "note.added"]


@pytest.mark.abuse("S4")
def test_another_s_note_is_neither_edited_nor_deleted_by_a_forged_choice(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice
) -> None:
    write(nadia, "Rappeler")
    thomas.command("/client morel")
    thomas.press("client.notes")
    [block] = [b for b in thomas.view["blocks"] if str(b.get("block_id", "")).startswith("n")]
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "remove"}
    thomas._act(block, {"type": "overflow", "action_id": "note.more", "selected_option": option})
    with office.reading() as records:
        assert records.notes.count(client.id) == 1


def test_one_note_is_pinned_at_most(nadia: Person, client: Client, office: SmallOffice) -> None:
    write(nadia, "Première")
    write(nadia, "Seconde")
    with office.reading() as records:
        second, first = records.notes.of_client(client.id)
    for note in (first, second):
        block = next(b for b in nadia.view["blocks"] if b.get("block_id") == f"n{note.id}")
        option = next(o for o in block["accessory"]["options"] if o["value"] == "pin")
        nadia._act(block, {**block["accessory"], "selected_option": option})
    with office.reading() as records:
        assert [(n.text, n.pinned) for n in records.notes.of_client(client.id)] == [
            ("Seconde", True),
            ("Première", False),
        ]


@pytest.mark.abuse("P2")
def test_a_social_security_number_in_a_note_is_masked_and_said(
    nadia: Person, client: Client, office: SmallOffice
) -> None:
    write(nadia, f"Son numéro : {NIR}")
    assert "Un numéro de sécurité sociale a été masqué" in nadia.text
    assert NIR not in words_of(nadia.view)
    with office.reading() as records:
        assert NIR not in records.notes.of_client(client.id)[0].text


@pytest.mark.abuse("P8")
def test_all_that_the_dossier_holds_goes_with_an_erased_client(
    nadia: Person, client: Client, office: SmallOffice
) -> None:
    write(nadia, "Rappeler")
    with office.records() as records:
        field = records.custom_fields.add(NewField("Logiciel", FieldType.TEXT))
        records.custom_fields.keep_values(client.id, {field.id: "Cegid"})
        records.nirs.keep(client.id, NIR)
        records.erasure.erase(client.id)
    with office.reading() as records:
        assert records.notes.count(client.id) == 0
        assert records.custom_fields.values_of(client.id) == {}
        assert records.nirs.count() == 0


def terminate(office: SmallOffice, client: Client) -> None:
    with office.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED, terminated_at=office.now()))


def noted(office: SmallOffice, client: Client) -> list[tuple[str, bool]]:
    with office.reading() as records:
        return [(note.text, note.pinned) for note in records.notes.of_client(client.id)]


@pytest.mark.abuse("S5")
@pytest.mark.parametrize("act", ["pin", "edit", "remove"])
def test_the_notes_of_a_client_terminated_meanwhile_stay_as_they_are(
    helene: Person, client: Client, office: SmallOffice, act: str
) -> None:
    write(helene, "Rappeler")
    terminate(office, client)
    helene.pick_menu("note.more", act)
    assert "est résilié" in helene.text
    assert noted(office, client) == [("Rappeler", False)]


@pytest.mark.abuse("S5")
def test_no_note_is_added_to_a_client_terminated_meanwhile(helene: Person, client: Client, office: SmallOffice) -> None:
    helene.command("/client morel")
    helene.press("client.notes")
    helene.press("note.add")
    helene.type(text="Rappeler")
    terminate(office, client)
    helene.submit()
    assert helene.errors == {"text": "Le dossier Atelier Morel est résilié. Rétablissez-le d’abord."}
    assert noted(office, client) == []


def test_the_notes_of_a_terminated_client_are_read_and_nothing_more(
    helene: Person, client: Client, office: SmallOffice
) -> None:
    write(helene, "Rappeler")
    terminate(office, client)
    helene.stack.clear()
    helene.command("/client morel")
    helene.press("client.notes")
    assert "Rappeler" in helene.text
    assert not any(button in helene.text for button in ("Ajouter une note", "Épingler", "Supprimer"))
