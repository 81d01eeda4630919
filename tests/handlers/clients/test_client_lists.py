"""The lists of clients: the columns that each chooses, and the spreadsheet that is sent to its reader alone."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from domain.clients import Access, ClientState
from domain.custom_fields import FieldType, NewField
from domain.exports import MASS
from tests.builders import a_company
from tests.handlers.post_office import posts, waiting
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def files(office: SmallOffice) -> list[dict[str, Any]]:
    return [{"to": row["to"], **json.loads(row["body"])} for row in waiting(office, "slack.file")]


def cells(file: dict[str, Any]) -> list[list[str]]:
    """The lines of the spreadsheet; each cell must be text, and nothing in it compute or be a link."""
    with ZipFile(BytesIO(b64decode(file["content"]))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        texts = ["".join(t.itertext()) for t in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    assert list(sheet.iter(f"{SHEET}f")) == []
    assert list(sheet.iter(f"{SHEET}hyperlink")) == []
    lines = []
    for row in sheet.iter(f"{SHEET}row"):
        line = {}
        for cell in row.iter(f"{SHEET}c"):
            assert cell.get("t") in ("s", None), cell.attrib
            value = cell.find(f"{SHEET}v")
            assert value is not None
            column = re.sub(r"\d", "", cell.attrib["r"])
            # A cell that is no text is a number, as a day is for a spreadsheet.
            line[column] = texts[int(value.text or "")] if cell.get("t") else str(value.text)
        lines.append(line)
    # An empty cell is not written.
    return [[line.get(column, "") for column in lines[0]] for line in lines]


def export(person: Person, office: SmallOffice, *columns: str) -> list[list[str]]:
    person.press("list.export")
    for field in ("identity", "following"):
        offered = [option["value"] for option in person.block(field)["element"]["options"]]
        person.tick(field, *(column for column in offered if column in columns))
    person.submit()
    return cells(files(office)[-1])


def test_each_chooses_what_stands_beside_the_name(nadia: Person, office: SmallOffice) -> None:
    portfolio = office.open_portfolio("Commerces", nadia.who)
    address = replace(a_company().address, town="Tours")
    company = a_company(name="Atelier Morel", address=address, siren="839602299")
    office.follow(company=company, code="0412", by=nadia.who, portfolio_id=portfolio.id)
    nadia.command("/client liste")
    assert "*Atelier Morel*\n0412 · Tours · " in nadia.text
    nadia.press("list.columns")
    nadia.tick("columns", "manager", "portfolio")
    nadia.submit()
    assert "*Atelier Morel*\nNadia Benali · Commerces · " in nadia.text
    nadia.command("/client liste")
    assert "*Atelier Morel*\nNadia Benali · Commerces · " in nadia.text


def test_the_list_is_sent_as_a_spreadsheet_to_its_reader_alone(nadia: Person, office: SmallOffice) -> None:
    client = office.follow("Atelier Morel", by=nadia.who, code="0412", siren="839602299")
    office.meet(client, first_name="Claire", last_name="Morel", phone="+33639982107", is_default=True)
    office.follow("Boulangerie Lucas", by=nadia.who, manager_id=None, access=Access.EVERYONE)
    nadia.command("/client liste")
    nadia.pick_filter("scope", "all")
    rows = export(nadia, office, "code", "siren", "manager", "phone", "gaps")
    assert rows == [
        ["Raison sociale", "Code dossier", "SIREN", "Responsable", "À compléter", "Téléphone"],
        ["Atelier Morel", "0412", "839602299", "Nadia Benali", "sans code APE", "06\u00a039\u00a098\u00a021\u00a007"],
        ["Boulangerie Lucas", "", "", "", "sans e-mail ni mobile de dirigeant", ""],
    ]
    (file,) = files(office)
    assert (file["to"], file["name"]) == ("U0NADIA", "dossiers-2026-09-07.xlsx")
    assert "2 dossiers. Elle ne contient que ceux que vous voyez." in file["said"]
    assert "La liste est en route" in nadia.text


def test_the_spreadsheet_holds_days_the_sector_and_the_firm_s_own_fields(helene: Person, office: SmallOffice) -> None:
    client = office.follow(company=replace(a_company(), sector="F"), by=helene.who)
    with office.records() as records:
        closing = records.custom_fields.add(NewField("Clôture", FieldType.DATE))
        staff = records.custom_fields.add(NewField("Effectif", FieldType.NUMBER))
        records.custom_fields.keep_values(client.id, {closing.id: "2026-12-31", staff.id: "4"})
    for _ in range(2):
        helene.command("/client liste")
        helene.press("list.export")
        helene.tick("own", f"custom{closing.id}", f"custom{staff.id}")
        helene.tick("identity", "sector")
        helene.tick("following", "created")
        helene.submit()
        # 46272 and 46387 are the days of 7 September and 31 December 2026.
        assert cells(files(office)[-1]) == [
            ["Raison sociale", "Secteur d’activité", "Créé le", "Clôture", "Effectif"],
            ["Atelier Morel", "construction", "46272", "46387", "4"],
        ]
    helene.command("/client liste")
    helene.press("list.export")
    assert len(helene.value("own")) == 2


def test_the_columns_of_the_last_export_are_proposed_for_the_next(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client liste")
    export(nadia, office, "town", "state")
    nadia.command("/client liste")
    nadia.press("list.export")
    assert [option["value"] for option in nadia.value("identity")] == ["town"]
    assert [option["value"] for option in nadia.value("following")] == ["state"]


def test_pressing_twice_sends_one_file_and_writes_one_line_of_history(nadia: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    nadia.command("/client liste")
    nadia.press("list.export")
    nadia.submit(times=2)
    assert len(files(office)) == 1


def test_the_export_of_a_search_holds_what_was_found(nadia: Person, office: SmallOffice) -> None:
    for name in ("Atelier Morel", "SCI Morel", "Garage du Cher"):
        office.follow(name, by=nadia.who)
    nadia.command("/client morel")
    assert "le plus proche d’abord" in nadia.text
    assert sorted(row[0] for row in export(nadia, office)[1:]) == ["Atelier Morel", "SCI Morel"]


@pytest.mark.abuse("A2")
@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(A1)", "+33", "-2+3", "@SUM(1)", "\t=1+1", "https://monmail.example", "=1+cmd|' /C calc'!A0", "12"],
)
def test_no_cell_of_a_spreadsheet_computes_or_is_a_link(nadia: Person, office: SmallOffice, name: str) -> None:
    office.follow(name, by=nadia.who, code="=2+2")
    nadia.command("/client liste")
    assert export(nadia, office, "code")[1] == [name, "=2+2"]


@pytest.mark.abuse("R1", "S12")
def test_an_export_holds_nothing_that_its_reader_may_not_see(
    thomas: Person, nadia: Person, office: SmallOffice
) -> None:
    office.follow("Atelier Morel", by=thomas.who)
    office.follow("Garage Secret", by=nadia.who, access=Access.CHOSEN)
    ended = office.follow("Ancien Client", by=thomas.who)
    with office.records() as records:
        records.clients.keep(replace(ended, state=ClientState.TERMINATED))
    thomas.command("/client liste")
    thomas.pick_filter("scope", "all")
    thomas.press("list.export")
    assert "1 dossier, comme la liste le montre." in thomas.text
    forged = json.loads(thomas.view["private_metadata"])
    for changes in ({"text": "secret"}, {"portfolio": "p1"}, {}):
        thomas.view["private_metadata"] = json.dumps({**forged, **changes})
        thomas.submit()
        names = [row[0] for row in cells(files(office)[-1])[1:]]
        assert names in ([], ["Atelier Morel"])
        thomas.command("/client liste")
        thomas.press("list.export")
    thomas.view["private_metadata"] = json.dumps({**forged, "state": "terminated"})
    sent = len(files(office))
    thomas.submit()
    assert len(files(office)) == sent


def test_nobody_receives_the_list_of_another(nadia: Person, helene: Person, office: SmallOffice) -> None:
    office.follow("Atelier Morel", by=nadia.who)
    office.follow("Dossier des administrateurs", by=helene.who, access=Access.CHOSEN)
    for person in (nadia, helene):
        person.command("/client liste")
        person.pick_filter("scope", "all")
        export(person, office)
    by_reader = {file["to"]: [row[0] for row in cells(file)[1:]] for file in files(office)}
    assert by_reader == {
        "U0NADIA": ["Atelier Morel"],
        "U0HELENE": ["Atelier Morel", "Dossier des administrateurs"],
    }


@pytest.mark.abuse("R5")
def test_the_administrators_are_told_of_the_export_of_a_hundred_client_files(
    helene: Person, nadia: Person, office: SmallOffice
) -> None:
    for number in range(MASS - 1):
        office.follow(f"Menuiserie {number}", by=nadia.who)
    nadia.command("/client liste")
    export(nadia, office)
    assert posts(office) == []
    office.follow("La centième", by=nadia.who)
    nadia.command("/client liste")
    nadia.press("list.export")
    assert "Les administrateurs sont prévenus d’un export de cette taille." in nadia.text
    nadia.submit(times=2)
    assert [(told["channel"], told["text"]) for told in posts(office)] == [
        (helene.who.slack_id, "Nadia Benali a exporté une liste de 100 dossiers.")
    ]
