"""What a mail is, before anyone asks whose: an answering machine must never be taken for a client."""

import re
from datetime import date

from domain.mail.absences import return_date
from domain.mail.directory import Directory, Sent, sent_among
from domain.mail.forwards import Original
from domain.mail.message import ReadMessage
from domain.mail.nature import MailKind, Nature
from domain.mail.reports import has_empty_return, is_mailer, old_style_bounce, report, speaks_of_failure
from domain.mail.subjects import is_forward_subject, is_reply_subject

MOST_HOPS = 25

_AUTO_SUBJECT = re.compile(
    r"^\s{0,5}(?:r[eé]ponse automatique|automatic reply|auto(?:matic|-)? ?(?:response|reply|r[eé]ponse)|autoreply"
    r"|out of (?:the )?office|message d.absence|notification d.absence|absent[e()]{0,3} du bureau|absence du bureau)\b",
    re.IGNORECASE,
)
_ABSENT_SUBJECT = re.compile(r"^\s{0,5}(?:absence|absente?|absent\(e\)|en cong[eé]s?|vacances)\b", re.IGNORECASE)
_ABSENT_TEXT = re.compile(
    r"(?:suis|serai|serons|sommes)(?: actuellement)? (?:absent|en cong|en d[eé]placement)|actuellement absent"
    r"|de retour le|pendant mon absence|en mon absence|out of (?:the )?office|i am away|i will be back|on annual leave",
    re.IGNORECASE,
)
_METHOD = re.compile(rb"^METHOD:(?:REPLY|REQUEST|CANCEL|COUNTER)", re.MULTILINE | re.IGNORECASE)
_KEYWORD = re.compile(r"[\s;(]")
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "list-help", "x-mailing-list", "feedback-id")
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_TEXT_READ = 4000


def nature_of(message: ReadMessage, originals: tuple[Original, ...], directory: Directory) -> Nature:
    """What it is; the first test that fits wins, in the order that keeps machines apart from people.

    `originals` are the mails it forwards.
    """
    if not message.readable:
        return Nature(MailKind.UNREADABLE, answerable=False)
    if _is_ours_coming_back(message, directory):
        return Nature(MailKind.LOOP, answerable=False)
    reported = report(message)
    if reported:
        return reported
    if _is_calendar(message):
        return Nature(MailKind.CALENDAR, answerable=False)
    if _is_automatic_answer(message, directory):
        return Nature(MailKind.AUTO_REPLY, back_on=_back_on(message), answerable=False)
    bounced = old_style_bounce(message)
    if bounced:
        return bounced
    if _is_bulk(message):
        return Nature(MailKind.BULK, answerable=False)
    return Nature(_written_kind(message, originals), answerable=_said_by_person(message))


def answered_mail(message: ReadMessage, directory: Directory) -> Sent | None:
    """Our mail that this one answers, by In-Reply-To then References, the nearest first."""
    answered = [message.in_reply_to] if message.in_reply_to else []
    return sent_among(directory, [*answered, *reversed(message.references[-100:])])


def _is_ours_coming_back(message: ReadMessage, directory: Directory) -> bool:
    """Known by its number in X-Guichet or by its Message-ID; what another Guichet wrote is mail."""
    mark = message.headers.get("x-guichet").strip()
    if mark and (directory.is_ours(message.sender.email) or directory.sent_with(mark) is not None):
        return True
    return directory.sent(message.message_id) is not None or len(message.headers.all("received")) > MOST_HOPS


def _is_calendar(message: ReadMessage) -> bool:
    """An invitation to a meeting, or an answer to one (RFC 6047); a mail with other files is a mail."""
    calendars = [file for file in message.attachments if file.content_type == "text/calendar"]
    if not calendars or len(message.files) > len(calendars):
        return False
    return any(_METHOD.search(file.content[:_TEXT_READ]) for file in calendars)


def _is_automatic_answer(message: ReadMessage, directory: Directory) -> bool:
    headers = message.headers
    submitted = _submitted(message)
    if submitted in ("auto-replied", "auto-notified") or headers.has(*_AUTO_HEADERS):
        return True
    if "auto_reply" in headers.get("precedence").lower():
        return True
    if message.files:
        return False
    # `auto-generated` alone also stands on payroll and till exports: real mail, never to be answered.
    if has_empty_return(message) or submitted == "auto-generated":
        from_mailer = is_mailer(message) or speaks_of_failure(message.subject)
        if not from_mailer and answered_mail(message, directory):
            return True
    if _AUTO_SUBJECT.match(message.subject):
        return True
    return bool(_ABSENT_SUBJECT.match(message.subject) and _ABSENT_TEXT.search(message.text[:_TEXT_READ]))


def _back_on(message: ReadMessage) -> date | None:
    return return_date(f"{message.subject}\n{message.text}", message.date.date()) if message.date else None


def _is_bulk(message: ReadMessage) -> bool:
    precedence = message.headers.get("precedence").strip().lower()
    return message.headers.has(*_LIST_HEADERS) or precedence in ("bulk", "list", "junk")


def _said_by_person(message: ReadMessage) -> bool:
    return _submitted(message) in ("", "no") and not message.headers.has("x-guichet")


def _submitted(message: ReadMessage) -> str:
    """The keyword of Auto-Submitted (RFC 3834), its parameters and comments left out."""
    return _KEYWORD.split(message.headers.get("auto-submitted").strip().lower(), maxsplit=1)[0]


def _written_kind(message: ReadMessage, originals: tuple[Original, ...]) -> MailKind:
    if is_reply_subject(message.subject):
        return MailKind.REPLY
    if is_forward_subject(message.subject) or originals:
        return MailKind.FORWARD
    return MailKind.REPLY if message.in_reply_to or message.references else MailKind.DIRECT
