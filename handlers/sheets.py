"""Sheets that we write: every cell is text, so that nothing in them is ever run (docs/security.md, A2)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

# A text, a number, or a day.
Cell = str | float | date
Row = Sequence[Cell]

# What a spreadsheet program takes for the beginning of a formula in a CSV.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST, NARROWEST, DAY_WIDTH = 60, 8, 10
SHORT_DATE = 14  # the format that each program writes as its reader does
LONGEST_CELL = 32_767
SHEET_NAME = 31


def workbook(title: str, headers: Sequence[str], rows: Iterable[Row]) -> bytes:
    """An .xlsx of one sheet, its header frozen and filtered. No cell computes, and none is a link."""
    return workbook_of([(title, headers, rows)])


def workbook_of(sheets: Iterable[tuple[str, Sequence[str], Iterable[Row]]]) -> bytes:
    """An .xlsx with a sheet for each title, header and rows, under the same rules.

    Numbers and days stay so; they are only given where a reader must see that they were.
    """
    # Loaded where it is used: it takes a tenth of a second.
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    bold, as_typed = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": SHORT_DATE})
    for title, headers, rows in sheets:
        _fill(book.add_worksheet(title[:SHEET_NAME]), bold, as_typed, as_day, headers, rows)
    book.close()
    return content.getvalue()


def _fill(sheet: Any, bold: Any, as_typed: Any, as_day: Any, headers: Sequence[str], rows: Iterable[Row]) -> None:
    widths = [max(len(header), NARROWEST) for header in headers]
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(last, column, datetime.combine(cell, time()), as_day)
                widths[column] = max(widths[column], DAY_WIDTH)
            elif not isinstance(cell, str):
                sheet.write_number(last, column, cell)
            elif cell:
                sheet.write_string(last, column, cell[:LONGEST_CELL], as_typed)
                widths[column] = max(widths[column], len(cell))
    for column, width in enumerate(widths):
        # The whole column is text, so that what is typed below keeps its leading zeros.
        sheet.set_column(column, column, min(width, WIDEST) + 2, as_typed)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(headers) - 1)


def csv_text(headers: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The same as a CSV that French spreadsheets open as it is: semicolons, UTF-8 with its mark."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(header) for header in headers])
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, an apostrophe before what would be taken for a formula: programs show it as text."""
    return f"'{cell}" if cell.lstrip("'").startswith(BEGINS_FORMULA) else cell
