"""Two people decide on one thing at once, in two processes: one wins, the other reads who and when."""

from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.clients import Access, Client
from domain.messages import NewDocument
from domain.people import Collaborator, Role
from domain.requests import NewRequest
from storage.database import open_database
from storage.encryption import KeyRing, new_key
from storage.tables import history
from tests.builders import a_firm, a_message
from tests.handlers.deciding import Decision, decide
from tests.handlers.rights_table import Try, Who, chosen
from tests.offices import SmallHouse, SmallOffice

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.handlers.deciding"])
PATIENCE = 300.0

WORDS = {"words.other": {"value": {"type": "plain_text_input", "value": "Reprenez la page 2."}}}
CHOSEN = chosen("client", "pick", "c{client}", "external_select")
Ids = dict[str, object]
CASES = [
    ("a mail", "action mail.handled", Try(Who.SEES, value="m{mail}"), "mail.handled"),
    (
        "an incident",
        "action mail.handled in incident.card",
        Try(Who.SEES, value="m{mail}", meta={"incident": "m{mail}"}),
        "mail.handled",
    ),
    ("a mail without client", "action mail.attach_to", Try(Who.SEES, value="m{unplaced}:c{client}"), "mail.attached"),
    (
        "an invitation",
        "view_submission invitation.call",
        Try(
            Who.LEADS,
            meta={"invitation": "i{invitation}"},
            state=chosen("outcome", "value", "will_open", "radio_buttons"),
        ),
        "invitation.called",
    ),
    (
        "an invitation withdrawn",
        "action invitation.give_up",
        Try(Who.LEADS, value="i{invitation}"),
        "invitation.given_up",
    ),
    (
        "a document",
        "view_submission document.redo",
        Try(
            Who.SEES,
            meta={"client": "c{client}", "document": "d{document}", "version": "{version}"},
            state={**chosen("reason", "value", "other"), **WORDS},
        ),
        "document.to_redo",
    ),
    (
        "a request",
        "action request.end in client.documents",
        Try(Who.SEES, meta={"client": "c{client}"}, block="rq{request}", option="received"),
        "request.received",
    ),
]


@pytest.fixture
def key() -> str:
    return new_key()


@pytest.fixture
def office(database_url: str, key: str, tmp_path: Path) -> Iterator[SmallOffice]:
    database = open_database(database_url, KeyRing([key]))
    yield SmallHouse(database, tmp_path / "blobs").of(database.create_firm(a_firm()).id)
    database.close()


def furnish(office: SmallOffice) -> tuple[Sequence[Collaborator], Ids]:
    nadia = office.hire("Nadia Benali", Role.ADMINISTRATOR)
    julien = office.hire("Julien Carpentier", Role.ADMINISTRATOR)
    client: Client = office.follow("Atelier Morel", by=nadia, access=Access.EVERYONE)
    invitation = office.invite(office.meet(client))
    now = office.now()
    with office.records() as records:
        mail = records.messages.add(a_message(client_id=client.id, needs_person=True))
        unplaced = records.messages.add(a_message(needs_person=True, sender="x@y.example"))
        file = NewDocument("avis.jpg", "image/jpeg", 1, "ab" * 32, now, client_id=client.id)
        document = records.messages.add_document(file)
        request = records.requests.add(NewRequest(client.id, "Relevé", now.date(), now, nadia.id))
    return (nadia, julien), {
        "client": client.id,
        "invitation": invitation.id,
        "mail": mail.id,
        "unplaced": unplaced.id,
        "document": document.id,
        "version": document.version,
        "request": request.id,
    }


def at_once(make: Callable[[], Decision], people: Sequence[Collaborator], folder: Path) -> dict[str, str]:
    """What each is told, by name."""
    start = PROCESSES.Barrier(len(people))
    heard = {person.name: folder / f"{person.slack_id}.txt" for person in people}
    crowd: list[Any] = [
        PROCESSES.Process(target=decide, args=(make(), person.slack_id, start, heard[person.name])) for person in people
    ]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(PATIENCE)
        assert process.exitcode == 0
    return {name: file.read_text("utf-8") for name, file in heard.items()}


@pytest.mark.slow
@pytest.mark.abuse("R8")
@pytest.mark.parametrize(("door", "attempt", "act"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_wins_and_the_other_reads_who_and_when(
    office: SmallOffice, database_url: str, key: str, tmp_path: Path, door: str, attempt: Try, act: str
) -> None:
    people, ids = furnish(office)
    told = at_once(lambda: Decision(database_url, key, office.firm_id, tmp_path, door, attempt, ids), people, tmp_path)
    with office.reading() as records:
        lines = records.connection.execute(select(history.c.by_id).where(history.c.act == act)).scalars().all()
    assert lines, told
    (winner,) = [person for person in people if person.id in lines]
    assert len(lines) == 1
    (loser,) = [person for person in people if person is not winner]
    assert f"par {winner.name} à 9 h" in told[loser.name]
    assert f"par {loser.name} à" not in told[loser.name]
