"""The files of a message handed over: fetched from Slack, filed in the client file, and what became of each told."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.documents import why_not_filed
from domain.history import HistoryLine
from domain.mail.attachments import attach
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotAMember, NotFound, Refusal, SlackSilent
from domain.sheets.sheet import LARGEST_FILE, SheetRefused
from domain.slack_messages import Fate, FileGone, SlackFile, SlackMessage, written_at
from handlers import blocks
from handlers.blocks import escape
from handlers.documents.receiving import KeptFile, is_there, kept_file, receive
from handlers.explain import explain
from handlers.post import post
from handlers.who_can import worked_on
from handlers.words import Words, words_for

log = logging.getLogger(__name__)

AT_ONCE = 20
WHOLE_TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as Slack gave it, or why it is not filed."""

    name: str
    size: int
    file: KeptFile | None = None
    fate: Fate = Fate.FILED


def file_handed_over(office: Office) -> None:
    """Each message whose files wait, once; those that Slack does not give are asked for again at the next turn."""
    with office.reading() as records:
        waiting, zone = records.slack_messages.filing(AT_ONCE), records.firm.zone
    for message in waiting:
        try:
            fetched = [_fetch(office, message, file) for file in message.files]
        except SlackSilent as error:
            log.info("file of a message not given, asked again", extra={"why": error.why, "firm": office.firm_id})
            continue
        _file(office, message, [*fetched, *_whole_text(office, message, zone)])


def _fetch(office: Office, message: SlackMessage, file: SlackFile) -> Fetched:
    """SlackSilent while it may still be given."""
    if file.size > LARGEST_FILE:
        return Fetched(file.name, file.size, fate=Fate.TOO_LARGE)
    try:
        content = office.slack_file(file.id, of=message.author)
    except FileGone:
        return Fetched(file.name, file.size, fate=Fate.GONE)
    except NotFound:
        return Fetched(file.name, file.size, fate=Fate.UNREADABLE)
    except SheetRefused:
        return Fetched(file.name, file.size, fate=Fate.TOO_LARGE)
    except SlackSilent:
        if not message.is_given_up(office.now()):
            raise
        return Fetched(file.name, file.size, fate=Fate.SILENT)
    return _kept(office, file.name, "", content)


def _whole_text(office: Office, message: SlackMessage, zone: ZoneInfo) -> list[Fetched]:
    """A text that a note cannot hold, as a document that bears its day and hour."""
    if not message.is_long:
        return []
    written = written_at(message.ts).astimezone(zone)
    return [_kept(office, f"slack-{written:%Y-%m-%d-%Hh%M}.txt", WHOLE_TEXT, message.whole)]


def _kept(office: Office, name: str, declared: str, content: bytes) -> Fetched:
    """Its bytes among the blobs, unless it may not be filed: it is then left where it is, in Slack."""
    file = attach(name, declared, content, 1, office.media_type)
    reason = why_not_filed(file.filename, file.content_type, file.size)
    if reason is not None:
        return Fetched(file.filename, file.size, fate=Fate(reason.value))
    return Fetched(file.filename, file.size, kept_file(file, office.blobs.put(office.firm_id, content)))


def _file(office: Office, message: SlackMessage, fetched: Sequence[Fetched]) -> None:
    """In one transaction, with the rights of this moment."""
    with office.records() as records:
        if not records.slack_messages.move(message, message.done()):
            return
        who = records.people.get(message.taken_by)
        words = words_for(who.language if who else None)
        try:
            if who is None or not who.active:
                raise NotAMember
            client = worked_on(records, who, message.client_id or 0)
        except Refusal as refusal:
            if who is not None and who.active:
                _tell_refused(records, office, who, explain(refusal, words), words)
            return
        became = [(one, _filed(records, office, client, one, who)) for one in fetched]
        _tell(records, office, who, client, message, became, words)


def _filed(records: Records, office: Office, client: Client, fetched: Fetched, who: Collaborator) -> Fate:
    if fetched.file is None:
        return fetched.fate
    if is_there(records, client.id, fetched.file.blob):
        return Fate.THERE
    now = office.now()
    document = receive(records, fetched.file, now, client_id=client.id)
    after = {"document": document.filename}
    line = HistoryLine.by_person(
        who, Act.DOCUMENT_FROM_SLACK, now, client_id=client.id, subject_id=document.id, after=after
    )
    records.note(line)
    return Fate.FILED


def _tell(
    records: Records,
    office: Office,
    who: Collaborator,
    client: Client,
    message: SlackMessage,
    became: Sequence[tuple[Fetched, Fate]],
    words: Words,
) -> None:
    """How many files were filed, then each that was not, with what to do."""
    filed = sum(fate is Fate.FILED for _, fate in became)
    first = words.gettext("No file of the Slack message was filed: client {client}.")
    if filed:
        first = words.ngettext(
            "{n} file of the Slack message is filed: client {client}.",
            "{n} files of the Slack message are filed: client {client}.",
            filed,
        )
    deposit = records.firm.deposit_address(client.deposit)
    others = [_sentence(one, fate, message.is_direct, deposit, words) for one, fate in became if fate is not Fate.FILED]
    body = [
        blocks.section(f"*{first.format(n=filed, client=escape(client.name))}*"),
        *([blocks.section("\n".join(others))] if others else []),
        blocks.actions(
            blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}", primary=True),
            blocks.button(words.gettext("Documents"), "client.documents", f"c{client.id}"),
            block_id="next",
        ),
    ]
    said = " ".join([first.format(n=filed, client=client.name), *others])
    post(records, office.now(), who.slack_id, said, body, about=(About.CLIENT, client.id))


def _tell_refused(records: Records, office: Office, who: Collaborator, why: str, words: Words) -> None:
    sentence = words.gettext("The files of the Slack message were not filed.")
    body = [blocks.section(f"*{sentence}*\n{why}")]
    post(records, office.now(), who.slack_id, f"{sentence} {why}", body, about=(About.COLLABORATOR, who.id))


def _sentence(fetched: Fetched, fate: Fate, direct: bool, deposit: str, words: Words) -> str:
    match fate:
        case Fate.THERE:
            sentence = words.gettext("{file}: already in the client file.")
        case Fate.TOO_LARGE:
            sentence = words.gettext("{file}: {size}, 10 MB at most here. Send it by e-mail to {address}.")
        case Fate.GONE:
            sentence = words.gettext("{file}: deleted from Slack meanwhile.")
        case Fate.SILENT:
            sentence = words.gettext("{file}: Slack did not give it. Attach the message again later.")
        case Fate.ARCHIVE:
            sentence = words.gettext("{file}: archives are not accepted. Send the files one by one.")
        case Fate.PROGRAM:
            sentence = words.gettext("{file}: programs are not accepted.")
        case Fate.EMPTY:
            sentence = words.gettext("{file} is empty.")
        case _ if direct:
            sentence = words.gettext(
                "{file}: Guichet may not read your direct messages. Send it by e-mail to {address}."
            )
        case _:
            sentence = words.gettext(
                "{file}: Guichet may not read it. Invite Guichet to that channel and attach the message again, "
                "or send the file by e-mail to {address}."
            )
    return sentence.format(file=escape(fetched.name), size=words.size(fetched.size), address=f"`{deposit}`")
