"""How the firm's mailbox is doing: the channel of the mail and the administrators are told, once each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slack_bolt import Ack, Respond

from domain.about import About
from domain.acts import Act
from domain.books import Mailbox, MailboxProblem, Records
from domain.history import By, HistoryLine
from domain.messages import RawMail
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from handlers.blocks import Block, actions, button, context, escape, section
from handlers.desk import Desk, Payload, number_of
from handlers.mail.posting import CHANNEL_LANGUAGE
from handlers.post import post
from handlers.who_can import administering
from handlers.words import Words, words_for

Told = tuple[str, list[Block]]

desk = Desk()

AN_HOUR = timedelta(hours=1)


@desk.action("mailbox.retry")
def try_again(ack: Ack, body: Payload, respond: Respond, office: Office, who: Collaborator, words: Words) -> None:
    """« Réessayer »: whoever watches the mailbox tries within seconds."""
    with office.records() as records:
        mailbox = ask_again(records, who, body["actions"][0].get("value"), office.now())
    ack()
    said = words.gettext("Trying again.") if mailbox.problem else words.gettext("The mailbox is read again.")
    respond(said, response_type="ephemeral", replace_original=False)


def ask_again(records: Records, who: Collaborator, opaque: object, now: datetime) -> Mailbox:
    """The mailbox, which is tried again at once when it is not read. NotFound, RoleTooLow."""
    administering(records, who, Reserved.MAILBOX_RETRY)
    mailbox_id = number_of(opaque, "b")
    mailbox = next((box for box in records.inbound.mailboxes() if box.id == mailbox_id), None)
    if mailbox is None:
        raise NotFound("mailbox")
    if mailbox.problem not in (None, MailboxProblem.ASKED_AGAIN):
        records.inbound.keep_mailbox(replace(mailbox, problem=MailboxProblem.ASKED_AGAIN))
        records.note(HistoryLine.by_person(who, Act.MAILBOX_RETRIED, now, subject_id=mailbox.id))
    return mailbox


def mailbox_failed(
    records: Records, mailbox: Mailbox, problem: MailboxProblem, stopped_at: datetime, now: datetime, next_try: datetime
) -> None:
    """It could not be read, for that reason since that instant: kept, and told when it was read until now."""
    if mailbox.problem is problem:
        return
    since = mailbox.problem_since or stopped_at
    records.inbound.keep_mailbox(replace(mailbox, problem=problem, problem_since=since))
    _note(records, Act.MAILBOX_STOPPED, mailbox, now, {"problem": mailbox.problem}, {"problem": problem})
    if mailbox.problem is None:
        mailbox_stopped(records, mailbox, problem, since, now, next_try)


def mailbox_worked(records: Records, mailbox: Mailbox, caught_up: int, now: datetime) -> None:
    """All of it was read just now, `caught_up` mails being new: kept, and told when it had stopped."""
    records.inbound.keep_mailbox(replace(mailbox, last_ok_at=now, problem=None, problem_since=None))
    if mailbox.problem is not None:
        _note(records, Act.MAILBOX_READ_AGAIN, mailbox, now, {"problem": mailbox.problem}, {"messages": caught_up})
        mailbox_read_again(records, mailbox, caught_up, now)


def mailbox_settled(records: Records, address: str, url: str, now: datetime) -> None:
    """The firm's mailbox is the one of the settings; a new password there replaces the one that was kept."""
    kept = next((box for box in records.inbound.mailboxes() if box.address == address), None)
    if kept is None:
        records.inbound.keep_mailbox(Mailbox(id=0, firm_id=records.firm.id, address=address, url=url))
        added = next(box for box in records.inbound.mailboxes() if box.address == address)
        _note(records, Act.MAILBOX_ADDED, added, now, {}, {"address": address})
    elif kept.url != url:
        records.inbound.keep_mailbox(replace(kept, url=url))
        # The address of the server holds the password: the line says only that it is another one.
        _note(records, Act.MAILBOX_CHANGED, kept, now, {}, {})


def _note(
    records: Records,
    act: Act,
    mailbox: Mailbox,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    records.note(HistoryLine(now, act, By.GUICHET, subject_id=mailbox.id, before=before, after=after))


def mailbox_line(mailbox: Mailbox, words: Words, zone: ZoneInfo, now: datetime) -> str:
    """`boîte lue il y a 1 minute`, or since when it is not; empty before the first reading."""
    if mailbox.problem is not None:
        since = words.instant(mailbox.problem_since or now, zone, now)
        return words.gettext("mailbox not read since {hour}").format(hour=since)
    if mailbox.last_ok_at is None:
        return ""
    if now - mailbox.last_ok_at > AN_HOUR:
        # The clock was moved: a mailbox that is not read says so within minutes.
        return words.gettext("mailbox watched")
    return words.gettext("mailbox read {ago}").format(ago=words.ago(mailbox.last_ok_at, now))


def mailbox_stopped(
    records: Records, mailbox: Mailbox, problem: MailboxProblem, since: datetime, now: datetime, next_try: datetime
) -> None:
    """« La boîte du cabinet n’est plus lue depuis 9 h 42 »: what is wrong, what is safe, what to look at first."""
    zone = records.firm.zone
    administrators = " ".join(f"<@{person.slack_id}>" for person in records.people.administrators())

    def told(words: Words) -> Told:
        hour = words.hour(since, zone)
        text = words.gettext("The mailbox {address} has not been read since {hour}.")
        headline = words.gettext("The firm’s mailbox has not been read since {hour}").format(hour=hour)
        wrong, cause = _what_is_wrong(problem, words)
        safe = words.gettext("The messages stay in the mailbox: none is lost, they will arrive once it is read again.")
        tries = words.gettext("Last try at {last}, next at {next}. For the administrators: {people}")
        address = f"`{escape(mailbox.address)}`"
        return text.format(address=mailbox.address, hour=hour), [
            section(f"🔴 *{headline}*\n{wrong.format(address=address)} {safe}"),
            actions(button(words.gettext("Try again"), "mailbox.retry", f"b{mailbox.id}", primary=True)),
            context(
                f"{cause} "
                + tries.format(last=words.hour(now, zone), next=words.hour(next_try, zone), people=administrators)
            ),
        ]

    _tell(records, mailbox, now, told)


def mailbox_read_again(records: Records, mailbox: Mailbox, caught_up: int, now: datetime) -> None:
    """« La boîte est lue de nouveau. 7 courriers rattrapés. »"""

    def told(words: Words) -> Told:
        back = words.gettext("The mailbox is read again.")
        count = words.ngettext("{n} message caught up.", "{n} messages caught up.", caught_up).format(n=caught_up)
        text = f"{back} {count}" if caught_up else back
        return text, [section(f"🟢 *{back}*" + (f" {count}" if caught_up else ""))]

    _tell(records, mailbox, now, told)


def mail_kept_in_part(records: Records, mailbox: Mailbox, mail: RawMail, now: datetime) -> None:
    """A mail too large to be taken in: its beginning is, and the rest stays where it is."""

    def told(words: Words) -> Told:
        sentence = words.gettext("A message of {size} was too large to be taken in whole.")
        where = words.gettext("Its beginning is shown; the whole of it stays in the mailbox {address}.")
        text = sentence.format(size=words.size(mail.size))
        return text, [section(f"🟠 *{text}*\n{where.format(address=f'`{escape(mailbox.address)}`')}")]

    _tell(records, mailbox, now, told)


def mail_set_aside(records: Records, mail: RawMail, now: datetime) -> None:
    """A mail that Guichet could not read in three tries: kept as it is, and the administrators know."""
    for person in records.people.administrators():
        words = words_for(person.language)
        text = words.gettext("A message could not be read, and was set aside.")
        kept = words.gettext("It is kept whole, in the mailbox and here; the others are read as usual.")
        number = words.gettext("Its number, for whoever looks after Guichet: {number}.").format(number=mail.id)
        blocks = [section(f"🟠 *{text}*\n{kept}"), context(number)]
        post(records, now, person.slack_id, text, blocks, about=(About.INBOUND, mail.id))


def _tell(records: Records, mailbox: Mailbox, now: datetime, told: Callable[[Words], Told]) -> None:
    channel = records.firm.mail_channel
    readers = [(person.slack_id, person.language) for person in records.people.administrators()]
    if channel is not None:
        readers.insert(0, (channel, CHANNEL_LANGUAGE))
    for to, language in readers:
        text, blocks = told(words_for(language))
        post(records, now, to, text, blocks, about=(About.MAILBOX, mailbox.id))


def _what_is_wrong(problem: MailboxProblem, words: Words) -> Sequence[str]:
    """What the mailbox does, and the most frequent cause."""
    match problem:
        case MailboxProblem.LOGIN_REFUSED:
            return (
                words.gettext("{address} refuses the password."),
                words.gettext("Most frequent cause: a changed password."),
            )
        case MailboxProblem.NO_FOLDER:
            return (
                words.gettext("{address} no longer has the folder that was read."),
                words.gettext("Most frequent cause: a folder renamed or deleted."),
            )
        case MailboxProblem.THROTTLED:
            return (
                words.gettext("{address} accepts no more connections."),
                words.gettext("Most frequent cause: too many programs on the same mailbox."),
            )
        case _:
            return (
                words.gettext("{address} does not answer."),
                words.gettext("Most frequent cause: a breakdown at the mail provider."),
            )
