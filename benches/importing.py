"""Ten thousand clients from a sheet: from the file to the last commit, beside the bare reading of the same file."""

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook
from stdnum import luhn

from benches.books import Books, databases, open_office
from benches.rows import Row, say
from domain.importing.imports import ImportState, SheetImport
from handlers.importing.working import carry_on
from handlers.sheets import workbook

ROWS = 10_000
BAR = 3.0
HEADERS = (
    *("Code dossier", "Raison sociale", "SIREN", "NIC", "Code APE", "Adresse", "Code postal", "Ville", "Statut"),
    *("Contact 1 : nom", "Contact 1 : prénom", "Contact 1 : e-mail", "Contact 1 : téléphone"),
)


def rows() -> Iterator[Row]:
    content = sheet()
    with databases() as opened, tempfile.TemporaryDirectory() as folder:
        for name, books in opened.items():
            say(f"import: {name}")
            alone = min(_read(content) for _ in range(3))
            took, processor = _import(books, Path(folder), content)
            what = f"import of {ROWS:,} rows, .xlsx to commit, all checks, {name}"
            beside = f"calamine alone {alone:.2f} s"
            yield Row(
                what,
                f"{took:.2f} s, {processor:.2f} s of processor",
                beside,
                took / alone,
                f"< {BAR:.0f} s",
                took < BAR,
            )


def sheet() -> bytes:
    """Companies that pass every check, each with a contact."""
    lines = []
    for number in range(ROWS):
        eight = f"{10_000_000 + number * 37:08}"
        siren = eight + luhn.calc_check_digit(eight)
        nic = f"0001{luhn.calc_check_digit(siren + '0001')}"
        company = (f"{number:05}", f"Menuiserie Lefèvre {number}", siren, nic, "43.32A")
        place = (f"{number % 99 + 1} rue des Tanneurs", "37000", "Tours", "Employeur")
        person = ("Lefèvre", "Jeanne", f"jeanne@lefevre-{number}.fr", f"0639{number + 980000:06}")
        lines.append([*company, *place, *person])
    return workbook("Dossiers", HEADERS, lines)


def _read(content: bytes) -> float:
    began = time.perf_counter()
    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - began


def _import(books: Books, folder: Path, content: bytes) -> tuple[float, float]:
    """Seconds, once confirmed: by the clock, and of processor, the database's server aside."""
    office, who = open_office(books, folder, 0)
    new = SheetImport(0, 0, who.id, "clients.xlsx", office.now(), state=ImportState.CONFIRMED)
    with office.records() as records:
        imported = records.imports.add(new, sheet=content)
    # As `guichet run` does once it is ready.
    gc.collect()
    gc.freeze()
    began, worked = time.perf_counter(), _processor()
    after = carry_on(office, imported, lambda _records: True, lambda: None)
    took = time.perf_counter() - began, _processor() - worked
    assert after.counts.created == ROWS, after
    return took


def _processor() -> float:
    """Of this process and of the children that read its sheets."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
