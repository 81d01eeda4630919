"""Slack's refusals of modals and Home, and of an app's manifest."""

import copy
from typing import Any

import pytest

from sandbox.rules.manifest import manifest_problems
from sandbox.rules.views import check_view
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.slack_payloads import element, field, home, modal, mrkdwn, plain, section

Json = dict[str, Any]

MODALS = [
    pytest.param(
        {"title": plain("x" * 24)}, {"title": plain("x" * 25)}, "/title/text", "must be less than 25", id="title"
    ),
    pytest.param(
        {"title": plain("x")}, {"title": plain("")}, "/title/text", "must be more than 0", id="title not empty"
    ),
    pytest.param(
        {"title": plain()}, {"title": mrkdwn()}, "/title/type", "unsupported type: mrkdwn", id="title is plain"
    ),
    pytest.param({"title": plain()}, {"title": None}, "", "missing required field: title", id="title is there"),
    pytest.param(
        {"submit": plain("x" * 24)}, {"submit": plain("x" * 25)}, "/submit/text", "must be less than 25", id="submit"
    ),
    pytest.param(
        {"close": plain("x" * 24)}, {"close": plain("x" * 25)}, "/close/text", "must be less than 25", id="close"
    ),
    pytest.param(
        {"private_metadata": "x" * 3000},
        {"private_metadata": "x" * 3001},
        "/private_metadata",
        "must be less than 3001",
        id="private_metadata",
    ),
    pytest.param(
        {"callback_id": "x" * 255},
        {"callback_id": "x" * 256},
        "/callback_id",
        "must be less than 256",
        id="callback_id",
    ),
    pytest.param(
        {"external_id": "x" * 255},
        {"external_id": "x" * 256},
        "/external_id",
        "must be less than 256",
        id="external_id",
    ),
    pytest.param(
        {"blocks": [section()] * 100}, {"blocks": [section()] * 101}, "/blocks", "no more than 100 items", id="blocks"
    ),
    pytest.param(
        {"notify_on_close": True},
        {"notify_on_close": "yes"},
        "/notify_on_close",
        "must provide a boolean",
        id="notify_on_close",
    ),
    *(
        pytest.param({}, {name: "V1"}, "", f"invalid additional property: {name}", id=f"echoed {name}")
        for name in (
            "id",
            "hash",
            "state",
            "team_id",
            "root_view_id",
            "previous_view_id",
            "app_id",
            "bot_id",
            "submit_disabled",
        )
    ),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), MODALS)
def test_a_modal_just_inside_is_taken_and_one_just_outside_is_refused(
    inside: Json, outside: Json, at: str, problem: str
) -> None:
    assert check_view(modal(section()) | inside, "modal") == []
    refused = check_view(modal(section()) | outside, "modal")
    assert any(one.startswith(problem) and one.endswith(f"[json-pointer:/view{at}]") for one in refused), refused


def test_a_modal_with_a_field_needs_a_submit_button() -> None:
    form = modal(field(element("plain_text_input")))
    assert check_view(form, "modal") == []
    del form["submit"]
    assert check_view(form, "modal") == ["missing required field: submit [json-pointer:/view]"]


def test_home_has_neither_title_nor_buttons_of_its_own() -> None:
    assert check_view(home(*[section()] * 100, callback_id="accueil", private_metadata="x"), "home") == []
    assert "no more than 100 items" in check_view(home(*[section()] * 101), "home")[0]
    for name in ("title", "submit", "close"):
        assert check_view(home(section(), **{name: plain()}), "home") == [
            f"invalid additional property: {name} [json-pointer:/view]"
        ]
    assert check_view(modal(section()), "home") == ["unsupported type: modal [json-pointer:/view/type]"]


def test_a_view_is_an_object() -> None:
    assert check_view("modal", "modal") == ["must provide an object [json-pointer:/view]"]


def command(**more: Any) -> Json:
    return {"command": "/essai", "description": "Essayer", **more}


def shortcut(**more: Any) -> Json:
    return {"name": "Essai", "type": "global", "callback_id": "essai", "description": "Essayer", **more}


ESSAI = "features/slash_commands"
MANIFESTS = [
    ("display_information/name", "x" * 35, "x" * 36),
    ("display_information/description", "x" * 140, "x" * 141),
    ("display_information/long_description", "x" * 175, "x" * 174),
    ("display_information/long_description", "x" * 4000, "x" * 4001),
    ("display_information/background_color", "#1a2b3c", "bleu"),
    (ESSAI, [command()] * 50, [command()] * 51),
    (ESSAI, [command(command="/" + "x" * 31)], [command(command="/" + "x" * 32)]),
    (ESSAI, [command()], [command(command="essai")]),
    (ESSAI, [command(description="x" * 2000)], [command(description="x" * 2001)]),
    (ESSAI, [command(usage_hint="x" * 1000)], [command(usage_hint="x" * 1001)]),
    ("features/shortcuts", [shortcut()] * 10, [shortcut()] * 11),
    ("features/shortcuts", [shortcut(name="x" * 24)], [shortcut(name="x" * 25)]),
    ("features/shortcuts", [shortcut(type="message")], [shortcut(type="channel")]),
    ("features/shortcuts", [shortcut(callback_id="x" * 255)], [shortcut(callback_id="x" * 256)]),
    ("features/shortcuts", [shortcut(description="x" * 150)], [shortcut(description="x" * 151)]),
    ("features/bot_user/display_name", "x" * 80, "x" * 81),
    ("features/unfurl_domains", ["a.example"] * 5, ["a.example"] * 6),
    ("settings/event_subscriptions/bot_events", ["app_home_opened"] * 100, ["app_home_opened"] * 101),
    ("oauth_config/scopes/user", ["email"] * 255, ["email"] * 256),
    ("_metadata", {"major_version": 2}, {"major_version": 3}),
    ("settings/event_subscriptions/bot_events", ["user_change"], ["message.im"]),
    ("settings/token_rotation_enabled", True, "yes"),
]


@pytest.mark.parametrize(("at", "inside", "outside"), MANIFESTS)
def test_a_manifest_just_inside_is_taken_and_one_just_outside_is_refused(at: str, inside: Any, outside: Any) -> None:
    def manifest(value: Any) -> Json:
        made: Json = copy.deepcopy(MANIFEST)
        place = made
        *path, name = at.split("/")
        for step in path:
            place = place.setdefault(step, {})
        place[name] = value
        return made

    assert manifest_problems(manifest(inside)) == []
    assert manifest_problems(manifest(outside)) != []


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
