"""The pretend Slack on the wire: forms and JSON, files, tickets, connections, acks and events sent again."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox.person import Person
from sandbox.screens import Refused
from tests.sandbox.conftest import Running, sandbox_in
from tests.waiting import PATIENCE, eventually

pytestmark = pytest.mark.slow
Json = dict[str, Any]


@pytest.fixture
def nadia(office: Running) -> Iterator[Person]:
    with office.person("U0NADIA") as person:
        yield person


@pytest.fixture(autouse=True)
def _nobody_is_connected(office: Running) -> None:
    """Slack has seen the sockets of the test before go: it hands an envelope to any one that it believes open."""
    eventually(lambda: office.sandbox.connections == 0)


@pytest.fixture
def slack(office: Running) -> WebClient:
    return WebClient(token=office.bot_token, base_url=office.slack_api_url)


def ticket(office: Running) -> str:
    answer = WebClient(token=office.app_token, base_url=office.slack_api_url).apps_connections_open(
        app_token=office.app_token
    )
    return str(answer["url"])


def hear(socket: ClientConnection) -> Json:
    heard: Json = json.loads(socket.recv(timeout=PATIENCE))
    return heard


def acks(socket: ClientConnection, envelope: Json) -> None:
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))


def call(office: Running, method: str, **request: Any) -> Json:
    headers = {"authorization": f"Bearer {office.bot_token}"}
    answer: Json = httpx.post(office.slack_api_url + method, headers=headers, **request).json()
    return answer


def test_arguments_come_as_a_form_or_as_json(office: Running) -> None:
    blocks = [{"type": "divider"}]
    message: Json = {"channel": "C0COURRIER", "text": "Bonjour"}
    assert call(office, "chat.postMessage", data=message | {"blocks": json.dumps(blocks)})["ok"]
    assert call(office, "chat.postMessage", json=message | {"blocks": blocks})["ok"]
    headers = {"content-type": "application/json"}
    assert (
        httpx.post(office.slack_api_url + "api.test", content=b"{", headers=headers).json()["error"] == "invalid_json"
    )
    assert httpx.post(office.slack_api_url + "api.test", json=[]).json()["error"] == "json_not_object"


def test_a_file_is_sent_and_read_back_with_the_token(office: Running, slack: WebClient, nadia: Person) -> None:
    slack.files_upload_v2(channel="C0COURRIER", filename="relevé.pdf", content=b"%PDF-1.7", initial_comment="Le relevé")
    shown = nadia.sees_message("Le relevé", channel="courrier").files[0]
    assert nadia.download(shown["page_url"]) == b"%PDF-1.7"
    file: Json = slack.files_info(file=shown["id"])["file"]
    assert (file["mimetype"], file["size"]) == ("application/pdf", 8)
    with_token = httpx.get(file["url_private"], headers={"authorization": f"Bearer {office.bot_token}"})
    assert with_token.content == b"%PDF-1.7"
    without = httpx.get(file["url_private"])
    assert (without.status_code, without.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_a_file_of_another_length_than_announced_is_refused(office: Running, slack: WebClient) -> None:
    upload = slack.files_getUploadURLExternal(filename="a.txt", length=3)
    assert httpx.post(str(upload["upload_url"]), content=b"abcd").status_code == 400
    body = {"files": [{"id": upload["file_id"]}]}
    assert call(office, "files.completeUploadExternal", json=body)["error"] == "file_not_found"
    assert (
        call(office, "files.getUploadURLExternal", data={"filename": "a", "length": 0})["error"] == "missing_argument"
    )


def test_a_ticket_opens_one_connection(office: Running) -> None:
    address = ticket(office)
    with connect(address) as socket:
        hello = hear(socket)
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": "A0APP"}
    with pytest.raises(InvalidStatus):
        connect(address)


def test_ten_connections_are_open_at_most(office: Running) -> None:
    with ExitStack() as opened:
        for number in range(1, 11):
            assert hear(opened.enter_context(connect(ticket(office))))["num_connections"] == number
        with connect(ticket(office)) as one_more:
            assert hear(one_more)["reason"] == "too_many_websockets"
            with pytest.raises(ConnectionClosed):
                one_more.recv(timeout=PATIENCE)


def test_any_one_of_the_connections_receives(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as one, connect(ticket(office)) as other:
        for socket in (one, other):
            hear(socket)
        served: dict[int, int] = {}

        def serve(socket: ClientConnection) -> None:
            for text in socket:
                served[id(socket)] = served.get(id(socket), 0) + 1
                socket.send(json.dumps({"envelope_id": json.loads(text)["envelope_id"]}))

        with ThreadPoolExecutor(2) as threads:
            serving = [threads.submit(serve, socket) for socket in (one, other)]
            while len(served) < 2:
                nadia.types("/essai")
            for socket in (one, other):
                socket.close()
            assert all(done.exception() is None for done in serving)


def test_a_refreshed_connection_is_told_and_closed(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.breaks("socket_refresh")
        assert hear(socket)["reason"] == "refresh_requested"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)


def move_clock(office: Running, seconds: float) -> None:
    httpx.post(office.page + "clock", json={"advance_seconds": seconds}).raise_for_status()


def test_a_connection_is_warned_ten_seconds_before_it_ends(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.breaks("socket_warning")
        assert hear(socket)["reason"] == "warning"
        nadia.opens_home()
        acks(socket, hear(socket))
        move_clock(office, 11)
        assert hear(socket)["reason"] == "refresh_requested"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)


def test_a_connection_that_debugs_its_reconnections_lives_six_minutes(office: Running) -> None:
    with connect(ticket(office) + "&debug_reconnects=true") as socket:
        assert hear(socket)["debug_info"]["approximate_connection_time"] == 360
        move_clock(office, 351)
        assert hear(socket)["reason"] == "warning"
        move_clock(office, 11)
        assert hear(socket)["reason"] == "refresh_requested"


def test_a_link_that_is_disabled_opens_again_once_enabled(office: Running, nadia: Person) -> None:
    app = WebClient(token=office.app_token, base_url=office.slack_api_url)
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.breaks("link_disabled")
        assert hear(socket)["reason"] == "link_disabled"
    with pytest.raises(SlackApiError, match="socket_mode_not_enabled"):
        app.apps_connections_open(app_token=office.app_token)
    nadia.breaks("link_disabled", broken=False)
    with connect(ticket(office)) as socket:
        assert hear(socket)["type"] == "hello"


def test_dropped_connections_come_back_once_the_fault_is_mended(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.breaks("socket_drop")
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)
    with pytest.raises(InvalidStatus):
        connect(ticket(office))
    nadia.breaks("socket_drop", broken=False)
    with connect(ticket(office)) as socket:
        assert hear(socket)["type"] == "hello"


def test_a_permalink_leads_to_the_page(office: Running, slack: WebClient) -> None:
    ts = slack.chat_postMessage(channel="C0COURRIER", text="Ici")["ts"]
    link = str(slack.chat_getPermalink(channel="C0COURRIER", message_ts=str(ts))["permalink"])
    assert httpx.get(link).headers["location"] == "/#/channel/C0COURRIER"


def test_without_a_connection_a_command_fails_at_once(nadia: Person) -> None:
    with pytest.raises(Refused, match="dispatch_failed"):
        nadia.types("/essai")
    with pytest.raises(Refused, match="invalid_command"):
        nadia.types("/inconnu")


def test_a_command_is_handed_to_one_connection_and_its_late_ack_is_noted(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        with pytest.raises(Refused, match="operation_timeout"):
            nadia.types("/essai bonjour", channel="courrier")
        envelope = hear(socket)
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        payload = envelope["payload"]
        assert (payload["command"], payload["text"], payload["channel_name"]) == ("/essai", "bonjour", "courrier")
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))

        def noted() -> bool:
            lines = httpx.get(office.page + "page/traffic").json()["lines"]
            late = [line["detail"]["ack"] for line in lines if line["error"] == "too_late"]
            return envelope["envelope_id"] in late

        nadia.waits_for(noted, "the late ack in the traffic")


def test_an_event_that_is_not_acked_comes_again(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.opens_home()
        first, second = hear(socket), hear(socket)
        move_clock(office, 64)
        third = hear(socket)
        acks(socket, third)
    assert first["accepts_response_payload"] is False
    assert [one["retry_attempt"] for one in (first, second, third)] == [0, 1, 2]
    assert (first["retry_reason"], second["retry_reason"]) == ("", "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"] == third["payload"]["event_id"]
    assert first["payload"]["event"]["type"] == "app_home_opened"


def test_events_come_twice_on_demand(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.breaks("duplicate_events")
        nadia.opens_home()
        twice = [hear(socket), hear(socket)]
        nadia.breaks("duplicate_events", broken=False)
        for one in twice:
            acks(socket, one)
    assert twice[0]["envelope_id"] != twice[1]["envelope_id"]
    assert twice[0]["payload"]["event_id"] == twice[1]["payload"]["event_id"]


def test_events_overtake_one_another_on_demand(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.breaks("disordered_events")
        for tab in ("home", "messages", "home"):
            nadia.act("open_home", tab=tab)
        heard = [hear(socket), hear(socket)]
        move_clock(office, 11)
        heard.append(hear(socket))
        nadia.breaks("disordered_events", broken=False)
        for one in heard:
            acks(socket, one)
    assert [one["payload"]["event"]["tab"] for one in heard] == ["messages", "home", "home"]


def test_an_ack_lost_on_its_way_is_a_time_out_for_the_person(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket, ThreadPoolExecutor(1) as bot:
        hear(socket)
        nadia.breaks("acks_lost")
        bot.submit(lambda: acks(socket, hear(socket)))
        with pytest.raises(Refused, match="operation_timeout"):
            nadia.types("/essai")
        nadia.breaks("acks_lost", broken=False)


def test_an_event_without_subscription_is_not_told(office: Running, nadia: Person) -> None:
    with connect(ticket(office)) as socket:
        hear(socket)
        nadia.types("Bonjour à tous", channel="courrier")
        nadia.opens_home()
        envelope = hear(socket)
        acks(socket, envelope)
    assert envelope["payload"]["event"]["type"] == "app_home_opened"


def test_methods_are_broken_on_purpose(office: Running, nadia: Person) -> None:
    nadia.breaks("rate_limited")
    limited = httpx.post(office.slack_api_url + "auth.test", data={"token": office.bot_token})
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")
    nadia.breaks("rate_limited", broken=False)
    nadia.breaks("web_api_down")
    assert httpx.post(office.slack_api_url + "auth.test").status_code == 503
    nadia.breaks("web_api_down", broken=False)
    assert call(office, "auth.test")["ok"]


def test_a_world_of_ones_own_is_read_from_a_file(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    people = [{"id": "U1", "name": "zoe", "real_name": "Zoé Petit", "email": "zoe@petit.example", "locale": "en-GB"}]
    channels = [{"id": "C1", "name": "general", "is_private": False, "members": ["U1"], "with_bot": True}]
    clock = {"start": "2026-11-23T08:40:00+01:00"}
    world.write_text(json.dumps({"users": people, "channels": channels, "clock": clock}))
    with sandbox_in(tmp_path, world) as running, running.person("U1") as zoe:
        zoe.types("Hello", channel="general")
        assert zoe.messages("general")[0].ts.startswith("17954196")
        assert zoe.state()["me"]["locale"] == "en-GB"
