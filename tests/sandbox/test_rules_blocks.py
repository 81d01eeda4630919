"""Slack's refusals of blocks: each rule with a payload just inside and one just outside."""

from typing import Any

import pytest

from sandbox.rules.messages import inspect_message
from tests.sandbox.slack_payloads import (
    actions,
    button,
    buttons,
    element,
    field,
    mrkdwn,
    option,
    plain,
    rich,
    rich_section,
    section,
)

Json = dict[str, Any]

IMAGE: Json = {"type": "image", "image_url": "https://exemple.example/i.png", "alt_text": "Image"}
VIDEO: Json = {
    "type": "video",
    "alt_text": "Film",
    "title": plain("Film"),
    "thumbnail_url": "https://exemple.example/v.png",
    "video_url": "https://exemple.example/v",
}


def quote(text: str) -> Json:
    return {"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}


def bullet(indent: int) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": [rich_section()]}


def preformatted(*inner: Json) -> Json:
    return {"type": "rich_text_preformatted", "elements": list(inner)}


def listed(**more: Any) -> Json:
    return rich({**bullet(0), **more})


def inline(**one: Any) -> Json:
    return rich(rich_section(one))


LINK: Json = {"type": "link", "url": "https://exemple.example"}
PERSON: Json = {"type": "user", "user_id": "U0NADIA"}

MESSAGE_BLOCKS = [
    pytest.param(section(), {"type": "section"}, "", "must define either text or fields", id="section says something"),
    pytest.param(
        section(text=mrkdwn("x" * 3000)),
        section(text=mrkdwn("x" * 3001)),
        "/text/text",
        "must be less than 3001 characters",
        id="section text",
    ),
    pytest.param(
        section(text=mrkdwn("x")), section(text=mrkdwn("")), "/text/text", "must be more than 0 characters", id="empty"
    ),
    pytest.param(
        section(fields=[mrkdwn()] * 10), section(fields=[mrkdwn()] * 11), "/fields", "no more than 10", id="ten fields"
    ),
    pytest.param(
        section(fields=[mrkdwn("x" * 2000)]),
        section(fields=[mrkdwn("x" * 2001)]),
        "/fields/0/text",
        "must be less than 2001 characters",
        id="field text",
    ),
    pytest.param(
        section(accessory=element("datepicker")),
        section(accessory=element("datetimepicker")),
        "/accessory/type",
        "unsupported type: datetimepicker",
        id="no date and time in a section",
    ),
    pytest.param(
        section(accessory=button()),
        section(accessory=element("plain_text_input")),
        "/accessory/type",
        "unsupported type: plain_text_input",
        id="no text field in a section",
    ),
    pytest.param(section(expand=True), section(expand="yes"), "/expand", "must provide a boolean", id="expand"),
    pytest.param(
        section(), section(colour="red"), "", "invalid additional property: colour", id="unknown field of a block"
    ),
    pytest.param(
        section(text=plain()),
        section(text={"type": "plain_text", "text": "a", "verbatim": True}),
        "/text",
        "invalid additional property: verbatim",
        id="verbatim is for mrkdwn",
    ),
    pytest.param(
        section(text={"type": "mrkdwn", "text": "a", "verbatim": True}),
        section(text={"type": "mrkdwn", "text": "a", "emoji": True}),
        "/text",
        "invalid additional property: emoji",
        id="emoji is for plain_text",
    ),
    pytest.param(
        section(block_id="x" * 255),
        section(block_id="x" * 256),
        "/block_id",
        "must be less than 256 characters",
        id="block_id",
    ),
    pytest.param(section(), {"type": "paragraph"}, "/type", "unsupported type: paragraph", id="unknown block"),
    pytest.param(
        {"type": "header", "text": plain("x" * 150)},
        {"type": "header", "text": plain("x" * 151)},
        "/text/text",
        "must be less than 151 characters",
        id="header text",
    ),
    pytest.param(
        {"type": "header", "text": plain()},
        {"type": "header", "text": mrkdwn()},
        "/text/type",
        "unsupported type: mrkdwn",
        id="header is plain",
    ),
    pytest.param(
        {"type": "header", "text": plain(), "level": 4},
        {"type": "header", "text": plain(), "level": 5},
        "/level",
        "must be less than 5",
        id="header level",
    ),
    pytest.param(
        {"type": "context", "elements": [mrkdwn()] * 10},
        {"type": "context", "elements": [mrkdwn()] * 11},
        "/elements",
        "no more than 10 items allowed",
        id="context items",
    ),
    pytest.param(
        {"type": "context", "elements": [mrkdwn("x" * 3000)]},
        {"type": "context", "elements": [mrkdwn("x" * 3001)]},
        "/elements/0/text",
        "must be less than 3001 characters",
        id="context text",
    ),
    pytest.param(
        {"type": "context", "elements": [IMAGE]},
        {"type": "context", "elements": [button()]},
        "/elements/0/type",
        "unsupported type: button",
        id="no button in a context",
    ),
    pytest.param(
        {"type": "context", "elements": [mrkdwn()]},
        {"type": "context", "elements": []},
        "/elements",
        "no fewer than 1 items allowed",
        id="context is not empty",
    ),
    pytest.param(actions(*buttons(25)), actions(*buttons(26)), "/elements", "no more than 25", id="actions"),
    pytest.param(actions(button()), actions(), "/elements", "no fewer than 1 items allowed", id="actions not empty"),
    pytest.param(
        actions(button()),
        actions(element("plain_text_input")),
        "/elements/0/type",
        "unsupported type: plain_text_input",
        id="no text field in actions",
    ),
    pytest.param(
        actions(button(action_id="a"), button(action_id="b")),
        actions(button(action_id="a"), button(action_id="a")),
        "/elements/1/action_id",
        "action_id a already exists",
        id="action_id is unique in its block",
    ),
    pytest.param(
        field(element("plain_text_input"), label=plain("x" * 2000)),
        field(element("plain_text_input"), label=plain("x" * 2001)),
        "/label/text",
        "must be less than 2001 characters",
        id="input label",
    ),
    pytest.param(
        field(element("plain_text_input")),
        field(element("plain_text_input"), label=mrkdwn()),
        "/label/type",
        "unsupported type: mrkdwn",
        id="input label is plain",
    ),
    pytest.param(
        field(element("plain_text_input"), hint=plain("x" * 2000)),
        field(element("plain_text_input"), hint=plain("x" * 2001)),
        "/hint/text",
        "must be less than 2001 characters",
        id="input hint",
    ),
    pytest.param(
        field(element("checkboxes", options=[option()])),
        field(button()),
        "/element/type",
        "unsupported type: button",
        id="no button in an input",
    ),
    pytest.param(IMAGE, {**IMAGE, "image_url": "x" * 3001}, "/image_url", "must be less than 3001", id="image url"),
    pytest.param(
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Image"},
        {**IMAGE, "slack_file": {"id": "F1"}},
        "",
        "must define only one of: image_url, slack_file",
        id="image source",
    ),
    pytest.param(
        {"type": "image", "slack_file": {"url": "https://exemple.example"}, "alt_text": "Image"},
        {"type": "image", "slack_file": {"url": "https://exemple.example", "id": "F1"}, "alt_text": "Image"},
        "/slack_file",
        "must define only one of: id, url",
        id="slack_file source",
    ),
    pytest.param(
        {**IMAGE, "alt_text": "x" * 2000},
        {**IMAGE, "alt_text": "x" * 2001},
        "/alt_text",
        "must be less than 2001 characters",
        id="image alt text",
    ),
    pytest.param(
        IMAGE,
        {"type": "image", "image_url": "https://exemple.example/i.png"},
        "",
        "missing required field: alt_text",
        id="image needs an alt text",
    ),
    pytest.param(
        {**IMAGE, "title": plain("x" * 2000)},
        {**IMAGE, "title": plain("x" * 2001)},
        "/title/text",
        "must be less than 2001 characters",
        id="image title",
    ),
    pytest.param(
        {"type": "header", "text": plain(), "level": 1},
        {"type": "header", "text": plain(), "level": 0},
        "/level",
        "must be greater than 0",
        id="header first level",
    ),
    pytest.param(
        IMAGE,
        {"type": "image", "alt_text": "Image"},
        "",
        "must define one of: image_url, slack_file",
        id="image has a source",
    ),
    pytest.param(
        section(accessory=IMAGE),
        section(accessory={"type": "image", "alt_text": "Image"}),
        "/accessory",
        "must define one of: image_url, slack_file",
        id="small image has a source",
    ),
    pytest.param(
        section(accessory=IMAGE),
        section(accessory={**IMAGE, "slack_file": {"id": "F1"}}),
        "/accessory",
        "must define only one of: image_url, slack_file",
        id="small image has one source",
    ),
    pytest.param(
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Image"},
        {"type": "image", "slack_file": {}, "alt_text": "Image"},
        "/slack_file",
        "must define one of: id, url",
        id="slack_file is named",
    ),
    pytest.param(listed(indent=0), listed(indent=-1), "/elements/0/indent", "must be greater than -1", id="indent"),
    pytest.param(listed(offset=0), listed(offset=-1), "/elements/0/offset", "must be greater than -1", id="offset"),
    pytest.param(listed(border=1), listed(border=2), "/elements/0/border", "must be one of: 0, 1", id="border"),
    pytest.param(
        listed(style="ordered"), listed(style="dashed"), "/elements/0/style", "must be one of: bullet", id="list style"
    ),
    pytest.param(
        inline(type="broadcast", range="everyone"),
        inline(type="broadcast", range="nobody"),
        "/elements/0/elements/0/range",
        "must be one of: here, channel, everyone",
        id="broadcast",
    ),
    pytest.param(
        inline(type="date", timestamp=0, format="{date}"),
        inline(type="date", timestamp=-1, format="{date}"),
        "/elements/0/elements/0/timestamp",
        "must be greater than -1",
        id="date in a text",
    ),
    pytest.param(
        inline(type="emoji", name="wave", skin_tone=1),
        inline(type="emoji", name="wave", skin_tone=0),
        "/elements/0/elements/0/skin_tone",
        "must be greater than 0",
        id="first skin tone",
    ),
    pytest.param(
        inline(type="emoji", name="wave", skin_tone=6),
        inline(type="emoji", name="wave", skin_tone=7),
        "/elements/0/elements/0/skin_tone",
        "must be less than 7",
        id="last skin tone",
    ),
    pytest.param(
        {**VIDEO, "description": plain("x" * 200)},
        {**VIDEO, "description": plain("x" * 201)},
        "/description/text",
        "must be less than 201",
        id="video description",
    ),
    pytest.param(
        rich(bullet(8)), rich(bullet(9)), "/elements/0/indent", "must be less than 9", id="rich text list indent"
    ),
    pytest.param(
        rich(preformatted({"type": "text", "text": "a"}, LINK)),
        rich(preformatted(PERSON)),
        "/elements/0/elements/0/type",
        "unsupported type: user",
        id="preformatted holds texts and links",
    ),
    pytest.param(
        rich(quote("a")), rich(quote("")), "/elements/0/elements/0/text", "must be more than 0", id="rich text words"
    ),
    pytest.param(
        rich(rich_section({"type": "text", "text": "a", "style": {"bold": True}})),
        rich(rich_section({"type": "text", "text": "a", "style": {"big": True}})),
        "/elements/0/elements/0/style",
        "invalid additional property: big",
        id="rich text style",
    ),
    pytest.param(
        {**VIDEO, "title": plain("x" * 199)},
        {**VIDEO, "title": plain("x" * 200)},
        "/title/text",
        "must be less than 200 characters",
        id="video title",
    ),
    pytest.param(
        {**VIDEO, "author_name": "x" * 49},
        {**VIDEO, "author_name": "x" * 50},
        "/author_name",
        "must be less than 50 characters",
        id="video author",
    ),
    pytest.param(
        VIDEO,
        {**VIDEO, "video_url": "http://exemple.example/v"},
        "/video_url",
        "must be an https address",
        id="video address",
    ),
    pytest.param({"type": "divider"}, {"type": "file"}, "/type", "unsupported type: file", id="an app sends no file"),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), MESSAGE_BLOCKS)
def test_a_message_takes_the_block_just_inside_and_refuses_the_one_just_outside(
    inside: Json, outside: Json, at: str, problem: str
) -> None:
    assert inspect_message([inside]).messages == []
    refused = inspect_message([outside]).messages
    assert any(one.startswith(problem) and one.endswith(f"[json-pointer:/blocks/0{at}]") for one in refused), refused
