"""Slack's refusals of an app's manifest: each rule just inside and just outside."""

import copy
from pathlib import Path
from typing import Any

import pytest

from sandbox.rules.eventscopes import may_hear
from sandbox.rules.manifest import manifest_problems, read_manifest
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.spoiling import of_another_type, with_an_unknown_field, without_one_field

Json = dict[str, Any]


def command(**more: Any) -> Json:
    return {"command": "/essai", "description": "Essayer", **more}


def shortcut(**more: Any) -> Json:
    return {"name": "Essai", "type": "global", "callback_id": "essai", "description": "Essayer", **more}


ADDRESS = "https://essai.example/slack"
WHOLE: Json = {
    "_metadata": {"major_version": 1},
    "display_information": {
        "name": "Essai",
        "description": "Une application pour essayer.",
        "long_description": "Une application pour essayer. " * 7,
        "background_color": "#1a2b3c",
    },
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Essai", "always_online": True},
        "slash_commands": [command(usage_hint="mot", should_escape=True, url=ADDRESS)],
        "shortcuts": [shortcut()],
        "unfurl_domains": ["essai.example"],
        "assistant_view": {
            "assistant_description": "Aide",
            "suggested_prompts": [{"title": "Aide", "message": "Aide-moi"}],
        },
        "agent_view": {
            "agent_description": "Aide",
            "suggested_prompts": [{"title": "Aide", "message": "Aide-moi"}],
            "actions": [{"name": "Aider", "description": "Aider"}],
        },
        "workflow_steps": [{"name": "Pas", "callback_id": "pas"}],
    },
    "oauth_config": {
        "redirect_urls": [ADDRESS],
        "scopes": {"bot": ["commands"], "user": ["email"], "bot_optional": ["chat:write"], "user_optional": ["openid"]},
        "token_management_enabled": True,
        "pkce_enabled": False,
    },
    "settings": {
        "allowed_ip_address_ranges": ["192.0.2.0/24"],
        "event_subscriptions": {
            "request_url": ADDRESS,
            "bot_events": ["app_home_opened"],
            "user_events": ["app_home_opened"],
        },
        "incoming_webhooks": {"incoming_webhooks_enabled": False},
        "interactivity": {"is_enabled": True, "request_url": ADDRESS, "message_menu_options_url": ADDRESS},
        "org_deploy_enabled": False,
        "socket_mode_enabled": False,
        "token_rotation_enabled": False,
        "is_hosted": False,
        "is_mcp_enabled": False,
        "hermes_app_type": "remote",
        "function_runtime": "remote",
    },
    "mcp_servers": {"essai": {"url": ADDRESS, "auth_type": "no_auth", "auth_provider_key": "essai"}},
}
"""Every part whose fields are known, without Socket Mode."""


def server(**more: Any) -> Json:
    return {"url": ADDRESS, "auth_type": "no_auth", **more}


def step(**more: Any) -> Json:
    return {"name": "Pas", "callback_id": "pas", **more}


def numbered(count: int, form: str = "e{}") -> list[str]:
    return [form.format(number) for number in range(count)]


NAME = "display_information/name"
COMMANDS = "features/slash_commands"
SHORTCUTS = "features/shortcuts"
EVENTS = "settings/event_subscriptions/bot_events"
PROMPT: Json = {"title": "Aide", "message": "Aide-moi"}

CASES: list[tuple[str, Any, Any]] = [
    (NAME, "x" * 35, "x" * 36),
    (NAME, "x", ""),
    ("display_information/description", "x" * 140, "x" * 141),
    ("display_information/description", "x", ""),
    ("display_information/long_description", "x" * 175, "x" * 174),
    ("display_information/long_description", "x" * 4000, "x" * 4001),
    ("display_information/background_color", "#1a2b3c", "#1a2b3"),
    ("display_information/background_color", "#abc", "bleu"),
    (COMMANDS, [command(url=ADDRESS)] * 50, [command(url=ADDRESS)] * 51),
    (COMMANDS, [command(url=ADDRESS)], []),
    (COMMANDS, [command(command="/" + "x" * 31, url=ADDRESS)], [command(command="/" + "x" * 32, url=ADDRESS)]),
    (COMMANDS, [command(command="/x", url=ADDRESS)], [command(command="/", url=ADDRESS)]),
    (COMMANDS, [command(url=ADDRESS)], [command(command="essai", url=ADDRESS)]),
    (COMMANDS, [command(description="x" * 2000, url=ADDRESS)], [command(description="x" * 2001, url=ADDRESS)]),
    (COMMANDS, [command(description="x", url=ADDRESS)], [command(description="", url=ADDRESS)]),
    (COMMANDS, [command(usage_hint="x" * 1000, url=ADDRESS)], [command(usage_hint="x" * 1001, url=ADDRESS)]),
    (COMMANDS, [command(usage_hint="x", url=ADDRESS)], [command(usage_hint="", url=ADDRESS)]),
    (COMMANDS, [command(url="http://localhost/a")], [command(url="localhost/a")]),
    (COMMANDS, [command(url=ADDRESS.ljust(3000, "x"))], [command(url=ADDRESS.ljust(3001, "x"))]),
    (COMMANDS, [command(url=ADDRESS)], [command()]),
    (SHORTCUTS, [shortcut()] * 10, [shortcut()] * 11),
    (SHORTCUTS, [shortcut()], []),
    (SHORTCUTS, [shortcut(name="x" * 24)], [shortcut(name="x" * 25)]),
    (SHORTCUTS, [shortcut(name="x")], [shortcut(name="")]),
    (SHORTCUTS, [shortcut(type="message")], [shortcut(type="channel")]),
    (SHORTCUTS, [shortcut(callback_id="x" * 255)], [shortcut(callback_id="x" * 256)]),
    (SHORTCUTS, [shortcut(callback_id="x")], [shortcut(callback_id="")]),
    (SHORTCUTS, [shortcut(description="x" * 150)], [shortcut(description="x" * 151)]),
    (SHORTCUTS, [shortcut(description="x")], [shortcut(description="")]),
    ("features/bot_user/display_name", "x" * 80, "x" * 81),
    ("features/bot_user/display_name", "x", ""),
    ("features/unfurl_domains", numbered(5, "e{}.example"), numbered(6, "e{}.example")),
    ("features/unfurl_domains", ["a.example"], ["-a.example"]),
    ("features/unfurl_domains", ["a.example", "b.example"], ["a.example", "a.example"]),
    ("features/unfurl_domains", ["a.example"], []),
    ("features/unfurl_domains", ["x" * 255], ["x" * 256]),
    ("features/agent_view/agent_description", "x" * 300, "x" * 301),
    ("features/agent_view/suggested_prompts", [PROMPT] * 4, [PROMPT] * 5),
    ("features/workflow_steps", [step()] * 10, [step()] * 11),
    ("features/workflow_steps", [step()], []),
    ("features/workflow_steps", [step(name="x" * 50)], [step(name="x" * 51)]),
    ("features/workflow_steps", [step(name="x")], [step(name="")]),
    ("features/workflow_steps", [step(callback_id="x" * 50)], [step(callback_id="x" * 51)]),
    ("features/workflow_steps", [step(callback_id="x")], [step(callback_id="")]),
    ("oauth_config/redirect_urls", numbered(1000), numbered(1001)),
    ("oauth_config/redirect_urls", ["x" * 2500], ["x" * 2501]),
    ("oauth_config/scopes/user", ["email"] * 255, ["email"] * 256),
    ("oauth_config/scopes/user", ["x" * 50], ["x" * 51]),
    (EVENTS, numbered(100), numbered(101)),
    (EVENTS, ["x" * 50], ["x" * 51]),
    (EVENTS, ["app_home_opened", "app_uninstalled"], ["app_home_opened", "app_home_opened"]),
    (EVENTS, ["app_home_opened"], ["message.im"]),
    (EVENTS, ["app_home_opened"], ["member_joined_channel"]),
    ("settings/event_subscriptions/request_url", ADDRESS.ljust(3500, "x"), ADDRESS.ljust(3501, "x")),
    ("settings/event_subscriptions/request_url", ADDRESS, "essai.example"),
    ("settings/event_subscriptions", {"request_url": ADDRESS}, {}),
    ("settings/interactivity", {"is_enabled": False}, {"is_enabled": True}),
    ("settings/allowed_ip_address_ranges", numbered(50, "192.0.2.{}"), numbered(51, "192.0.2.{}")),
    ("settings/allowed_ip_address_ranges", ["192.0.2.1"], ["localhost"]),
    ("settings/allowed_ip_address_ranges", ["192.0.2.1"], []),
    ("_metadata", {"major_version": 2}, {"major_version": 3}),
    ("mcp_servers", dict.fromkeys(numbered(20), server()), dict.fromkeys(numbered(21), server())),
    ("mcp_servers", {"a": server()}, {"a": server(url="http://essai.example")}),
    ("mcp_servers", {"a": server(url=ADDRESS.ljust(500, "x"))}, {"a": server(url=ADDRESS.ljust(501, "x"))}),
    ("mcp_servers", {"a": server()}, {"a": server(auth_type="none")}),
    ("mcp_servers", {"a": server(auth_provider_key="x" * 255)}, {"a": server(auth_provider_key="x" * 256)}),
    ("settings/token_rotation_enabled", True, "yes"),
]


def manifest(at: str, value: Any) -> Json:
    """The whole manifest with that value at that place."""
    made: Json = copy.deepcopy(WHOLE)
    place = made
    *path, name = at.split("/")
    for step in path:
        place = place[step]
    place[name] = value
    return made


PAIRS: list[tuple[Json, Any]] = [(manifest(at, inside), manifest(at, outside)) for at, inside, outside in CASES]
PAIRS += [
    (WHOLE, {**WHOLE, "features": {name: one for name, one in WHOLE["features"].items() if name != "bot_user"}}),
    (WHOLE, {**WHOLE, "feature": {}}),
    (WHOLE, "manifest"),
]


@pytest.mark.parametrize(("inside", "outside"), PAIRS)
def test_a_manifest_just_inside_is_taken_and_one_just_outside_is_refused(inside: Json, outside: Any) -> None:
    assert manifest_problems(inside) == []
    assert manifest_problems(outside) != []


REQUIRED = {
    "auth_type",
    "assistant_description",
    "callback_id",
    "command",
    "display_information",
    "display_name",
    "is_enabled",
    "message",
    "title",
    "type",
}
"""Fields without which the object that holds them is refused."""


def test_a_manifest_is_spoilt_by_a_wrong_type_and_by_an_unknown_field() -> None:
    for spoilt in of_another_type(WHOLE):
        refused = manifest_problems(spoilt.outside)
        assert refused or spoilt.at.startswith("/settings/event_subscriptions/metadata"), spoilt.at
    for spoilt in with_an_unknown_field(WHOLE):
        if spoilt.at != "/mcp_servers":  # its names are the app's own
            assert manifest_problems(spoilt.outside), spoilt.at


def test_a_manifest_says_what_is_missing_where() -> None:
    for spoilt in without_one_field(WHOLE):
        name = spoilt.at.rpartition("/")[2]
        if name in REQUIRED:
            above = spoilt.at.rpartition("/")[0]
            assert f"missing required field: {name} [json-pointer:{above}]" in manifest_problems(spoilt.outside)


def test_a_manifest_with_an_unknown_key_is_refused() -> None:
    assert manifest_problems(MANIFEST | {"feature": {}}) == ["invalid additional property: feature [json-pointer:]"]


def test_commands_need_their_scope() -> None:
    made: Json = copy.deepcopy(MANIFEST)
    made["oauth_config"]["scopes"]["bot"].remove("commands")
    assert "missing scope: commands [json-pointer:/features/slash_commands]" in manifest_problems(made)


def test_without_socket_mode_whatever_slack_sends_needs_an_address() -> None:
    made: Json = copy.deepcopy(MANIFEST)
    made["settings"]["socket_mode_enabled"] = False
    assert [problem.split(" [")[0] for problem in manifest_problems(made)] == [
        "missing required field: url",
        "missing required field: request_url",
        "missing required field: request_url",
    ]


@pytest.mark.parametrize(
    ("event", "inside", "outside"),
    [
        ("message.im", "im:history", "im:read"),
        ("user_change", "users:read", "users:read.email"),
        ("reaction_added", "reactions:read", "reactions:write"),
        ("member_joined_channel", "groups:read", "groups:history"),
        ("file_shared", "files:read", "files:write"),
    ],
)
def test_an_event_is_heard_with_a_scope_that_it_needs(event: str, inside: str, outside: str) -> None:
    assert may_hear(event, [inside])
    assert not may_hear(event, [outside])
    assert may_hear("app_home_opened", [])


def test_what_a_person_may_refuse_counts_as_asked_for() -> None:
    made: Json = copy.deepcopy(MANIFEST)
    made["oauth_config"]["scopes"]["bot_optional"] = ["im:history"]
    made["settings"]["event_subscriptions"]["bot_events"].append("message.im")
    assert manifest_problems(made) == []


def test_the_manifest_of_the_project_is_taken() -> None:
    assert read_manifest(Path(__file__).parents[2] / "manifest.yml")["display_information"]["name"]
