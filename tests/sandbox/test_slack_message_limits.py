"""What Slack refuses of whole messages and views, with its code: each limit just inside and just outside."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import sandbox
from tests.sandbox.slack_calls import WIDE, Slack, with_scopes
from tests.sandbox.slack_payloads import element, field, home, modal, plain, rows, section

Json = dict[str, Any]
PLACE = "C0COURRIER"
TABLE = {"type": "table", "rows": rows(1)}
VIDEO: Json = {
    "type": "video",
    "alt_text": "Film",
    "title": plain("Film"),
    "thumbnail_url": "https://exemple.example/v.png",
    "video_url": "https://exemple.example/v",
}


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, WIDE)


def of_characters(count: int) -> list[Json]:
    """Sections of that many characters in all."""
    return [section(text=plain("x" * min(3000, count - done))) for done in range(0, count, 3000)]


def metadata(length: int) -> Json:
    """Metadata of that many characters as JSON."""
    made = {"event_type": "a", "event_payload": {"text": ""}}
    made["event_payload"] = {"text": "x" * (length - len(json.dumps(made)))}
    return made


MESSAGES: list[tuple[Json, Json, str]] = [
    ({"text": "a"}, {}, "no_text"),
    ({"text": "a"}, {"text": " \n"}, "no_text"),
    ({"blocks": [section()]}, {"blocks": []}, "no_text"),
    ({"attachments": [{"text": "a"}]}, {"attachments": []}, "no_text"),
    ({"markdown_text": "a"}, {"markdown_text": "a", "text": "b"}, "markdown_text_conflict"),
    ({"markdown_text": "a"}, {"markdown_text": "a", "blocks": [section()]}, "markdown_text_conflict"),
    ({"markdown_text": "x" * 12_000}, {"markdown_text": "x" * 12_001}, "msg_too_long"),
    ({"attachments": [{"text": "a"}] * 100}, {"attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
    ({"text": "a", "attachments": "[]"}, {"text": "a", "attachments": "{}"}, "invalid_attachments"),
    ({"text": "a", "attachments": "[]"}, {"text": "a", "attachments": "["}, "invalid_attachments"),
    ({"text": "a", "blocks": "[]"}, {"text": "a", "blocks": "{}"}, "invalid_blocks_format"),
    ({"text": "a", "blocks": "[]"}, {"text": "a", "blocks": "["}, "invalid_blocks_format"),
    ({"text": "a", "blocks": [section()] * 50}, {"text": "a", "blocks": [section()] * 51}, "invalid_blocks"),
    ({"text": "a", "blocks": [TABLE]}, {"text": "a", "blocks": [TABLE, TABLE]}, "only_one_table_allowed"),
    (
        {"text": "a", "blocks": [TABLE]},
        {"text": "a", "blocks": [TABLE], "attachments": [{"blocks": [TABLE]}]},
        "only_one_table_allowed",
    ),
    ({"blocks": of_characters(13_200)}, {"blocks": of_characters(13_201)}, "msg_blocks_too_long"),
    ({"text": "a", "metadata": metadata(16_000)}, {"text": "a", "metadata": metadata(16_001)}, "metadata_too_large"),
    ({"text": "a", "metadata": metadata(100)}, {"text": "a", "metadata": {}}, "invalid_metadata_format"),
    ({"text": "a", "metadata": metadata(100)}, {"text": "a", "metadata": "{"}, "invalid_metadata_format"),
    (
        {"text": "a", "metadata": metadata(100)},
        {"text": "a", "metadata": {"event_type": "a", "event_payload": []}},
        "invalid_metadata_format",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "code"), MESSAGES)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage"])
def test_a_message_just_inside_is_taken_and_one_just_outside_is_refused(
    slack: Slack, method: str, inside: Json, outside: Json, code: str
) -> None:
    in_a_minute = int(slack.world.now().timestamp()) + 60
    more: Json = {"chat.postEphemeral": {"user": "U0NADIA"}, "chat.scheduleMessage": {"post_at": in_a_minute}}
    more = more.get(method, {})
    assert slack.call(method, channel=PLACE, **more, **inside)["ok"]
    assert slack.call(method, channel=PLACE, **more, **outside)["error"] == code


def test_an_update_has_four_thousand_characters_and_a_message_forty_thousand(slack: Slack) -> None:
    posted = slack.call("chat.postMessage", channel=PLACE, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    update: Json = {"channel": PLACE, "ts": posted["ts"]}
    assert slack.call("chat.update", **update, text="x" * 4000)["ok"]
    assert slack.call("chat.update", **update, text="x" * 4001)["error"] == "msg_too_long"
    assert slack.call("chat.update", **update)["error"] == "no_text"


def test_a_view_has_two_hundred_and_fifty_kilobytes(slack: Slack) -> None:
    def view(size: int) -> Json:
        blocks = [section(text=plain("x" * 2900))] * 84
        rest = size - len(json.dumps(modal(*blocks, section(text=plain("")))))
        return modal(*blocks, section(text=plain("x" * rest)))

    exactly = view(250_000)
    assert len(json.dumps(exactly)) == 250_000
    assert slack.call("views.open", trigger_id=slack.trigger(), view=exactly)["ok"]
    assert slack.call("views.open", trigger_id=slack.trigger(), view=view(250_001))["error"] == "view_too_large"


def test_a_video_and_a_file_field_ask_for_a_scope_of_their_own(tmp_path: Path) -> None:
    without = Slack(tmp_path / "without", with_scopes("chat:write"))
    whole = Slack(tmp_path / "whole", with_scopes("chat:write", "links.embed:write", "files:read"))
    form = modal(field(element("file_input")))
    video: Json = {"channel": PLACE, "text": "Film", "blocks": [VIDEO]}
    assert whole.call("chat.postMessage", **video)["ok"]
    assert whole.call("views.publish", user_id="U0NADIA", view=home(VIDEO))["ok"]
    assert whole.call("views.open", trigger_id=whole.trigger(), view=form)["ok"]
    assert without.call("chat.postMessage", **video)["needed"] == "links.embed:write"
    assert without.call("views.publish", user_id="U0NADIA", view=home(VIDEO))["needed"] == "links.embed:write"
    assert without.call("views.open", trigger_id=without.trigger(), view=form)["needed"] == "files:read"


def test_an_app_without_its_tabs_writes_to_nobody_and_shows_no_home(tmp_path: Path) -> None:
    made = with_scopes("chat:write", "im:write")
    made["features"]["app_home"]["messages_tab_enabled"] = False
    slack = Slack(tmp_path, made)
    person = slack.call("conversations.open", users="U0NADIA")["channel"]["id"]
    made["features"]["app_home"]["home_tab_enabled"] = False
    assert slack.call("views.publish", user_id="U0NADIA", view=home(section()))["error"] == "not_enabled"
    for channel in ("U0NADIA", person):
        assert slack.call("chat.postMessage", channel=channel, text="a")["error"] == "messages_tab_disabled"
    assert slack.call("chat.postMessage", channel=PLACE, text="a")["ok"]


def test_an_app_writes_in_every_public_channel_with_the_scope_for_it(tmp_path: Path) -> None:
    slack = Slack(tmp_path, with_scopes("chat:write", "chat:write.public"))
    assert slack.call("chat.postMessage", channel="C0CABINET", text="a")["ok"]
    slack.world.channels["C0CABINET"].is_private = True
    assert slack.call("chat.postMessage", channel="C0CABINET", text="a")["error"] == "channel_not_found"


def test_some_conversations_are_out_of_reach(slack: Slack) -> None:
    slack.world.users["U0NADIA"].is_bot = True
    assert slack.call("conversations.open", users="U0NADIA")["error"] == "cannot_dm_bot"
    slack.world.channels[PLACE].name = "general"
    assert slack.call("conversations.archive", channel=PLACE)["error"] == "cant_archive_general"
    assert slack.call("conversations.leave", channel=PLACE)["error"] == "cant_leave_general"
    many = ",".join(["U0JULIEN"] * 1001)
    assert slack.call("conversations.invite", channel=PLACE, users=many)["error"] == "too_many_users"


def codes_in(module: Path) -> set[str]:
    """The codes that the functions of that module refuse with."""
    raised = ("Refused", "NotGranted", "NotPermitted", "WrongRequest")
    calls = [
        node
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in raised and node.args
    ]
    named = [call.args[0] for call in calls if not isinstance(call.args[0], ast.JoinedStr)]
    constants = [inner for code in named for inner in ast.walk(code) if isinstance(inner, ast.Constant)]
    return {one.value for one in constants if isinstance(one.value, str)}


def test_every_code_that_methods_refuse_with_is_met_in_a_test() -> None:
    places = [Path(folder) for folder in sandbox.__path__]
    codes = {code for place in places for module in place.rglob("*.py") for code in codes_in(module)}
    tests = "".join(module.read_text(encoding="utf-8") for module in Path(__file__).parent.glob("test_*.py"))
    assert len(codes) > 80
    assert sorted(code for code in codes if f'"{code}"' not in tests) == []
