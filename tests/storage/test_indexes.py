"""What is asked all day long is found by its index: a sweep must not read what is not due."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event

from domain.about import About
from domain.books import ClientFilter
from domain.incidents import IncidentFilter
from domain.people import Role
from storage.database import Database
from storage.outbox import claim, letters_left
from storage.records import FirmRecords
from tests.builders import MONDAY, a_collaborator, an_envelope
from tests.offices import SmallHouse, SmallOffice

READER = a_collaborator(role=Role.ADMINISTRATOR)


@pytest.fixture
def office(sqlite_url: str, open_url: Callable[[str], Database], house: SmallHouse) -> SmallOffice:
    return house.found(invitation_read_at=MONDAY)


def plan_of(database: Database, ask: Callable[[], object]) -> str:
    """How SQLite goes about the questions that are asked."""
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    ask()
    event.remove(database.engine, "before_cursor_execute", listen)
    with database.looking() as connection:
        return "\n".join(
            step.detail
            for statement, parameters in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        )


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda records: records.invitations.due(MONDAY, 100), "invitation_due_of_firm"),
        (lambda records: records.invitations.lapsed(MONDAY, 100), "invitation_lapsing"),
        (lambda records: records.inbound.waiting(10), "inbound_mail_waiting"),
        (lambda records: records.incidents.find(READER, IncidentFilter()), "message_incidents"),
        (lambda records: records.incidents.find(READER, IncidentFilter()), "document_refused"),
        (lambda records: records.incidents.find(READER, IncidentFilter(handled=True)), "message_incidents_handled"),
        (lambda records: records.messages.unread(READER), "message_by_state_direction"),
        (lambda records: records.messages.sent_as("<1@valmont.example>"), "message_by_message_id"),
        (lambda records: records.messages.of_client(1), "message_by_client_id_written_at"),
        (lambda records: records.contacts.of_email("claire@morel.example"), "contact_by_email"),
        (lambda records: records.clients.of_siren("839602299"), "client_by_siren"),
        (lambda records: records.clients.find(READER, ClientFilter()), "client_by_search"),
        (lambda records: records.outbox.withdraw("claire"), "outbox_open"),
        (lambda records: letters_left(records, MONDAY, 5), "outbox_left"),
        (lambda records: records.history(1), "history_by_client_id_id"),
        (lambda records: records.cards.about(About.MESSAGE, 1), "card_by_about_about_id"),
        (lambda records: records.drafts.of_author(READER), "draft_begun"),
    ],
)
def test_a_question_of_one_firm_is_answered_by_an_index(
    office: SmallOffice, ask: Callable[[FirmRecords], object], index: str
) -> None:
    with office.records() as records:
        plan = plan_of(office.database, lambda: ask(records))
    assert index in plan
    # What was gathered from several tables is walked through; no table is.
    assert "SCAN" not in plan.replace("SCAN anon_1", "")


def test_the_questions_about_every_firm_read_only_what_is_due(office: SmallOffice) -> None:
    database = office.database
    assert "invitation_due" in plan_of(database, lambda: database.firms_with_due_invitations(MONDAY))
    assert "invitation_lapsing" in plan_of(database, lambda: database.firms_with_lapsed_invitations(MONDAY))
    for question in (database.firm_of_link, database.firm_of_session, database.firm_of_team):
        assert "SCAN" not in plan_of(database, partial(question, "hash"))


def test_a_claim_reads_only_what_is_due(office: SmallOffice) -> None:
    with office.records() as records:
        records.outbox.add(an_envelope())
    plan = plan_of(office.database, lambda: claim(office.database, "me", MONDAY, MONDAY))
    assert "outbox_due" in plan
    assert "outbox_open" in plan
    assert "SCAN outbox" not in plan
