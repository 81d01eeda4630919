"""Exports of one client, and the links and sessions of the collaborators who read them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, update

from domain.books import StaffLink
from domain.exports import Export, ExportState
from domain.identifiers import masked_nir
from domain.messages import Document
from domain.people import Collaborator
from storage.books.blobs import count_use
from storage.books.book import Book
from storage.books.nirs import Nirs
from storage.books.people import People
from storage.books.relations import among, falls_with, references_to, standing_on
from storage.rows import value_of
from storage.tables import (
    accounts,
    clients,
    custom_fields,
    custom_values,
    exports,
    history,
    links,
    metadata,
    nirs,
    slack_messages,
    staff_links,
    staff_sessions,
)
from storage.tables.exports import IS_WAITING
from storage.types import Secret, SecretText

# Keys of doors, what concerns nobody but us, and what is still on its way here. Social security numbers are shown one
# at a time, each time with its line of history: the export tells them masked.
LEFT_OUT = {links, exports, staff_links, nirs, slack_messages}
NOT_TOLD = {"firm_id", "search", "password_hash", "token_hash"}


class Exports(Book):
    def ask(self, client_id: int, who: Collaborator, now: datetime) -> Export:
        asked = {"client_id": client_id, "asked_by": who.id, "asked_at": now, "state": ExportState.WAITING, "size": 0}
        return Export(self.insert(exports, asked), self.firm_id, client_id, who.id, now)

    def get(self, export_id: int) -> Export | None:
        row = self.one(exports, id=export_id)
        return value_of(Export, row) if row else None

    def waiting(self) -> Export | None:
        row = self.row(self.of(exports).where(IS_WAITING).order_by(exports.c.id).limit(1))
        return value_of(Export, row) if row else None

    def ready(self, export: Export, blob: str, size: int, expires_at: datetime) -> bool:
        made = {"state": ExportState.READY, "blob": blob, "size": size, "expires_at": expires_at}
        still = update(exports).where(self.the_one(exports, export.id), IS_WAITING).values(made)
        if self.connection.execute(still).rowcount != 1:
            return False
        count_use(self, blob, size)
        return True

    def gather(self, client_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
        rows = standing_on(self, {clients: {client_id}})
        found: dict[str, list[dict[str, object]]] = {}
        for table in metadata.sorted_tables:
            if table in LEFT_OUT or table is accounts:
                continue
            if table is history:
                told = self.rows(self.of(history, history.c.client_id == client_id).order_by(history.c.id))
            elif table in rows:
                told = self.rows(self.of(table, among(table.c.id, rows[table])).order_by(table.c.id))
            elif "id" not in table.c and any(falls_with(column) for _, column in _to_client(table)):
                told = self.all(table, client_id=client_id)
            else:
                continue
            if told:
                found[table.name] = [_plain(table, row) for row in told]
        labels = {row["id"]: row["label"] for row in self.all(custom_fields)}
        for value in found.get(custom_values.name, ()):
            value["field"] = labels[value["field_id"]]
        number = Nirs(self.connection, self.firm_id).of_client(client_id)
        if number is not None:
            found[nirs.name] = [{"client_id": client_id, "nir": masked_nir(number)}]
        return found

    def add_link(self, export: Export, who: Collaborator, token_hash: str, expires_at: datetime) -> None:
        link = {"collaborator_id": who.id, "export_id": export.id, "token_hash": token_hash, "expires_at": expires_at}
        self.insert(staff_links, link)

    def add_document_link(self, document: Document, who: Collaborator, token_hash: str, expires_at: datetime) -> None:
        about = {"collaborator_id": who.id, "document_id": document.id}
        self.insert(staff_links, {**about, "token_hash": token_hash, "expires_at": expires_at})

    def link(self, token_hash: str, now: datetime) -> StaffLink | None:
        row = self.one(staff_links, token_hash=token_hash)
        if row is None or row["used_at"] is not None or row["expires_at"] <= now:
            return None
        return StaffLink(row["collaborator_id"], row["export_id"], row["document_id"])

    def use_link(self, token_hash: str, now: datetime) -> bool:
        unused = (staff_links.c.token_hash == token_hash) & staff_links.c.used_at.is_(None)
        used = update(staff_links).where(self.mine(staff_links), unused).values(used_at=now)
        return self.connection.execute(used).rowcount == 1

    def open_session(self, collaborator_id: int, token_hash: str, expires_at: datetime) -> None:
        session = {"collaborator_id": collaborator_id, "token_hash": token_hash, "expires_at": expires_at}
        self.insert(staff_sessions, session)

    def of_session(self, token_hash: str, now: datetime) -> Collaborator | None:
        row = self.one(staff_sessions, token_hash=token_hash)
        if row is None or row["expires_at"] <= now:
            return None
        who = People(self.connection, self.firm_id).get(row["collaborator_id"])
        return who if who is not None and who.active else None


def _to_client(table: Table) -> Sequence[tuple[Table, Any]]:
    return [(referring, column) for referring, column in references_to(clients) if referring is table]


def _plain(table: Table, row: Mapping[Any, Any]) -> dict[str, object]:
    """The row as JSON holds it, without what opens a door."""
    sealed = {column.name for column in table.c if isinstance(column.type, Secret | SecretText)}
    return {name: _value(value) for name, value in row.items() if name not in NOT_TOLD | sealed}


def _value(value: object) -> object:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case frozenset() | set():
            return sorted(map(str, value))
        case tuple():
            return [_value(one) for one in value]
        case _:
            return value
