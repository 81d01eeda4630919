"""« Rattacher à un dossier », in the menu of a message: its text becomes a note of the client, its files documents."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.clients import Client
from domain.nir import was_masked
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from domain.rights import may_see
from domain.slack_messages import SlackFile, SlackMessage, Stage, read_text, taken_out_by
from handlers import blocks
from handlers.attach_view import attach_view
from handlers.blocks import Block, Option, View, clip, escape
from handlers.clients.notes import add_note
from handlers.clients.typeahead import client_option, client_options
from handlers.desk import Desk, Payload, become, metadata, named, number_of, show, typed
from handlers.mail.channels import CONVERSATIONS
from handlers.nir.notes import masked_alert
from handlers.slack_messages.reading import Handed, author_name, handed_over, readable
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

SHORTCUT, FORM, ATTACHED = "attach_message", "slack_message.attach", "slack_message.attached"
LINE_LENGTH = 100


@desk.message_shortcut(SHORTCUT)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """NotFound for what is no message, SeenByOne, NothingToAttach."""
    now = office.now()
    handed = handed_over(body)
    with office.records() as records:
        raw = readable(handed.text, records, words)
        author, text = author_name(handed, records, words), read_text(raw)
        when = words.moment(handed.written_at, records.firm.zone, now)
        heading = words.gettext("Slack message, {moment} · {author}").format(moment=when, author=author)
        message = SlackMessage(
            uid=office.token(),
            firm_id=office.firm_id,
            taken_by=who.id,
            taken_at=now,
            channel=handed.channel,
            ts=handed.ts,
            author=handed.author,
            heading=heading,
            text=text,
            files=handed.files,
        ).checked()
        records.slack_messages.add(message)
        likely = _likely(records, who, handed.channel)
    line = _line(text, author, when, words)
    ack()
    show(context, body, _form(message, line, handed, likely, words, masked=was_masked([raw], [text])))


@desk.options("pick", view=FORM)
def suggest_clients(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    ack(options=client_options(office, who, body))


@desk.view(FORM)
def attach_message(ack: Ack, view: dict[str, Any], office: Office, who: Collaborator, words: Words) -> BoltResponse:
    """The note is written at once; the files are fetched by a sweep, which tells what became of them.

    Sent twice, it is attached once. NotFound, ClientTerminated, NotInChannel; Missing when nothing of it is chosen.
    """
    now, form, uid = office.now(), typed(view), metadata(view).get("message")
    with office.reading() as records:
        message = _own(records, who, uid)
    taken_out_by(who.slack_id, _members(office, message.channel))
    with office.records() as records:
        message = _own(records, who, uid)
        if message.stage is not Stage.TAKEN:
            there = worked_on(records, who, message.client_id or 0)
            return become(ack, view, _attached(there, [], words), words)
        client = worked_on(records, who, number_of(form.get("client"), "c"))
        try:
            after = message.attached(client.id, _chosen(message, form.get("files")))
        except Missing as refusal:
            raise FormRefused({"files": refusal}) from refusal
        said = []
        if message.text:
            is_new = not records.notes.holds(client.id, message.note)
            if is_new:
                add_note(records, client, message.note, who, now)
            said.append(_of_the_text(message, words, is_new=is_new))
        if after.files:
            said.append(_of_the_files(len(after.files), words))
        if not records.slack_messages.move(message, after):
            raise NotFound("slack_message")
    return become(ack, view, _attached(client, said, words), words)


def _own(records: Records, who: Collaborator, uid: object) -> SlackMessage:
    """The message that this person handed over; NotFound for another's, and for one of yesterday."""
    message = records.slack_messages.get(str(uid or ""), who)
    if message is None:
        raise NotFound("slack_message")
    return message


def _members(office: Office, channel: str) -> frozenset[str] | None:
    """None where Slack does not say: it tells nothing of conversations in which Guichet is not."""
    return None if channel.startswith(CONVERSATIONS) else office.members_of(channel)


def _likely(records: Records, who: Collaborator, channel: str) -> Option | None:
    """The client whose own channel it is, for someone who sees it."""
    client = next((one for one in records.clients.of_channel() if one.channel == channel and may_see(who, one)), None)
    if client is None:
        return None
    manager = records.people.get(client.manager_id)
    return client_option(client, manager.name if manager else None)


def _chosen(message: SlackMessage, ticked: object) -> tuple[SlackFile, ...]:
    """The files whose boxes are ticked; NotFound for one that was not offered."""
    if not isinstance(ticked, list):
        return ()
    numbers = {named(value, "f", "file") for value in ticked}
    if not numbers <= set(range(len(message.files))):
        raise NotFound("file")
    return tuple(file for number, file in enumerate(message.files) if number in numbers)


def _form(
    message: SlackMessage, line: str, handed: Handed, likely: Option | None, words: Words, *, masked: bool
) -> View:
    files = [blocks.option(file.name, f"f{number}", words.size(file.size)) for number, file in enumerate(message.files)]
    further: list[Block] = [masked_alert(words)] if masked else []
    if handed.more_files:
        sentence = words.ngettext(
            "{n} more file in this message: this form takes ten.",
            "{n} more files in this message: this form takes ten.",
            handed.more_files,
        )
        further.append(blocks.context(sentence.format(n=handed.more_files)))
    if message.text:
        further.append(blocks.context(words.gettext("The text becomes a note: the client does not see it.")))
    return attach_view(FORM, line, files, further, words, {"message": message.uid}, likely=likely)


def _line(text: str, author: str, when: str, words: Words) -> str:
    """`« facture » · Thomas Roux · lundi 23 novembre à 9 h 05`."""
    if not text:
        return f"{escape(author)} · {when}"
    shown = escape(clip(" ".join(text.split()), LINE_LENGTH))
    return words.gettext("“{subject}” · {sender} · {moment}").format(subject=shown, sender=escape(author), moment=when)


def _of_the_text(message: SlackMessage, words: Words, *, is_new: bool) -> str:
    if not is_new:
        return words.gettext("Its text was a note of this client already.")
    if message.is_long:
        return words.gettext("Its text is long: the beginning is a note, the whole of it will be a document.")
    return words.gettext("Its text is a note of the client.")


def _of_the_files(count: int, words: Words) -> str:
    return words.ngettext(
        "{n} file on its way: a message from Guichet will say what became of it.",
        "{n} files on their way: a message from Guichet will say what became of them.",
        count,
    ).format(n=count)


def _attached(client: Client, said: Sequence[str], words: Words) -> View:
    done = words.gettext("Attached to client {client}.").format(client=escape(client.name))
    opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}", primary=True)
    return blocks.modal(
        ATTACHED,
        words.gettext("Attach"),
        [blocks.section("\n".join([f"*{done}*", *said])), blocks.actions(opening, block_id="next")],
        close=words.gettext("Close"),
    )
