"""What a row of a sheet says, cell by cell, before any rule of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.identifiers import SIREN_LENGTH, compact
from domain.importing.columns.column import NUMBERED, Part
from domain.importing.heading import Heading
from domain.importing.nirs import SheetNir
from domain.importing.refused import NumberRounded, OfField, UnknownWord
from domain.refusals import Refusal
from domain.sheets.sheet import Cell, SheetRow, as_text, was_rounded
from domain.text import clean_line

PHONE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Line:
    """The filled cells of one row, by what they fill, and the words that its columns do not know.

    `contacts` are the people of the row by their number in its headers, `sites` its further establishments.
    """

    number: int
    company: Mapping[str, object] = field(default_factory=dict)
    form: Mapping[str, object] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)
    file: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    nir: SheetNir | None = None
    custom: Mapping[int, str] = field(default_factory=dict)
    contacts: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    sites: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    errors: Mapping[str, Refusal] = field(default_factory=dict)
    name: str = field(init=False)
    siren: str = field(init=False)
    code: str = field(init=False)
    deposit: str = field(init=False)

    def __post_init__(self) -> None:
        number = self.company.get("siret") or self.company.get("siren") or ""
        for name, value in (
            ("name", clean_line(str(self.company.get("name", "")))),
            # What stands for the SIREN, spaces aside: it may still be wrong.
            ("siren", compact(str(number))[:SIREN_LENGTH]),
            ("code", clean_line(str(self.form.get("code", "")))),
            ("deposit", str(self.file.get("deposit", "")).strip().lower()),
        ):
            object.__setattr__(self, name, value)

    @property
    def emails(self) -> Sequence[str]:
        found = (str(person.get("email", "")).strip().lower() for person in self.contacts.values())
        return [email for email in found if email]

    @property
    def claims(self) -> Sequence[tuple[str, str]]:
        """What the row is about, so that no other row of the sheet is about the same."""
        claims = [(name, value) for name, value in (("code", self.code), ("deposit", self.deposit)) if value]
        if self.siren and not self.form.get("second"):
            claims.append(("siren", self.siren))
        if not self.siren and not self.code and self.name:
            claims.append(("name", self.name.casefold()))
        return claims


def line_of(row: SheetRow, heading: Heading) -> Line:
    """The row, each of its cells read as its column says."""
    parts: dict[Part, dict[str, object]] = {part: {} for part in Part}
    several: dict[Part, dict[int, dict[str, object]]] = {part: {} for part in NUMBERED}
    errors: dict[str, Refusal] = {}
    for place, cell in zip(heading.places, row.cells, strict=False):
        if place is None or cell == "":
            continue
        column = place.column
        text = _text(cell, column.width if column.key != "phone" else _phone_width(cell))
        if not text:
            continue
        key = f"{column.key}.{place.number}" if place.number else column.key
        filled = several[column.part].setdefault(place.number, {}) if place.number else parts[column.part]
        if was_rounded(cell):
            errors[key] = NumberRounded()
        elif column.read is str:
            filled[column.fills] = text
        else:
            try:
                filled[column.fills] = column.read(text)
            except (UnknownWord, OfField) as refusal:
                errors[key] = refusal
    nir = parts[Part.NIR].get("nir")
    return Line(
        number=row.line,
        company=parts[Part.COMPANY],
        form=parts[Part.FORM],
        place={name: str(value) for name, value in parts[Part.PLACE].items()},
        file={name: str(value) for name, value in parts[Part.FILE].items()},
        extra=parts[Part.EXTRA],
        nir=SheetNir(str(nir)) if nir else None,
        custom={int(name): str(value) for name, value in parts[Part.CUSTOM].items()},
        contacts=several[Part.CONTACT],
        sites=several[Part.SITE],
        errors=errors,
    )


def _text(cell: Cell, width: int) -> str:
    return cell.strip() if isinstance(cell, str) else as_text(cell, width)


def _phone_width(cell: Cell) -> int:
    """A French number that lost its zero has nine digits; a longer one has the code of its country."""
    return PHONE_LENGTH if not isinstance(cell, str) and len(as_text(cell)) == PHONE_LENGTH - 1 else 0
