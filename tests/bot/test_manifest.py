"""The Slack app is created from manifest.yml: it asks for what Guichet uses, and for nothing else."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.manifest import manifest_file, read_manifest, scopes
from bot.slack_link import creation_link
from handlers.desk import DoorKind
from handlers.doors import all_desks
from sandbox.rules.manifest import read_manifest as read_as_slack_does


def doors(kind: DoorKind) -> set[str]:
    return {str(door.name) for desk in all_desks() for door in desk.doors if door.kind is kind}


def test_slack_would_accept_the_manifest() -> None:
    assert read_as_slack_does(manifest_file())["display_information"]["name"] == "Guichet"


@pytest.mark.abuse("S14")
def test_the_scopes_are_the_nine_that_are_justified_and_none_of_a_user() -> None:
    page = (manifest_file().parent / "docs" / "slack-app.md").read_text(encoding="utf-8")
    justified = re.findall(r"^\| `([a-z:.]+)` \|", page, re.MULTILINE)
    assert len(justified) == 9
    assert scopes() == set(justified)
    assert set(read_manifest()["oauth_config"]["scopes"]) == {"bot"}


def test_every_command_of_the_manifest_is_answered_and_no_other() -> None:
    commands = read_manifest()["features"]["slash_commands"]
    assert {command["command"] for command in commands} == doors(DoorKind.COMMAND)
    assert all(command["usage_hint"] for command in commands)


@pytest.mark.parametrize(("type_", "kind"), [("global", DoorKind.SHORTCUT), ("message", DoorKind.MESSAGE_SHORTCUT)])
def test_every_shortcut_of_the_manifest_is_answered_and_no_other(type_: str, kind: DoorKind) -> None:
    shortcuts = read_manifest()["features"].get("shortcuts", [])
    assert {shortcut["callback_id"] for shortcut in shortcuts if shortcut["type"] == type_} == doors(kind)


def test_every_event_of_the_manifest_is_answered_and_no_other() -> None:
    events = read_manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == doors(DoorKind.EVENT)


def test_the_link_that_creates_the_app_carries_the_manifest() -> None:
    link = urlsplit(creation_link())
    carried = parse_qs(link.query)
    assert (link.hostname, carried["new_app"]) == ("api.slack.com", ["1"])
    assert json.loads(carried["manifest_json"][0]) == read_manifest()
