"""A bot without Socket Mode: signed requests to the addresses of its manifest, and events sent again."""

import copy
import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.responses import JSONResponse

from sandbox.person import Person
from sandbox.running import Sandbox
from sandbox.screens import Refused
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.request_url_bot import Heard, RequestUrlBot, fails, redirects, says, says_json
from tests.sandbox.serving import serving

pytestmark = pytest.mark.slow
Json = dict[str, Any]

AT = "https://bot.example"


def http_manifest() -> Json:
    manifest: Json = copy.deepcopy(MANIFEST)
    manifest["features"]["slash_commands"][0]["url"] = f"{AT}/commands?of=essai"
    manifest["settings"] |= {"socket_mode_enabled": False}
    manifest["settings"]["event_subscriptions"]["request_url"] = f"{AT}/events"
    manifest["settings"]["interactivity"] |= {
        "request_url": f"{AT}/interactive",
        "message_menu_options_url": f"{AT}/options",
    }
    return manifest


@dataclass
class Office:
    slack: Sandbox
    bot: RequestUrlBot
    nadia: Person

    def tells(self) -> None:
        """Something happens that the bot is told of."""
        self.nadia.opens_home()


@contextmanager
def an_office() -> Iterator[Office]:
    bot = RequestUrlBot()
    with (
        serving(bot.routes()) as client,
        Sandbox(http_manifest(), request_url=str(client.base_url)) as slack,
    ):
        yield Office(slack, bot, slack.person("U0NADIA"))


@pytest.fixture
def new_office() -> Iterator[Office]:
    """Whose bot was not challenged yet."""
    with an_office() as office:
        yield office


@pytest.fixture(scope="module")
def shared() -> Iterator[Office]:
    with an_office() as office:
        office.slack.breaks("url_verification")
        office.bot.hears()
        office.nadia.waits_for(lambda: answered_challenges(office.slack), "the challenge answered")
        yield office


def answered_challenges(slack: Sandbox) -> list[Json]:
    return [line for line in slack.traffic if "ack" in line and "challenge" in (line["payload"] or {})]


@pytest.fixture
def office(shared: Office) -> Office:
    """Whose bot passed the challenge, and hears what this test makes happen."""
    shared.bot.forget()
    return shared


def signed(heard: Heard, secret: str) -> bool:
    base = f"v0:{heard.headers['x-slack-request-timestamp']}:".encode() + heard.body
    return heard.headers["x-slack-signature"] == "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def test_a_command_is_a_signed_form_and_its_text_answer_is_for_its_person_alone(office: Office) -> None:
    office.bot.answers.append(says("Reçu."))
    office.nadia.types("/essai été", channel="courrier")
    heard = office.bot.hears()
    assert (heard.path, heard.form["command"], heard.form["text"]) == ("/commands", "/essai", "été")
    assert heard.form["trigger_id"]
    assert heard.headers["content-type"] == "application/x-www-form-urlencoded"
    assert signed(heard, office.slack.environment["SLACK_SIGNING_SECRET"])
    assert office.nadia.sees_message("Reçu.", channel="courrier").ephemeral


def test_a_command_may_be_answered_in_json_for_all(office: Office) -> None:
    office.bot.answers.append(says_json({"response_type": "in_channel", "text": "Pour tous"}))
    office.nadia.types("/essai", channel="courrier")
    assert not office.nadia.sees_message("Pour tous", channel="courrier").ephemeral


def test_an_answer_that_slack_cannot_read_fails_before_the_person(office: Office) -> None:
    office.bot.answers.append(lambda _: JSONResponse(["texte"]))
    office.nadia.types("/essai", channel="courrier")
    assert "invalid_payload" in office.nadia.notices[-1]


def test_a_bot_that_takes_its_time_is_told_again_that_it_timed_out(office: Office) -> None:
    late = threading.Event()
    office.bot.waits_for = late
    office.tells()
    first = office.bot.hears()
    office.bot.waits_for = None
    again = office.bot.hears()
    late.set()
    assert again.headers["x-slack-retry-reason"] == "http_timeout"
    assert again.payload["event_id"] == first.payload["event_id"]


@pytest.mark.parametrize(("status", "code"), [(500, "http_service_error"), (404, "http_client_error")])
def test_a_command_that_fails_is_said_to_its_person_and_never_sent_again(
    office: Office, status: int, code: str
) -> None:
    office.bot.answers.append(fails(status))
    with pytest.raises(Refused, match=code):
        office.nadia.types("/essai un")
    assert code in office.nadia.notices[-1]
    office.nadia.types("/essai deux")
    assert [office.bot.hears().form["text"] for _ in range(2)] == ["un", "deux"]


def test_a_payload_of_a_shortcut_is_json_in_a_form_without_a_letter_beyond_ascii(office: Office) -> None:
    office.nadia.types("Déjà", channel="courrier")
    office.nadia.chooses_on(office.nadia.sees_message("Déjà", channel="courrier"), "essai_message")
    heard = office.bot.hears()
    assert (heard.path, heard.payload["type"]) == ("/interactive", "message_action")
    assert "D\\u00e9j\\u00e0" in heard.form["payload"]
    assert heard.payload["message"]["text"] == "Déjà"


def test_the_challenge_comes_before_the_first_event_and_once(new_office: Office) -> None:
    new_office.tells()
    assert new_office.bot.hears().payload["type"] == "url_verification"
    first = new_office.bot.hears()
    assert (first.path, first.payload["event"]["type"]) == ("/events", "app_home_opened")
    assert "x-slack-retry-num" not in first.headers
    new_office.tells()
    assert new_office.bot.hears().payload["type"] == "event_callback"


def test_a_bot_that_fails_the_challenge_is_told_nothing(new_office: Office) -> None:
    new_office.bot.accepts_challenges = False
    new_office.slack.breaks("url_verification")
    assert new_office.bot.hears().payload["type"] == "url_verification"
    [refusal] = new_office.nadia.waits_for(lambda: new_office.slack.refusals, "the failed challenge")[:1]
    assert refusal["error"] == "challenge_failed"
    new_office.tells()
    assert new_office.bot.hears().payload["type"] == "url_verification"


def test_an_event_comes_again_at_once_a_minute_later_and_five_minutes_later(office: Office) -> None:
    office.bot.answers.extend([fails(500), fails(503), fails(400)])
    office.tells()
    first, again = office.bot.hears(), office.bot.hears()
    assert (again.headers["x-slack-retry-num"], again.headers["x-slack-retry-reason"]) == ("1", "http_error")
    office.slack.moves_clock(seconds=61)
    assert office.bot.hears().headers["x-slack-retry-num"] == "2"
    office.slack.moves_clock(seconds=301)
    last = office.bot.hears()
    assert last.headers["x-slack-retry-num"] == "3"
    assert {one.payload["event_id"] for one in (first, again, last)} == {first.payload["event_id"]}
    office.slack.moves_clock(days=1)
    office.tells()
    assert office.bot.hears().payload["event_id"] != first.payload["event_id"]


def test_a_bot_may_ask_not_to_be_told_again(office: Office) -> None:
    office.bot.answers.append(fails(500, x_slack_no_retry="1"))
    office.tells()
    first = office.bot.hears()
    office.tells()
    assert office.bot.hears().payload["event_id"] != first.payload["event_id"]


def test_two_redirects_are_followed_and_a_third_is_not(office: Office) -> None:
    office.bot.answers.extend([redirects("/a"), redirects("/b"), says("Ici.")])
    office.nadia.types("/essai", channel="courrier")
    office.nadia.sees_message("Ici.", channel="courrier")
    assert [office.bot.hears().path for _ in range(3)] == ["/commands", "/a", "/b"]
    office.bot.answers.extend([redirects("/a"), redirects("/b"), redirects("/c")])
    office.tells()
    assert [office.bot.hears().path for _ in range(3)] == ["/events", "/a", "/b"]
    assert office.bot.hears().headers["x-slack-retry-reason"] == "too_many_redirects"


def test_a_bot_that_is_not_there_is_said_so(office: Office) -> None:
    with Sandbox(http_manifest(), request_url="http://127.0.0.1:1") as slack:
        nadia = slack.person("U0NADIA")
        with pytest.raises(Refused, match="dispatch_failed"):
            nadia.types("/essai")


def test_a_forged_request_and_an_old_one_can_be_sent_on_purpose(office: Office) -> None:
    secret = office.slack.environment["SLACK_SIGNING_SECRET"]
    office.slack.breaks("wrong_signature")
    office.nadia.types("/essai")
    assert not signed(office.bot.hears(), secret)
    office.slack.mends("wrong_signature")
    office.slack.breaks("old_requests")
    office.nadia.types("/essai")
    old = office.bot.hears()
    office.slack.mends("old_requests")
    office.nadia.types("/essai")
    fresh = office.bot.hears()
    age = int(fresh.headers["x-slack-request-timestamp"]) - int(old.headers["x-slack-request-timestamp"])
    assert signed(old, secret)
    assert age > 300


def test_slack_probes_the_addresses_of_commands(office: Office) -> None:
    office.slack.breaks("ssl_check")
    assert office.bot.hears().form["ssl_check"] == "1"


def test_the_traffic_of_http_has_the_shape_of_socket_mode(office: Office) -> None:
    office.bot.answers.append(says("Reçu."))
    office.nadia.types("/essai", channel="courrier")
    traffic = office.slack.traffic
    inbound = [line for line in traffic if line.get("inbound") == "slash_commands"][-1]
    assert set(inbound) == {"inbound", "envelope_id", "payload", "ts"}
    [ack] = [line for line in traffic if line.get("ack") == inbound["envelope_id"]]
    assert ack["payload"] == {"text": "Reçu."}
