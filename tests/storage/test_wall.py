"""No firm reaches another's rows: by the books, by the keys, and on PostgreSQL by the wall itself."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, Table, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.acts import Act
from domain.history import By, HistoryLine
from domain.people import Role
from domain.refusals import ChangedMeanwhile, NotFound
from storage.database import Database
from storage.tables import clients, contacts, envelopes, firms, history, instances, metadata
from tests.builders import MONDAY, a_firm, a_new_contact, an_envelope, an_invitation
from tests.offices import SmallHouse, SmallOffice
from tests.servers.postgres import PostgresCluster

FIRM_TABLES = [table for table in metadata.sorted_tables if table not in (firms, instances)]


@pytest.fixture
def offices(house_of_each_kind: SmallHouse) -> tuple[SmallOffice, SmallOffice]:
    """Twin firms, the second with a client, its contact and an envelope."""
    first, second = (house_of_each_kind.found(slack_team=team) for team in ("T1", "T2"))
    first.hire()
    second.hire()
    second.meet(second.follow())
    with second.records() as records:
        records.outbox.add(an_envelope())
    return first, second


def only(office: SmallOffice, table: Table) -> int:
    with office.reading() as records:
        return int(records.connection.execute(select(table.c.id).where(table.c.firm_id == office.firm_id)).scalar_one())


@pytest.mark.abuse("T1")
def test_another_firm_s_client_is_not_found_nor_changed(offices: tuple[SmallOffice, SmallOffice]) -> None:
    first, second = offices
    client_id = only(second, clients)
    with second.reading() as records:
        foreign = records.clients.get(client_id)
        foreign_contacts = records.contacts.of_client(client_id)
    assert foreign is not None
    with first.records() as records:
        reader = records.people.active()[0]
        assert records.clients.get(client_id) is None
        assert records.clients.of_deposit(foreign.deposit) is None
        assert records.contacts.of_email("claire@atelier-morel.example") == []
        with pytest.raises(NotFound):
            records.clients.visible_to(replace(reader, role=Role.ADMINISTRATOR), client_id)
        with pytest.raises(ChangedMeanwhile):
            records.clients.keep(replace(foreign, channel="C0STOLEN"))
        records.contacts.keep(replace(foreign_contacts[0], email="thief@elsewhere.example"))
    with second.reading() as records:
        assert records.clients.get(client_id) == foreign
        assert records.contacts.of_client(client_id) == foreign_contacts


@pytest.mark.abuse("T1")
def test_no_reference_leaves_the_firm(offices: tuple[SmallOffice, SmallOffice]) -> None:
    first, second = offices
    foreign_client, foreign_contact = only(second, clients), only(second, contacts)
    with first.records() as records:
        with pytest.raises(IntegrityError), records.connection.begin_nested():
            records.contacts.add(foreign_client, a_new_contact())
        with pytest.raises(IntegrityError), records.connection.begin_nested():
            records.invitations.add(an_invitation(client_id=foreign_client, contact_id=foreign_contact))
        with pytest.raises(IntegrityError), records.connection.begin_nested():
            records.note(HistoryLine(MONDAY, Act.CLIENT_EDITED, By.GUICHET, client_id=foreign_client))


def test_every_row_has_its_firm_and_every_key_begins_with_it() -> None:
    crossing_on_purpose = {
        "digest_due",
        "invitation_due",
        "outbox_due",
        "link_by_token_hash",
        "web_session_by_token_hash",
        "staff_link_by_token_hash",
        "staff_session_by_token_hash",
    }
    for table in FIRM_TABLES:
        assert not table.c.firm_id.nullable
        for rule in table.foreign_key_constraints:
            assert rule.column_keys[0] == "firm_id"
        for index in table.indexes:
            assert index.name in crossing_on_purpose or next(iter(index.columns)).name == "firm_id", index.name


@pytest.fixture
def twins(postgres_url: str, open_url: object) -> Database:
    """On PostgreSQL, as an ordinary role: two firms, the second with something in most tables."""
    assert callable(open_url)
    database: Database = open_url(postgres_url)
    for team in ("T1", "T2"):
        database.create_firm(a_firm(slack_team=team))
    return database


def as_firm(connection: Connection, whose: str) -> None:
    connection.execute(text("SELECT set_config('guichet.firm', :whose, true)"), {"whose": whose})


@pytest.mark.abuse("T1")
def test_the_wall_stands_around_every_table(twins: Database) -> None:
    with twins.looking() as connection:
        walled = connection.execute(
            text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
        ).scalars()
        assert set(walled) == {table.name for table in metadata.sorted_tables} - {"instance"}
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
        role = connection.execute(text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
        assert role.scalar_one() is False


@pytest.mark.abuse("T1")
def test_a_query_that_forgets_its_firm_reaches_no_other(twins: Database) -> None:
    first, second = twins.firms()
    with twins.records(second) as records:
        nadia = records.people.add("U1", "Nadia", None, Role.COLLABORATOR, "fr")
        records.people.add_portfolio("Bâtiment", [nadia.id])
        records.outbox.add(an_envelope())
    with twins.writing(str(first)) as connection:
        for table in FIRM_TABLES:
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert connection.execute(select(firms.c.id)).scalars().all() == [first]
        assert connection.execute(update(envelopes).values(error="stolen")).rowcount == 0
        assert connection.execute(delete(envelopes)).rowcount == 0
        foreign_row = insert(history).values(
            firm_id=second, at=MONDAY, act=Act.CLIENT_EDITED, by="guichet", before={}, after={}
        )
        with pytest.raises(DBAPIError, match="row-level security"), connection.begin_nested():
            connection.execute(foreign_row)


@pytest.mark.abuse("T1")
def test_without_a_firm_nothing_is_seen(twins: Database) -> None:
    with twins.engine.begin() as connection:
        assert connection.execute(select(firms.c.id)).scalars().all() == []
        as_firm(connection, "")
        assert connection.execute(select(firms.c.id)).scalars().all() == []


@pytest.mark.abuse("T1")
def test_what_concerns_all_firms_opens_no_other_table(twins: Database) -> None:
    first, _ = twins.firms()
    with twins.records(first) as records:
        nadia = records.people.add("U1", "Nadia", None, Role.COLLABORATOR, "fr")
        records.people.add_portfolio("Bâtiment", [nadia.id])
        records.outbox.add(an_envelope())
    with twins.writing() as connection:
        seen = {
            table.name
            for table in FIRM_TABLES
            if connection.execute(select(func.count()).select_from(table)).scalar_one()
        }
        assert seen == {"digest", "outbox"}
        assert connection.execute(delete(envelopes)).rowcount == 0
        assert connection.execute(update(firms).values(name="Stolen")).rowcount == 0


@pytest.mark.abuse("T1")
def test_a_connection_lent_again_has_forgotten_its_firm(twins: Database) -> None:
    first, _ = twins.firms()
    with twins.records(first):
        pass
    with twins.engine.begin() as connection:
        assert connection.execute(select(firms.c.id)).scalars().all() == []


@pytest.mark.abuse("R9")
def test_a_line_of_history_cannot_be_rewritten(twins: Database) -> None:
    first, _ = twins.firms()
    with twins.records(first) as records:
        records.note(HistoryLine(MONDAY, Act.FIRM_OPENED, By.GUICHET))
        assert records.connection.execute(update(history).values(act=Act.CLIENT_READY)).rowcount == 0
        assert records.connection.execute(delete(history)).rowcount == 0
        assert records.connection.execute(select(history.c.act)).scalars().all() == ["firm.opened"]


def test_the_tests_role_is_an_ordinary_one(postgres: PostgresCluster) -> None:
    assert "//guichet:" in postgres.url("guichet_tests")
