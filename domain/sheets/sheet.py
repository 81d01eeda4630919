"""A sheet as it was read: its headers and its rows, each with the number that people see beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.refusals import Refusal

LARGEST_FILE = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 300

# A number that was typed as such in a spreadsheet stays one here: its leading zeros are lost, and some of its digits.
Cell = str | int | float
# Spreadsheets keep fifteen digits of a number.
ROUNDED_FROM = 10**15


class Fault(StrEnum):
    """Why a sheet is not read."""

    EMPTY = "empty"
    NO_COLUMN = "no_column"  # none of its headers is known
    NOT_A_SHEET = "not_a_sheet"
    OLD_FORMAT = "old_format"  # .xls, or a workbook closed by a password: both have the same container
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    HIDDEN_SHEETS = "hidden_sheets"
    MACROS = "macros"
    OUTSIDE_LINKS = "outside_links"
    DOCTYPE = "doctype"
    DAMAGED = "damaged"
    UTF16 = "utf16"
    NUL = "nul"
    OPEN_QUOTE = "open_quote"
    LINE_TOO_LONG = "line_too_long"
    UNKNOWN_CHARACTER = "unknown_character"


@dataclass(eq=False)
class SheetRefused(Refusal):
    """The sheet is not read; `line` is the first where that shows, in a text."""

    fault: Fault
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`line` counts from 1, headers included, as beside the sheet."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    headers: Sequence[str]
    rows: Sequence[SheetRow]


def sheet_of(lines: Sequence[tuple[int, Sequence[Cell]]]) -> Sheet:
    """The sheet of those numbered lines, the first that is not empty being its headers. SheetRefused."""
    filled = [SheetRow(line, cells) for line, cells in lines if any(cell != "" for cell in cells)]
    if len(filled) < 2:
        raise SheetRefused(Fault.EMPTY)
    if len(filled) - 1 > MOST_ROWS:
        raise SheetRefused(Fault.TOO_MANY_ROWS)
    head, *rows = filled
    width = max((at for row in filled for at, cell in enumerate(row.cells, 1) if cell != ""), default=0)
    if width > MOST_COLUMNS:
        raise SheetRefused(Fault.TOO_MANY_COLUMNS)
    return Sheet([as_text(cell) for cell in head.cells[:width]], [SheetRow(r.line, r.cells[:width]) for r in rows])


def as_text(cell: Cell, width: int = 0) -> str:
    """The cell as it was typed; a number gets back the zeros that it must have lost to have that width."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).zfill(width)


def was_rounded(cell: Cell) -> bool:
    """Whether the spreadsheet has kept only the first digits of a longer number."""
    return not isinstance(cell, str) and abs(cell) >= ROUNDED_FROM
