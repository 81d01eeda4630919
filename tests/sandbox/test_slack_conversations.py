"""Channels made, joined and archived, and what was written in them read again."""

from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.slack_calls import WIDE, Slack, with_scopes

Json = dict[str, Any]
PLACE = "C0COURRIER"


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, WIDE)


def written(slack: Slack, count: int, **more: Any) -> list[str]:
    """The ts of that many messages of the app, the oldest first."""
    posts = [slack.call("chat.postMessage", channel=PLACE, text=f"Message {number}", **more) for number in range(count)]
    return [str(post["ts"]) for post in posts]


def texts(answer: Json) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def test_history_comes_newest_first_and_by_pages(slack: Slack) -> None:
    written(slack, 3)
    first = slack.call("conversations.history", channel=PLACE, limit=2)
    assert (texts(first), first["has_more"]) == (["Message 2", "Message 1"], True)
    rest = slack.call("conversations.history", channel=PLACE, cursor=first["response_metadata"]["next_cursor"])
    assert (texts(rest), rest["has_more"]) == (["Message 0"], False)
    assert slack.call("conversations.history", channel=PLACE, cursor="x")["error"] == "invalid_cursor"
    assert slack.call("conversations.history", channel=PLACE, limit=1001)["error"] == "invalid_limit"


def test_history_is_cut_at_two_instants_and_takes_them_in_when_asked(slack: Slack) -> None:
    first, second, third = written(slack, 3)
    between = {"channel": PLACE, "oldest": first, "latest": third}
    assert texts(slack.call("conversations.history", **between)) == ["Message 1"]
    assert len(texts(slack.call("conversations.history", **between, inclusive=True))) == 3
    assert texts(slack.call("conversations.history", channel=PLACE, latest=second)) == ["Message 0"]
    assert slack.call("conversations.history", channel=PLACE, oldest="hier")["error"] == "invalid_ts_oldest"
    assert slack.call("conversations.history", channel=PLACE, latest="demain")["error"] == "invalid_ts_latest"


def test_metadata_is_read_when_asked_for(slack: Slack) -> None:
    metadata = {"event_type": "case_filed", "event_payload": {"id": "12"}}
    written(slack, 1, metadata=metadata)
    [plain] = slack.call("conversations.history", channel=PLACE)["messages"]
    assert "metadata" not in plain
    [whole] = slack.call("conversations.history", channel=PLACE, include_all_metadata=True)["messages"]
    assert whole["metadata"] == metadata


def test_replies_stand_under_their_message_and_not_in_the_channel(slack: Slack) -> None:
    [first] = written(slack, 1)
    replies = written(slack, 2, thread_ts=first)
    [parent] = slack.call("conversations.history", channel=PLACE)["messages"]
    assert (parent["reply_count"], parent["latest_reply"], parent["thread_ts"]) == (2, replies[-1], first)
    assert texts(slack.call("conversations.replies", channel=PLACE, ts=first)) == [
        "Message 0",
        "Message 0",
        "Message 1",
    ]
    page = slack.call("conversations.replies", channel=PLACE, ts=first, limit=2)
    assert (len(page["messages"]), page["has_more"]) == (2, True)
    assert slack.call("conversations.replies", channel=PLACE, ts="1.2")["error"] == "thread_not_found"


def test_what_one_person_alone_sees_is_not_history(slack: Slack) -> None:
    slack.call("chat.postEphemeral", channel=PLACE, user="U0NADIA", text="Pour vous")
    assert slack.call("conversations.history", channel=PLACE)["messages"] == []


def test_a_bot_reads_where_it_is_a_member_with_the_scope_of_that_kind(slack: Slack, tmp_path: Path) -> None:
    assert slack.call("conversations.history", channel="C0CABINET")["error"] == "not_in_channel"
    assert slack.call("conversations.history", channel="C0NULLE")["error"] == "channel_not_found"
    narrow = Slack(tmp_path / "narrow", with_scopes("channels:history"))
    assert narrow.call("conversations.history", channel=PLACE)["ok"]
    refused = narrow.call("conversations.history", channel=narrow.world.dm("U0NADIA").id)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "im:history")


def test_an_app_outside_the_marketplace_reads_fifteen_messages(slack: Slack) -> None:
    written(slack, 16)
    slack.world.faults["outside_marketplace"] = True
    assert len(slack.call("conversations.history", channel=PLACE, limit=100)["messages"]) == 15


def test_a_channel_is_joined_once(slack: Slack) -> None:
    assert slack.call("conversations.join", channel="C0CABINET")["channel"]["is_member"]
    again = slack.call("conversations.join", channel="C0CABINET")
    assert (again["ok"], again["warning"]) == (True, "already_in_channel")
    assert slack.call("chat.postMessage", channel="C0CABINET", text="Me voici")["ok"]
    im = slack.world.dm("U0NADIA").id
    assert slack.call("conversations.join", channel=im)["error"] == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("inside", "outside", "code"),
    [
        ("x" * 80, "x" * 81, "invalid_name_maxlength"),
        ("dossiers-2026_été", "Dossiers", "invalid_name_specials"),
        ("deux-mots", "deux mots", "invalid_name_specials"),
        ("a.b".replace(".", "-"), "a.b", "invalid_name_specials"),
        ("-a-", "---", "invalid_name_punctuation"),
        ("nouveau", "courrier", "name_taken"),
        ("x", "", "invalid_name_required"),
    ],
)
def test_a_new_channel_has_a_name_by_the_rules(slack: Slack, inside: str, outside: str, code: str) -> None:
    assert slack.call("conversations.create", name=outside)["error"] == code
    made = slack.call("conversations.create", name=inside)["channel"]
    assert (made["name"], made["creator"], made["is_member"]) == (inside, "U0APP", True)


def test_people_are_invited_into_the_channel_that_was_made(slack: Slack) -> None:
    made = slack.call("conversations.create", name="dossiers", is_private=True)["channel"]["id"]
    assert slack.call("conversations.invite", channel=made, users="U0NADIA,U0JULIEN")["channel"]["num_members"] == 3
    assert slack.call("conversations.invite", channel=made, users="U0NADIA")["error"] == "already_in_channel"
    assert slack.call("conversations.invite", channel=made, users="U0PERSONNE")["error"] == "user_not_found"
    assert slack.call("conversations.invite", channel=made, users="U0APP")["error"] == "cant_invite_self"
    assert slack.call("conversations.invite", channel="C0CABINET", users="U0NADIA")["error"] == "not_in_channel"
    assert slack.world.sees("U0NADIA", slack.world.channels[made])
    assert slack.call("conversations.leave", channel=made)["ok"]
    assert slack.call("conversations.info", channel=made)["error"] == "channel_not_found"


def test_an_archived_channel_is_written_in_no_more(slack: Slack) -> None:
    assert slack.call("conversations.archive", channel="C0CABINET")["error"] == "not_in_channel"
    assert slack.call("conversations.archive", channel=PLACE)["ok"]
    assert slack.call("conversations.archive", channel=PLACE)["error"] == "already_archived"
    assert slack.call("chat.postMessage", channel=PLACE, text="a")["error"] == "is_archived"
    assert slack.call("conversations.join", channel=PLACE)["error"] == "is_archived"
    assert slack.call("conversations.info", channel=PLACE)["channel"]["is_archived"]
    listed = slack.call("conversations.list", exclude_archived="true")["channels"]
    assert [channel["name"] for channel in listed] == ["cabinet"]
    assert not slack.world.sees("U0NADIA", slack.world.channels[PLACE])
    assert slack.call("conversations.unarchive", channel=PLACE)["ok"]
    assert slack.call("conversations.unarchive", channel=PLACE)["error"] == "not_archived"
    assert slack.call("chat.postMessage", channel=PLACE, text="a")["ok"]


def test_public_and_private_channels_are_managed_with_scopes_of_their_own(tmp_path: Path) -> None:
    slack = Slack(tmp_path, with_scopes("channels:manage"))
    assert slack.call("conversations.create", name="ouvert")["ok"]
    refused = slack.call("conversations.create", name="clos", is_private=True)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "groups:write")
