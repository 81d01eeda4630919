"""The app's manifest, as Slack's manifest schema checks it, and the scopes that its features need."""

import re
from pathlib import Path
from typing import Any

import yaml

from sandbox.rules.eventscopes import EVENT_SCOPES, may_hear
from sandbox.rules.schema import (
    NOT_OBJECT,
    Check,
    Inspection,
    Rule,
    anything,
    boolean,
    every,
    fields,
    list_of,
    matching,
    objects_only,
    one_of,
    text,
)

Json = dict[str, Any]


class ManifestRefused(Exception):
    """Slack would not create an app from this manifest."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("the manifest is refused: " + "; ".join(problems))
        self.problems = problems


def section(**optional: Check) -> Check:
    """An object of optional properties."""
    return fields({}, optional)


def named(most: int, item: Check) -> Check:
    """An object that holds at most that many items, by any name."""
    too_many = Rule(f"no more than {most} properties allowed", most)

    def look(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, dict):
            seen.refuse(at, NOT_OBJECT)
            return
        if len(value) > most:
            seen.refuse(at, too_many)
        for name, inner in value.items():
            item(inner, f"{at}/{name}", seen)

    return Check(look, (NOT_OBJECT, too_many), (("*", item),))


TWICE = Rule("must not have duplicate items")


def _once(value: Any, at: str, seen: Inspection) -> None:
    if isinstance(value, list) and any(item in value[:index] for index, item in enumerate(value)):
        seen.refuse(at, TWICE)


def distinct(item: Check, at_least: int, at_most: int) -> Check:
    return every(list_of(item, at_least, at_most), Check(_once, (TWICE,)))


ADDRESS = every(text(0, 3500), matching(re.compile(r"https?://\S+").fullmatch, "a web address"))
DOMAIN = every(text(0, 255), matching(re.compile(r"(?![.\-])[-a-z0-9.]+[a-z0-9]").fullmatch, "a domain"))
NETWORK = matching(re.compile(r"(\d{1,3}\.){3}\d{1,3}(/\d{1,2})?").fullmatch, "an IP address or a range of them")
COMMAND = every(text(2, 32), matching(lambda value: value.startswith("/"), "a word after a slash"))
SCOPES = list_of(text(0, 50), 0, 255)
EVENTS = distinct(text(0, 50), 0, 100)

DISPLAY = fields(
    {"name": text(1, 35)},
    {
        "description": text(1, 140),
        "long_description": text(175, 4000),
        "background_color": matching(re.compile(r"#([0-9a-fA-F]{3}){1,2}").fullmatch, "a colour such as #1a2b3c"),
    },
)

SLASH_COMMAND = fields(
    {"command": COMMAND, "description": text(1, 2000)},
    {
        "usage_hint": text(1, 1000),
        "should_escape": boolean,
        "url": every(text(0, 3000), matching(re.compile(r"https?://\S+").fullmatch, "a web address")),
    },
)

SHORTCUT = fields(
    {
        "name": text(1, 24),
        "type": one_of("message", "global"),
        "callback_id": text(1, 255),
        "description": text(1, 150),
    }
)

WORDS = text()
PROMPT = fields({"title": WORDS, "message": WORDS})

FEATURES = section(
    app_home=section(home_tab_enabled=boolean, messages_tab_enabled=boolean, messages_tab_read_only_enabled=boolean),
    bot_user=fields({"display_name": text(1, 80)}, {"always_online": boolean}),
    slash_commands=list_of(SLASH_COMMAND, 1, 50),
    shortcuts=list_of(SHORTCUT, 1, 10),
    unfurl_domains=distinct(DOMAIN, 1, 5),
    assistant_view=fields({"assistant_description": WORDS}, {"suggested_prompts": list_of(PROMPT)}),
    agent_view=section(
        agent_description=text(0, 300),
        suggested_prompts=list_of(PROMPT, 0, 4),
        actions=list_of(fields({"name": WORDS, "description": WORDS})),
    ),
    code_channels=anything,
    functions=anything,
    rich_previews=anything,
    search=anything,
    workflow_steps=list_of(fields({"name": text(1, 50), "callback_id": text(1, 50)}), 1, 10),
)

OAUTH = section(
    redirect_urls=distinct(text(0, 2500), 0, 1000),
    scopes=section(bot=SCOPES, user=SCOPES, bot_optional=SCOPES, user_optional=SCOPES),
    token_management_enabled=boolean,
    pkce_enabled=boolean,
)

SETTINGS = section(
    allowed_ip_address_ranges=distinct(NETWORK, 1, 50),
    event_subscriptions=section(
        request_url=ADDRESS, bot_events=EVENTS, user_events=EVENTS, metadata_subscriptions=anything
    ),
    incoming_webhooks=section(incoming_webhooks_enabled=boolean),
    interactivity=fields({"is_enabled": boolean}, {"request_url": ADDRESS, "message_menu_options_url": ADDRESS}),
    org_deploy_enabled=boolean,
    socket_mode_enabled=boolean,
    token_rotation_enabled=boolean,
    is_hosted=boolean,
    is_mcp_enabled=boolean,
    siws_links=anything,
    hermes_app_type=WORDS,
    function_runtime=WORDS,
)

MCP_SERVER = fields(
    {
        "url": every(text(0, 500), matching(lambda value: value.startswith("https://"), "an https address")),
        "auth_type": one_of("dynamic_client_registration", "no_auth", "manual_auth", "slack_identity_auth"),
    },
    {"headers": anything, "auth_provider_key": text(0, 255)},
)

MANIFEST = fields(
    {"display_information": DISPLAY},
    {
        "$schema": anything,
        "_metadata": section(
            major_version=one_of(1, 2), minor_version=anything, min_version=anything, schema_version=anything
        ),
        "app_directory": anything,
        "datastores": anything,
        "external_auth_providers": anything,
        "features": FEATURES,
        "functions": anything,
        "mcp_servers": named(20, MCP_SERVER),
        "oauth_config": OAUTH,
        "outgoing_domains": anything,
        "settings": SETTINGS,
        "types": anything,
        "workflows": anything,
    },
)

NO_COMMAND_ADDRESS = Rule("missing required field: url")
NO_ADDRESS = Rule("missing required field: request_url")
NO_SCOPE = Rule("missing scope: {}")
NO_BOT = Rule("missing required field: bot_user")


def inspect_manifest(manifest: Any) -> Inspection:
    """One look at the manifest: its shape, then what its parts need of each other."""
    seen = Inspection("message")
    WHOLE_MANIFEST(manifest, "", seen)
    return seen


def manifest_problems(manifest: Any) -> list[str]:
    """What is wrong in the manifest, each with its JSON pointer; empty when Slack would take it."""
    return inspect_manifest(manifest).messages


def _parts_agree(manifest: Json, at: str, seen: Inspection) -> None:
    if not seen.problems:
        _check_addresses(manifest, at, seen)
        _check_scopes(manifest, at, seen)


def _check_addresses(manifest: Json, at: str, seen: Inspection) -> None:
    """Without Socket Mode, whatever Slack sends needs an address."""
    settings = manifest.get("settings", {})
    if settings.get("socket_mode_enabled"):
        return
    interactivity = settings.get("interactivity", {})
    for index, command in enumerate(manifest.get("features", {}).get("slash_commands", [])):
        if "url" not in command:
            seen.refuse(f"{at}/features/slash_commands/{index}", NO_COMMAND_ADDRESS)
    if "event_subscriptions" in settings and "request_url" not in settings["event_subscriptions"]:
        seen.refuse(f"{at}/settings/event_subscriptions", NO_ADDRESS)
    if interactivity.get("is_enabled") and "request_url" not in interactivity:
        seen.refuse(f"{at}/settings/interactivity", NO_ADDRESS)


def _check_scopes(manifest: Json, at: str, seen: Inspection) -> None:
    """Slack's schema does not link scopes to features; an app without them simply hears nothing, so it is refused."""
    asked = manifest.get("oauth_config", {}).get("scopes", {})
    scopes = [*asked.get("bot", []), *asked.get("bot_optional", [])]
    features = manifest.get("features", {})
    for name in ("slash_commands", "shortcuts"):
        if name in features and "commands" not in scopes:
            seen.refuse(f"{at}/features/{name}", NO_SCOPE, "commands")
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    for index, event in enumerate(events):
        if not may_hear(event, scopes):
            where = f"{at}/settings/event_subscriptions/bot_events/{index}"
            seen.refuse(where, NO_SCOPE, " or ".join(EVENT_SCOPES[event]))
    if scopes and "bot_user" not in features:
        seen.refuse(f"{at}/features", NO_BOT)


WHOLE_MANIFEST = every(
    MANIFEST,
    objects_only(_parts_agree, NO_COMMAND_ADDRESS, NO_ADDRESS, NO_SCOPE, NO_BOT),
)


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
