"""A .csv as people and programs write it: UTF-8 with or without its mark, or Windows-1252; commas, semicolons, tabs."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from domain.sheets.sheet import LARGEST_FILE, MOST_ROWS, Fault, Sheet, SheetRefused, sheet_of

LONGEST_LINE = 100_000
# A quote that is never closed swallows the lines that follow, up to the next quote.
MOST_LINES_OF_A_ROW = 50
DELIMITERS = (";", ",", "\t")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
FORMULA_SHIELD = "'"
SHIELDED = ("=", "+", "-", "@", "\t", "\r")


def read_text(content: bytes) -> Sheet:
    """The sheet of a .csv; SheetRefused, with the line in question."""
    if content.startswith(UTF16_MARKS):
        raise SheetRefused(Fault.UTF16, 1)
    _check_lines(content)
    text = _decoded(content)
    return sheet_of(list(_rows(text)))


def _check_lines(content: bytes) -> None:
    start = 0
    line = 1
    nul = content.find(b"\0")
    if nul >= 0:
        # Every other octet of an UTF-16 text is one, even without its mark.
        fault = Fault.UTF16 if nul < 2 else Fault.NUL
        raise SheetRefused(fault, content.count(b"\n", 0, nul) + 1)
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        if end - start > LONGEST_LINE:
            raise SheetRefused(Fault.LINE_TOO_LONG, line)
        start, line = end + 1, line + 1
    if len(content) > LARGEST_FILE:
        raise SheetRefused(Fault.TOO_LARGE)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SheetRefused(Fault.UNKNOWN_CHARACTER, content.count(b"\n", 0, error.start) + 1) from None


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun, count = 1, 0
    while True:
        try:
            cells = next(lines, None)
        except csv.Error:
            raise SheetRefused(Fault.OPEN_QUOTE, begun) from None
        if cells is None:
            return
        if lines.line_num - begun >= MOST_LINES_OF_A_ROW:
            raise SheetRefused(Fault.OPEN_QUOTE, begun)
        yield begun, [_unshielded(cell) for cell in cells]
        begun, count = lines.line_num + 1, count + 1
        if count > 2 * MOST_ROWS:
            raise SheetRefused(Fault.TOO_MANY_ROWS)


def _unshielded(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    if cell.startswith(FORMULA_SHIELD) and cell.lstrip(FORMULA_SHIELD).startswith(SHIELDED):
        return cell[1:]
    return cell
