"""The files inside a winmail.dat, as Outlook wraps them (MS-OXTNEF).

Whoever sends one writes every count in it: none is believed beyond what a letter ever has.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from domain.mail.charsets import decode

MOST_FILES = 100
_MOST_PIECES = 20_000
_MOST_PROPERTIES = 1_000

_SIGNATURE = struct.pack("<I", 0x223E9F78)
_BEGINNING = 6
# The pieces that are read; the others tell of the letter itself, which has headers of its own.
_CODE_PAGE, _NEW_FILE, _TITLE, _CONTENT, _PROPERTIES = 0x9007, 0x9002, 0x8010, 0x800F, 0x9005
# The properties of a file, and the kinds of their values: of so many bytes, or with their length before them.
_SHORT_NAME, _LONG_NAME, _SHOWN_NAME, _OWN_CONTENT = 0x3704, 0x3707, 0x3001, 0x3701
_SIZES = {
    **dict.fromkeys((0x0002, 0x000B), 2),
    **dict.fromkeys((0x0003, 0x0004, 0x000A), 4),
    **dict.fromkeys((0x0005, 0x0006, 0x0007, 0x0014, 0x0040), 8),
    0x0048: 16,
}
_OBJECT, _UNICODE = 0x000D, 0x001F
_MEASURED = frozenset({0x0000, 0x001E, 0x0102, _OBJECT, _UNICODE})
_SEVERAL = 0x1000  # added to the kind of a property with several values
_NAMED = 0x8000  # from this number on, a property has a name of its own
_INTERFACE = 16  # bytes before an object, which say how a program would open it


def opened_tnef(content: bytes) -> list[tuple[str, bytes]]:
    """The name and the bytes of each file; nothing when it cannot be read, or is made of too many pieces."""
    if not content.startswith(_SIGNATURE):
        return []
    files: list[_File] = []
    charset = ""
    try:
        for piece, data in _pieces(content):
            if piece == _CODE_PAGE:
                charset = f"windows-{_number(data, 0)}"
            elif piece == _NEW_FILE:
                files.append(_File())
            elif files:
                files[-1].take(piece, data, charset)
    except (struct.error, ValueError):
        return []
    return [(file.name, file.content) for file in files] if len(files) <= MOST_FILES else []


@dataclass
class _File:
    content: bytes = b""
    title: str = ""
    long_name: str = ""
    shown_name: str = ""

    @property
    def name(self) -> str:
        return self.long_name or self.title or self.shown_name

    def take(self, piece: int, data: bytes, charset: str) -> None:
        if piece == _TITLE:
            self.title = decode(data, charset).rstrip("\0")
        elif piece == _CONTENT:
            self.content = data
        elif piece == _PROPERTIES:
            # What stands before the damage is good, and the title and the content have pieces of their own.
            with suppress(struct.error, ValueError):
                for name, kind, value in _properties(data):
                    self._take_property(name, kind, value, charset)

    def _take_property(self, name: int, kind: int, value: bytes, charset: str) -> None:
        if name == _OWN_CONTENT:
            self.content = value[_INTERFACE:] if kind == _OBJECT else value
        elif name in (_SHORT_NAME, _LONG_NAME, _SHOWN_NAME):
            text = decode(value, "utf-16le" if kind == _UNICODE else charset).rstrip("\0")
            if name == _SHORT_NAME:
                self.title = text
            elif name == _LONG_NAME:
                self.long_name = text
            else:
                self.shown_name = text


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each is a level, a number, a type, a length, its data and a checksum. ValueError, struct.error."""
    at, count = _BEGINNING, 0
    while at + 9 <= len(content):
        _level, piece, _type, length = struct.unpack_from("<BHHI", content, at)
        at, count = at + 9, count + 1
        if at + length > len(content) or count > _MOST_PIECES:
            raise ValueError("more is announced than there is, or than is read")
        yield piece, content[at : at + length]
        at += length + 2
    if content[at:].strip(b"\0"):
        raise ValueError("the last piece is cut")


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The number, the kind and the value of each property; of several values, none. ValueError, struct.error."""
    at = 4
    for _ in range(_held(_number(data, 0))):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= _NAMED:
            is_text = _number(data, at + 16)
            at += 24 + (_padded(_number(data, at + 20)) if is_text else 0)
        several, kind = bool(kind & _SEVERAL), kind & ~_SEVERAL
        if kind in _SIZES:
            values = _held(_number(data, at)) if several else 1
            at += 4 * several + _padded(_SIZES[kind] * values)
        elif kind in _MEASURED:
            values = _held(_number(data, at))
            at += 4
            for rank in range(values):
                length = _number(data, at)
                at += 4
                if not several and not rank:
                    yield name, kind, data[at : at + length]
                at += _padded(length)
        else:
            raise ValueError("a kind of value that nobody knows")


def _number(data: bytes, at: int) -> int:
    """struct.error when there is none."""
    (number,) = struct.unpack_from("<I", data, at)
    return int(number)


def _held(count: int) -> int:
    if count > _MOST_PROPERTIES:
        raise ValueError("more than a file ever has")
    return count


def _padded(length: int) -> int:
    return length + -length % 4
