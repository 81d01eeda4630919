"""« Rattacher à un dossier », from a message's menu: a note, documents, and a sentence for what is not taken."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql

from domain.clients import Access, Client, ClientState
from domain.refusals import Refusal, SlackSilent
from domain.sheets.sheet import Fault, SheetRefused
from domain.slack_messages import KEPT_FOR, FileGone
from domain.text import NOTE_LENGTH
from handlers.slack_messages.filing import file_handed_over
from storage.housekeeping import TURNS
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import PLAIN_SPACES, words_of
from tests.offices import SmallOffice

Json = dict[str, Any]

TS = "1788764400.000100"  # Monday 7 September 2026, 9:00 in Paris
PDF = b"%PDF-1.7\n%bail\n"
NIR = "184123726104256"


@pytest.fixture
def client(nadia: Person, office: SmallOffice) -> Client:
    return office.follow("Atelier Morel", by=nadia.who, access=Access.EVERYONE)


def said(text: str = "Le bail est signé.", *files: Json, by: str = "U0THOMAS", **more: Any) -> Json:
    return {"type": "message", "ts": TS, "user": by, "text": text, "files": list(files), **more}


def file(office: SmallOffice, name: str, content: bytes | Refusal = PDF, by: str = "U0THOMAS", **more: Any) -> Json:
    """A file that this person sent in Slack."""
    file_id = f"F0{len(office.files)}"
    office.files[file_id, by] = content
    size = len(content) if isinstance(content, bytes) else 1000
    return {"id": file_id, "name": name, "size": size, "user": by, "mode": "hosted", **more}


def attach(person: Person, message: Json, name: str = "Atelier Morel", **where: Any) -> None:
    person.shortcut_on(message, **where)
    person.choose("client", name, query=name)
    person.submit()


def notes(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return [note.text.translate(PLAIN_SPACES) for note in records.notes.of_client(client.id)]


def documents(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return sorted(document.filename for document in records.messages.page_of_documents(client.id)[0])


def acts(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return [line.act for line in records.history(client.id)]


def told(outbox: Outbox, person: Person) -> str:
    """The last message of Guichet to that person."""
    return words_of(outbox.posts(person.who.slack_id)[-1]).translate(PLAIN_SPACES)


def refusal(person: Person, message: Json, **where: Any) -> str:
    """What the person is told when the shortcut is refused."""
    person.shortcut_on(message, **where)
    assert person.stack == []
    return str(person.slack.ephemerals[-1]["text"]).translate(PLAIN_SPACES)


def test_the_text_becomes_a_note_that_says_who_wrote_it_and_when(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    nadia.shortcut_on(said())
    assert "« Le bail est signé. » · Thomas Roux · lundi 7 septembre à 9 h" in nadia.text.translate(PLAIN_SPACES)
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.submit(times=2)
    assert "Rattaché au dossier Atelier Morel." in nadia.text.translate(PLAIN_SPACES)
    assert "Son texte est en note dans le dossier." in nadia.text.translate(PLAIN_SPACES)
    assert notes(office, client) == ["Message Slack, lundi 7 septembre à 9 h · Thomas Roux\nLe bail est signé."]
    assert acts(office, client) == ["note.added"]
    assert outbox.posts() == []
    nadia.press("client.open")
    assert "*Notes* · 1" in nadia.text


def test_the_files_become_documents_and_the_person_is_told(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    attach(nadia, said("Voici", file(office, "bail.pdf"), file(office, "plan.png", b"\x89PNG\r\n\x1a\n")))
    assert "2 fichiers en chemin" in nadia.text.translate(PLAIN_SPACES)
    assert documents(office, client) == []
    file_handed_over(office)
    file_handed_over(office)
    assert documents(office, client) == ["bail.pdf", "plan.png"]
    assert acts(office, client) == ["document.from_slack", "document.from_slack", "note.added"]
    assert len(outbox.posts("U0NADIA")) == 1
    assert "2 fichiers du message Slack sont rangés : dossier Atelier Morel." in told(outbox, nadia)
    nadia.command("/client morel")
    nadia.pick_menu("client.more", "client.history")
    assert "pièce rangée depuis Slack : bail.pdf" in nadia.text.translate(PLAIN_SPACES)


def test_only_the_files_chosen_are_filed(nadia: Person, client: Client, office: SmallOffice) -> None:
    nadia.shortcut_on(said("", file(office, "bail.pdf"), file(office, "chat.pdf", PDF + b"miaou")))
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.tick("files", "f0")
    nadia.submit()
    file_handed_over(office)
    assert documents(office, client) == ["bail.pdf"]
    assert notes(office, client) == []


def test_files_alone_of_which_none_is_chosen_are_refused(nadia: Person, client: Client, office: SmallOffice) -> None:
    nadia.shortcut_on(said("", file(office, "bail.pdf")))
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.tick("files")
    nadia.submit()
    assert set(nadia.errors) == {"files"}


def test_the_same_message_attached_twice_changes_nothing(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    message = said("Voici", file(office, "bail.pdf"))
    attach(nadia, message)
    file_handed_over(office)
    attach(nadia, message)
    file_handed_over(office)
    assert "Son texte était déjà en note dans ce dossier." in nadia.text.translate(PLAIN_SPACES)
    assert "bail.pdf : déjà dans le dossier." in told(outbox, nadia)
    assert len(notes(office, client)) == len(documents(office, client)) == 1
    assert sorted(acts(office, client)) == ["document.from_slack", "note.added"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.dwg", SheetRefused(Fault.TOO_LARGE), "plan.dwg : 1 ko, 10 Mo au plus ici. Envoyez-le par e-mail à"),
        ("bail.pdf", FileGone("file"), "bail.pdf : supprimé de Slack entre-temps."),
        ("releve.pdf", b"", "releve.pdf est vide."),
        ("tout.zip", b"PK\x05\x06" + bytes(18), "tout.zip : les archives ne sont pas acceptées."),
        ("virus.exe", b"MZ", "virus.exe : les programmes ne sont pas acceptés."),
    ],
)
def test_a_file_that_is_not_filed_says_why_and_what_to_do(
    nadia: Person, client: Client, office: SmallOffice, outbox: Outbox, name: str, content: Any, sentence: str
) -> None:
    attach(nadia, said("", file(office, name, content)))
    file_handed_over(office)
    assert "Aucun fichier du message Slack n’a été rangé : dossier Atelier Morel." in told(outbox, nadia)
    assert sentence in told(outbox, nadia)
    assert documents(office, client) == []


@pytest.mark.abuse("S4")
def test_a_file_of_somebody_else_or_of_a_closed_channel_is_not_taken(
    nadia: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    attach(nadia, said("", file(office, "paie.pdf", by="U0HELENE")))
    file_handed_over(office)
    assert "paie.pdf : Guichet ne peut pas le lire. Invitez Guichet dans ce canal" in told(outbox, nadia)
    assert documents(office, client) == []


def test_of_a_direct_message_nobody_is_asked_to_invite_guichet_there(
    nadia: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    office.channels["D0THOMAS"] = frozenset({"U0NADIA", "U0THOMAS"})
    attach(nadia, said("", file(office, "paie.pdf", by="U0HELENE")), channel="D0THOMAS")
    file_handed_over(office)
    assert "paie.pdf : Guichet ne peut pas lire vos messages directs. Envoyez-le par e-mail" in told(outbox, nadia)


def test_a_file_too_large_is_not_even_fetched(
    nadia: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    attach(nadia, said("", {**file(office, "film.pdf"), "size": 30_000_000}))
    file_handed_over(office)
    assert "film.pdf : 30 Mo, 10 Mo au plus ici." in told(outbox, nadia)


def test_slack_that_is_silent_is_asked_again_for_an_hour(
    nadia: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    attach(nadia, said("", file(office, "bail.pdf", SlackSilent("timeout"))))
    file_handed_over(office)
    assert outbox.posts() == []
    office.files["F00", "U0THOMAS"] = PDF
    file_handed_over(office)
    assert documents(office, client) == ["bail.pdf"]
    attach(nadia, said("", file(office, "plan.pdf", SlackSilent("timeout"))))
    office.pass_time(timedelta(hours=1))
    file_handed_over(office)
    assert "plan.pdf : Slack ne l’a pas donné." in told(outbox, nadia)


def test_a_long_text_is_a_note_by_its_beginning_and_a_document_as_a_whole(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice
) -> None:
    attach(nadia, said("Virement. " * 4_000))
    assert "le texte entier sera dans les pièces" in nadia.text.translate(PLAIN_SPACES)
    file_handed_over(office)
    [note], [name] = notes(office, client), documents(office, client)
    assert len(note) == NOTE_LENGTH
    assert note.endswith("…")
    assert name == "slack-2026-09-07-09h00.txt"
    with office.reading() as records:
        [document] = records.messages.page_of_documents(client.id)[0]
    whole = office.blobs.get(office.firm_id, document.blob).decode()
    assert whole.count("Virement.") == 4_000
    assert document.content_type == "text/plain"


def test_the_marks_of_slack_become_words(nadia: Person, thomas: Person, client: Client, office: SmallOffice) -> None:
    written = (
        "<@U0NADIA> et <@U0PARTI>, voyez <#C1|compta>, <#C2|>, <!channel> "
        "<https://impots.example/a?b=1&amp;c=2|le site> <https://impots.example> <mailto:a@b.example|a@b.example> "
        "<!date^1788764400^{date}|7 sept.> R&amp;D &lt;urgent&gt; &amp;lt;"
    )
    attach(nadia, said(written))
    [note] = notes(office, client)
    assert note.partition("\n")[2] == (
        "@Nadia Benali et @quelqu’un, voyez #compta, #canal, @channel "
        "le site (https://impots.example/a?b=1&c=2) https://impots.example a@b.example 7 sept. R&D <urgent> &lt;"
    )


@pytest.mark.abuse("P2")
def test_a_social_security_number_is_masked_before_anything_is_kept(
    nadia: Person, client: Client, office: SmallOffice
) -> None:
    nadia.shortcut_on(said(f"Son numéro : {NIR}", by="", username=f"Paie {NIR}"))
    assert "Un numéro de sécurité sociale a été masqué" in nadia.text
    assert NIR not in nadia.text
    with office.records() as records:
        kept = records.slack_messages.get(uid_of(nadia), nadia.who)
    assert kept is not None
    assert NIR not in kept.text + kept.heading
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.submit()
    assert NIR not in notes(office, client)[0]


def uid_of(person: Person) -> str:
    return str(json.loads(person.view["private_metadata"])["message"])


def test_what_is_kept_is_sealed_and_gone_once_it_is_attached_or_a_day_later(
    nadia: Person, client: Client, office: SmallOffice
) -> None:
    def rows() -> list[Any]:
        with office.reading() as records:
            return list(records.connection.execute(sql("SELECT content, stage, channel FROM slack_message")))

    attach(nadia, said("Le bail secret"))
    nadia.shortcut_on(said("Un autre secret", file(office, "secret.pdf")))
    assert [row.stage for row in rows()] == ["done", "taken"]
    assert not any(b"secret" in row.content for row in rows())
    with office.records() as records:
        done = records.slack_messages.get(uid_of(nadia), nadia.who)
        assert done is not None
        office.pass_time(KEPT_FOR + timedelta(minutes=1))
        for turn in TURNS:
            turn(records, office.now(), office.now())
    assert rows() == []
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.submit()
    assert "n’existe plus" in str(nadia.errors).replace("\\xa0", " ")


@pytest.mark.parametrize("message", [said("  \u200b \n "), said(""), said("", {"id": "F1", "mode": "tombstone"})])
def test_a_message_of_nothing_is_refused(nadia: Person, office: SmallOffice, message: Json) -> None:
    assert refusal(nadia, message) == "Ce message n’a ni texte ni fichier à rattacher."


def test_what_one_person_alone_is_shown_is_refused(nadia: Person) -> None:
    assert "Ce message n’est visible que de vous" in refusal(nadia, said(is_ephemeral=True))


@pytest.mark.abuse("S4")
@pytest.mark.parametrize(
    "message",
    [
        {},
        {"ts": "hier", "text": "x"},
        {"ts": "1788764400", "text": "x"},
        {"ts": "99999999999999.000100", "text": "x"},
        {"ts": ["1788764400.000100"], "text": "x"},
    ],
)
def test_a_forged_message_is_refused(nadia: Person, message: Json) -> None:
    assert "n’existe plus" in refusal(nadia, message)


@pytest.mark.abuse("S4")
def test_odd_parts_of_a_forged_message_are_left_aside(nadia: Person, client: Client, office: SmallOffice) -> None:
    odd = said("Bonjour", {"id": 3}, {"id": "F" * 100}, {}, by="U" * 500, username=["x"], bot_profile="x")
    attach(nadia, {**odd, "files": [*odd["files"], "x", None, {"id": "F9", "name": "../../a\u202e.pdf", "size": "x"}]})
    file_handed_over(office)
    assert notes(office, client)[0].endswith("hors de l’équipe\nBonjour")
    assert documents(office, client) == []


def test_an_app_s_message_bears_the_app_s_name(nadia: Person, client: Client, office: SmallOffice) -> None:
    by_app = said("Nouveau virement", bot_id="B1", bot_profile={"name": "Banque"}, subtype="bot_message")
    del by_app["user"]
    attach(nadia, by_app)
    assert notes(office, client) == ["Message Slack, lundi 7 septembre à 9 h · Banque\nNouveau virement"]


def test_a_reply_in_a_thread_is_attached_as_any_message(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice
) -> None:
    attach(nadia, said("D’accord", thread_ts="1788760000.000100"))
    assert len(notes(office, client)) == 1


@pytest.mark.abuse("R1")
def test_a_message_of_a_channel_where_one_is_not_is_refused(nadia: Person, client: Client, office: SmallOffice) -> None:
    office.channels["C0FERME"] = frozenset({"U0HELENE"})
    nadia.shortcut_on(said(), channel="C0FERME")
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.submit()
    assert nadia.errors == {"client": "Vous n’êtes pas dans le canal de ce message. Rejoignez-le, puis recommencez."}
    assert notes(office, client) == []
    office.channels["C0FERME"] = frozenset({"U0HELENE", "U0NADIA"})
    nadia.submit()
    assert len(notes(office, client)) == 1


@pytest.mark.abuse("S4")
def test_a_form_of_somebody_else_is_not_there(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice
) -> None:
    nadia.shortcut_on(said())
    thomas.shortcut_on(said("Autre"))
    thomas.view["private_metadata"] = nadia.view["private_metadata"]
    thomas.choose("client", "Atelier Morel", query="morel")
    thomas.submit()
    assert "n’existe plus" in str(thomas.errors).replace("\\xa0", " ")
    assert notes(office, client) == []


@pytest.mark.abuse("R1")
def test_nobody_attaches_to_a_client_that_they_do_not_see(nadia: Person, thomas: Person, office: SmallOffice) -> None:
    hidden = office.follow("Pharmacie des Halles", by=nadia.who, access=Access.CHOSEN)
    thomas.shortcut_on(said())
    assert thomas.suggestions("client", "pharmacie") == []
    thomas.choose_forged("client", f"c{hidden.id}")
    thomas.submit()
    assert "Aucun dossier de ce nom" in str(thomas.errors)
    assert notes(office, hidden) == []


@pytest.mark.abuse("S4")
def test_a_file_that_was_not_offered_is_refused(nadia: Person, client: Client, office: SmallOffice) -> None:
    nadia.shortcut_on(said("", file(office, "bail.pdf")))
    block = nadia.block("files")
    block["element"]["options"].append({"text": {"type": "plain_text", "text": "x"}, "value": "f7"})
    nadia.choose("client", "Atelier Morel", query="morel")
    nadia.tick("files", "f7")
    nadia.submit()
    assert "n’existe plus" in str(nadia.errors).replace("\\xa0", " ")


@pytest.mark.abuse("S5")
def test_a_right_withdrawn_meanwhile_keeps_the_files_out(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice, outbox: Outbox
) -> None:
    attach(thomas, said("Voici", file(office, "bail.pdf")))
    with office.records() as records:
        now = records.clients.get(client.id)
        assert now is not None
        records.clients.keep(replace(now, access=Access.CHOSEN))
    file_handed_over(office)
    assert documents(office, client) == []
    assert "Les fichiers du message Slack n’ont pas été rangés." in told(outbox, thomas)
    assert "Aucun dossier de ce nom" in told(outbox, thomas)
    assert "Morel" not in told(outbox, thomas)


def test_nothing_is_attached_to_a_client_that_was_terminated(
    helene: Person, client: Client, office: SmallOffice
) -> None:
    helene.shortcut_on(said())
    helene.choose("client", "Atelier Morel", query="morel")
    with office.records() as records:
        now = records.clients.get(client.id)
        assert now is not None
        records.clients.keep(replace(now, state=ClientState.TERMINATED))
    helene.submit()
    assert "Rétablissez" in str(helene.errors)
    assert notes(office, client) == []


def test_the_client_of_the_channel_is_proposed_to_those_who_see_it(
    nadia: Person, thomas: Person, client: Client, office: SmallOffice
) -> None:
    with office.records() as records:
        records.clients.keep(replace(client, channel="C0MOREL", access=Access.CHOSEN))
    nadia.shortcut_on(said(), channel="C0MOREL")
    assert nadia.value("client")["text"]["text"] == "Atelier Morel"
    nadia.submit()
    assert len(notes(office, client)) == 1
    thomas.shortcut_on(said(), channel="C0MOREL")
    assert "Morel" not in thomas.text


def test_ten_files_are_offered_and_the_others_counted(nadia: Person, client: Client, office: SmallOffice) -> None:
    nadia.shortcut_on(said("Voici", *(file(office, f"page-{n}.pdf") for n in range(12))))
    assert len(nadia.block("files")["element"]["options"]) == 10
    assert "2 autres fichiers dans ce message" in nadia.text.translate(PLAIN_SPACES)


def test_a_message_sent_by_two_presses_at_once_is_attached_once(
    nadia: Person, client: Client, office: SmallOffice
) -> None:
    nadia.shortcut_on(said())
    nadia.choose("client", "Atelier Morel", query="morel")
    answers = nadia.submit_at_once(4)
    assert {answer["response_action"] for answer in answers} == {"update"}
    assert len(notes(office, client)) == 1
