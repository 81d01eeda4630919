"""A workbook, .xlsx or .ods, read for its values alone: no macro, no link, no sheet that nobody would see."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from domain.sheets.sheet import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, Cell, Fault, Sheet, SheetRefused, sheet_of

LARGEST_UNPACKED = 150_000_000
MOST_PARTS = 1_000
HEAD = 4_096
# Every Office document of before 2007 begins so, and every one closed by a password.
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
XLSX, ODS = "xl/workbook.xml", "content.xml"


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLD_CONTAINER))


def read_workbook(content: bytes) -> Sheet:
    """The first sheet of a workbook. SheetRefused."""
    if content.startswith(OLD_CONTAINER):
        raise SheetRefused(Fault.OLD_FORMAT)
    if len(content) > LARGEST_FILE:
        raise SheetRefused(Fault.TOO_LARGE)
    _check_parts(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        if any(sheet.visible is not SheetVisibleEnum.Visible for sheet in book.sheets_metadata):
            raise SheetRefused(Fault.HIDDEN_SHEETS)
        sheet = book.get_sheet_by_index(0)
        # Cells repeated a billion times are only counted here.
        if sheet.total_height > MOST_ROWS * 2:
            raise SheetRefused(Fault.TOO_MANY_ROWS)
        if sheet.total_width > MOST_COLUMNS:
            raise SheetRefused(Fault.TOO_MANY_COLUMNS)
        above = sheet.start[0] if sheet.start else 0
        rows = sheet.to_python(skip_empty_area=False) if above == 0 else sheet.to_python(skip_empty_area=True)
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError) as error:
        raise SheetRefused(Fault.DAMAGED) from error
    return sheet_of([(line, [_cell(value) for value in row]) for line, row in enumerate(rows, above + 1)])


def _check_parts(content: bytes) -> None:
    """What a workbook is made of, before anything reads it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if not names & {XLSX, ODS}:
                raise SheetRefused(Fault.NOT_A_SHEET)
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise SheetRefused(Fault.TOO_LARGE)
            for fault, sign in _SIGNS.items():
                if any(name.lower().startswith(sign) for name in names):
                    raise SheetRefused(fault)
            for head in _heads(archive, parts):
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise SheetRefused(Fault.DOCTYPE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise SheetRefused(Fault.DAMAGED) from error


_SIGNS = {
    Fault.MACROS: ("xl/vbaproject", "basic/", "scripts/", "xl/macrosheets/"),
    Fault.OUTSIDE_LINKS: ("xl/externallinks/", "xl/connections.xml", "xl/querytables/"),
}


def _heads(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[bytes]:
    """How each of its XML parts begins: a document type stands before everything else."""
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as file:
                yield file.read(HEAD)


def _cell(value: object) -> Cell:
    match value:
        case bool():
            return "oui" if value else "non"
        case str():
            return value
        case int() | float():
            return value
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
        case _:
            return ""
