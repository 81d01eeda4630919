"""The fields that the firm adds to its client files, and their values."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select

from domain.clients import ClientState
from domain.custom_fields import KEPT_FOR, CustomField, NewField
from storage.books.book import Book, kept, of_these_clients, the_firms
from storage.rows import value_of, values_of
from storage.tables import clients, custom_fields, custom_values

KEPT = select(custom_fields).where(the_firms(custom_fields)).order_by(custom_fields.c.id)
WRITTEN = exists(
    select(custom_values.c.client_id).where(
        custom_values.c.firm_id == clients.c.firm_id,
        custom_values.c.client_id == clients.c.id,
        custom_values.c.field_id == bindparam("field"),
    )
)
WITHOUT = (
    select(func.count())
    .select_from(clients)
    .where(the_firms(clients), clients.c.state != ClientState.TERMINATED, ~WRITTEN)
)

HOLDING = (
    select(custom_values.c.value, func.count().label("n"))
    .join(clients, (clients.c.firm_id == custom_values.c.firm_id) & (clients.c.id == custom_values.c.client_id))
    .where(
        the_firms(custom_values),
        custom_values.c.field_id == bindparam("field"),
        clients.c.state != ClientState.TERMINATED,
    )
    .group_by(custom_values.c.value)
)


class CustomFields(Book):
    def current(self) -> Sequence[CustomField]:
        return [field for field in self._every() if field.removed_at is None]

    def removed(self, now: datetime) -> Sequence[CustomField]:
        return [f for f in self._every() if f.removed_at is not None and f.removed_at > now - KEPT_FOR]

    def get(self, field_id: int) -> CustomField | None:
        row = self.one(custom_fields, id=field_id)
        return self.read(custom_fields, value_of(CustomField, row)) if row else None

    def add(self, new: NewField) -> CustomField:
        field = CustomField(**values_of(new), firm_id=self.firm_id)
        field_id = self.insert(custom_fields, kept(field))
        return CustomField(**values_of(new), id=field_id, firm_id=self.firm_id)

    def keep(self, field: CustomField) -> None:
        self.keep_changes(custom_fields, field)

    def clients_without(self, field_id: int) -> int:
        return self.number(WITHOUT, field=field_id)

    def holding(self, field_id: int) -> Mapping[str, int]:
        return {row["value"]: row["n"] for row in self.rows(HOLDING, field=field_id)}

    def values_of(self, client_id: int) -> Mapping[int, str]:
        return {row["field_id"]: row["value"] for row in self.all(custom_values, client_id=client_id)}

    def values_of_clients(self, client_ids: Sequence[int]) -> Mapping[int, Mapping[int, str]]:
        found = self.rows_of_clients(of_these_clients(custom_values), client_ids)
        return {client_id: {row["field_id"]: row["value"] for row in rows} for client_id, rows in found.items()}

    def keep_values(self, client_id: int, values: Mapping[int, str]) -> None:
        for field_id, value in values.items():
            one = self.mine(custom_values) & (custom_values.c.client_id == client_id)
            one &= custom_values.c.field_id == field_id
            self.connection.execute(delete(custom_values).where(one))
            if value:
                self.insert_once(custom_values, {"client_id": client_id, "field_id": field_id, "value": value})

    def forget_removed(self, now: datetime) -> int:
        gone = custom_fields.c.removed_at <= now - KEPT_FOR
        ids = [row["id"] for row in self.rows(self.of(custom_fields, gone))]
        self.connection.execute(
            delete(custom_values).where(self.mine(custom_values), custom_values.c.field_id.in_(ids))
        )
        self.connection.execute(delete(custom_fields).where(self.mine(custom_fields), custom_fields.c.id.in_(ids)))
        return len(ids)

    def _every(self) -> Sequence[CustomField]:
        return [self.read(custom_fields, value_of(CustomField, row)) for row in self.rows(KEPT)]
