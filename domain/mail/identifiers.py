"""The SIREN and SIRET numbers that the files of a mail carry: in their name, or inside a DSN."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.identifiers import read_siren, read_siret
from domain.mail.attachments import Attachment
from domain.refusals import Refusal

_FEC_NAME = re.compile(r"(?<![0-9])([0-9]{9})FEC(20[0-9]{2}[01][0-9][0-3][0-9])", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<![0-9])([0-9]{3}[ ._-]?[0-9]{3}[ ._-]?[0-9]{3})(?:[ ._-]?([0-9]{5}))?(?![0-9])")
_DSN_LINE = re.compile(rb"^\s{0,5}S[0-9]{2}\.G[0-9]{2}\.[0-9]{2}\.[0-9]{3},'")
_DSN_SIREN = re.compile(rb"S21\.G00\.06\.001,'([0-9]{9})'")
_DSN_NIC = re.compile(rb"S21\.G00\.11\.001,'([0-9]{5})'")
_DSN_READ = 1024 * 1024
_MOST_FILES = 100
_IN_TEXT = re.compile(r"(?<![0-9])([0-9]{3}\s?[0-9]{3}\s?[0-9]{3})(?:\s?([0-9]{5}))?(?![0-9])")
_TEXT_READ = 100_000
_MOST_NUMBERS = 10


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number with a good key. `official` when a FEC's legal name or a DSN's own lines carry it."""

    number: str
    filename: str
    official: bool = False


def identifiers_in(files: tuple[Attachment, ...]) -> tuple[Identifier, ...]:
    """The numbers found, the official ones first, each once."""
    found = [identifier for file in files[:_MOST_FILES] for identifier in _in_file(file)]
    found.sort(key=lambda identifier: not identifier.official)
    return tuple({identifier.number: identifier for identifier in reversed(found)}.values())[::-1]


def numbers_in(text: str) -> tuple[str, ...]:
    """The SIREN and SIRET numbers with a good key that a text quotes, each once, the first ten."""
    found = []
    for match in _IN_TEXT.finditer(text[:_TEXT_READ]):
        siren, nic = (re.sub(r"\D", "", part or "") for part in match.groups())
        if is_siren(siren):
            found.append(siren + nic if nic and is_siret(siren + nic) else siren)
    return tuple(dict.fromkeys(found))[:_MOST_NUMBERS]


def _in_file(file: Attachment) -> list[Identifier]:
    found = []
    fec = _FEC_NAME.search(file.filename)
    if fec and is_siren(fec[1]):
        found.append(Identifier(fec[1], file.filename, official=True))
    if _DSN_LINE.match(file.content[:200]):
        head = file.content[:_DSN_READ]
        siren, nic = _DSN_SIREN.search(head), _DSN_NIC.search(head)
        if siren and is_siren(siren[1].decode()):
            number = siren[1].decode()
            found.append(Identifier(number, file.filename, official=True))
            if nic and is_siret(number + nic[1].decode()):
                found.append(Identifier(number + nic[1].decode(), file.filename, official=True))
    for match in _IN_NAME.finditer(file.filename):
        siren_number = re.sub(r"[ ._-]", "", match[1])
        if match[2] and is_siret(siren_number + match[2]):
            found.append(Identifier(siren_number + match[2], file.filename))
        if is_siren(siren_number):
            found.append(Identifier(siren_number, file.filename))
    return found


def is_siren(number: str) -> bool:
    return _is_good(read_siren, number)


def is_siret(number: str) -> bool:
    return _is_good(read_siret, number)


def _is_good(read: Callable[[str], object], number: str) -> bool:
    try:
        read(number)
    except Refusal:
        return False
    return True
