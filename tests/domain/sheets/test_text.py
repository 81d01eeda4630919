"""A .csv is read as it was written, and refused at the line where it cannot be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.sheets.sheet import Fault, Sheet, SheetRefused, as_text, sheet_of, was_rounded
from domain.sheets.text import read_text
from handlers.sheets import csv_text

WANTED = [["Été SARL", "00019"]]


def cells(sheet: Sheet) -> list[list[object]]:
    return [list(row.cells) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_usual_csv_gives_the_same_sheet(encoding: str, delimiter: str, end: str) -> None:
    text = end.join([f"Nom{delimiter}NIC", f'"Été SARL"{delimiter}00019', ""])
    sheet = read_text(text.encode(encoding))
    assert (sheet.headers, cells(sheet)) == (["Nom", "NIC"], WANTED)


def test_rows_keep_the_number_that_stands_beside_them() -> None:
    sheet = read_text(b'\nNom;Adresse\n\n"Morel";"8 rue\ndes Tanneurs"\nLucas;Tours\n')
    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(4, "Morel"), (6, "Lucas")]


@pytest.mark.abuse("A3")
@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (b"a;b\n1;2\n3\0;4\n", Fault.NUL, 3),
        ("a;b\n1;2\n".encode("utf-16"), Fault.UTF16, 1),
        ("a;b\n1;2\n".encode("utf-16-le"), Fault.UTF16, 1),
        (b'a;b\n1;2\n"3;4\n5;6\n', Fault.OPEN_QUOTE, 3),
        (b'a;b\n"3;4\n' + b"5;6\n" * 60 + b'7;"8\n', Fault.OPEN_QUOTE, 2),
        (b"a;b\n1;2\n" + b"x" * 1_000_000, Fault.LINE_TOO_LONG, 3),
        (b"a;b\n1;2\n\x81;4\n", Fault.UNKNOWN_CHARACTER, 3),
        (b"a;b\n", Fault.EMPTY, None),
        (b"", Fault.EMPTY, None),
        (b"a;b\n" + b"1;2\n" * 20_001, Fault.TOO_MANY_ROWS, None),
    ],
)
def test_a_text_that_cannot_be_trusted_is_refused_at_its_line(content: bytes, fault: Fault, line: int | None) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_text(content)
    assert (refused.value.fault, refused.value.line) == (fault, line)


def test_a_number_gets_its_zeros_back_and_shows_that_it_was_rounded() -> None:
    assert as_text(19.0, 5) == "00019"
    assert as_text(1234.5) == "1234.5"
    assert as_text("19", 5) == "19"
    assert was_rounded(117000001234568000.0)
    assert not was_rounded("117000001234567890")


def test_a_sheet_of_too_many_columns_is_refused() -> None:
    with pytest.raises(SheetRefused) as refused:
        sheet_of([(1, ["Nom"]), (2, ["x"] * 301)])
    assert refused.value.fault is Fault.TOO_MANY_COLUMNS


@pytest.mark.abuse("A2")
@example(["'@", "''=1+1", "'quoted'"])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")), min_size=1))
def test_a_csv_of_ours_holds_no_formula_and_is_read_back_as_it_was(texts: list[str]) -> None:
    content = csv_text(["Nom"], [[f"_{texts[0]}"], *([text] for text in texts)])
    assert not any(line.startswith(("=", "+", "-", "@")) for line in content.decode("utf-8-sig").split("\r\n"))
    read = [str(row.cells[0]) for row in read_text(content).rows][1:]
    assert read == [text for text in texts if text]
