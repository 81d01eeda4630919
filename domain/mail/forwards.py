"""Who really wrote a forwarded mail, for the mail programs used in France, in French and English."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.mail.blocks import Block, find_blocks, one_line_blocks, prepared_lines, wrote_lines
from domain.mail.headers import Address, read_date
from domain.mail.message import ReadMessage
from domain.mail.subjects import is_forward_subject, is_reply_subject

# Substrings, for every mail is searched for them: a regular expression costs as much as the parsing.
_SEPARATORS = (
    *("message transf", "mail transf", "courriel transf", "message réexp", "message reexp", "message réach"),
    *("forwarded message", "forwarded mail", "forwarded by", "begin forwarded", "début du message", "debut du message"),
    *("message d'origine", "original message", "mail original", "message original", "réacheminé par", "reachemine par"),
)
_HTML_BLOCK = re.compile(
    r"\b(?:De|From|Exp(?:é|&eacute;)diteur)(?:\s|&nbsp;|</?[a-z]{1,6}>){0,6}:|(?:[aà] écrit|wrote)(?:\s|&nbsp;){0,3}:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Original:
    """The mail inside a forward. `date` is aware UTC, None when it is not exact.

    `sender.email` is "" when only a name was left. `comment` is what the forwarder wrote above, `text` the mail itself.
    """

    sender: Address
    subject: str | None = None
    date: datetime | None = None
    comment: str = ""
    text: str = ""


def originals(message: ReadMessage, is_ours: Callable[[str], bool]) -> tuple[Original, ...]:
    """The mails that this one forwards, outermost first; empty when it forwards nothing.

    Attached mails are exact and come first. In a text, addresses of the firm are skipped: the first outside
    sender wrote it. Several originals only come from several attached mails.
    """
    attached = tuple(_from_attached(mail, message, is_ours) for mail in message.inner if mail.sender.email)
    if attached:
        return attached
    found = _in_text(message.text, message.subject, is_ours)
    if found is None and _HTML_BLOCK.search(message.html):
        found = _in_text(message.html_text, message.subject, is_ours)
    return (found,) if found else ()


def _from_attached(mail: ReadMessage, wrapper: ReadMessage, is_ours: Callable[[str], bool]) -> Original:
    if is_ours(mail.sender.email):
        deeper = _in_text(mail.text, mail.subject, is_ours)
        if deeper:
            return deeper
    return Original(mail.sender, mail.subject, mail.date, wrapper.text, mail.text)


def _in_text(text: str, subject: str, is_ours: Callable[[str], bool]) -> Original | None:
    if is_reply_subject(subject):
        return None
    lines = prepared_lines(text)
    named: Original | None = None
    for block in _candidates(lines, is_forward_subject(subject)):
        if block.sender.email and is_ours(block.sender.email):
            continue
        original = _original(block, lines)
        if block.sender.email:
            return original
        named = named or original
    return named


def _candidates(lines: list[str], forward_subject: bool) -> Iterator[Block]:
    blocks = find_blocks(lines)
    yield from blocks
    if blocks:
        return
    if forward_subject or _is_separator("\n".join(lines)):
        yield from one_line_blocks(lines)
        yield from wrote_lines(lines)


def _original(block: Block, lines: list[str]) -> Original:
    comment = [line for line in lines[: block.start] if not _is_separator(line)]
    body = [line.removeprefix(">").removeprefix(" ") for line in lines[block.end :]]
    return Original(
        sender=block.sender,
        subject=block.subject,
        date=read_date(block.date),
        comment="\n".join(comment).strip(" \n-_>"),
        text="\n".join(body).strip(),
    )


def _is_separator(text: str) -> bool:
    lower = text.lower().replace("\u2019", "'")
    return any(separator in lower for separator in _SEPARATORS)
