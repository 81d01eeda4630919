"""A sheet of clients, an importer and a firm's books, for the tests of what becomes of each row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.clients import Client
from domain.contacts import Contact
from domain.importing.deciding import decide
from domain.importing.heading import heading
from domain.importing.known import Importer, Known, Ledger
from domain.importing.outcomes import Outcome
from domain.importing.rows import line_of
from domain.people import Portfolio, Role
from domain.sheets.sheet import Cell, SheetRow
from tests.builders import a_collaborator, a_firm

HELENE = a_collaborator(id=1, name="Hélène Valmont", email="helene@valmont.example", role=Role.ADMINISTRATOR)
NADIA = a_collaborator(
    id=2, name="Nadia Benali", email="nadia@valmont.example", role=Role.MANAGER, portfolios=frozenset({1})
)
THOMAS = a_collaborator(id=3, name="Thomas Roux", email="thomas@valmont.example")
ARTISANS, SCI = Portfolio(1, 1, "Artisans"), Portfolio(2, 1, "SCI")
MOREL: Mapping[str, Cell] = {"Raison sociale": "Atelier Morel", "SIREN": "839602299", "NIC": "00019", "APE": "4332a"}


def an_importer(**points: Any) -> Importer:
    filled = {
        "who": HELENE,
        "firm": a_firm(id=1, mail_from="depot@valmont.example"),
        "people": [HELENE, NADIA, THOMAS],
        "portfolios": [ARTISANS, SCI],
        "new_deposit": lambda name: f"depot+{name.lower().replace(' ', '-')}.abcdefgh",
    }
    return Importer(**{**filled, **points})


def books(clients: Iterable[Client] = (), contacts: Iterable[Contact] = ()) -> Known:
    """What a firm with those clients and contacts knows."""
    every = list(clients)
    of_siren: dict[str, list[Client]] = defaultdict(list)
    of_name: dict[str, list[Client]] = defaultdict(list)
    of_client: dict[int, list[Contact]] = defaultdict(list)
    uses: dict[str, list[Contact]] = defaultdict(list)
    for client in every:
        if client.company.siren:
            of_siren[client.company.siren].append(client)
        else:
            of_name[client.name].append(client)
    for contact in contacts:
        of_client[contact.client_id].append(contact)
        uses[contact.email or ""].append(contact)
    codes = {client.code: client for client in every if client.code}
    return Known(of_siren, codes, {client.deposit: client.id for client in every}, of_name, of_client, uses)


def outcomes(
    rows: Sequence[Mapping[str, Cell]], importer: Importer | None = None, known: Known | None = None
) -> list[Outcome]:
    """What becomes of those rows, whose keys are the headers of the sheet."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    who = importer or an_importer()
    read = heading(headers, who.fields)
    ledger = Ledger()
    lines = [
        line_of(SheetRow(number, [row.get(header, "") for header in headers]), read)
        for number, row in enumerate(rows, 2)
    ]
    return [decide(line, who, known or Known(), ledger) for line in lines]


def outcome(row: Mapping[str, Cell], importer: Importer | None = None, known: Known | None = None) -> Outcome:
    return outcomes([row], importer, known)[0]
