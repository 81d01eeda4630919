"""What somebody asks for without the right to see it: the answer says nothing, the administrators can read it."""

from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from sqlalchemy import select

from domain.acts import Act
from domain.clients import Access, Client
from domain.refusals import ChangedMeanwhile
from storage.tables import history
from tests.handlers.rights_table import Try, Who
from tests.handlers.slack_person import Person
from tests.handlers.test_rights_matrix import DOORS, payload
from tests.offices import SmallOffice


def button(action: str) -> dict[str, Any]:
    return {"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": action, "value": "c1"}]}]}


OPEN, ERASE = button("client.open"), button("client.erase")
TOLD = "a demandé ce dossier sans y avoir accès"


@pytest.fixture
def hidden(office: SmallOffice, nadia: Person) -> Client:
    return office.follow("Atelier Morel", by=nadia.who, access=Access.CHOSEN)


def lines(office: SmallOffice) -> list[tuple[Any, ...]]:
    line = history.c
    kept = select(line.by_id, line.client_id, line.subject_id, line.after).where(line.act == Act.ACCESS_REFUSED)
    with office.reading() as records:
        return [tuple(row) for row in records.connection.execute(kept)]


@pytest.mark.abuse("S4")
def test_the_attempt_is_read_by_administrators_and_by_nobody_else(
    thomas: Person, nadia: Person, helene: Person, hidden: Client, office: SmallOffice
) -> None:
    thomas.press_in_message(OPEN, "client.open", value=f"c{hidden.id}")
    assert lines(office) == [(thomas.who.id, hidden.id, hidden.id, {"thing": "client"})]
    for reader, reads in ((helene, True), (nadia, False)):
        reader.command("/client morel")
        reader.pick_menu("client.more", "client.history")
        assert (f"Thomas Roux\n{TOLD}" in reader.text) is reads


@pytest.mark.abuse("S4", "S3")
def test_one_press_sent_four_times_leaves_one_line(
    app: App, thomas: Person, hidden: Client, office: SmallOffice, slack_and_url: tuple[object, str]
) -> None:
    attempt = Try(Who.SEES, value=f"c{hidden.id}")
    body = payload(DOORS["action client.open"], attempt, thomas.who, {"own_draft": ""}, slack_and_url[1])
    for _ in range(4):
        app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert len(lines(office)) == 1


@pytest.mark.abuse("S4")
def test_words_that_look_like_an_id_and_what_one_may_see_leave_no_line(
    thomas: Person, nadia: Person, hidden: Client, office: SmallOffice
) -> None:
    thomas.command(f"/client c{hidden.id}")
    thomas.press_in_message(OPEN, "client.open", value="c999999")
    nadia.press_in_message(OPEN, "client.open", value=f"c{hidden.id}")
    nadia.press_in_message(ERASE, "client.erase", value=f"c{hidden.id}")
    assert lines(office) == []


@pytest.mark.abuse("S4")
def test_the_attempt_is_nobodys_change(
    thomas: Person, nadia: Person, helene: Person, hidden: Client, office: SmallOffice
) -> None:
    """Whoever comes second is told who changed the client file, not who was kept out of it."""
    nadia.command("/client affecter morel")
    with office.records() as records:
        client = records.clients.keep(hidden.assigned(helene.who.id, None, Access.CHOSEN, frozenset({nadia.who.id})))
    office.pass_time(timedelta(minutes=1))
    thomas.press_in_message(OPEN, "client.open", value=f"c{client.id}")
    assert len(lines(office)) == 1
    with office.records() as records, pytest.raises(ChangedMeanwhile) as refusal:
        records.clients.keep(hidden)
    assert refusal.value.by != thomas.who.name
