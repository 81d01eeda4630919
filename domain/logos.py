"""The firm's logo and colour in the client space: what is accepted, and whether it can be read."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.refusals import Refusal
from domain.sniffing import MediaTypeOf

LARGEST_LOGO = 500_000  # bytes: a page of the client space stays light
WIDEST_LOGO = 3000  # pixels
MEDIA_TYPES = ("image/png", "image/jpeg")

# What the colour stands on and under in the client space: its paper, its ground, the white words of its buttons.
GROUNDS = ("#ffffff", "#f4f3ef")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
# The frames that say how large a JPEG is (ITU-T T.81, table B.1).
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class LogoFault(StrEnum):
    EMPTY = "empty"
    TYPE = "type"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"


@dataclass(eq=False)
class LogoRefused(Refusal):
    """The picture is not taken."""

    fault: LogoFault


@dataclass(eq=False)
class NotAColour(Refusal):
    typed: str


@dataclass(eq=False)
class TooPale(Refusal):
    """Words of that colour could not be read on the pages; `contrast` is the worst ratio."""

    colour: str
    contrast: float


def read_logo(content: bytes, media_type_of: MediaTypeOf) -> str:
    """The media type of that picture, by its content. LogoRefused."""
    if not content:
        raise LogoRefused(LogoFault.EMPTY)
    if len(content) > LARGEST_LOGO:
        raise LogoRefused(LogoFault.TOO_HEAVY)
    media_type = media_type_of(content)
    if media_type not in MEDIA_TYPES:
        raise LogoRefused(LogoFault.TYPE)
    size = _png_size(content) if media_type == "image/png" else _jpeg_size(content)
    if size is None:
        raise LogoRefused(LogoFault.TYPE)
    if max(size) > WIDEST_LOGO:
        raise LogoRefused(LogoFault.TOO_LARGE)
    return media_type


def read_colour(typed: str) -> str | None:
    """`#1f5c57` for `1F5C57`; None for nothing. NotAColour, TooPale."""
    text = typed.strip()
    if not text:
        return None
    found = _COLOUR.fullmatch(text)
    if found is None:
        raise NotAColour(text)
    digits = found[1].lower()
    colour = "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    worst = min(contrast(colour, ground) for ground in GROUNDS)
    if worst < LEAST_CONTRAST:
        raise TooPale(colour, worst)
    return colour


def contrast(one: str, other: str) -> float:
    """From 1 to 21, as WCAG measures it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR":
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height, in the first segment that tells them."""
    at = 2
    while content[at : at + 1] == b"\xff" and at + 9 <= len(content):
        if content[at + 1] in _SIZES:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
    return None
