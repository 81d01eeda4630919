"""The log holds what happened, and nothing that the firm's secrecy covers."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError

from bot.logs import masked, start_logs
from bot.settings import SettingsWrong, load_settings

log = logging.getLogger("bot.test")


class Journal(StringIO):
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def journal() -> Iterator[Journal]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    journal = Journal()
    start_logs(logging.INFO, journal)
    yield journal
    root.handlers[:] = before
    root.setLevel(level)


def test_a_log_line_is_a_past_event_with_identifiers(journal: Journal) -> None:
    log.info("chase written", extra={"invitation": 41, "rank": 2})
    (line,) = journal.lines()
    assert line["event"] == "chase written"
    assert (line["invitation"], line["rank"], line["level"]) == (41, 2, "info")


@pytest.mark.abuse("P6")
@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234567890-abcdefABCDEF",
        "xapp-1-A0GUICHET-123-abcdef",
        "imaps://contact:s3cr3t!@imap.example/INBOX",
        "Authorization: Bearer abcdefgh.ijklmnop",
        "https://hooks.slack.com/actions/T0/123/abc",
        "wss://wss.slack.com/link/?ticket=abcd-efgh&app_id=1",
        "https://espace.example/i/7klfyylbeg3rhdsv5ucdrd6pm6",
        "claire@atelier-morel.example",
        "1840275108123",
        "184027510812342",
        "1 84 02 75 108 123 42",
        "1 84 02 2A 108 123 42",
    ],
)
def test_a_secret_in_a_sentence_is_masked(journal: Journal, secret: str) -> None:
    log.info("something about %s happened", secret, extra={"said": secret, "list": [{"deep": secret}]})
    log.error("it broke", exc_info=OSError(f"cannot reach {secret}"))
    shown = journal.getvalue()
    parts = [part for part in secret.replace("@", " ").replace("/", " ").split() if len(part) > 9]
    assert secret not in shown
    assert not any(part in shown for part in parts if any(c.isdigit() for c in part) and "example" not in part)


@pytest.mark.abuse("P6")
def test_a_secret_setting_is_hidden_by_its_type(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary-0123456789")
    monkeypatch.setenv("IMAP_URL", "imaps://me:canary-word@imap.example")
    settings = load_settings(env_file=None)
    log.info("settings read", extra={"settings": settings, "token": settings.slack_bot_token, "url": settings.imap_url})
    assert "canary" not in journal.getvalue()
    assert "canary" not in repr(settings)


@pytest.mark.abuse("P6")
def test_a_secret_does_not_come_out_in_the_sentence_that_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "canary-which-is-no-token")
    monkeypatch.setenv("DATABASE_URL", "oracle://me:canary@db")
    with pytest.raises(SettingsWrong) as refused:
        load_settings(env_file=None)
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.abuse("P6")
@pytest.mark.parametrize(
    "value", [SecretStr("canary"), b"canary", {"inner": SecretStr("canary")}, object(), 184027510812342]
)
def test_only_plain_values_are_written(journal: Journal, value: object) -> None:
    log.info("something happened", extra={"value": value})
    assert "canary" not in journal.getvalue()
    assert "184027510812342" not in journal.getvalue()


def test_what_an_exception_quotes_stays_out_of_the_log(journal: Journal) -> None:
    try:
        int("Boulangerie Lucas doit 300 euros")
    except ValueError:
        log.exception("listener failed")
    (line,) = journal.lines()
    assert line["error"] == "ValueError"
    assert any("test_logs.py" in frame for frame in line["where"])
    assert "Lucas" not in journal.getvalue()


def test_a_refusal_of_slack_is_named_by_its_code(journal: Journal) -> None:
    answer = {"ok": False, "error": "channel_not_found", "text": "Lucas"}
    log.error("not posted", exc_info=SlackApiError("said", answer))  # type: ignore[no-untyped-call]  # slack_sdk types no error
    (line,) = journal.lines()
    assert line["error"] == "SlackApiError: channel_not_found"


def test_libraries_do_not_write_what_they_carry(journal: Journal) -> None:
    for name in ("slack_sdk.web", "slack_bolt.App", "httpx", "uvicorn.access", "imapclient", "sqlalchemy.engine"):
        logging.getLogger(name).info("payload of Claire Morel")
    assert journal.getvalue() == ""


def test_numbers_of_companies_and_instants_are_left_alone() -> None:
    for plain in ("839602299", "83960229900019", "1700000000.123456", "2026-11-23T08:40:00.123456Z"):
        assert masked(plain) == plain
