"""Slack is met over its socket alone: what claims to be Slack over HTTP finds no door."""

import hashlib
import hmac
import json
import time

import pytest

from tests.handlers.web.conftest import Browser, Invited

SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
COMMAND = {"command": "/client", "text": "nouveau", "team_id": "T0VALMONT", "user_id": "U0NADIA", "trigger_id": "1.2"}


def _signed(body: str, stamp: str) -> dict[str, str]:
    """The headers by which Slack signs a request (v0, HMAC-SHA256)."""
    digest = hmac.new(SECRET, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@pytest.mark.abuse("S1", "S2")
@pytest.mark.parametrize("path", ["/slack/events", "/slack/commands", "/slack/install", "/"])
@pytest.mark.parametrize("age", [0, 299, 301, -301, 86_400])
def test_a_request_in_slack_s_name_is_refused_fresh_replayed_or_forged(
    browser: Browser, claire: Invited, path: str, age: int
) -> None:
    body = json.dumps(COMMAND)
    stamps = (str(int(time.time()) - age), "abc", "-1", "")
    before = claire.now_stands
    for stamp in stamps:
        answer = browser.http.post(path, content=body, headers=_signed(body, stamp))
        assert answer.status_code == 404
        assert "Nadia" not in answer.text
    assert claire.now_stands == before
    with claire.office.reading() as records:
        nadia = records.people.of_slack("U0NADIA")
        assert nadia is not None
        assert records.drafts.of_author(nadia) == []
