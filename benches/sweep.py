"""The sweep of chases: 500 due among a million that wait, beside 500 due among ten thousand."""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benches.books import Books, databases, open_office
from benches.rows import Row, say
from domain.people import Collaborator
from handlers.chase.sweep import AT_ONCE, send_chases
from storage.database import Database
from storage.tables import invitations
from tests.builders import MONDAY
from tests.offices import SmallOffice

FIRMS, DUE = 20, 500
FEW, MANY = 10_000, 1_000_000
ROUNDS = 2
MOST_RATIO = 1.5
# The sixth working day, when the first chase of what left on Monday is due.
LATER = timedelta(days=3, hours=2)
FAR = timedelta(days=365)


def rows() -> Iterator[Row]:
    with databases() as opened, tempfile.TemporaryDirectory() as folder:
        for name, books in opened.items():
            say(f"sweep: {name}")
            offices = [open_office(books, Path(folder), number) for number in range(FIRMS)]
            _wait(books, offices, FEW // FIRMS)
            few = min(_sweep(books.database, offices, number) for number in range(ROUNDS))
            _wait(books, offices, (MANY - FEW) // FIRMS)
            many = min(_sweep(books.database, offices, ROUNDS + number) for number in range(ROUNDS))
            yield Row(
                f"sweep with {DUE} due among {MANY:,} pending, {name}",
                f"{many:.2f} s",
                f"among {FEW:,}: {few:.2f} s",
                many / few,
                f"≤ {MOST_RATIO} ×",
                many / few <= MOST_RATIO,
            )


def _wait(books: Books, offices: list[tuple[SmallOffice, Collaborator]], each: int) -> None:
    """So many more invitations of each office, due in a year."""
    for office, author in offices:
        client = office.follow("Dossier qui attend", author)
        contact = office.meet(client, email=f"attend{client.id}@atelier-morel.example")
        kept = office.invite(contact, next_at=MONDAY + FAR)
        books.copy(invitations, f"kept.id = {kept.id}", each)
    books.settle()


def _sweep(database: Database, offices: list[tuple[SmallOffice, Collaborator]], number: int) -> float:
    """Seconds for the whole sweep, of letters that are all written."""
    now = MONDAY + LATER
    for office, author in offices:
        client = office.follow("Dossier dû", author)
        for each in range(DUE // FIRMS):
            contact = office.meet(client, email=f"du{client.id}.{number}.{each}@atelier-morel.example")
            office.invite(contact, next_at=MONDAY)
        office.set_clock(now)
    of_firm = {office.firm_id: office for office, _ in offices}
    began = time.perf_counter()
    swept = 0
    for firm_id in database.firms_with_due_invitations(now):
        while (looked_at := send_chases(of_firm[firm_id])) >= AT_ONCE:
            swept += looked_at
        swept += looked_at
    took = time.perf_counter() - began
    assert swept == DUE
    return took
