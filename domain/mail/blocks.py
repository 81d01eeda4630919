"""The header blocks that mail programs write inside a text: « De : … Envoyé : … À : … Objet : … »."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from domain.mail.charsets import INVISIBLE
from domain.mail.headers import ADDRESS, Address

LONGEST_TEXT = 256 * 1024
LONGEST_LINE = 1_000
MOST_BLOCKS = 50
MOST_LINES = 20_000
_BLOCK_LINES = 14
_MOST_BLANKS = 2

_LABELS = {
    **dict.fromkeys(("de", "from", "expediteur", "emetteur"), "from"),
    **dict.fromkeys(("envoye", "envoye le", "date", "date d'envoi", "sent", "recu le"), "date"),
    **dict.fromkeys(("a", "pour", "to", "destinataire", "destinataires", "destinataire(s)"), "to"),
    **dict.fromkeys(("cc", "cci", "bcc", "copie a", "copie"), "cc"),
    **dict.fromkeys(("objet", "sujet", "subject"), "subject"),
    **dict.fromkeys(
        ("repondre a", "reponse a", "reply-to", "organisation", "organization", "importance", "priorite"), "other"
    ),
    **dict.fromkeys(("pieces jointes", "piece jointe", "pj", "attachments"), "other"),
}
_CONTINUED = ("from", "to", "cc")
_INLINE = re.compile(
    r"(?<![\w.@-])(De|From|Exp[eé]diteur|Envoy[eé](?: le)?|Date|Sent|[ÀA]|Pour|To|Cc|Objet|Sujet|Subject) ?: ",
)
_ORANGE = re.compile(r"^[> ]{0,10}Message du ([0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}[ 0-9:h]{0,9})", re.IGNORECASE)
_WROTE_BEGINS = re.compile(r"(?:Le|On) (?=.{0,20}[0-9])")
_WROTE_ENDS = re.compile(r"(?:[aà] écrit|wrote) ?:", re.IGNORECASE)
_TIME = re.compile(r"[0-9]{1,2} ?[:h] ?[0-9]{2}(?::[0-9]{2})?(?: ?[AP]M\b)?(?: ?\(?(?:UTC|GMT)[+-]?[0-9:]{0,5}\)?)?")
_ANGLED = re.compile(rf"[<\[(](?:mailto:)?({ADDRESS.pattern})(?:\|[^>]{{0,300}})?[>\])]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")


@dataclass(frozen=True, slots=True)
class Block:
    """One header block. `start` and `end` are its lines (end excluded) in the prepared text."""

    sender: Address
    subject: str | None
    date: str
    start: int
    end: int


def prepared_lines(text: str) -> list[str]:
    """The text's lines as the scanners read them: no odd spaces or invisible marks, nothing endless."""
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text[:LONGEST_TEXT]))
    return [line[:LONGEST_LINE].rstrip() for line in _SPACES.sub(" ", text).split("\n")[:MOST_LINES]]


def find_blocks(lines: list[str]) -> list[Block]:
    """The header blocks from the top, in order."""
    blocks: list[Block] = []
    at = 0
    while at < len(lines) and len(blocks) < MOST_BLOCKS:
        block = _block_at(lines, at) if _label(lines[at]) else None
        if block:
            blocks.append(block)
            at = block.end
        else:
            at += 1
    return blocks


def one_line_blocks(lines: list[str]) -> Iterator[Block]:
    """Blocks written on one line, as Yahoo did: « De : … À : … Envoyé : … Objet : … »."""
    for at, line in enumerate(lines):
        marks = list(_INLINE.finditer(line))
        if len(marks) < 3:
            continue
        fields: dict[str, str] = {}
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            kind = _LABELS[_plain(mark[1])]
            fields.setdefault(kind, line[mark.end() : following.start() if following else None].strip())
        block = _block(fields, at, at + 1)
        if block:
            yield block


def wrote_lines(lines: list[str]) -> Iterator[Block]:
    """« Le 12 janv. 2026 à 10:12, Jean <jean@…> a écrit : », on one line or cut over three."""
    for at, line in enumerate(lines):
        if not _WROTE_BEGINS.match(line.lstrip("> ")):
            continue
        for span in (1, 2, 3):
            joined = " ".join(line.strip("> ") for line in lines[at : at + span])[:LONGEST_LINE]
            end = _WROTE_ENDS.search(joined)
            if end and "@" in joined[: end.start()]:
                yield _wrote(joined[3 : end.start()], at, at + span)
                break


def _wrote(introduction: str, start: int, end: int) -> Block:
    time = _TIME.search(introduction)
    date, who = (introduction[: time.end()], introduction[time.end() :]) if time else ("", introduction)
    sender = address_in(who)
    return Block(Address(sender.email, sender.name.strip(" ,")), None, date.strip(), start, end)


def address_in(value: str) -> Address:
    """The address of a « De : » value: <a>, [mailto:a] or bare; only a name when there is none."""
    value = value[:LONGEST_LINE]
    angled = list(_ANGLED.finditer(value))
    found = angled[-1] if angled else ADDRESS.search(value)
    if not found:
        return Address("", value.strip(" *\"'_|<>"))
    email = found[1] if angled else found[0]
    name = value[: found.start()].removesuffix("mailto:").strip(" *\"'_|<[(")
    return Address(email.lower().rstrip("."), "" if "@" in name else name)


def _block_at(lines: list[str], start: int) -> Block | None:
    fields: dict[str, str] = {}
    last = ""
    blanks = 0
    at = end = start
    while at < len(lines) and at < start + _BLOCK_LINES:
        label = _label(lines[at])
        if label:
            kind, value = label
            if kind in fields and kind in ("from", "subject"):
                break
            fields.setdefault(kind, value)
            last, blanks = kind, 0
            end = at + 1
        elif not lines[at].strip("> "):
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
        elif not blanks and last in _CONTINUED:
            fields[last] = f"{fields[last]} {lines[at].strip('> ')}"[:LONGEST_LINE]
            end = at + 1
        elif not blanks and last and not fields[last]:
            fields[last] = lines[at].strip("> ")
            end = at + 1
        else:
            break
        at += 1
    if start and "date" not in fields:
        dated = next((m for m in (_ORANGE.match(line) for line in lines[max(0, start - 2) : start]) if m), None)
        if dated:
            fields["date"] = dated[1]
    return _block(fields, start, end)


def _block(fields: dict[str, str], start: int, end: int) -> Block | None:
    if "from" not in fields or sum(kind in fields for kind in ("date", "to", "subject")) < 2:
        return None
    subject = fields.get("subject")
    return Block(
        address_in(fields["from"]), subject and subject.strip("* "), fields.get("date", "").strip("* "), start, end
    )


def _label(line: str) -> tuple[str, str] | None:
    """(kind, value) when the line begins with a label of a block."""
    head, colon, value = line[:80].partition(":")
    if not colon:
        return None
    head = head[:60].lstrip(" >*_|") if len(head) - len(head.lstrip(" >*_|")) <= 40 else ""
    kind = _LABELS.get(_plain(head.rstrip(" *_|")))
    if kind is None:
        return None
    value = line[len(line[:80].partition(":")[0]) + 1 :].strip()
    return kind, value.lstrip("*_| ").rstrip("*| ") if kind != "from" else value.lstrip("*_| ")


def _plain(label: str) -> str:
    """Without case nor accents, its apostrophes straight."""
    decomposed = unicodedata.normalize("NFD", label.lower().replace("\u2019", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
