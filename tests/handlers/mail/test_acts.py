"""What people do with a mail from its card, each for those who may."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.acts import Act, acts_of
from domain.clients import Access, Client, ClientState
from domain.contacts import Contact
from domain.invitations import StopReason
from domain.messages import Message, MessageState
from domain.people import Collaborator, Role
from handlers.mail.cards import thin_card
from handlers.mail.intake import take_in
from handlers.mail.posting import drawn
from tests.handlers.mail.conftest import CHANNEL
from tests.handlers.mail.raw_mails import deliver, raw_mail
from tests.handlers.post_office import letter_text, letters, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

CLAIRE = "Claire Morel <claire@atelier-morel.example>"
VIDAL = "M. Vidal <compta@monmail.example>"
PDF = {"facture.pdf": b"%PDF-1.4 une facture"}

AtWork = Callable[[Collaborator], Person]


@pytest.fixture
def at_desk(desk: SmallOffice, nadia: Collaborator, at_work: AtWork) -> Person:
    return at_work(nadia)


@pytest.fixture
def stranger(desk: SmallOffice, at_work: AtWork) -> Person:
    """A collaborator who was not given Atelier Morel."""
    return at_work(desk.hire("Thomas Roux"))


def card(desk: SmallOffice, raw: bytes) -> tuple[Message, dict[str, Any]]:
    """The message taken in, and its card as it stands."""
    inbound = deliver(desk, raw)
    take_in(desk, inbound)
    return stands(desk, inbound)


def stands(desk: SmallOffice, inbound: int) -> tuple[Message, dict[str, Any]]:
    with desk.reading() as records:
        message = next(m for m in map(records.messages.get, range(1, 100)) if m and m.inbound_id == inbound)
        text, blocks = drawn(records, message, desk.now())
    return message, {"text": text, "blocks": list(blocks)}


def again(desk: SmallOffice, message: Message) -> Message:
    with desk.reading() as records:
        kept = records.messages.get(message.id)
    assert kept is not None
    return kept


def open_window(person: Person, message: Message) -> None:
    """« Ouvrir », on the card of a channel where somebody may not see the client."""
    text, blocks = thin_card(message, "lundi à 9 h")
    person.press_in_message({"text": text, "blocks": list(blocks)}, "mail.open")


def test_marking_handled_is_done_at_once_and_can_be_undone(
    desk: SmallOffice, claire: Contact, at_desk: Person, nadia: Collaborator
) -> None:
    message, shown = card(desk, raw_mail(CLAIRE))
    at_desk.press_in_message(shown, "mail.handled")
    done = again(desk, message)
    assert (done.state, done.handled_by) == (MessageState.HANDLED, nadia.id)
    redrawn = updates(desk)[-1]
    assert "Traité par Nadia Benali à 9 h" in words_of(redrawn)
    at_desk.press_in_message(redrawn, "mail.reopen")
    assert again(desk, message).state is MessageState.READ


def test_a_message_opened_in_a_window_is_answered_and_handled_there(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    message, _ = card(desk, raw_mail(CLAIRE, files=PDF))
    open_window(at_desk, message)
    for said in ("Claire Morel* · Atelier Morel", "facture.pdf", "Rattaché par l’adresse de l’expéditeur"):
        assert said in at_desk.text
    at_desk.press("mail.handled")
    assert "Traité par Nadia Benali" in at_desk.text
    at_desk.press("mail.reopen")
    at_desk.press("mail.reply")
    at_desk.type(body="Bien reçu.")
    at_desk.submit()
    assert len(at_desk.stack) == 1
    assert "Traité par Nadia Benali" in at_desk.text
    assert again(desk, message).state is MessageState.HANDLED
    at_desk.press("mail.reopen")
    at_desk.pick_menu("mail.more", f"assign:m{message.id}")
    assert "Nadia Benali s’en charge" in at_desk.text


def test_a_message_of_nobody_is_attached_from_its_window(desk: SmallOffice, client: Client, at_desk: Person) -> None:
    message, _ = card(desk, raw_mail(VIDAL))
    open_window(at_desk, message)
    at_desk.press("mail.attach")
    at_desk.choose("client", "Atelier Morel", query="morel")
    at_desk.submit()
    assert "· Atelier Morel" in at_desk.text
    assert "Rattaché à la main" in at_desk.text


def test_the_same_file_sent_again_is_not_a_second_document(desk: SmallOffice, client: Client, claire: Contact) -> None:
    cards = [card(desk, raw_mail(CLAIRE, subject, files=PDF))[1] for subject in ("facture", "facture encore")]
    assert "Rangé dans les pièces du dossier" in words_of(cards[0])
    assert "Déjà reçue le 7 septembre, nous ne l’avons pas doublée." in words_of(cards[1])
    with desk.reading() as records:
        assert records.messages.count_documents(client.id) == 1


def test_a_client_s_messages_are_listed_read_and_answered_from_its_card(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    card(desk, raw_mail(CLAIRE, "Premier"))
    card(desk, raw_mail(CLAIRE, "Second"))
    at_desk.command("/client morel")
    at_desk.press("client.mails")
    assert "Second" in at_desk.text
    at_desk.press("mail.reply")
    at_desk.type(body="Bien reçu.")
    at_desk.submit()
    at_desk.command("/client morel")
    at_desk.press("client.mails")
    assert "à claire@atelier-morel.example" in at_desk.text
    at_desk.press("mail.open")
    assert "Bien reçu." in at_desk.text
    assert "Rouvrir" not in at_desk.text


@pytest.mark.abuse("M8")
def test_an_unknown_writer_is_offered_as_a_contact(desk: SmallOffice, client: Client, at_desk: Person) -> None:
    raw = raw_mail("Luc Petit <luc@petit.example>", to=desk.firm.deposit_address(client.deposit))
    message, shown = card(desk, raw)
    assert "Expéditeur inconnu de ce dossier" in words_of(shown)
    at_desk.press_in_message(shown, "mail.add_contact")
    assert at_desk.value("email") == "luc@petit.example"
    at_desk.submit()
    with desk.reading() as records:
        [contact] = records.contacts.of_client(client.id)
    assert (contact.name, contact.email) == ("Luc Petit", "luc@petit.example")
    assert again(desk, message).contact_id == contact.id
    redrawn = words_of(updates(desk)[-1])
    assert "Expéditeur inconnu" not in redrawn
    assert "Ajouter aux contacts" not in redrawn


def test_the_notification_never_shows_the_address_that_a_name_pretends(desk: SmallOffice, client: Client) -> None:
    _, shown = card(desk, raw_mail('"claire@atelier-morel.example" <voleur@ailleurs.example>'))
    assert "claire@" not in shown["text"]
    assert "voleur@ailleurs.example" in shown["text"]


@pytest.mark.abuse("S3")
def test_a_press_sent_four_times_leaves_one_line_of_history(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    _, shown = card(desk, raw_mail(CLAIRE))
    at_desk.press_in_message(shown, "mail.handled", times=4)
    with desk.reading() as records:
        assert [line.act for line in records.history(client.id)].count(Act.MAIL_HANDLED) == 1


def test_an_unknown_sender_s_mail_is_attached_and_remembered(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    message, shown = card(desk, raw_mail(VIDAL, "facture", files=PDF))
    at_desk.press_in_message(shown, "mail.attach")
    at_desk.choose("client", "Atelier Morel", query="morel")
    at_desk.choose("remember", "address")
    at_desk.submit()
    assert at_desk.stack == []
    placed = again(desk, message)
    assert (placed.client_id, placed.needs_person, placed.why) == (client.id, False, "by_hand")
    with desk.reading() as records:
        assert [d.filename for d in records.messages.latest_documents(client.id, 8)] == ["facture.pdf"]
        assert [c.role.value for c in records.contacts.of_email("compta@monmail.example")] == ["other"]
        assert [line.act for line in records.history(client.id)] == ["mail.attached", "contact.added"]
    following, _ = card(desk, raw_mail(VIDAL, "facture suivante"))
    assert following.client_id == client.id


def test_only_the_documents_chosen_are_filed(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    _, shown = card(desk, raw_mail(VIDAL, files={"facture.pdf": b"%PDF-1.4 a", "logo.pdf": b"%PDF-1.4 b"}))
    at_desk.press_in_message(shown, "mail.attach")
    at_desk.choose("client", "Atelier Morel", query="morel")
    first = at_desk.block("files")["element"]["options"][0]["value"]
    at_desk.tick("files", first)
    at_desk.submit()
    with desk.reading() as records:
        assert [d.filename for d in records.messages.latest_documents(client.id, 8)] == ["facture.pdf"]


def test_a_spoofed_mail_is_attached_only_once_somebody_says_they_called(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    message, shown = card(desk, raw_mail(CLAIRE, "RIB", check="fail"))
    at_desk.press_in_message(shown, "mail.call")
    assert "+33639982107" in str(at_desk.view)
    at_desk.stack.clear()
    shown["blocks"][-2]["elements"].append(
        {
            "type": "button",
            "action_id": "mail.attach",
            "value": f"m{message.id}",
            "text": {"type": "plain_text", "text": "x"},
        }
    )
    at_desk.press_in_message(shown, "mail.attach")
    at_desk.choose("client", "Atelier Morel", query="morel")
    with pytest.raises(AssertionError, match="checked"):
        at_desk.submit()
    at_desk.tick("checked", "yes")
    at_desk.submit()
    assert again(desk, message).client_id == client.id


def test_a_reply_leaves_in_the_same_thread_and_handles_the_mail(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    message, shown = card(desk, raw_mail(CLAIRE, headers={"Reply-To": "voleur@evil.example"}))
    at_desk.press_in_message(shown, "mail.reply")
    assert "claire@atelier-morel.example" in at_desk.text
    at_desk.type(body="Bien reçu, merci.\nBonne journée.")
    at_desk.submit()
    [letter] = letters(desk)
    assert letter["To"].addresses[0].addr_spec == "claire@atelier-morel.example"
    assert letter["In-Reply-To"] == message.message_id
    assert letter["Subject"] == "Re: Relevé de novembre"
    assert letter["From"].addresses[0].display_name == "Nadia Benali (Cabinet Valmont)"
    assert letter_text(letter).startswith("Bien reçu, merci.\r\nBonne journée.")
    assert letter["Auto-Submitted"] is None
    assert again(desk, message).state is MessageState.HANDLED


@pytest.mark.parametrize("typed", ["", "   ", "\u200f"])
def test_an_empty_reply_says_so_beside_its_field(
    desk: SmallOffice, claire: Contact, at_desk: Person, typed: str
) -> None:
    _, shown = card(desk, raw_mail(CLAIRE))
    at_desk.press_in_message(shown, "mail.reply")
    if not typed:
        with pytest.raises(AssertionError, match="body"):
            at_desk.submit()
        return
    at_desk.type(body=typed)
    at_desk.submit()
    assert at_desk.errors["body"]
    assert letters(desk) == []


def test_creating_a_client_from_a_mail_puts_the_mail_in_its_file(
    desk: SmallOffice, nadia: Collaborator, at_desk: Person
) -> None:
    message, shown = card(desk, raw_mail(VIDAL, "facture", files=PDF))
    at_desk.press_in_message(shown, "mail.create_client")
    assert "Nouveau dossier" in str(at_desk.view)
    assert message.client_id is None


def ignore_sender(person: Person, shown: dict[str, Any]) -> None:
    element = shown["blocks"][0]["accessory"]
    entry = next(o for o in element["options"] if o["value"].startswith("ignore"))
    person.stack.clear()
    person._act(shown["blocks"][0], {**element, "selected_option": entry}, in_message=True)


def test_a_sender_ignored_after_the_mail_was_handled_has_a_line_too(desk: SmallOffice, at_desk: Person) -> None:
    _, shown = card(desk, raw_mail("Pub <lettre@pub.example>"))
    at_desk.press_in_message(shown, "mail.handled")
    for _ in range(2):
        ignore_sender(at_desk, shown)
    with desk.reading() as records:
        assert records.messages.decision_on("lettre@pub.example") == (None, True)
        acts = [line.act for line in records.firm_history(acts_of("mail") - {Act.MAIL_RECEIVED})]
    assert acts == [Act.MAIL_SENDER_IGNORED, Act.MAIL_HANDLED]


def test_an_ignored_sender_s_next_mail_has_no_card(desk: SmallOffice, at_desk: Person) -> None:
    message, shown = card(desk, raw_mail("Pub <lettre@pub.example>"))
    ignore_sender(at_desk, shown)
    assert again(desk, message).state is MessageState.HANDLED
    with desk.reading() as records:
        assert records.messages.decision_on("lettre@pub.example") == (None, True)


@pytest.mark.abuse("S4", "S5")
@pytest.mark.parametrize(
    "action", ["mail.handled", "mail.reply", "mail.attach", "mail.read", "mail.call", "mail.create_client"]
)
def test_who_may_not_see_the_client_gets_the_words_of_what_never_was(
    desk: SmallOffice, claire: Contact, stranger: Person, action: str
) -> None:
    message, shown = card(desk, raw_mail(CLAIRE))
    button = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "x"}}
    shown["blocks"].append({"type": "actions", "elements": [{**button, "value": f"m{message.id}"}]})
    answers = []
    for value in (f"m{message.id}", "m987654", "c1", "'; DROP"):
        stranger.slack.ephemerals.clear()
        stranger.press_in_message(shown, action, value=value)
        assert stranger.stack == []
        answers.append(stranger.slack.ephemerals[-1]["text"])
    assert len(set(answers)) == 1
    assert again(desk, message).state is MessageState.UNREAD
    assert letters(desk) == []


@pytest.mark.abuse("S5")
def test_a_right_withdrawn_before_submitting_refuses_the_submission(
    desk: SmallOffice, nadia: Collaborator, at_work: AtWork
) -> None:
    thomas = desk.hire("Thomas Roux")
    client = desk.follow("SCI Morel", by=nadia, access=Access.CHOSEN, chosen=frozenset({thomas.id}))
    desk.meet(client, email="paul@sci-morel.example")
    person = at_work(thomas)
    _, shown = card(desk, raw_mail("Paul Morel <paul@sci-morel.example>"))
    person.press_in_message(shown, "mail.reply")
    person.type(body="Bonjour")
    with desk.records() as records:
        records.clients.keep(replace(client, chosen=frozenset()))
    person.submit()
    assert person.errors
    assert letters(desk) == []


def test_the_suggested_client_is_attached_in_one_press(desk: SmallOffice, nadia: Collaborator, at_desk: Person) -> None:
    first = desk.follow("Garage du Cher", by=nadia, deposit="courrier+garage.aaaaaaaa")
    other = desk.follow("SCI du Cher", by=nadia)
    desk.meet(other, email="chef@garage.example")
    invitation = desk.invite(desk.meet(first, email="x@garage.example"))
    message, shown = card(desk, raw_mail("Chef <chef@garage.example>", to="courrier+garage.aaaaaaaa@valmont.example"))
    assert "Deux dossiers possibles" in str(shown["blocks"])
    at_desk.press_in_message(shown, "mail.attach_to")
    assert again(desk, message).client_id == first.id
    with desk.reading() as records:
        kept = records.invitations.get(invitation.id)
    assert kept is not None
    assert kept.stopped is not StopReason.REPLIED


def test_every_act_is_offered_to_managers_and_administrators_alike(
    desk: SmallOffice, claire: Contact, at_work: AtWork
) -> None:
    helene = at_work(desk.hire("Hélène Valmont", Role.ADMINISTRATOR))
    message, shown = card(desk, raw_mail(CLAIRE))
    helene.press_in_message(shown, "mail.handled")
    assert again(desk, message).state is MessageState.HANDLED


def test_a_card_becomes_thin_once_it_names_a_client_that_its_channel_may_not_see(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    thomas = desk.hire("Thomas Roux")
    desk.channels[CHANNEL] = frozenset({at_desk.who.slack_id, thomas.slack_id})
    _, shown = card(desk, raw_mail(VIDAL, "facture confidentielle"))
    at_desk.press_in_message(shown, "mail.attach")
    at_desk.choose("client", "Atelier Morel", query="morel")
    at_desk.submit()
    redrawn = str(updates(desk)[-1])
    assert "Courrier reçu" in redrawn
    assert "Atelier Morel" not in redrawn
    assert "facture confidentielle" not in redrawn


def test_each_act_leaves_one_line_of_history_and_one_that_changes_nothing_none(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    _, shown = card(desk, raw_mail(CLAIRE))
    at_desk.press_in_message(shown, "mail.handled")
    at_desk.press_in_message(shown, "mail.handled")
    with desk.reading() as records:
        assert [line.act for line in records.history(client.id)] == ["mail.handled", "mail.received"]


def test_a_mail_attached_by_hand_answers_the_invitation_and_history_says_both(
    desk: SmallOffice, client: Client, claire: Contact, at_desk: Person
) -> None:
    invitation = desk.invite(claire)
    message, shown = card(desk, raw_mail(CLAIRE, check="fail"))
    button = {"type": "button", "action_id": "mail.attach_to", "text": {"type": "plain_text", "text": "x"}}
    value = f"m{message.id}:c{client.id}"
    shown["blocks"].append({"type": "actions", "elements": [{**button, "value": value}]})
    at_desk.press_in_message(shown, "mail.attach_to")
    with desk.reading() as records:
        lines = {line.act: line.subject_id for line in records.history(client.id)}
    assert sorted(lines) == ["chase.answered", "mail.attached"]
    assert lines[Act.CHASE_ANSWERED] == invitation.id


@pytest.mark.abuse("S5")
def test_no_mail_is_attached_to_a_client_terminated_meanwhile(
    desk: SmallOffice, client: Client, at_work: AtWork
) -> None:
    helene = at_work(desk.hire("Hélène Valmont", Role.ADMINISTRATOR))
    message, shown = card(desk, raw_mail(VIDAL, "facture", files=PDF))
    helene.press_in_message(shown, "mail.attach")
    helene.choose("client", "Atelier Morel", query="morel")
    helene.choose("remember", "address")
    with desk.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED, terminated_at=desk.now()))
    helene.submit()
    assert "est résilié" in str(helene.errors)
    button = {"type": "button", "action_id": "mail.attach_to", "text": {"type": "plain_text", "text": "x"}}
    shown["blocks"].append({"type": "actions", "elements": [{**button, "value": f"m{message.id}:c{client.id}"}]})
    helene.press_in_message(shown, "mail.attach_to")
    assert again(desk, message).client_id is None
    with desk.reading() as records:
        assert records.contacts.of_client(client.id) == []


@pytest.mark.abuse("S5")
def test_the_writer_of_a_mail_is_not_offered_as_a_contact_of_a_client_terminated_meanwhile(
    desk: SmallOffice, client: Client, claire: Contact, at_work: AtWork
) -> None:
    helene = at_work(desk.hire("Hélène Valmont", Role.ADMINISTRATOR))
    message, shown = card(desk, raw_mail(CLAIRE))
    button = {"type": "button", "action_id": "mail.add_contact", "text": {"type": "plain_text", "text": "x"}}
    shown["blocks"].append({"type": "actions", "elements": [{**button, "value": f"m{message.id}"}]})
    with desk.records() as records:
        records.clients.keep(replace(client, state=ClientState.TERMINATED, terminated_at=desk.now()))
    helene.press_in_message(shown, "mail.add_contact")
    assert helene.stack == []
