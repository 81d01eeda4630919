"""What the outbox says in Slack: posted once, redrawn where it stands, spaced as Slack asks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.lines import LONGEST_CLOSED, Lines, Pace
from domain.about import About
from domain.books import Card
from domain.outbox import Way
from domain.people import Collaborator
from handlers.blocks import section
from handlers.post import post, send_file, update_cards
from storage.tables import envelopes, firms
from tests.bot.dispatching import dispatching, error_of, hurry, put, slack_texts, state_of, states
from tests.builders import an_envelope
from tests.offices import SmallOffice
from tests.sandbox.serving import serving
from tests.waiting import eventually

CHANNEL = "C0COURRIER"


@dataclass
class SlackOfWords:
    """Answers as Slack does; `refusals` are given first, in order, to those who ask. It is no member of `closed`."""

    refusals: list[Response] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: Request) -> Response:
        method, arguments = request.path_params["method"], await request.json()
        if self.refusals:
            return self.refusals.pop(0)
        if arguments.get("channel") in self.closed:
            return no("not_in_channel")
        self.calls.append((method, arguments))
        return JSONResponse({"ok": True, "channel": arguments.get("channel"), "ts": f"1795000000.{len(self.calls):06}"})


def no(code: str) -> Response:
    return JSONResponse({"ok": False, "error": code})


@pytest.fixture
def slack() -> Iterator[SlackOfWords]:
    words = SlackOfWords()
    with serving([Route("/api/{method}", words.answer, methods=["POST"])]) as client:
        words.url = f"{client.base_url}/api/"
        yield words


@pytest.fixture(autouse=True)
def _a_token_for_slack(office: SmallOffice) -> None:
    office.database.keep_bot_token(office.firm_id, "xoxb-of-the-tests")


def say(office: SmallOffice, text: str, to: str = CHANNEL, about: int = 1) -> Card:
    with office.records() as records:
        return post(records, office.now(), to, text, [section(text)], about=(About.MESSAGE, about))


def test_a_card_is_posted_and_its_place_remembered(office: SmallOffice, slack: SlackOfWords) -> None:
    card = say(office, "Un courrier")
    with dispatching(office, slack=slack.url):
        eventually(lambda: states(office) == {"done": 1})
    ((method, arguments),) = slack.calls
    assert method == "chat.postMessage"
    assert (arguments["channel"], arguments["text"]) == (CHANNEL, "Un courrier")
    with office.reading() as records:
        kept = records.cards.get(card.id)
    assert kept is not None
    assert kept.ts == "1795000000.000001"


def test_a_card_is_redrawn_where_it_stands_after_it_was_posted(office: SmallOffice, slack: SlackOfWords) -> None:
    say(office, "Un courrier")
    with office.records() as records:
        update_cards(records, office.now(), (About.MESSAGE, 1), "Un courrier traité", [section("Traité")])
    with dispatching(office, slack=slack.url):
        eventually(lambda: states(office) == {"done": 2})
    assert [method for method, _ in slack.calls] == ["chat.postMessage", "chat.update"]
    assert slack.calls[1][1]["ts"] == "1795000000.000001"


def test_a_card_that_somebody_deleted_is_left_in_peace(office: SmallOffice, slack: SlackOfWords) -> None:
    say(office, "Un courrier")
    with dispatching(office, slack=slack.url):
        eventually(lambda: states(office) == {"done": 1})
        slack.refusals.append(no("message_not_found"))
        with office.records() as records:
            update_cards(records, office.now(), (About.MESSAGE, 1), "Un courrier traité", [section("Traité")])
        eventually(lambda: states(office) == {"done": 2})


def test_a_closed_channel_is_told_to_the_administrators_once_and_tried_again(
    office: SmallOffice, administrator: Collaborator, slack: SlackOfWords
) -> None:
    slack.closed = {CHANNEL}
    for number, text in enumerate(("Un", "Deux")):
        say(office, text, about=number)
    with dispatching(office, slack=slack.url):
        eventually(lambda: states(office) == {"ready": 2, "done": 1})
        assert [arguments["channel"] for _method, arguments in slack.calls] == [administrator.slack_id]
        slack.closed.clear()
        hurry(office)
        eventually(lambda: states(office) == {"done": 3})


def test_a_message_that_slack_will_never_take_does_not_stop_the_others(
    office: SmallOffice, slack: SlackOfWords
) -> None:
    poisonous = an_envelope(way=Way.SLACK_POST, to=CHANNEL, body=b"not even JSON")
    slack.refusals.append(no("invalid_blocks"))
    (poisonous_id,) = put(office, poisonous)
    say(office, "Refusé")
    say(office, "Accepté", about=2)
    with dispatching(office, slack=slack.url):
        eventually(lambda: states(office) == {"ready": 1, "dead": 1, "done": 1})
    assert state_of(office, poisonous_id) == "ready"
    assert (error_of(office, poisonous_id) or "").startswith("our own mistake")


def test_slack_is_left_alone_for_as_long_as_it_asks(office: SmallOffice, slack: SlackOfWords) -> None:
    slack.refusals.append(JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "3600"}))
    for number in range(5):
        say(office, f"Courrier {number}", about=number)
    with dispatching(office, slack=slack.url):
        # Those already on their way may get through; what comes after waits with the one that was refused.
        eventually(lambda: _all_put_off_or_done(office))
        say(office, "Après", about=9)
        eventually(lambda: _all_put_off_or_done(office))
    assert slack_texts(office)[-1] == "Après"


def _all_put_off_or_done(office: SmallOffice) -> bool:
    with office.reading() as records:
        row = envelopes.c
        waiting = records.of(envelopes, row.state != "done").with_only_columns(row.state, row.retry_at)
        rows = records.connection.execute(waiting).all()
    return bool(rows) and all(state.value == "ready" and retry_at is not None for state, retry_at in rows)


def test_what_is_to_be_said_waits_until_the_app_is_installed_again(office: SmallOffice, slack: SlackOfWords) -> None:
    with office.records() as records:
        records.connection.execute(update(firms).values(bot_token=None))
    say(office, "Un courrier")
    with dispatching(office, slack=slack.url):
        eventually(lambda: _all_put_off_or_done(office))
        office.database.keep_bot_token(office.firm_id, "xoxb-of-the-tests")
        hurry(office)
        eventually(lambda: states(office) == {"done": 1})


def test_a_line_that_fell_opens_again_and_one_that_works_forgets_its_falls() -> None:
    lines = Lines()
    before = time.monotonic()
    lines.fell("slack", "unreachable", None)
    assert lines.wait(("slack",)) <= 2.5
    for _ in range(9):
        lines.fell("slack", "unreachable", None)
    assert 0 < lines.wait(("slack",)) <= LONGEST_CLOSED * 1.25
    lines.fell("slack:1:chat.postMessage", "ratelimited", 3000)
    assert lines.wait(("slack", "slack:1:chat.postMessage")) > 2500
    assert lines.wait(("slack:2",)) == 0
    # What left was on its way when Slack asked for silence: that does not break the silence.
    lines.works(("slack", "slack:1:chat.postMessage"), begun_at=before)
    assert lines.wait(("slack", "slack:1:chat.postMessage")) > 2500
    lines.works(("slack", "slack:1:chat.postMessage"), begun_at=time.monotonic())
    assert lines.wait(("slack", "slack:1:chat.postMessage")) == 0


def test_each_message_of_a_channel_has_a_turn_of_its_own() -> None:
    pace = Pace(600.0)
    waits = [pace.wait("C1", number) for number in range(3)]
    assert waits[0] == 0
    assert 0 < waits[1] <= 600 < waits[2] <= 1200
    assert pace.wait("C1", 1) <= waits[1]
    assert pace.wait("C2", 9) == 0


@dataclass
class SlackOfFiles:
    """The three calls of a file sent to one person; `down` refuses the bytes that many times."""

    url: str = ""
    down: int = 0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        async with request.form() as form:
            given = {**request.query_params, **{name: str(value) for name, value in form.items()}}
        self.asked.append((request.path_params["method"], given))
        answers: dict[str, Any] = {
            "conversations.open": {"channel": {"id": "D0NADIA"}},
            "files.getUploadURLExternal": {"upload_url": self.url.replace("/api/", "/upload/F1"), "file_id": "F1"},
            "files.completeUploadExternal": {"files": [{"id": "F1"}]},
        }
        return JSONResponse({"ok": True, **answers[request.path_params["method"]]})

    async def take(self, request: Request) -> Response:
        if self.down:
            self.down -= 1
            return Response("busy", status_code=503)
        self.received.append(await request.body())
        return Response("OK")


@pytest.fixture
def file_slack() -> Iterator[SlackOfFiles]:
    slack = SlackOfFiles()
    routes = [
        Route("/api/{method}", slack.answer, methods=["GET", "POST"]),
        Route("/upload/{file}", slack.take, methods=["POST"]),
    ]
    with serving(routes) as client:
        slack.url = f"{client.base_url}/api/"
        yield slack


def send(office: SmallOffice) -> int:
    with office.records() as records:
        send_file(records, office.now(), "U0NADIA", "dossiers.xlsx", b"PK\x03\x04", "Votre liste, 2 dossiers.")
    with office.database.engine.connect() as connection:
        return int(connection.execute(select(envelopes.c.id)).scalar_one())


def test_a_file_goes_to_one_persons_own_conversation_and_is_then_kept_no_more(
    office: SmallOffice, file_slack: SlackOfFiles
) -> None:
    number = send(office)
    with dispatching(office, slack=file_slack.url):
        eventually(lambda: states(office) == {"done": 1})
    asked = dict(file_slack.asked)
    assert asked["conversations.open"]["users"] == "U0NADIA"
    assert asked["files.getUploadURLExternal"]["filename"] == "dossiers.xlsx"
    assert asked["files.completeUploadExternal"]["channel_id"] == "D0NADIA"
    assert asked["files.completeUploadExternal"]["initial_comment"] == "Votre liste, 2 dossiers."
    assert file_slack.received == [b"PK\x03\x04"]
    with office.database.engine.connect() as connection:
        body = connection.execute(select(envelopes.c.body).where(envelopes.c.id == number)).scalar_one()
    assert body is None


def test_a_file_that_slack_does_not_take_is_sent_again(office: SmallOffice, file_slack: SlackOfFiles) -> None:
    file_slack.down = 1
    send(office)
    with dispatching(office, slack=file_slack.url):
        eventually(lambda: file_slack.down == 0)
    with dispatching(office, slack=file_slack.url):
        hurry(office)
        eventually(lambda: states(office) == {"done": 1})
    assert file_slack.received == [b"PK\x03\x04"]
