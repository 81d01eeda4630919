"""Spreadsheets that Guichet writes: every cell is text, whatever it looks like (OWASP, CSV injection)."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

LONGEST_CELL = 32_767
SHEET_NAME = 31
WIDEST = 60


def workbook(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx of one sheet, its header frozen and filtered. No cell computes, and none is a link."""
    return workbook_of([(title, headers, rows)])


def workbook_of(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """An .xlsx with a sheet for each title, header and rows, under the same rules."""
    # Loaded where it is used: it takes a tenth of a second.
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for title, headers, rows in sheets:
        _fill(book.add_worksheet(title[:SHEET_NAME]), bold, headers, rows)
    book.close()
    return content.getvalue()


def _fill(sheet: Any, bold: Any, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    widths = [len(header) for header in headers]
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(last, column, text[:LONGEST_CELL])
            widths[column] = max(widths[column], len(text))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(headers) - 1)
