"""What a person types after `/client`, in a firm of 5,000 among a million clients."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from benches.books import copy, databases, open_office, settle
from benches.rows import Row, percentile, say
from domain.books import ClientFilter
from domain.people import Collaborator
from storage.database import Database
from storage.tables import clients
from tests.builders import a_new_client
from tests.offices import SmallOffice

FIRMS, CLIENTS = 200, 5_000
ROUNDS = 40
MOST = {"SQLite": 10.0, "PostgreSQL": 20.0}

TRADES = ("Boulangerie", "Menuiserie", "Cabinet", "Garage", "Pharmacie", "Atelier", "Plomberie", "Librairie")
NAMES = ("Lefèvre", "Morel", "Benali", "Châtelain", "Müller", "Nguyen", "Da Silva", "Rivière", "Lopez", "Le Gall")
TOWNS = ("Tours", "Amboise", "Saint-Étienne", "Angers", "Le Mans", "Orléans", "Blois")
TYPED = (
    "boulangerie lefevre",
    "chatelain",
    "4521",
    "rie",
    "muller tours",
    "atelier du 77",
    "morell",
    "nothing of that",
)


def rows() -> Iterator[Row]:
    with databases() as opened, tempfile.TemporaryDirectory() as folder:
        for name, database in opened.items():
            say(f"search: {name}")
            office, who = _furnish(database, Path(folder))
            took = [_find(office, who, typed) for typed in TYPED * ROUNDS]
            slowest = max(TYPED, key=lambda typed: _typical(office, who, typed))
            yield Row(
                f"search in a firm of {CLIENTS:,} among {FIRMS * CLIENTS:,} clients, {name}",
                f"p50 {median(took):.1f} ms, p95 {percentile(took, 95):.1f} ms",
                f"slowest: `{slowest}`, {_typical(office, who, slowest):.1f} ms",
                None,
                f"p95 < {MOST[name]:.0f} ms",
                percentile(took, 95) < MOST[name],
            )


def _furnish(database: Database, folder: Path) -> tuple[SmallOffice, Collaborator]:
    """The firm, and 199 others with the same clients."""
    office, who = open_office(database, folder, 0)
    chance = Random(1)  # noqa: S311 - the same clients each time
    with office.records() as records:
        for number in range(CLIENTS):
            name = f"{chance.choice(TRADES)} {chance.choice(NAMES)} {chance.choice(TOWNS)} {number}"
            siren = f"{chance.randrange(10**9):09}"
            records.clients.add(a_new_client(name, code=f"{number:05}", siren=siren), who, office.now())
    for number in range(1, FIRMS):
        other, author = open_office(database, folder, number)
        its_own = {"firm_id": str(other.firm_id), "created_by": str(author.id)}
        copy(database, clients, f"kept.firm_id = {office.firm_id}", 1, **its_own)
    settle(database)
    return office, who


def _find(office: SmallOffice, who: Collaborator, typed: str) -> float:
    """Milliseconds for the page of a list, and how many there are."""
    began = time.perf_counter()
    with office.reading() as records:
        records.clients.find(who, ClientFilter(text=typed, limit=20))
    return (time.perf_counter() - began) * 1000


def _typical(office: SmallOffice, who: Collaborator, typed: str) -> float:
    return median(_find(office, who, typed) for _ in range(5))
