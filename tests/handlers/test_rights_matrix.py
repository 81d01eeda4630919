"""The rights matrix: every door of the office tried by each relation to what it names (R1, S4).

Somebody who may not see a thing gets, for its id, the very answer of an id that never was; and nothing changes.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from sqlalchemy import Select, Table, event, select, update

from bot.slack import slack_app
from domain.about import About
from domain.acts import Act
from domain.books import Mailbox
from domain.clients import Access, Kind, Service, Site
from domain.custom_fields import FieldType, NewField
from domain.drafts import Draft
from domain.importing.imports import ImportState, SheetImport
from domain.messages import NewDocument
from domain.outbox import Subject
from domain.people import Collaborator, Role
from domain.requests import NewRequest
from domain.text import searchable
from domain.wizard import ClientForm, Person
from handlers.blocks import clip
from handlers.desk import Door, DoorKind
from handlers.doors import all_desks
from handlers.firm.mailboxes import sender_key
from storage.database import open_database
from storage.encryption import KeyRing
from storage.tables import envelopes, history, metadata
from tests.builders import a_collaborator, a_company, a_firm, a_message, a_slack_message, an_envelope
from tests.handlers.conftest import MOREL, SlackHouse
from tests.handlers.post_office import posts
from tests.handlers.rights_table import ROWS, Try, Who, name_of
from tests.handlers.slack_server import TEAM, SlackServer, slack_server
from tests.handlers.surfaces import PLAIN_SPACES
from tests.offices import SmallHouse, SmallOffice

Json = dict[str, Any]

DOORS = {name_of(door): door for desk in all_desks() for door in desk.doors}
TRIES = [(door, number) for door in DOORS for number in range(len(ROWS.get(door, ())))]
OPAQUE = re.compile(r"\b(?:c|ct|i|m|p|u|e|d|b|f|g|n|rq|x)\d+\b")
# What a refused attempt may leave: that it was taken in, how many there were, and one's own beginnings.
NO_MATTER = {"inbound_slack", "rate_count", "draft", "registry_answer"}
NO = ("réservé", "n’existe plus", "n’est pas encore dans l’équipe", "Aucun dossier de ce nom")
OUR_FAULT = "mal passé"


@dataclass(frozen=True)
class Scene:
    """A firm where each has another relation to Atelier Morel."""

    app: App
    slack: SlackServer
    url: str
    office: SmallOffice
    people: Mapping[str, Collaborator]
    there: Mapping[str, object]

    def answer(self, door: Door, attempt: Try, who: Collaborator, ids: Mapping[str, object]) -> str:
        """All that Slack and the person are told, the ids asked for left out."""
        calls, told, written = len(self.slack.calls), len(self.slack.ephemerals), len(posts(self.office))
        own = {"own_draft": f"own-{who.slack_id}", "own_slack_message": f"slack-{who.slack_id}"}
        body = payload(door, attempt, who, {**ids, **own}, self.url)
        response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert response.status == 200, response.body
        assert self.slack.faults == []
        shown = [
            (method, {key: value for key, value in arguments.items() if key not in ("trigger_id", "view_id", "hash")})
            for method, arguments in self.slack.calls[calls:]
        ]
        said = json.loads(response.body) if response.body else None
        posted = [message["text"] for message in posts(self.office)[written:]]
        heard = json.dumps([said, shown, self.slack.ephemerals[told:], posted], ensure_ascii=False)
        heard = heard.translate(PLAIN_SPACES)
        for asked in (str(ids[name]) for name in ("name", "writer", "draft")):
            heard = heard.replace(asked, "ASKED").replace(clip(asked, 18), "ASKED")
        return OPAQUE.sub("ID", heard)

    def books(self) -> Json:
        """Every row of the firm that a refused attempt may not change; the line that it leaves is told apart."""
        with self.office.database.engine.connect() as connection:
            return {
                table.name: connection.execute(_but_attempts(table)).all()
                for table in metadata.sorted_tables
                if table.name not in NO_MATTER and table.name != "instance"
            }

    def attempts(self) -> list[tuple[object, ...]]:
        """Who asked for what without the right to see it, as the history keeps it."""
        line = history.c
        kept = select(line.by_id, line.after, line.client_id).where(line.act == Act.ACCESS_REFUSED).order_by(line.id)
        with self.office.database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(kept)]

    @contextmanager
    def asked(self) -> Iterator[list[str]]:
        """The questions put to the database meanwhile: what takes time is the work, and it can be counted."""
        questions: list[str] = []

        def hear(*told: Any) -> None:
            questions.append(told[2])

        engine = self.office.database.engine
        event.listen(engine, "before_cursor_execute", hear)
        try:
            yield questions
        finally:
            event.remove(engine, "before_cursor_execute", hear)


def _but_attempts(table: Table) -> Select[Any]:
    return select(table).where(history.c.act != Act.ACCESS_REFUSED) if table is history else select(table)


UNKNOWN: Mapping[str, object] = {
    "client": 987651,
    "contact": 987652,
    "invitation": 987653,
    "message": 987654,
    "portfolio": 987655,
    "person": 987656,
    "document": 987659,
    "field": 987661,
    "note": 987663,
    "gone_field": 987662,
    "request": 987660,
    "export": 987664,
    "merger": 987665,
    "envelope": 987657,
    "mailbox": 987658,
    "imported": 987663,
    "draft": "nobodys",
    "slack_message": "slack-nobodys",
    "name": "Garage Lenoir",
    "writer": "Jeanne Renoir",
}


@pytest.fixture(scope="module")
def shared_scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, keys: KeyRing) -> Iterator[Scene]:
    """One firm for all the refused attempts: none of them changes it."""
    yield from furnished(sqlite_template, tmp_path_factory.mktemp("matrix"), keys)


@pytest.fixture
def scene(sqlite_template: Path, tmp_path: Path, keys: KeyRing) -> Iterator[Scene]:
    yield from furnished(sqlite_template, tmp_path, keys)


def furnished(template: Path, folder: Path, keys: KeyRing) -> Iterator[Scene]:
    database = open_database(f"sqlite:///{shutil.copy(template, folder / 'guichet.db')}", keys)
    house = SmallHouse(database, folder / "blobs")
    office = house.of(database.create_firm(a_firm()).id)
    office.change_firm(invitation_read_at=office.now(), nir_reason="Déclarations")
    with slack_server() as (slack, url):
        people, there = furnish(office)
        for person in people.values():
            slack.account(person.slack_id, person.name)
        slack.open_channel("C0ARTISANS")
        app = slack_app(SlackHouse(house, office), url)  # type: ignore[arg-type]  # what Slack's side needs
        yield Scene(app, slack, url, office, people, there)
    database.close()


def furnish(office: SmallOffice) -> tuple[dict[str, Collaborator], dict[str, object]]:
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    nadia, julien = office.hire("Nadia Benali", Role.MANAGER), office.hire("Julien Carpentier", Role.MANAGER)
    thomas, paul = office.hire("Thomas Roux"), office.hire("Paul Roche")
    portfolio = office.open_portfolio("Artisans", nadia, thomas)
    # By another name: what the public registry answers is no secret of the firm.
    office.registry.companies = [replace(MOREL, name="Établissements du registre")]
    client = office.follow(
        company=a_company(siren="839602299", nic="00019", ape="43.32A"),
        by=nadia,
        portfolio_id=portfolio.id,
        access=Access.PORTFOLIO,
        kind=Kind.SELF_EMPLOYED,
        services=frozenset({Service.URSSAF}),
    )
    shared = office.follow("Dossier Commun", by=helene, access=Access.EVERYONE)
    gone = office.follow("Dossier Fondu", by=helene)
    contact = office.meet(client)
    invitation = office.invite(contact)
    with office.records() as records:
        message = records.messages.add(a_message(client_id=client.id, sender_name="Claire Morel"))
        records.messages.add(a_message(client_id=client.id, sender_name="Martin Delmas", needs_person=True))
        unplaced = records.messages.add(a_message(needs_person=True, sender="x@y.example", sender_name="Inconnu"))
        file = NewDocument("avis.jpg", "image/jpeg", 1, "ab" * 32, office.now(), client_id=client.id)
        document = records.messages.add_document(file)
        due = office.now().date()
        request = records.requests.add(NewRequest(client.id, "Relevé", due, office.now(), nadia.id))
        export = records.exports.ask(client.id, helene, office.now())
        records.exports.ready(export, "cd" * 32, 1, office.now() + timedelta(hours=24))
        envelope = records.outbox.add(an_envelope(subject=Subject(About.INVITATION, invitation.id)))
        asked = update(envelopes).where(envelopes.c.id == envelope).values(state="asked", doubtful=True)
        records.connection.execute(asked)
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imaps://u:p@h/INBOX"))
        person = Person(first_name="Anne", last_name="Brun", email="anne@brun.example", by_email=True)
        form = ClientForm(
            company=a_company(name="Brouillon"),
            registry=MOREL,
            kind=Kind.SELF_EMPLOYED,
            services=frozenset({Service.URSSAF}),
            assigned=True,
            people=(person,),
        )
        for uid, author in [
            ("nadias", nadia),
            *((f"own-{p.slack_id}", p) for p in (helene, nadia, julien, thomas, paul)),
        ]:
            draft = Draft(uid, office.firm_id, author.id, 1, "Brouillon", form.written(), office.now())
            records.drafts.keep(replace(draft, nir="184123726104256"))
        for each in (helene, nadia, julien, thomas, paul):
            records.slack_messages.add(a_slack_message(uid=f"slack-{each.slack_id}", taken_by=each.id))
        field = records.custom_fields.add(NewField("Logiciel", FieldType.TEXT))
        gone_field = records.custom_fields.add(NewField("Ancien", FieldType.TEXT))
        records.custom_fields.keep(replace(gone_field, removed_at=office.now()))
        records.sites.add(client.id, Site("00035"))
        records.nirs.keep(client.id, "184123726104256")
        records.registry_waits.add(client.id)
        records.registry_waits.offer(client.id, MOREL)
        note = records.notes.add(client.id, nadia.id, "Rappeler pour le bail", office.now())
        tried = SheetImport(0, 0, nadia.id, "clients.xlsx", office.now(), state=ImportState.TRIED)
        imported = records.imports.add(tried, sheet=b"")
        records.messages.decide_sender("bruit@newsletter.example", None, ignored=True)
        people = {searchable(person.name).split()[0]: person for person in records.people.active()}
        mailbox = records.inbound.mailboxes()[0]
        merger = records.merging.merge(shared.id, gone.id, helene, office.now())
    return {**people, "omar": a_collaborator(slack_id="U0OMAR", name="Omar Diallo")}, {
        "client": client.id,
        "contact": contact.id,
        "invitation": invitation.id,
        "message": message.id,
        "portfolio": portfolio.id,
        "person": thomas.id,
        "document": document.id,
        "field": field.id,
        "note": note.id,
        "gone_field": gone_field.id,
        "request": request.id,
        "export": export.id,
        "merger": merger,
        "envelope": envelope,
        "mailbox": mailbox.id,
        "imported": imported.id,
        "draft": "nadias",
        "slack_message": f"slack-{nadia.slack_id}",
        "name": "Atelier Morel",
        "writer": "Martin Delmas",
        "open_client": shared.id,
        "unplaced": unplaced.id,
        "ignored": sender_key("bruit@newsletter.example"),
    }


def payload(door: Door, attempt: Try, who: Collaborator, ids: Mapping[str, object], url: str) -> Json:
    """What Slack would send for that use of the door."""

    def filled(part: Any) -> Any:
        match part:
            case str():
                return part.format(**ids)
            case dict():
                return {key: filled(value) for key, value in part.items()}
            case list():
                return [filled(value) for value in part]
            case _:
                return part

    ticks = next(TICKS)
    base: Json = {
        "team": {"id": TEAM},
        "user": {"id": who.slack_id, "team_id": TEAM},
        "trigger_id": f"{who.slack_id}.{ticks}",
    }
    view = {
        "id": f"V{ticks}",
        "hash": str(ticks),
        "previous_view_id": "VBENEATH",
        "root_view_id": "VBENEATH",
        "type": "modal",
        "callback_id": door.view or str(door.name),
        "private_metadata": json.dumps(filled(dict(attempt.meta))),
        "blocks": [{"type": "input", "block_id": "first", "element": {"type": "plain_text_input"}}],
        "state": {"values": filled(dict(attempt.state))},
    }
    text, respond = filled(attempt.text or ""), url.replace("/api/", "/respond")
    match door.kind:
        case DoorKind.COMMAND:
            sent = {"command": door.name, "text": text, "team_id": TEAM, "user_id": who.slack_id, "channel_id": "C0"}
            return {**sent, "trigger_id": base["trigger_id"], "response_url": respond}
        case DoorKind.EVENT:
            event: Json = {"type": door.name, "user": who.slack_id, "tab": "home", "channel": "D1"}
            if door.name == "user_change":
                profile = {"real_name": who.name, "email": f"{who.slack_id}@ailleurs.example"}
                event["user"] = {"id": who.slack_id, "team_id": TEAM, "profile": profile}
            return {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ticks}", "event": event}
        case DoorKind.SHORTCUT:
            return {**base, "type": "shortcut", "callback_id": door.name}
        case DoorKind.MESSAGE_SHORTCUT:
            message = {"type": "message", "ts": "1788764400.000100", "user": who.slack_id, "text": text}
            where = {"channel": {"id": "C0"}, "message": message, "message_ts": message["ts"]}
            return {**base, "type": "message_action", "callback_id": door.name, **where, "response_url": respond}
        case DoorKind.OPTIONS:
            asked = {"block_id": door.block or "b", "action_id": door.name, "value": text}
            return {**base, "type": "block_suggestion", **asked, "view": view}
        case DoorKind.VIEW:
            return {**base, "type": "view_submission", "view": view}
        case DoorKind.VIEW_CLOSED:
            return {**base, "type": "view_closed", "view": view, "is_cleared": False}
    block = filled(attempt.block) if attempt.block else door.block or "b"
    action: Json = {"type": "button", "action_id": door.name, "block_id": block, "action_ts": str(ticks)}
    if attempt.value is not None:
        action["value"] = filled(attempt.value)
    if attempt.option is not None:
        action["selected_option"] = {"text": {"type": "plain_text", "text": "x"}, "value": filled(attempt.option)}
    where = {"view": view} if door.view or attempt.meta else {"response_url": respond, "container": {"type": "message"}}
    return {**base, "type": "block_actions", "actions": [action], **where}


TICKS = iter(range(1, 10**9))


def test_every_door_of_the_office_has_its_row() -> None:
    assert sorted(DOORS.keys() - ROWS.keys()) == [], "a new door says in rights_table.py who may use it"
    assert sorted(ROWS.keys() - DOORS.keys()) == []
    assert [door for door, row in ROWS.items() if not row] == []


def test_no_door_is_opened_twice() -> None:
    assert len(DOORS) == sum(len(desk.doors) for desk in all_desks())


# Whose answer must be that of an id that never was; and who is told that it is for others.
BLIND = {
    Who.SEES: ("paul", "julien"),
    Who.LEADS: ("paul", "julien"),
    Who.MEMBERS: ("paul", "julien"),
    Who.AUTHOR: ("paul", "helene"),
    Who.ADMINISTRATORS: ("paul", "julien", "nadia"),
    Who.MANAGERS: ("paul", "thomas"),
    Who.ASKER: ("paul", "julien", "nadia"),
    Who.NOBODY: ("paul", "thomas", "helene"),
}
ALLOWED = {
    Who.EVERYONE: "paul",
    Who.SEES: "thomas",
    Who.LEADS: "nadia",
    Who.MEMBERS: "thomas",
    Who.AUTHOR: "nadia",
    Who.ADMINISTRATORS: "helene",
    Who.MANAGERS: "julien",
    Who.ASKER: "helene",
    Who.OUTSIDERS: "omar",
}


# Who may not see each thing of the scene.
OF_THE_CLIENT = ("client", "contact", "invitation", "message", "document", "note", "request", "envelope", "portfolio")
UNSEEN = {
    **dict.fromkeys(OF_THE_CLIENT, ("paul", "julien")),
    "export": ("paul", "julien", "nadia", "thomas"),
    **dict.fromkeys(("draft", "imported"), ("paul", "julien", "thomas", "helene")),
}


@pytest.mark.abuse("S4", "S12", "R1")
@pytest.mark.parametrize(("door", "number"), TRIES)
def test_who_may_not_gets_the_answer_of_what_never_was_and_changes_nothing(
    shared_scene: Scene, door: str, number: int
) -> None:
    attempt, scene = ROWS[door][number], shared_scene
    before = scene.books()
    for name in BLIND.get(attempt.who, ()):
        who, earlier = scene.people[name], scene.attempts()
        with scene.asked() as of_nothing:
            unknown = scene.answer(DOORS[door], attempt, who, {**scene.there, **UNKNOWN})
        assert scene.attempts() == earlier, name
        with scene.asked() as of_the_forbidden:
            assert scene.answer(DOORS[door], attempt, who, scene.there) == unknown, name
        assert of_the_forbidden == of_nothing, name
        forbidden = any(name in UNSEEN.get(thing, ()) for thing in attempt.ids)
        assert [line[0] for line in scene.attempts()[len(earlier) :]] == [who.id] * forbidden, name
        assert OUR_FAULT not in unknown
        if attempt.who is Who.ADMINISTRATORS and DOORS[door].kind is not DoorKind.OPTIONS:
            assert "réservé" in unknown, name
    if attempt.who is Who.LEADS:
        seeing = scene.answer(DOORS[door], attempt, scene.people["thomas"], scene.there)
        assert any(word in seeing for word in NO), seeing
    if attempt.who is not Who.EVERYONE:
        assert scene.books() == before


# What a person decides, each change with its line of history; the rest follows from it, or is nobody's decision.
DECIDED = {
    "client",
    "client_nir",
    "collaborator",
    "contact",
    "custom_field",
    "document",
    "firm",
    "invitation",
    "mailbox",
    "message",
    "note",
    "portfolio",
    "portfolio_member",
    "request",
    "sender_decision",
    "site",
}


def one_line_for_what_changed(before: Json, after: Json) -> None:
    """Whatever was decided left its line of history, and no line twice; those of before stand."""
    changed = {name for name in DECIDED if before[name] != after[name]}
    earlier, lines = before["history"], after["history"][len(before["history"]) :]
    told = [(line.act, line.client_id, line.subject_id) for line in lines]
    assert bool(told) or not changed, changed
    assert len(told) == len(set(told)), told
    assert after["history"][: len(earlier)] == earlier


@pytest.mark.abuse("R9")
@pytest.mark.parametrize(("door", "number"), TRIES)
def test_who_may_gets_through_and_what_changes_has_its_line(scene: Scene, door: str, number: int) -> None:
    attempt = ROWS[door][number]
    if attempt.who is Who.NOBODY:
        return
    who = scene.people[ALLOWED[attempt.who]]
    before = scene.books()
    answer = scene.answer(DOORS[door], attempt, who, scene.there)
    one_line_for_what_changed(before, scene.books())
    assert OUR_FAULT not in answer
    assert not any(word in answer for word in NO), answer
    if attempt.carries and attempt.who is not Who.EVERYONE:
        assert answer != scene.answer(DOORS[door], attempt, who, {**scene.there, **UNKNOWN})


@pytest.mark.abuse("R3")
@pytest.mark.parametrize("door", DOORS)
def test_a_leaver_finds_every_door_closed(shared_scene: Scene, door: str) -> None:
    if ROWS[door][0].who is Who.OUTSIDERS:
        return
    scene = shared_scene
    leaver = scene.people["julien"]
    with scene.office.records() as records:
        records.people.keep(replace(leaver, active=False))
    try:
        before = scene.books()
        answer = scene.answer(DOORS[door], ROWS[door][0], leaver, scene.there)
        assert scene.books() == before
    finally:
        with scene.office.records() as records:
            records.people.keep(leaver)
    assert "Morel" not in answer
    assert "views.open" not in answer or "n’est pas encore dans l’équipe" in answer


@pytest.mark.abuse("R1")
@pytest.mark.parametrize(
    ("hidden", "unknown"),
    [
        ("Atelier Morel", "Garage Lenoir"),
        ("atelir morel", "garge lenoir"),
        ("839602299", "850885054"),
        ("839 602 299", "850 885 054"),
        ("claire@atelier-morel.example", "jeanne@garage-lenoir.example"),
        ("Claire Morel", "Jeanne Lenoir"),
    ],
)
@pytest.mark.parametrize("door", ["command /client", "options client.find", "action command.search"])
def test_no_word_finds_what_one_may_not_see(shared_scene: Scene, door: str, hidden: str, unknown: str) -> None:
    scene, paul = shared_scene, shared_scene.people["paul"]
    attempt = Try(Who.SEES, text="{name}", value="{name}")
    answers, questions = [], []
    for name in (hidden, unknown):
        with scene.asked() as asked:
            answers.append(scene.answer(DOORS[door], attempt, paul, {**scene.there, "name": name}))
        questions.append(len(asked))
    assert answers[0] == answers[1]
    assert questions[0] == questions[1]
