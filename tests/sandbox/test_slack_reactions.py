"""Emoji under messages: put, taken back, read."""

from pathlib import Path

import pytest

from tests.sandbox.slack_calls import WIDE, Slack

PLACE = "C0COURRIER"


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, WIDE)


def test_a_reaction_is_put_once_and_taken_back_once(slack: Slack) -> None:
    ts = slack.call("chat.postMessage", channel=PLACE, text="a")["ts"]
    eyes = {"channel": PLACE, "timestamp": ts, "name": ":eyes:"}
    assert slack.call("reactions.remove", **eyes)["error"] == "no_reaction"
    assert slack.call("reactions.add", **eyes)["ok"]
    assert slack.call("reactions.add", **eyes)["error"] == "already_reacted"
    shown = slack.call("reactions.get", channel=PLACE, timestamp=ts)["message"]
    assert shown["reactions"] == [{"name": "eyes", "users": ["U0APP"], "count": 1}]
    assert slack.call("reactions.remove", **eyes)["ok"]
    assert "reactions" not in slack.call("reactions.get", channel=PLACE, timestamp=ts)["message"]


def test_a_reaction_of_somebody_else_is_not_taken_back(slack: Slack) -> None:
    ts = slack.call("chat.postMessage", channel=PLACE, text="a")["ts"]
    message = slack.world.messages.get(PLACE, ts)
    assert message is not None
    message.reactions.append({"name": "eyes", "users": ["U0NADIA"], "count": 1})
    eyes = {"channel": PLACE, "timestamp": ts, "name": "eyes"}
    assert slack.call("reactions.remove", **eyes)["error"] == "no_reaction"
    assert slack.call("reactions.add", **eyes)["ok"]
    assert message.reactions == [{"name": "eyes", "users": ["U0NADIA", "U0APP"], "count": 2}]


def test_a_reaction_says_under_what_and_which(slack: Slack) -> None:
    ts = slack.call("chat.postMessage", channel=PLACE, text="a")["ts"]
    refusals = [
        ({"name": "eyes"}, "no_item_specified"),
        ({"channel": PLACE, "name": "eyes"}, "no_item_specified"),
        ({"channel": PLACE, "timestamp": "hier", "name": "eyes"}, "bad_timestamp"),
        ({"channel": PLACE, "timestamp": "1.2", "name": "eyes"}, "message_not_found"),
        ({"channel": "C0NULLE", "timestamp": ts, "name": "eyes"}, "channel_not_found"),
        ({"channel": PLACE, "timestamp": ts, "name": "un œil"}, "invalid_name"),
    ]
    for args, code in refusals:
        assert slack.call("reactions.add", **args)["error"] == code, args


def test_what_somebody_reacted_to_is_listed_newest_first(slack: Slack) -> None:
    posts = [slack.call("chat.postMessage", channel=PLACE, text=f"{number}")["ts"] for number in range(3)]
    for ts in posts[:2]:
        slack.call("reactions.add", channel=PLACE, timestamp=ts, name="eyes")
    first = slack.call("reactions.list", limit=1)
    assert [item["message"]["text"] for item in first["items"]] == ["1"]
    rest = slack.call("reactions.list", cursor=first["response_metadata"]["next_cursor"])
    assert [item["message"]["text"] for item in rest["items"]] == ["0"]
    assert slack.call("reactions.list", user="U0NADIA")["items"] == []
    assert slack.call("reactions.list", user="U0PERSONNE")["error"] == "user_not_found"
