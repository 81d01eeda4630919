"""The fields that the firm adds to its client files, and what is written in them."""

from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, Text

from domain.custom_fields import FieldType
from storage.tables.base import firm_table, found_by, keyed_table, refers
from storage.types import Id, Instant, Listed, Word

custom_fields = firm_table(
    "custom_field",
    Column("label", Text, nullable=False),
    Column("type", Word(FieldType), nullable=False),
    Column("choices", Listed(str, tuple), nullable=False),
    Column("required", Boolean, nullable=False),
    Column("removed_at", Instant),
)

custom_values = keyed_table(
    "custom_value",
    Column("client_id", Id, nullable=False),
    Column("field_id", Id, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("firm_id", "client_id", "field_id"),
    refers("client_id", "client"),
    refers("field_id", "custom_field"),
    found_by("custom_value", "field_id"),
)
