"""Which column of a sheet is which: its headers read, and those of the sheets that we write.

The headers and the words of the cells are the form of a file, not sentences: both languages are read whoever sends the
sheet, and what one person's Guichet writes another's must read. So they stand here as data, and not in the catalogues.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from domain.custom_fields import CustomField
from domain.importing.columns.column import Part, SheetColumn
from domain.importing.columns.company import COMPANY
from domain.importing.columns.contact import CONTACT
from domain.importing.columns.dossier import DOSSIER
from domain.importing.columns.site import SITE
from domain.importing.own_fields import columns_of
from domain.nir import without_nirs
from domain.text import searchable

CONTACTS_OF_TEMPLATE, SITES_OF_TEMPLATE = 3, 1
# By the words that their headers begin with: the columns that bear a number, and the largest number.
BEGINNINGS = {
    **dict.fromkeys(("contact", "dirigeant", "director", "gerant"), CONTACT),
    **dict.fromkeys(("autre etablissement", "other establishment", "etablissement", "establishment"), SITE),
}
MOST_OF_EACH = 20
# What a trial run has written above its two columns, in either language: a sheet given back comes in again.
VERDICT = frozenset(map(searchable, ("Ce qui sera fait", "What will be done", "Pourquoi", "Why")))


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the sheet: what it holds, and of which contact or establishment (0 for none)."""

    column: SheetColumn
    number: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """What each column of a sheet is, None where that is not known; `unknown` are the headers of those."""

    places: Sequence[Place | None]
    unknown: Sequence[str] = ()


def layout(
    contacts: int = CONTACTS_OF_TEMPLATE,
    sites: int = SITES_OF_TEMPLATE,
    fields: Sequence[CustomField] = (),
    *,
    with_nir: bool = False,
) -> Sequence[Place]:
    """The columns of a sheet that we write, with room for that many contacts and further establishments."""
    whole = [
        Place(column)
        for column in (*COMPANY, *DOSSIER, *_own(fields))
        if column.in_template and (with_nir or column.part is not Part.NIR)
    ]
    several = [
        Place(column, number)
        for columns, how_many in ((CONTACT, contacts), (SITE, sites))
        for number in range(1, min(how_many, MOST_OF_EACH) + 1)
        for column in columns
        if column.in_template
    ]
    return [*whole, *several]


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
        if place is None and header.strip() and searchable(header) not in VERDICT:
            unknown.append(without_nirs(header.strip()))
    return Heading(places, tuple(unknown))


@cache
def titles() -> frozenset[str]:
    """The names of our own columns of a client file, in both languages, as `searchable` writes them."""
    return frozenset(searchable(name) for each in (*COMPANY, *DOSSIER) for name in (each.french, each.english))


def _own(fields: Sequence[CustomField]) -> list[SheetColumn]:
    """The columns of the firm's own fields; one named as a column of ours says that it is a field."""
    return [
        replace(each, french=f"Champ\u00a0: {each.french}", english=f"Field: {each.english}")
        if _is_ours(searchable(each.french))
        else each
        for each in columns_of(fields)
    ]


def _is_ours(header: str) -> bool:
    return not header or _place(header) is not None or header in VERDICT


def _place(header: str) -> Place | None:
    words = header.split()
    if not words:
        return None
    for beginning, columns in BEGINNINGS.items():
        if header == beginning or header.startswith(f"{beginning} "):
            rest = header.removeprefix(beginning).split()
            number, rest = (int(rest[0]), rest[1:]) if rest and rest[0].isdecimal() else (1, rest)
            column = _by_header(columns).get(" ".join(rest))
            return Place(column, number) if column and 1 <= number <= MOST_OF_EACH else None
    column = _by_header((*COMPANY, *DOSSIER)).get(header)
    if column is not None:
        return Place(column)
    # Of a sheet with one contact: « E-mail », « Téléphone », « Nom du contact ».
    if words[-1] == "contact":
        words = [word for word in words[:-1] if word not in ("du", "de", "of", "the")]
    column = _by_header(CONTACT).get(" ".join(words))
    return Place(column, 1) if column else None


@cache
def _by_header(columns: tuple[SheetColumn, ...]) -> Mapping[str, SheetColumn]:
    return {searchable(name): column for column in columns for name in (column.french, column.english, *column.also)}
