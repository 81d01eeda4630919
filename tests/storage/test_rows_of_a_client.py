"""Whatever table stands on a client is merged, exported and erased: the tables are enumerated, not remembered."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Table, func, select

from domain.about import OF_THE_DESK, OF_THE_FIRM, About
from domain.books import Mailbox
from domain.messages import InboundState, RawMail
from domain.people import Role
from storage.books.exports import LEFT_OUT
from storage.books.relations import CALLED, among, references_to
from storage.records import FirmRecords
from storage.tables import (
    client_accesses,
    clients,
    exports,
    former_deposits,
    links,
    mergers,
    metadata,
    nirs,
    rate_counts,
    slack_messages,
    staff_links,
)
from tests.builders import MONDAY, a_message
from tests.offices import SmallOffice
from tests.storage.rows import write_a_row

Reference = tuple[Table, "Column[Any]"]

ON_A_CLIENT: list[Reference] = sorted(references_to(clients), key=lambda one: f"{one[0]}.{one[1]}")
NAMES = [f"{table.name}.{column.name}" for table, column in ON_A_CLIENT]


def test_every_column_named_for_a_client_refers_to_one() -> None:
    """Merging, exporting and erasing walk these references: a number without one would be forgotten by all three."""
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if "client" in column.name and isinstance(column.type, BigInteger)
    }
    assert named - set(NAMES) == set()


def test_what_the_export_leaves_out_is_this_and_no_more() -> None:
    assert {links, exports, staff_links, nirs, slack_messages} == LEFT_OUT


def test_one_question_is_about_more_rows_than_a_database_takes_parameters(office: SmallOffice) -> None:
    client = office.follow("Vins", by=office.hire("Hélène Valmont", Role.ADMINISTRATOR))
    with office.reading() as records:
        found = records.connection.execute(select(clients.c.id).where(among(clients.c.id, range(300_000))))
        assert found.scalars().all() == [client.id]
        assert records.rows(records.of(clients, among(clients.c.id, ()))) == []


@pytest.mark.abuse("P8")
def test_a_mail_that_came_twice_is_erased_twice(office: SmallOffice) -> None:
    client = office.follow("Vins", by=office.hire("Hélène Valmont", Role.ADMINISTRATOR))
    with office.records() as records:
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "depot@valmont.example", "imaps://x:y@z.example"))
        [mailbox] = records.inbound.mailboxes()
        mails = []
        for uid, content_hash in ((1, "same"), (2, "same"), (3, "other")):
            mail = RawMail(mailbox.id, 1, uid, f"blob {uid}", 10, "a@x.example", content_hash, MONDAY)
            mails.append(records.inbound.add(mail))
        first, twin, other = (mail for mail in mails if mail is not None)
        records.inbound.keep(replace(twin, state=InboundState.TWIN))
        records.messages.add(a_message(client_id=client.id, inbound_id=first.id))
        gone = records.erasure.erase(client.id)
        assert gone is not None
        assert sorted(gone.contents) == ["blob 1", "blob 2"]
        states = [records.inbound.get(mail.id) for mail in (first, twin, other)]
    assert [mail and mail.blob for mail in states] == ["erased", "erased", "blob 3"]


@pytest.mark.abuse("P8")
def test_a_client_to_whom_a_thousand_strangers_wrote_is_erased(office: SmallOffice) -> None:
    client = office.follow("Vins", by=office.hire("Hélène Valmont", Role.ADMINISTRATOR))
    with office.records() as records:
        for number in range(1_200):
            sender = f"s{number}@ailleurs.example"
            records.messages.add(a_message(client_id=client.id, sender=sender, message_id=f"<{number}@x.example>"))
        for address in ("s7@ailleurs.example", "autre@ailleurs.example"):
            records.limits.take(f"receipt:{address}", 5, timedelta(days=1), MONDAY)
        assert records.erasure.erase(client.id) is not None
        assert [row["key"] for row in records.all(rate_counts)] == ["receipt:autre@ailleurs.example"]


@pytest.mark.abuse("P8")
@pytest.mark.parametrize(("table", "column"), ON_A_CLIENT, ids=NAMES)
def test_a_row_of_each_table_is_merged_told_and_erased(
    office: SmallOffice, table: Table, column: "Column[Any]"
) -> None:
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    kept, other = office.follow("Vins", by=helene), office.follow("Vins Luc", by=helene)
    with office.records() as records:
        write_a_row(records, table, column, other, helene)
        assert _count(records, table, column, other.id) == 1
        before = _count(records, table, column, kept.id)
        records.merging.merge(kept.id, other.id, helene, MONDAY)
        assert _count(records, table, column, other.id) == 0
        # Access is to the file that was opened: who saw the other one sees nothing new.
        made = table in (former_deposits, mergers)
        assert _count(records, table, column, kept.id) - before == (table is not client_accesses) + made
    if table is client_accesses:
        with office.records() as records:
            write_a_row(records, table, column, kept, helene)
    with office.records() as records:
        told = records.exports.gather(kept.id)
        if column.name == "client_id" and table not in LEFT_OUT - {nirs}:
            assert told[table.name]
        assert records.erasure.erase(kept.id) is not None
        assert _count(records, table, column, kept.id) == 0


def _count(records: FirmRecords, table: Table, column: "Column[Any]", client_id: int) -> int:
    return records.number(select(func.count()).select_from(table).where(records.mine(table), column == client_id))


def test_what_is_about_a_row_is_found_by_its_table() -> None:
    assert set(About) - set(chain.from_iterable(CALLED.values())) == {*OF_THE_DESK, *OF_THE_FIRM}
