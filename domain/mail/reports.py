"""What mail servers write: delivery, read and abuse reports, and the bounces of those that follow no standard."""

import re

from domain.mail.directory import Directory, Sent, sent_among
from domain.mail.headers import ADDRESS
from domain.mail.message import ReadMessage
from domain.mail.nature import MailKind, Nature
from domain.mail.return_path import RETURN_TOKEN

_DSN_SUBJECT = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|report)|mail delivery|returned (?:mail|to sender)"
    r"|failure notice|delivery.{0,20}fail|non[ -]?(?:remis|distribu|livr|deliv)"
    r"|[eé]chec (?:de (?:la )?)?(?:remise|distribution|l'envoi|livraison)|retour(?:n[eé])? .{0,20}exp[eé]diteur"
    r"|message.{0,20}retard|delayed mail|warning: could not send",
    re.IGNORECASE,
)
_MAILER = re.compile(r"^(?:mailer-daemon|mailerdaemon|mail-daemon)@", re.IGNORECASE)
_SOFT = re.compile(
    r"quota|mailbox (?:is )?full|over ?quota|bo[iî]te.{0,30}pleine|insufficient (?:storage|system storage)"
    r"|out of storage|exceeded.{0,20}storage",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"will (?:be )?(?:retry|retried|keep trying|continue)|delivery.{0,15}delayed|has been delayed"
    r"|not yet been delivered|temporar|sera (?:de nouveau )?tent|retard",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<!\d)(4[25]\d|55\d)[ -]")
_RETURN_HEADERS = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_RECIPIENT_FIELDS = ("final-recipient", "original-recipient", "original-rcpt-to", "x-actual-recipient")
_WRITTEN_IDS = re.compile(rb"<([^<>\s@]{1,250}@[^<>\s@]{1,250})>")
_DELIVERED = {"delivered", "relayed", "expanded"}
_MOST_IDS = 100
_TEXT_READ = 8000
_RAW_READ = 1_000_000


def report(message: ReadMessage) -> Nature | None:
    """The nature of a multipart/report (RFC 3464, 8098, 5965); None for any other mail."""
    kind = message.types[0] if message.types else ""
    declared = message.headers.get("content-type").lower() if kind == "multipart/report" else ""
    if "message/feedback-report" in message.types or "feedback-report" in declared:
        return Nature(MailKind.COMPLAINT, failed_recipient(message), answerable=False)
    if "message/disposition-notification" in message.types or "disposition-notification" in declared:
        return Nature(MailKind.READ_RECEIPT, answerable=False)
    if "message/delivery-status" in message.types or "delivery-status" in declared:
        return _delivery_report(message)
    return None


def old_style_bounce(message: ReadMessage) -> Nature | None:
    """The nature of a bounce written in plain words; automatic answers have been set apart before."""
    postmaster = message.sender.email.startswith(("postmaster@", "mailer@"))
    subject = _DSN_SUBJECT.search(message.subject) is not None
    bounced = (
        message.headers.has("x-failed-recipients")
        or is_mailer(message)
        or (subject and (postmaster or has_empty_return(message)))
        or (postmaster and _has_status(message.text[:_TEXT_READ]))
    )
    return Nature(_kind_by_words(message), failed_recipient(message), answerable=False) if bounced else None


def _has_status(text: str) -> bool:
    return (_STATUS.search(text) or _CODE.search(text)) is not None


def is_mailer(message: ReadMessage) -> bool:
    return _MAILER.match(message.sender.email) is not None


def has_empty_return(message: ReadMessage) -> bool:
    return message.headers.has("return-path") and message.headers.get("return-path").strip() in ("<>", "")


def speaks_of_failure(subject: str) -> bool:
    return _DSN_SUBJECT.search(subject) is not None


def bounced_mail(message: ReadMessage, directory: Directory) -> Sent | None:
    """Our mail that came back, proven: by its own return address, or by its Message-ID and its very recipient."""
    for name in _RETURN_HEADERS:
        for value in message.headers.all(name):
            token = RETURN_TOKEN.search(value)
            sent = directory.sent_with(token[1].lower()) if token else None
            if sent:
                return sent
    sent = sent_among(directory, _ids_anywhere(message))
    if sent is None:
        return None
    recipients = _reported_recipients(message) or _addresses_in(message.text[:_TEXT_READ])
    return sent if sent.to.lower() in recipients else None


def failed_recipient(message: ReadMessage) -> str | None:
    """The address that a report is about, as it says itself."""
    named = _reported_recipients(message) + _addresses_in(message.text[:_TEXT_READ])
    return next((address for address in named if address != message.sender.email), None)


def _delivery_report(message: ReadMessage) -> Nature:
    groups = [group for group in message.report if "final-recipient" in group or "action" in group]
    actions = {_action(group) for group in groups}
    if actions and actions <= _DELIVERED:
        return Nature(MailKind.READ_RECEIPT, answerable=False)
    recipient = failed_recipient(message)
    failed = next((group for group in groups if _action(group) == "failed"), groups[0] if groups else None)
    if failed is None:
        return Nature(_kind_by_words(message), recipient, answerable=False)
    soft = _action(failed) == "delayed" or _is_soft(failed.get("status", ""), failed.get("diagnostic-code", ""))
    return Nature(MailKind.BOUNCE_SOFT if soft else MailKind.BOUNCE_HARD, recipient, answerable=False)


def _action(group: dict[str, str]) -> str:
    return group.get("action", "").strip().lower()


def _is_soft(status: str, why: str) -> bool:
    code = _STATUS.search(status) or _STATUS.search(why)
    if code and (code[1] == "4" or (code[1], code[2], code[3]) == ("5", "2", "2")):
        return True
    return _SOFT.search(why) is not None


def _kind_by_words(message: ReadMessage) -> MailKind:
    text = f"{message.subject}\n{message.text[:_TEXT_READ]}"
    status = _STATUS.search(text)
    if _SOFT.search(text) or (status and status[1] == "4"):
        return MailKind.BOUNCE_SOFT
    if status and status[1] == "5":
        return MailKind.BOUNCE_HARD
    return MailKind.BOUNCE_SOFT if _DELAYED.search(text) else MailKind.BOUNCE_HARD


def _reported_recipients(message: ReadMessage) -> list[str]:
    values = [group[name].rpartition(";")[2] for name in _RECIPIENT_FIELDS for group in message.report if name in group]
    return [found for value in values + message.headers.all("x-failed-recipients") for found in _addresses_in(value)]


def _addresses_in(text: str) -> list[str]:
    return [found[0].lower().rstrip(".") for found in ADDRESS.finditer(text)]


def _ids_anywhere(message: ReadMessage) -> list[str]:
    inner = [mail.message_id for mail in message.inner]
    found = [identifier.decode("ascii", "ignore") for identifier in _WRITTEN_IDS.findall(message.raw[:_RAW_READ])]
    return [*inner, *dict.fromkeys(found)][:_MOST_IDS]
