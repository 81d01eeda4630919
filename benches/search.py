"""What a person types after `/client`, in a firm of 5,000 among a million clients."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from benches.books import Books, databases, open_office
from benches.rows import Row, percentile, say
from domain.books import ClientFilter
from domain.people import Collaborator
from domain.text import slug
from storage.tables import clients, search_words
from tests.builders import a_new_client, a_new_contact
from tests.offices import SmallOffice

FIRMS, CLIENTS = 200, 5_000
ROUNDS = 40
MOST = {"SQLite": 10.0, "PostgreSQL": 20.0}

TRADES = ("Boulangerie", "Menuiserie", "Cabinet", "Garage", "Pharmacie", "Atelier", "Plomberie", "Librairie")
NAMES = ("Lefèvre", "Morel", "Benali", "Châtelain", "Müller", "Nguyen", "Da Silva", "Rivière", "Lopez", "Le Gall")
TOWNS = ("Tours", "Amboise", "Saint-Étienne", "Angers", "Le Mans", "Orléans", "Blois")
FIRST_NAMES = ("Claire", "Paul", "Élodie", "Yann", "Nadia", "Maël", "Jean-Baptiste", "Aïcha", "Chloé", "Thomas")
SYLLABLES = ("bar", "cho", "del", "fon", "gui", "lam", "mar", "ner", "pin", "rou", "sau", "tar", "val", "vin")
FOUND = ("boulangerie lefevre", "chatelain", "4521", "rie", "muller tours", "garage 77", "le gall")
# Nothing holds these: what was meant is looked for in every client that the person sees.
SLIPPED = ("boulangrie lefevre", "morell", "chatelian", "nothing of that")


def rows() -> Iterator[Row]:
    with databases() as opened, tempfile.TemporaryDirectory() as folder:
        for name, books in opened.items():
            say(f"search: {name}")
            office, who = _furnish(books, Path(folder))
            where = f"in a firm of {CLIENTS:,} among {FIRMS * CLIENTS:,} clients, {name}"
            yield _row(f"search {where}", [_find(office, who, typed) for typed in FOUND * ROUNDS], MOST[name])
            slips = [_find(office, who, typed) for typed in SLIPPED * ROUNDS]
            yield _row(f"search of what nothing holds, slips allowed for, {where}", slips, MOST[name])


def _row(what: str, took: list[float], most: float) -> Row:
    p95 = percentile(took, 95)
    return Row(what, f"p50 {median(took):.1f} ms, p95 {p95:.1f} ms", "", None, f"p95 < {most:.0f} ms", p95 < most)


def _furnish(books: Books, folder: Path) -> tuple[SmallOffice, Collaborator]:
    """The firm, and 199 others with the same clients."""
    office, who = open_office(books, folder, 0)
    chance = Random(1)
    with office.records() as records:
        for number in range(CLIENTS):
            name = f"{chance.choice(TRADES)} {chance.choice(NAMES)} {chance.choice(TOWNS)} {number}"
            siren = f"{chance.randrange(10**9):09}"
            client = records.clients.add(a_new_client(name, code=f"{number:05}", siren=siren), who, office.now())
            first, last = chance.choice(FIRST_NAMES), "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3))))
            email = f"{slug(first)}@{slug(name)}.example"
            records.contacts.add(client.id, a_new_contact(first_name=first, last_name=last.title(), email=email))
    for number in range(1, FIRMS):
        other, author = open_office(books, folder, number)
        its_own = {"firm_id": str(other.firm_id), "created_by": str(author.id)}
        books.copy(clients, f"kept.firm_id = {office.firm_id}", 1, **its_own)
        books.copy(search_words, f"kept.firm_id = {office.firm_id}", 1, firm_id=str(other.firm_id))
    books.settle()
    return office, who


def _find(office: SmallOffice, who: Collaborator, typed: str) -> float:
    """Milliseconds for the first page of a list with its total."""
    began = time.perf_counter()
    with office.reading() as records:
        records.clients.find(who, ClientFilter(text=typed, limit=20))
    return (time.perf_counter() - began) * 1000
