"""Workbooks for tests: honest ones, and those that nobody should open."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from xlsxwriter import Workbook

from handlers.sheets import workbook

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
SHEET_XML = "xl/worksheets/sheet1.xml"


def small_workbook() -> bytes:
    return workbook("Dossiers", ["Raison sociale", "Ville"], [["Atelier Morel", "Tours"]])


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with these parts more, or in place of its own."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, part in parts.items():
            after.writestr(name, part)
    return file.getvalue()


def with_cells(cells: Mapping[tuple[int, int], str | float], hidden: bool = False) -> bytes:
    """A workbook with those cells, by line and column from 0; `hidden` adds a sheet that nobody sees."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for (line, column), value in cells.items():
            sheet.write(line, column, value)
        if hidden:
            book.add_worksheet("Cachée").hide()
    return file.getvalue()


def text_cell(text: str, repeated: int = 1) -> str:
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return f'<table:table-cell{times} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_row(*cells: str, repeated: int = 1) -> str:
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def ods(*rows: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        table = f'<table:table table:name="Dossiers">{"".join(rows)}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        archive.writestr(
            "content.xml", f'<?xml version="1.0"?><office:document-content {NAMES}>{body}</office:document-content>'
        )
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()
