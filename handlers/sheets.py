"""Spreadsheets that Guichet writes: every cell is text, whatever it looks like (OWASP, CSV injection)."""

from collections.abc import Iterable, Sequence
from io import BytesIO

LONGEST_CELL = 32_767
SHEET_NAME = 31
WIDEST = 60


def workbook(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx of one sheet, its header frozen and filtered. No cell computes, and none is a link."""
    # Loaded where it is used: it takes a tenth of a second.
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet(title[:SHEET_NAME])
    bold = book.add_format({"bold": True})
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
    book.close()
    return content.getvalue()
