"""Establishments and social security numbers in a sheet; what is exported comes back unchanged; numbers stay hidden."""

import json
import logging
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from domain.clients import Address, Client, Kind, Service, Site
from handlers.life.archive import build_exports
from handlers.sheets import workbook
from tests.handlers.conftest import MOREL as REGISTERED
from tests.handlers.importing.conftest import CLAIRE, MOREL, Sent, files, sheet_back, work
from tests.handlers.post_office import Outbox, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

NIR, TYPED, MASKED = "184123726104256", "1 84 12 37 261 042 56", "1 84 •• •• ••• ••• 56"
VIDAL = {"Raison sociale": "Tapisserie Vidal", "Sans SIREN": "oui", "Code dossier": "0500"}
ARTISAN = {**VIDAL, "Statut": "Travailleur indépendant", "Services": "Urssaf", "N° de sécurité sociale": TYPED}
PORT = {"Autre établissement 1 : NIC": "00027", "Autre établissement 1 : ville": "Le Port"}


def last(office: SmallOffice) -> str:
    return words_of(updates(office)[-1]).replace("\u00a0", " ")


def confirm(person: Person, office: SmallOffice) -> None:
    person.press_in_message(updates(office)[-1], "import.confirm")
    work(office)


def client_of(office: SmallOffice, code: str) -> Client:
    with office.reading() as records:
        found = records.clients.of_code(code)
    assert found is not None
    return found


def acts(office: SmallOffice, client: Client) -> list[str]:
    with office.reading() as records:
        return [line.act for line in records.history(client.id)]


@pytest.fixture
def asks_nir(office: SmallOffice) -> None:
    office.change_firm(nir_reason="Déclarations sociales des indépendants")


def test_further_establishments_come_with_the_client_and_later(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [{**MOREL, "Code dossier": "0412", **PORT}])
    confirm(helene, office)
    morel = client_of(office, "0412")
    again = {**PORT, "Établissement 2 : SIRET": "839 602 299 00035", "Établissement 2 : code APE": "4332a"}
    send(helene, [{"Code dossier": "0412", **again, "Autre établissement 1 : ville": "Saint-Denis"}])
    confirm(helene, office)
    with office.reading() as records:
        sites = [(site.nic, site.ape, site.address.town) for site in records.sites.of_client(morel.id)]
        found = [client.id for client in records.clients.of_siret("83960229900035")]
    assert sorted(sites) == [("00027", None, "Saint-Denis"), ("00035", "43.32A", "")]
    assert found == [morel.id]
    assert acts(office, morel).count("client.edited") == 2
    send(helene, [{"Code dossier": "0412", **again, "Autre établissement 1 : ville": "Saint-Denis"}])
    assert "Ce fichier est déjà importé : rien à changer." in last(office)


def test_an_establishment_of_another_company_or_given_twice_is_refused(
    helene: Person, office: SmallOffice, send: Sent
) -> None:
    other = {"Autre établissement 2 : SIRET": "73282932000074"}
    second = {**MOREL, "Second dossier": "oui", "Code dossier": "2", "Autre établissement 1 : NIC": "00019"}
    send(helene, [{**MOREL, **PORT, **other}, second, {"Raison sociale": "X", "Sans SIREN": "oui", **PORT}])
    why = [str(row.cells[1]).replace("\u00a0", " ") for row in sheet_back(office).rows]
    assert why[0].startswith("Autre établissement 2 : NIC :")
    assert why[1].endswith("est déjà un établissement de ce dossier.")
    assert why[2].startswith("Autre établissement 1 : NIC :")


@pytest.mark.usefixtures("asks_nir")
def test_a_number_is_kept_sealed_and_the_history_says_so(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [ARTISAN])
    assert "supprimez-le de Slack" in last(office)
    confirm(helene, office)
    vidal = client_of(office, "0500")
    with office.reading() as records:
        assert records.nirs.of_client(vidal.id) == NIR
    assert acts(office, vidal).count("nir.kept") == 1
    send(helene, [ARTISAN])
    assert "rien à changer" in last(office)


@pytest.mark.abuse("P3")
@pytest.mark.parametrize(
    "without", [{"Statut": "Employeur"}, {"Services": "Impôts"}, {"the firm": "off"}], ids=["kind", "service", "firm"]
)
def test_without_a_ground_the_row_says_why(
    helene: Person, office: SmallOffice, send: Sent, without: dict[str, str]
) -> None:
    office.change_firm(nir_reason=None if "the firm" in without else "Déclarations sociales")
    send(helene, [{**ARTISAN, **without}])
    ((verdict, why, *_),) = [row.cells for row in sheet_back(office).rows]
    assert verdict == "Refusée"
    assert str(why).replace("\u00a0", " ").startswith("Numéro de sécurité sociale : Réservé aux travailleurs")


@pytest.mark.abuse("P1")
@pytest.mark.usefixtures("asks_nir")
def test_no_byte_given_back_logged_or_kept_holds_a_number(
    helene: Person,
    office: SmallOffice,
    send: Sent,
    outbox: Outbox,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong_key = {**ARTISAN, "Code dossier": "0501", "N° de sécurité sociale": NIR[:13] + "57"}
    astray = {**MOREL, **CLAIRE, "Contact 1 : téléphone": TYPED, "Code dossier": "0502"}
    send(helene, [ARTISAN, wrong_key, astray, {**MOREL, "Raison sociale": f"Dossier {TYPED}"}])
    back = sheet_back(office)
    assert back.rows[0].cells[back.headers.index("N° de sécurité sociale")] == MASKED.replace(" ", "\u00a0")
    told = last(office) + json.dumps([row.cells for row in back.rows], ensure_ascii=False)
    confirm(helene, office)
    sent = [*helene.slack.calls, *outbox.posts("U0HELENE")]
    told += caplog.text + json.dumps(sent, ensure_ascii=False, default=str)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for form in (NIR, NIR[:13], TYPED, TYPED.replace(" ", "\u00a0")):
        assert form not in told
        assert form.encode() not in kept


@pytest.mark.usefixtures("asks_nir")
def test_the_sheet_given_back_can_be_corrected_and_sent_again(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [ARTISAN])
    confirm(helene, office)
    send(helene, files(office)[-1][2])
    assert "rien à changer" in last(office)
    send(helene, [{**ARTISAN, "Code dossier": "0501", "N° de sécurité sociale": MASKED}])
    assert "Ce numéro est masqué" in last(office)


@pytest.mark.usefixtures("asks_nir")
def test_what_is_exported_is_imported_again_unchanged(
    helene: Person, nadia: Person, office: SmallOffice, send: Sent
) -> None:
    artisan = {"kind": Kind.SELF_EMPLOYED, "services": frozenset({Service.URSSAF})}
    morel = office.follow(
        "Atelier Morel", by=helene.who, siren="839602299", nic="00019", ape="43.32A", code="1", **artisan
    )
    office.meet(morel, first_name="Claire", last_name="Morel", email="claire@morel.example", language="en")
    asleep = office.follow("SCI Morel", by=helene.who, code="2", chosen=frozenset({nadia.who.id}))
    with office.records() as records:
        records.nirs.keep(morel.id, NIR)
        records.sites.add(morel.id, Site("00027", "47.11F", Address("1 rue Neuve", "97420", "Le Port", "RE")))
        export = records.exports.ask(asleep.id, helene.who, office.now())
    helene.command("/client liste")
    helene.press("list.export")
    helene.tick("whole", "whole")
    helene.submit()
    sheet = files(office)[-1][2]
    exported = office.read_sheet(sheet)
    assert [row.cells[0] for row in exported.rows] == ["Atelier Morel", "SCI Morel"]
    send(helene, sheet)
    assert "Ce fichier est déjà importé : rien à changer." in last(office)
    assert build_exports(office) == 1
    with office.reading() as records:
        made = records.exports.get(export.id)
    assert made is not None
    assert made.blob is not None
    archive = zipfile.ZipFile(BytesIO(office.blobs.get(office.firm_id, made.blob)))
    send(helene, archive.read("import.xlsx"))
    assert "Ce fichier est déjà importé : rien à changer." in last(office)


def test_a_row_without_ape_points_to_the_registry_which_fills_it(
    helene: Person, office: SmallOffice, send: Sent
) -> None:
    office.registry.companies = [REGISTERED]
    send(helene, [{"SIREN": "839602299", "Raison sociale": "Atelier Morel"}])
    assert "en cochant « Chercher chaque SIREN au registre public »" in last(office)
    assert "1 ligne a un SIREN sans code APE." in last(office)
    helene.press_in_message(updates(office)[-1], "import.look_up", times=2)
    work(office)
    assert "Importer 1 dossier" in last(office)
    send(helene, workbook("x", ["SIREN", "Nom"], [["850885054", "Vidal"]]), "looks_up")
    assert "le registre ne le donne pas" in last(office)
    assert "sans code APE" not in last(office)
