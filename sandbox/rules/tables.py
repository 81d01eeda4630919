"""Table and data_table blocks (Slack's table-block and data-table-block references)."""

from typing import Any

from sandbox.rules.objects import IDENTIFIER
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.schema import (
    Check,
    Inspection,
    Rule,
    boolean,
    every,
    fields,
    integer,
    kind,
    list_of,
    number,
    objects_only,
    one_of,
    text,
    typed,
)

LONGEST_TABLE = 10_000
LONGEST_DATA_TABLE = 20_000

RAW_TEXT = kind({"text": text(1)})
CELLS: dict[str, Check] = {"raw_text": RAW_TEXT, "rich_text": RICH_TEXT}
DATA_CELLS: dict[str, Check] = {
    **CELLS,
    "raw_number": kind({"value": number}, {"text": text(1)}),
}


def _characters(value: Any) -> int:
    if isinstance(value, list):
        return sum(_characters(inner) for inner in value)
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_characters(inner) for inner in value.values())
    return 0


TOO_MUCH_IN_TABLES = Rule(f"must be less than {LONGEST_TABLE + 1} characters in all table cells")


def _table_totals(value: dict[str, Any], at: str, seen: Inspection) -> None:
    seen.tables += 1
    seen.table_characters += _characters(value.get("rows"))
    if seen.table_characters > LONGEST_TABLE:
        seen.refuse(f"{at}/rows", TOO_MUCH_IN_TABLES)


TABLE = every(
    kind(
        {"rows": list_of(list_of(typed(CELLS), 1, 20), 1, 100)},
        {
            "block_id": IDENTIFIER,
            "column_settings": list_of(
                fields({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), 0, 20
            ),
        },
    ),
    objects_only(_table_totals, TOO_MUCH_IN_TABLES),
)


UNEQUAL_ROW = Rule("must have {} cells, as the header")
RICH_HEADER = Rule("unsupported type: rich_text")
TOO_MUCH_IN_DATA = Rule(f"must be less than {LONGEST_DATA_TABLE + 1} characters in all cells")


def _data_rows(value: dict[str, Any], at: str, seen: Inspection) -> None:
    rows = value.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            seen.refuse(f"{at}/rows/{index}", UNEQUAL_ROW, len(rows[0]))
    for index, cell in enumerate(rows[0]):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            seen.refuse(f"{at}/rows/0/{index}/type", RICH_HEADER)
    if _characters(rows) > LONGEST_DATA_TABLE:
        seen.refuse(f"{at}/rows", TOO_MUCH_IN_DATA)


DATA_TABLE = every(
    kind(
        {"caption": text(1), "rows": list_of(list_of(typed(DATA_CELLS), 1, 20), 2, 201)},
        {"block_id": IDENTIFIER, "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    ),
    objects_only(_data_rows, UNEQUAL_ROW, RICH_HEADER, TOO_MUCH_IN_DATA),
)
