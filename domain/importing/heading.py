"""Which column of a sheet is which: its headers read, and those of the sheets that we write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from domain.custom_fields import CustomField
from domain.importing.columns import COMPANY, CONTACT, DOSSIER, Column
from domain.importing.own_fields import columns_of
from domain.text import searchable

CONTACTS_OF_TEMPLATE = 3
MOST_CONTACTS = 20
# Those that a trial run adds to the sheet it gives back, in the order they stand.
VERDICT = (("Ce qui sera fait", "What will be done"), ("Pourquoi", "Why"))


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the sheet: what it holds, and of which contact (0 for none)."""

    column: Column
    contact: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """What each column of a sheet is, None where that is not known; `unknown` are the headers of those."""

    places: Sequence[Place | None]
    unknown: Sequence[str] = ()


def layout(contacts: int = CONTACTS_OF_TEMPLATE, fields: Sequence[CustomField] = ()) -> Sequence[Place]:
    """The columns of a sheet that we write, with room for that many contacts."""
    whole = [Place(column) for column in (*COMPANY, *DOSSIER, *_own(fields)) if column.in_template]
    people = range(1, min(contacts, MOST_CONTACTS) + 1)
    return [*whole, *(Place(column, number) for number in people for column in CONTACT)]


def heading(headers: Sequence[str], fields: Sequence[CustomField] = ()) -> Heading:
    """What those headers name, in French or in English, accents, case and order aside."""
    own = {searchable(name): Place(each) for each in _own(fields) for name in (each.french, each.english)}
    places: list[Place | None] = []
    unknown: list[str] = []
    for header in headers:
        place = _place(searchable(header)) or own.get(searchable(header))
        if place in places:
            place = None
        places.append(place)
        if place is None and header.strip() and searchable(header) not in _verdict():
            unknown.append(header.strip())
    return Heading(places, tuple(unknown))


def _own(fields: Sequence[CustomField]) -> list[Column]:
    """The columns of the firm's own fields; one named as a column of ours says that it is a field."""
    return [
        replace(each, french=f"Champ\u00a0: {each.french}", english=f"Field: {each.english}")
        if _is_ours(searchable(each.french))
        else each
        for each in columns_of(fields)
    ]


def _is_ours(header: str) -> bool:
    return not header or _place(header) is not None or header in _verdict()


def _place(header: str) -> Place | None:
    words = header.split()
    if not words:
        return None
    if words[0] in ("contact", "dirigeant", "director", "gerant"):
        number, rest = (int(words[1]), words[2:]) if len(words) > 1 and words[1].isdecimal() else (1, words[1:])
        column = _by_header(CONTACT).get(" ".join(rest))
        return Place(column, number) if column and 1 <= number <= MOST_CONTACTS else None
    column = _by_header((*COMPANY, *DOSSIER)).get(header)
    if column is not None:
        return Place(column)
    # Of a sheet with one contact: « E-mail », « Téléphone », « Nom du contact ».
    if words[-1] == "contact":
        words = [word for word in words[:-1] if word not in ("du", "de", "of", "the")]
    column = _by_header(CONTACT).get(" ".join(words))
    return Place(column, 1) if column else None


@cache
def _by_header(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    return {searchable(name): column for column in columns for name in (column.french, column.english, *column.also)}


@cache
def _verdict() -> frozenset[str]:
    return frozenset(searchable(name) for names in VERDICT for name in names)
