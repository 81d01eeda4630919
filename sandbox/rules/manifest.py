"""The app's manifest, as Slack's manifest schema checks it, and the scopes that its features need."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sandbox.rules.schema import (
    Check,
    Inspection,
    anything,
    boolean,
    every,
    fields,
    list_of,
    matching,
    one_of,
    text,
)

Json = dict[str, Any]

EVENT_SCOPE = {
    "app_mention": "app_mentions:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
}
"""The scope each event needs; events that are not here need none."""


class ManifestRefused(Exception):
    """Slack would not create an app from this manifest."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("the manifest is refused: " + "; ".join(problems))
        self.problems = problems


def section(**optional: Check) -> Check:
    """An object of optional properties."""
    return fields({}, optional)


def some(required: Mapping[str, Check], **optional: Check) -> Check:
    return fields(required, optional)


ADDRESS = matching(re.compile(r"https://\S+").fullmatch, "an https address")
COMMAND = every(text(2, 32), matching(lambda value: value.startswith("/"), "a word after a slash"))
SCOPES = list_of(text(1), 0, 255)

DISPLAY = some(
    {"name": text(1, 35)},
    description=text(1, 140),
    long_description=text(175, 4000),
    background_color=matching(re.compile(r"#([0-9a-fA-F]{3}){1,2}").fullmatch, "a colour such as #1a2b3c"),
)

SLASH_COMMAND = some(
    {"command": COMMAND, "description": text(1, 2000)},
    usage_hint=text(1, 1000),
    should_escape=boolean,
    url=ADDRESS,
)

SHORTCUT = fields(
    {
        "name": text(1, 24),
        "type": one_of("message", "global"),
        "callback_id": text(1, 255),
        "description": text(1, 150),
    }
)

FEATURES = section(
    app_home=section(home_tab_enabled=boolean, messages_tab_enabled=boolean, messages_tab_read_only_enabled=boolean),
    bot_user=some({"display_name": text(1, 80)}, always_online=boolean),
    slash_commands=list_of(SLASH_COMMAND, 1, 50),
    shortcuts=list_of(SHORTCUT, 1, 10),
    unfurl_domains=list_of(text(1), 1, 5),
    assistant_view=some({"assistant_description": text(1)}, suggested_prompts=anything),
    agent_view=anything,
    rich_previews=anything,
    search=anything,
    workflow_steps=anything,
)

OAUTH = section(
    redirect_urls=list_of(text(1), 0, 1000),
    scopes=section(bot=SCOPES, user=SCOPES, bot_optional=SCOPES, user_optional=SCOPES),
    token_management_enabled=boolean,
    pkce_enabled=boolean,
)

SETTINGS = section(
    allowed_ip_address_ranges=list_of(text(1), 1, 10),
    event_subscriptions=section(
        request_url=ADDRESS, bot_events=list_of(text(1), 1, 100), user_events=list_of(text(1), 1, 100)
    ),
    incoming_webhooks=anything,
    interactivity=some({"is_enabled": boolean}, request_url=ADDRESS, message_menu_options_url=ADDRESS),
    org_deploy_enabled=boolean,
    socket_mode_enabled=boolean,
    token_rotation_enabled=boolean,
    is_hosted=boolean,
    is_mcp_enabled=boolean,
    siws_links=anything,
    function_runtime=anything,
)

MANIFEST = some(
    {"display_information": DISPLAY},
    _metadata=section(major_version=one_of(1, 2), minor_version=anything, schema_version=anything),
    features=FEATURES,
    oauth_config=OAUTH,
    settings=SETTINGS,
    mcp_servers=anything,
)


def manifest_problems(manifest: Any) -> list[str]:
    """What is wrong in the manifest, each with its JSON pointer; empty when Slack would take it."""
    seen = Inspection("message")
    MANIFEST(manifest, "", seen)
    if not seen.problems:
        _check_addresses(manifest, seen)
        _check_scopes(manifest, seen)
    return seen.problems


def _check_addresses(manifest: Json, seen: Inspection) -> None:
    """Without Socket Mode, whatever Slack sends needs an address."""
    settings = manifest.get("settings", {})
    if settings.get("socket_mode_enabled"):
        return
    for index, command in enumerate(manifest.get("features", {}).get("slash_commands", [])):
        if "url" not in command:
            seen.refuse(f"/features/slash_commands/{index}", "missing required field: url")
    if "event_subscriptions" in settings and "request_url" not in settings["event_subscriptions"]:
        seen.refuse("/settings/event_subscriptions", "missing required field: request_url")
    interactivity = settings.get("interactivity", {})
    if interactivity.get("is_enabled") and "request_url" not in interactivity:
        seen.refuse("/settings/interactivity", "missing required field: request_url")


def _check_scopes(manifest: Json, seen: Inspection) -> None:
    """Slack's schema does not link scopes to features; an app without them simply hears nothing, so it is refused."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    features = manifest.get("features", {})
    needed = {"/features/slash_commands": "commands"} if "slash_commands" in features else {}
    if "shortcuts" in features:
        needed["/features/shortcuts"] = "commands"
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    for index, event in enumerate(events):
        if event in EVENT_SCOPE:
            needed[f"/settings/event_subscriptions/bot_events/{index}"] = EVENT_SCOPE[event]
    for at, scope in needed.items():
        if scope not in scopes:
            seen.refuse(at, f"missing scope: {scope}")
    if scopes and "bot_user" not in features:
        seen.refuse("/features", "missing required field: bot_user")


def read_manifest(path: Path) -> Json:
    """The manifest of a YAML or JSON file; ManifestRefused with everything that is wrong in it."""
    try:
        manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        raise ManifestRefused([f"it cannot be read: {problem}"]) from None
    if problems := manifest_problems(manifest):
        raise ManifestRefused(problems)
    checked: Json = manifest
    return checked
