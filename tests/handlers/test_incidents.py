"""The list of incidents: what blocks first, found by sender, client or file, handled from its window."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.about import About
from domain.books import Mailbox, MailboxProblem
from domain.clients import Access
from domain.documents import NotFiled
from domain.incidents import IncidentFilter
from domain.invitations import Invitation, InvitationState
from domain.messages import NewDocument
from domain.outbox import Subject
from domain.requests import NewRequest
from storage.tables import envelopes
from storage.tables.outbox import EnvelopeState
from tests.builders import MONDAY, a_message, an_envelope
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

FRIDAY = MONDAY - timedelta(days=3)


@pytest.fixture
def four_incidents(office: SmallOffice, nadia: Person) -> None:
    """A mail without a client, a forged one, an invitation returned, and a file refused in a mail of a client."""
    client = office.follow("Pharmacie des Halles", by=nadia.who)
    contact = office.meet(client, first_name="Éric", last_name="Chauvin", email="eric@halles.example")
    office.invite(contact, state=InvitationState.BOUNCED, sent_at=FRIDAY)
    with office.records() as records:
        vidal = {"sender": "vidal@monmail.example", "sender_name": "M. Vidal"}
        records.messages.add(a_message(needs_person=True, why="unknown_sender", written_at=FRIDAY, **vidal))
        records.messages.add(a_message(needs_person=True, why="failed_checks", sender="contact@garage.example"))
        mail = records.messages.add(a_message(client_id=client.id))
        refused = NewDocument(
            "virus.zip",
            "application/zip",
            12,
            "ab" * 32,
            MONDAY,
            client.id,
            mail.id,
            filed=False,
            refused=NotFiled.ARCHIVE,
        )
        records.messages.add_document(refused)


def titles(person: Person) -> list[str]:
    texts = [block["text"]["text"] for block in person.view["blocks"] if block["type"] == "section"]
    return [text.partition("\n")[0] for text in texts]


def about(person: Person, kind: str) -> str:
    return next(
        str(block["accessory"]["value"])
        for block in person.view["blocks"]
        if str(block.get("block_id")).startswith(f"{kind}_")
    )


def open_list(person: Person) -> None:
    """All those that this person may see, as a digest's « Voir plus » opens them."""
    message = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "home.more.incidents"}]}]}
    person.press_in_message(message, "home.more.incidents")
    person.pick_filter("scope", "all")


@pytest.mark.usefixtures("four_incidents")
def test_what_blocks_a_client_comes_first(nadia: Person) -> None:
    open_list(nadia)
    assert titles(nadia) == [
        "⚠️ *Expéditeur non vérifié*",
        "🔴 *Invitation non remise*",
        "🔴 *Pièce refusée*",
        "🟠 *Courrier sans dossier*",
    ]
    assert "Éric Chauvin, Pharmacie des Halles · vendredi 4 septembre" in nadia.text
    assert "virus.zip · Claire Morel, Pharmacie des Halles" in nadia.text
    assert "1 à 4 sur 4 · ce qui bloque d’abord, puis le plus ancien" in nadia.text
    assert "Toutes les sortes (4)" in nadia.text


@pytest.mark.usefixtures("four_incidents")
def test_the_list_is_narrowed_by_kind_and_by_scope(nadia: Person) -> None:
    open_list(nadia)
    nadia.pick_filter("kind", "mail")
    assert titles(nadia) == ["🟠 *Courrier sans dossier*"]
    nadia.pick_filter("kind", "any")
    nadia.pick_filter("scope", "mine")
    assert titles(nadia) == ["🔴 *Invitation non remise*", "🔴 *Pièce refusée*"]
    nadia.pick_filter("scope", "me")
    assert titles(nadia) == ["🔴 *Invitation non remise*"]
    nadia.pick_filter("kind", "sender")
    assert "Aucun incident." in nadia.text


@pytest.mark.usefixtures("four_incidents")
@pytest.mark.parametrize(
    ("typed", "found"), [("vidla", "M. Vidal"), ("halles", "Éric Chauvin, Pharmacie des Halles"), ("virus", "Claire")]
)
def test_an_incident_is_found_by_sender_client_or_file(nadia: Person, typed: str, found: str) -> None:
    open_list(nadia)
    offered = nadia.suggestions("finder", typed)
    assert any(option["text"]["text"].startswith(found) for option in offered)


@pytest.mark.usefixtures("four_incidents")
def test_a_mail_is_handled_in_its_window_and_said_so_ever_after(nadia: Person, office: SmallOffice) -> None:
    open_list(nadia)
    nadia.press("incident.open", about(nadia, "mail"))
    assert "Choisir un dossier" in nadia.text
    nadia.press("mail.handled")
    assert "Traité par Nadia Benali" in nadia.text
    nadia.press("mail.reopen")
    nadia.press("mail.handled")
    nadia.stack.clear()
    open_list(nadia)
    assert "Courrier sans dossier*" not in nadia.text
    nadia.pick_filter("kind", "mail")
    assert "Aucun incident. Le plus récent a été traité aujourd’hui à" in nadia.text
    nadia.pick_filter("state", "done")
    assert "M. Vidal · traité aujourd’hui" in nadia.text
    assert "par Nadia Benali" in nadia.text


@pytest.mark.usefixtures("four_incidents")
def test_a_returned_invitation_is_mended_from_its_window(nadia: Person) -> None:
    open_list(nadia)
    nadia.press("incident.open", about(nadia, "bounce"))
    assert "Invitation non remise : Éric Chauvin" in nadia.text.replace("\u00a0", " ")
    nadia.press("contact.fix_email")
    assert nadia.view["callback_id"] == "contact.fix_email"


def test_a_mailbox_that_is_not_read_is_told_to_those_who_lead(
    helene: Person, thomas: Person, office: SmallOffice
) -> None:
    with office.records() as records:
        read = Mailbox(0, office.firm_id, "depot@valmont.example", "imap://x")
        box = replace(read, problem=MailboxProblem.UNREACHABLE, problem_since=MONDAY)
        records.inbound.keep_mailbox(box)
    office.follow("Atelier Morel", by=helene.who, access=Access.EVERYONE)
    open_list(helene)
    assert titles(helene) == ["🔴 *Boîte non lue*"]
    helene.press("incident.open")
    assert "aucun n’est perdu" in helene.text
    helene.press("mailbox.retry")
    assert "Nouvel essai en cours." in helene.text
    with office.reading() as records:
        assert [box.problem for box in records.inbound.mailboxes()] == [MailboxProblem.ASKED_AGAIN]
    with office.reading() as records:
        assert records.incidents.count(thomas.who) == 0


def test_a_long_list_is_turned_by_pages(nadia: Person, office: SmallOffice) -> None:
    with office.records() as records:
        for number in range(10):
            at = FRIDAY + timedelta(minutes=number)
            records.messages.add(a_message(needs_person=True, sender_name=f"Personne {number}", written_at=at))
    open_list(nadia)
    assert "1 à 8 sur 10" in nadia.text
    nadia.press("page.next")
    assert "9 à 10 sur 10" in nadia.text
    assert "Personne 9" in nadia.text
    nadia.press("page.previous")
    assert "Personne 0" in nadia.text


@pytest.mark.abuse("R1", "S12")
@pytest.mark.usefixtures("four_incidents")
def test_incidents_of_a_hidden_client_do_not_exist_for_who_may_not_see_it(
    thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    open_list(nadia)
    hidden = [about(nadia, kind) for kind in ("bounce", "document")]
    shown = about(nadia, "mail")
    open_list(thomas)
    assert titles(thomas) == ["⚠️ *Expéditeur non vérifié*", "🟠 *Courrier sans dossier*"]
    assert "1 à 2 sur 2" in thomas.text
    for typed in ("halles", "chauvin", "virus"):
        assert thomas.suggestions("finder", typed) == []
    answers = []
    for forged in (*hidden, "m99999", "i99999", "b1", "x", ""):
        message = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "incident.open"}]}]}
        thomas.press_in_message(message, "incident.open", value=forged)
        assert thomas.stack == []
        answers.append(thomas.slack.ephemerals[-1]["text"])
    assert len(set(answers)) == 1
    with office.reading() as records:
        assert [one.about for one in records.incidents.find(thomas.who, IncidentFilter())[0]][-1] == shown


@pytest.mark.abuse("R1")
def test_the_client_that_a_mail_may_be_from_is_not_named_to_who_may_not_see_it(
    thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    hidden = office.follow("Pharmacie des Halles", by=nadia.who, access=Access.CHOSEN)
    with office.records() as records:
        records.messages.add(a_message(needs_person=True, why="failed_checks", suggested_client=hidden.id))
        records.messages.add(a_message(needs_person=True, why="unverified_clue", suggested_client=hidden.id))
    for kind in ("sender", "mail"):
        open_list(thomas)
        thomas.press("incident.open", about(thomas, kind))
        assert "Halles" not in thomas.text
        thomas.stack.clear()


def stuck_letter(office: SmallOffice, subject: Subject | None, state: EnvelopeState = EnvelopeState.DEAD) -> int:
    """A letter to Claire Morel that a day of tries did not send, or that may have left."""
    with office.records() as records:
        envelope_id = records.outbox.add(an_envelope(subject=subject))
        dead = {"state": state, "attempt": 40, "error": "451 try later"}
        records.connection.execute(update(envelopes).where(envelopes.c.id == envelope_id).values(dead))
    return envelope_id


def state_of(office: SmallOffice, envelope_id: int) -> EnvelopeState:
    with office.reading() as records:
        query = select(envelopes.c.state).where(envelopes.c.id == envelope_id)
        state: EnvelopeState = records.connection.execute(query).scalar_one()
    return state


@pytest.fixture
def queued(office: SmallOffice, nadia: Person) -> Invitation:
    """An invitation of Atelier Morel whose letter has not left."""
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    return office.invite(contact, state=InvitationState.QUEUED, sent_at=None)


def test_a_letter_that_did_not_leave_is_in_the_list_is_found_and_is_sent_again(
    nadia: Person, office: SmallOffice, queued: Invitation
) -> None:
    letter = stuck_letter(office, Subject(About.INVITATION, queued.id))
    open_list(nadia)
    assert titles(nadia) == ["🔴 *Envoi non parti*"]
    assert "claire@atelier-morel.example, Atelier Morel" in nadia.text
    [found] = nadia.suggestions("finder", "morel")
    assert found["value"] == f"e{letter}"
    nadia.press("incident.open")
    assert "ne l’a pas accepté depuis 24 heures" in nadia.text
    assert "451 try later" in nadia.text
    nadia.press("doubt.resend", times=2)
    assert "C’est réglé" in nadia.text
    assert state_of(office, letter) is EnvelopeState.READY
    open_list(nadia)
    assert "Aucun incident." in nadia.text
    nadia.open_home()
    assert "Envoi" not in words_of(nadia.home or {})


def test_a_doubtful_letter_is_in_the_list_until_somebody_says(
    nadia: Person, office: SmallOffice, queued: Invitation
) -> None:
    letter = stuck_letter(office, Subject(About.INVITATION, queued.id), EnvelopeState.ASKED)
    nadia.open_home()
    assert "*1* incident à traiter" in words_of(nadia.home or {})
    open_list(nadia)
    assert titles(nadia) == ["🟠 *Envoi à vérifier*"]
    nadia.press("incident.open")
    nadia.press("doubt.arrived")
    assert state_of(office, letter) is EnvelopeState.DONE
    open_list(nadia)
    assert "Aucun incident." in nadia.text


def test_a_letter_given_up_takes_its_invitation_back(nadia: Person, office: SmallOffice, queued: Invitation) -> None:
    letter = stuck_letter(office, Subject(About.INVITATION, queued.id))
    open_list(nadia)
    nadia.press("incident.open")
    nadia.press("doubt.give_up")
    assert state_of(office, letter) is EnvelopeState.WITHDRAWN
    with office.reading() as records:
        invitation = records.invitations.get(queued.id)
        assert invitation is not None
        assert invitation.state is InvitationState.REVOKED
        acts = [line.act for line in records.history(queued.client_id)]
    assert "doubt.give_up" in acts


def test_a_letter_of_no_use_any_more_leaves_the_list(helene: Person, nadia: Person, office: SmallOffice) -> None:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    for state in (InvitationState.ACCEPTED, InvitationState.EXPIRED, InvitationState.REVOKED):
        stuck_letter(office, Subject(About.CHASE, office.invite(contact, state=state).id))
    stuck_letter(office, Subject(About.CODE, 1))
    stuck_letter(office, Subject(About.TEST, 1))
    open_list(helene)
    assert "Aucun incident." in helene.text


def test_each_kind_of_letter_is_known_by_its_client(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who)
    now = office.now()
    with office.records() as records:
        mail = records.messages.add(a_message(client_id=client.id))
        request = records.requests.add(NewRequest(client.id, "Relevé", now.date(), now, nadia.who.id))
    of_the_client = (About.FURTHER_CLIENT, About.CLIENT)  # « Préfère l’e-mail » is about the client file itself
    subjects = [(About.MESSAGE, mail.id), (About.REQUEST, request.id), *((kind, client.id) for kind in of_the_client)]
    for kind, named in subjects:
        stuck_letter(office, Subject(kind, named))
    open_list(nadia)
    assert nadia.text.count("claire@atelier-morel.example, Atelier Morel") == 4


@pytest.mark.abuse("R1")
def test_a_stuck_letter_of_a_hidden_client_does_not_exist_for_who_may_not_see_it(
    thomas: Person, nadia: Person, helene: Person, office: SmallOffice
) -> None:
    hidden = office.follow("Pharmacie des Halles", by=nadia.who, access=Access.CHOSEN)
    letter = stuck_letter(office, Subject(About.FURTHER_CLIENT, hidden.id))
    nobodys = stuck_letter(office, None)
    open_list(thomas)
    assert "Aucun incident." in thomas.text
    answers = []
    for forged in (letter, nobodys, 99999):
        message = {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "incident.open"}]}]}
        thomas.press_in_message(message, "incident.open", value=f"e{forged}")
        assert thomas.stack == []
        answers.append(thomas.slack.ephemerals[-1]["text"])
    assert len(set(answers)) == 1
    open_list(helene)
    assert len(titles(helene)) == 2
