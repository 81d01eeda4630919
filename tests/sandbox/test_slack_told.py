"""What happens through the Web API is told to the app, by the same way as the acts of people."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from sandbox.person import Person
from sandbox.running import Sandbox
from tests.sandbox.slack_calls import WIDE
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow
Json = dict[str, Any]

MANIFEST = copy.deepcopy(WIDE)
MANIFEST["settings"]["event_subscriptions"]["bot_events"] = [
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "file_deleted",
    "member_joined_channel",
    "message.channels",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
]


@pytest.fixture
def office() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def slack(office: Sandbox) -> WebClient:
    return WebClient(token=office.opening["bot_token"], base_url=office.opening["slack_api_url"])


@contextmanager
def listening(office: Sandbox) -> Iterator[ClientConnection]:
    token = office.opening["app_token"]
    opened = WebClient(token=token, base_url=office.opening["slack_api_url"]).apps_connections_open(app_token=token)
    with connect(str(opened["url"])) as socket:
        socket.recv(timeout=PATIENCE)
        yield socket


def told(socket: ClientConnection) -> Json:
    """The next event, acked."""
    envelope = json.loads(socket.recv(timeout=PATIENCE))
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
    event: Json = envelope["payload"]["event"]
    return event


def test_channels_made_joined_and_archived_are_told(office: Sandbox, slack: WebClient) -> None:
    with listening(office) as socket:
        made: Json = slack.conversations_create(name="dossiers")["channel"]
        assert told(socket)["channel"]["name"] == "dossiers"
        slack.conversations_join(channel="C0CABINET")
        joined = told(socket)
        assert (joined["type"], joined["user"], joined["channel"]) == (
            "member_joined_channel",
            "U0APP",
            "C0CABINET",
        )
        slack.conversations_archive(channel=made["id"])
        assert told(socket)["type"] == "channel_archive"


def test_reactions_are_told_with_their_message(office: Sandbox, slack: WebClient) -> None:
    ts = str(slack.chat_postMessage(channel="C0COURRIER", text="a")["ts"])
    with listening(office) as socket:
        slack.reactions_add(channel="C0COURRIER", timestamp=ts, name="eyes")
        added = told(socket)
        assert (added["reaction"], added["item"]["ts"], added["item_user"]) == ("eyes", ts, "U0APP")
        slack.reactions_remove(channel="C0COURRIER", timestamp=ts, name="eyes")
        assert told(socket)["type"] == "reaction_removed"


def test_what_the_app_writes_itself_is_told_too(office: Sandbox, slack: WebClient) -> None:
    with listening(office) as socket:
        posted = slack.chat_postMessage(channel="C0COURRIER", text="Un")
        place: Any = {"channel": "C0COURRIER", "ts": str(posted["ts"])}
        written = told(socket)
        assert (written["text"], written["bot_id"], written["channel_type"]) == ("Un", "B0APP", "channel")
        slack.chat_update(**place, text="Deux")
        changed = told(socket)
        assert (changed["subtype"], changed["previous_message"]["text"]) == ("message_changed", "Un")
        slack.chat_delete(**place)
        assert told(socket)["deleted_ts"] == place["ts"]


def test_a_deleted_file_is_told(office: Sandbox, slack: WebClient) -> None:
    file: Json = slack.files_upload_v2(channel="C0COURRIER", filename="a.txt", content="a")["file"]
    with listening(office) as socket:
        slack.files_delete(file=str(file["id"]))
        assert told(socket)["file_id"] == file["id"]


def test_a_revoked_token_is_told(office: Sandbox, slack: WebClient) -> None:
    with listening(office) as socket:
        slack.auth_revoke()
        revoked = told(socket)
        assert (revoked["type"], revoked["tokens"]) == ("tokens_revoked", {"oauth": [], "bot": ["U0APP"]})


def test_an_app_that_is_uninstalled_hears_it_and_nothing_more(office: Sandbox, slack: WebClient) -> None:
    opening = office.opening
    nadia: Person = office.person("U0NADIA")
    with listening(office) as socket:
        slack.apps_uninstall(client_id=opening["client_id"], client_secret=opening["client_secret"])
        assert {told(socket)["type"], told(socket)["type"]} == {"tokens_revoked", "app_uninstalled"}
    assert nadia.state()["app"]["commands"] == []
    assert httpx.get(opening["install_url"], params={"client_id": "1"}).status_code == 400


def test_a_scheduled_message_comes_when_the_clock_is_moved(office: Sandbox, slack: WebClient) -> None:
    now = httpx.get(opening_clock(office)).json()["now"]
    slack.chat_scheduleMessage(
        channel="C0COURRIER", text="À l’heure", post_at=int(datetime.fromisoformat(now).timestamp()) + 3600
    )
    nadia = office.person("U0NADIA")
    office.moves_clock(hours=1, seconds=1)
    nadia.sees("À l’heure", channel="courrier")


def opening_clock(office: Sandbox) -> str:
    return str(office.opening["clock_url"])
