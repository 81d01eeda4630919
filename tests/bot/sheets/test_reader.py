"""A sheet is read by a child that can do little; what it may not read is refused with its reason."""

import zipfile
from io import BytesIO

import pytest

from bot.sheets.reader import read_sheet
from domain.sheets.sheet import Fault, SheetRefused
from handlers.sheets import csv_text, workbook
from tests.sheets import SHEET_XML, ods, ods_row, small_workbook, text_cell, with_cells, with_parts

HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LONG_CELL = HEAD + b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 140_000_000

HOSTILE = {
    "bomb": (with_parts(small_workbook(), {SHEET_XML: b"x" * 300_000_000}), Fault.TOO_LARGE),
    "one endless cell": (with_parts(small_workbook(), {SHEET_XML: LONG_CELL}), Fault.TOO_LARGE),
    "16,384 columns": (with_cells({(0, 0): "Nom", (1, 16_383): "x"}), Fault.TOO_MANY_COLUMNS),
    "16,384 columns and many lines": (with_cells({(0, 0): "Nom", (20_000, 16_383): "x"}), Fault.TOO_LARGE),
    "a cell a billion times": (
        ods(ods_row(text_cell("Nom")), ods_row(text_cell("x", 1_000_000_000))),
        Fault.TOO_MANY_COLUMNS,
    ),
    "a row a billion times": (
        ods(ods_row(text_cell("Nom")), ods_row(text_cell("x", 16_384), repeated=1_000_000_000)),
        Fault.DAMAGED,
    ),
    "a document type": (
        with_parts(small_workbook(), {SHEET_XML: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa">]><worksheet/>'}),
        Fault.DOCTYPE,
    ),
    "outside links": (
        with_parts(small_workbook(), {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        Fault.OUTSIDE_LINKS,
    ),
    "hidden sheets": (with_cells({(0, 0): "Nom", (1, 0): "x"}, hidden=True), Fault.HIDDEN_SHEETS),
    "macros": (with_parts(small_workbook(), {"xl/vbaProject.bin": b"x"}), Fault.MACROS),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, Fault.OLD_FORMAT),
    "another archive": (b"PK\x03\x04" + b"x" * 1000, Fault.DAMAGED),
    "half a workbook": (small_workbook()[:3000], Fault.DAMAGED),
    "a NUL": (b"a;b\n1;\0\n", Fault.NUL),
}


@pytest.mark.abuse("A1")
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_sheet_is_refused_with_its_reason(case: str) -> None:
    content, fault = HOSTILE[case]
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content)
    assert refused.value.fault is fault


def test_the_three_formats_give_the_same_sheet() -> None:
    headers, rows = ["Nom", "NIC"], [["Été SARL", "00019"]]
    row = ods_row(text_cell("Été SARL"), text_cell("00019"))
    contents = [
        workbook("Dossiers", headers, rows),
        csv_text(headers, rows),
        ods(ods_row(text_cell("Nom"), text_cell("NIC")), row),
    ]
    for content in contents:
        sheet = read_sheet(content)
        assert (sheet.headers, [list(row.cells) for row in sheet.rows]) == (headers, rows)


def test_numbers_and_empty_lines_of_a_workbook_are_kept_as_they_are() -> None:
    sheet = read_sheet(with_cells({(1, 0): "SIREN", (1, 1): "Montant", (3, 0): 839602299, (3, 1): 1234.5}))
    assert sheet.headers == ["SIREN", "Montant"]
    assert [(row.line, list(row.cells)) for row in sheet.rows] == [(4, [839602299.0, 1234.5])]


@pytest.mark.abuse("A2")
@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://x.fr"])
def test_a_workbook_of_ours_holds_texts_and_nothing_that_acts(text: str) -> None:
    content = workbook("Dossiers", ["Nom"], [[text]])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read(SHEET_XML).decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert [list(row.cells) for row in read_sheet(content).rows] == [[text]]
