"""Text as people type it: cleaned to be kept, normalised to be searched, masked to be shown."""

import re
import unicodedata
from collections.abc import Callable

from domain.refusals import Missing, TooLong

NAME_LENGTH = 200
NOTE_LENGTH = 3000
MOST_SEARCH_WORDS = 30
NO_BREAK_SPACE = "\u00a0"

# Blank on screen, though Unicode counts them as letters or symbols.
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Controls, formats (bidirectional marks, zero-width...), lone surrogates, private use: nothing that a name needs.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
# Letters that Unicode does not take apart.
LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
ACRONYM = re.compile(r"\b\w(?:\.\w){2,}\b\.?")
NAME_PARTS = re.compile(r"[^\s'’-]+")
PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "et"})


class _Characters(dict[int, str]):
    """A table for `str.translate` that learns each character as it is met: what becomes of it is asked only once."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = self._becomes(chr(code))
        return self[code]


BARE_LETTERS = _Characters(lambda c: "" if unicodedata.combining(c) else LIGATURES.get(c, c))
SIGNS = _Characters(lambda c: c if c.isalnum() else " ")


def is_unseen(character: str) -> bool:
    """Whether that character leaves no mark on screen, spaces apart."""
    return unicodedata.category(character) in UNSEEN or character in BLANK_LETTERS


def clean_line(typed: str) -> str:
    """One line as it will be kept: NFC, nothing invisible, single spaces; empty when only spaces were typed."""
    if typed.isprintable() and BLANK_LETTERS.isdisjoint(typed):
        # Python calls printable what has none of the characters left out below.
        return " ".join(unicodedata.normalize("NFC", typed).split())
    seen = "".join(c for c in typed if c.isspace() or not is_unseen(c))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def clean_lines(typed: str) -> str:
    """Several lines as they will be kept, at most one empty line between two paragraphs."""
    lines = (clean_line(line) for line in re.split(r"\r\n|[\n\r\u2028\u2029]", typed))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read_optional(typed: str | None, at_most: int = NAME_LENGTH) -> str:
    """A field that may stay empty. TooLong counts characters, not bytes."""
    return _within(clean_line(typed or ""), at_most)


def read_required(typed: str | None, at_most: int = NAME_LENGTH) -> str:
    """A field that must hold something. Missing when it is empty or only spaces; TooLong."""
    text = read_optional(typed, at_most)
    if not text:
        raise Missing
    return text


def read_note(typed: str | None, at_most: int = NOTE_LENGTH) -> str:
    """Several lines, possibly none. TooLong."""
    return _within(clean_lines(typed or ""), at_most)


def searchable(text: str) -> str:
    """The one form in which text is searched, for the column and for the query alike.

    Small letters without accents, digits, and single spaces: no sign is left that LIKE would read.
    """
    if text.isascii():
        bare = text.lower()
    else:
        plain = unicodedata.normalize("NFKD", text).casefold()
        bare = unicodedata.normalize("NFKD", plain).translate(BARE_LETTERS).casefold()
    joined = ACRONYM.sub(lambda found: found.group().replace(".", ""), bare) if "." in bare else bare
    return " ".join(joined.translate(SIGNS).split())


def search_words(query: str) -> tuple[str, ...]:
    """The words that a line must all hold, each once; a number typed in groups, as 839 602 299, is one word.

    Of a text that somebody pasted whole, the first ones: no client is known by more.
    """
    words = searchable(query).split()
    if words and all(word.isdigit() for word in words):
        return ("".join(words),)
    return tuple(dict.fromkeys(words))[:MOST_SEARCH_WORDS]


def slug(text: str) -> str:
    """ASCII letters and digits joined by hyphens: `atelier-morel`; empty when nothing of it is left."""
    return "-".join(re.findall(r"[a-z0-9]+", searchable(text)))


def person_name(text: str) -> str:
    """A name as people write it: `MOREL-DE LA TOUR` gives `Morel-de la Tour`, mixed case is left alone."""
    name = clean_line(text)
    if name not in (name.upper(), name.lower()):
        return name
    return NAME_PARTS.sub(lambda part: _capitalised(part.group(), first=part.start() == 0), name)


def masked_email(address: str) -> str:
    """`c•••@atelier-morel.example`: enough to recognise one's own address."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}•••{at}{domain}"


def _within(text: str, at_most: int) -> str:
    if len(text) > at_most:
        raise TooLong(len(text), at_most)
    return text


def _capitalised(part: str, *, first: bool) -> str:
    small = part.lower()
    return small if small in PARTICLES and not first else small[:1].upper() + small[1:]
