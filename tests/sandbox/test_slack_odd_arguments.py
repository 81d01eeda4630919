"""Whatever an app sends, a method answers: it never breaks."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sandbox.webapi import responses, routes
from sandbox.webapi.calls import METHODS, Refused
from tests.sandbox.slack_calls import WIDE, Slack

Json = dict[str, Any]

NAMES = (
    *(
        "attachments",
        "blocks",
        "bot",
        "channel",
        "channel_id",
        "channels",
        "client_id",
        "client_secret",
        "code",
        "cursor",
    ),
    *(
        "delete_original",
        "email",
        "error",
        "exclude_archived",
        "external_id",
        "file",
        "filename",
        "files",
        "grant_type",
    ),
    *("hash", "inclusive", "initial_comment", "is_private", "latest", "length", "limit", "markdown_text", "message"),
    *("message_ts", "metadata", "name", "oldest", "post_at", "redirect_uri", "refresh_token", "scheduled_message_id"),
    *(
        "test",
        "text",
        "thread_ts",
        "timestamp",
        "trigger_id",
        "ts",
        "types",
        "user",
        "user_id",
        "users",
        "view",
        "view_id",
    ),
)
ODD: list[Any] = [
    None,
    "",
    " ",
    "x",
    "[]",
    "{}",
    "[1]",
    '{"a": 1}',
    -1,
    2**70,
    1.5,
    True,
    [],
    {},
    [None],
    [{}],
    {"type": 1},
]
GOOD: Json = {
    "channel": "C0COURRIER",
    "channel_id": "C0COURRIER",
    "files": [{"id": "F1"}],
    "name": "eyes",
    "text": "Bonjour",
    "timestamp": "1.000001",
    "ts": "1.000001",
    "user": "U0NADIA",
    "user_id": "U0NADIA",
    "users": "U0NADIA",
    "view": {"type": "home", "blocks": []},
}
"""What lets a call go further than its first argument."""


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"apps.connections.open"}))
def test_a_method_answers_whatever_it_is_asked(method: str, tmp_path: Path) -> None:
    assert routes.MODULES
    slack = Slack(tmp_path, WIDE)
    for name in NAMES:
        for odd in ODD:
            kept = {key: value for key, value in GOOD.items() if key != name}
            for args in ({name: odd}, {**kept, name: odd}):
                answer = slack.call(method, **args)
                assert answer["ok"] in (True, False), (args, answer)
                assert answer["ok"] or answer["error"], (args, answer)


def test_a_response_url_answers_whatever_it_is_sent(tmp_path: Path) -> None:
    slack = Slack(tmp_path, WIDE)
    for name in (*NAMES, "replace_original", "response_type"):
        for odd in ODD:
            key = slack.world.response_urls.lend("U0NADIA", "C0COURRIER")
            with suppress(Refused):
                responses.use(slack.world, key, {"text": "Bonjour", name: odd})
