"""Slack's refusals of modals and Home: each rule just inside and just outside."""

from typing import Any

import pytest

from sandbox.rules.views import check_view
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
        {"title": plain()},
        {"title": {"type": "plain_text"}},
        "/title",
        "missing required field: text",
        id="title says something",
    ),
    pytest.param(
        {"title": plain()}, {"title": mrkdwn()}, "/title/type", "unsupported type: mrkdwn", id="title is plain"
    ),
    pytest.param({"title": plain()}, {"title": None}, "", "missing required field: title", id="title is there"),
    pytest.param(
        {"blocks": [section()]}, {"blocks": None}, "", "missing required field: blocks", id="blocks are there"
    ),
    pytest.param(
        {"blocks": [section()]}, {"blocks": "section"}, "/blocks", "must provide an array", id="blocks are a list"
    ),
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


FORM = modal(field(element("plain_text_input")))
NOTE = {name: value for name, value in FORM.items() if name != "submit"}
FOCUSED = field(element("plain_text_input", focus_on_load=True))
WHOLE_MODALS = [
    (
        modal(FOCUSED, section()),
        modal(FOCUSED, FOCUSED),
        "/blocks/1/element/focus_on_load",
        "only one element of a view can have focus_on_load",
    ),
    (FORM, NOTE, "", "missing required field: submit"),
    (modal(section()), home(section()), "/type", "unsupported type: home"),
    (modal(section()), "modal", "", "must provide an object"),
    (modal(section()), [], "", "must provide an object"),
]
HOMES = [
    (home(*[section()] * 100), home(*[section()] * 101), "/blocks", "no more than 100 items allowed"),
    (home(section()), {"type": "home"}, "", "missing required field: blocks"),
    (home(section()), modal(section()), "/type", "unsupported type: modal"),
    (home(section()), "home", "", "must provide an object"),
    *(
        (home(section()), home(section(), **{name: plain()}), "", f"invalid additional property: {name}")
        for name in ("title", "submit", "close", "id", "hash", "state", "notify_on_close")
    ),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), WHOLE_MODALS)
def test_a_whole_modal_just_inside_is_taken(inside: Json, outside: Any, at: str, problem: str) -> None:
    assert check_view(inside, "modal") == []
    assert f"{problem} [json-pointer:/view{at}]" in check_view(outside, "modal")


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), HOMES)
def test_a_home_just_inside_is_taken_and_one_just_outside_is_refused(
    inside: Json, outside: Any, at: str, problem: str
) -> None:
    assert check_view(inside, "home") == []
    assert f"{problem} [json-pointer:/view{at}]" in check_view(outside, "home")


def test_home_keeps_what_the_app_gives_it_to_keep() -> None:
    assert check_view(home(section(), callback_id="accueil", private_metadata="x", external_id="x"), "home") == []
