"""Slack's refusals of tables, cards and plans, of whole messages, and of blocks on the wrong surface."""

from typing import Any

import pytest

from sandbox.rules.messages import inspect_message
from sandbox.rules.views import check_view
from tests.sandbox.slack_payloads import (
    actions,
    buttons,
    cell,
    element,
    field,
    home,
    modal,
    mrkdwn,
    plain,
    rich,
    rich_section,
    rows,
    section,
)

Json = dict[str, Any]

DATA_TABLE: Json = {"type": "data_table", "caption": "Chiffres"}
CARD: Json = {"type": "card", "title": mrkdwn("Titre")}
CONTAINER: Json = {"type": "container", "title": plain("Titre")}
TASK: Json = {"type": "task_card", "task_id": "t", "title": "Tâche"}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "positive_button": {"text": plain("Bien"), "value": "1"},
    "negative_button": {"text": plain("Mal"), "value": "0"},
}

ICON: Json = {"type": "icon_button", "icon": "trash", "text": plain("Retirer")}

MESSAGE_BLOCKS = [
    pytest.param(
        {"type": "markdown", "text": "x" * 12_000},
        {"type": "markdown", "text": "x" * 12_001},
        "/text",
        "must be less than 12001 characters",
        id="markdown",
    ),
    pytest.param(
        {"type": "table", "rows": rows(100)},
        {"type": "table", "rows": rows(101)},
        "/rows",
        "no more than 100 items allowed",
        id="table rows",
    ),
    pytest.param(
        {"type": "table", "rows": rows(1, width=20)},
        {"type": "table", "rows": rows(1, width=21)},
        "/rows/0",
        "no more than 20 items allowed",
        id="table columns",
    ),
    pytest.param(
        {"type": "table", "rows": rows(1), "column_settings": [{"align": "left"}] * 20},
        {"type": "table", "rows": rows(1), "column_settings": [{"align": "left"}] * 21},
        "/column_settings",
        "no more than 20 items allowed",
        id="table column settings",
    ),
    pytest.param(
        {"type": "table", "rows": [[cell("x")]]},
        {"type": "table", "rows": [[cell("")]]},
        "/rows/0/0/text",
        "must be more than 0 characters",
        id="table cell is not empty",
    ),
    pytest.param(
        {"type": "table", "rows": rows(10, text="x" * 1000)},
        {"type": "table", "rows": [*rows(10, text="x" * 1000), [cell()]]},
        "/rows",
        "must be less than 10001 characters",
        id="table characters",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(201)},
        {**DATA_TABLE, "rows": rows(202)},
        "/rows",
        "no more than 201 items allowed",
        id="data table rows",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2)}, {**DATA_TABLE, "rows": rows(1)}, "/rows", "no fewer than 2", id="data table"
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2, width=20)},
        {**DATA_TABLE, "rows": rows(2, width=21)},
        "/rows/0",
        "no more than 20 items allowed",
        id="data table columns",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2)},
        {**DATA_TABLE, "rows": [[cell()], [cell(), cell()]]},
        "/rows/1",
        "must have 1 cells",
        id="data table rows are equal",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": [[cell()], [rich(rich_section())]]},
        {**DATA_TABLE, "rows": [[rich(rich_section())], [cell()]]},
        "/rows/0/0/type",
        "unsupported type: rich_text",
        id="data table header",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2), "page_size": 100},
        {**DATA_TABLE, "rows": rows(2), "page_size": 101},
        "/page_size",
        "must be less than 101",
        id="data table page",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2)},
        {"type": "data_table", "rows": rows(2)},
        "",
        "missing required field: caption",
        id="data table caption",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(20, text="x" * 1000)},
        {**DATA_TABLE, "rows": rows(21, text="x" * 1000)},
        "/rows",
        "must be less than 20001 characters",
        id="data table characters",
    ),
    pytest.param(
        {**CARD, "title": mrkdwn("x" * 150)},
        {**CARD, "title": mrkdwn("x" * 151)},
        "/title/text",
        "must be less than 151 characters",
        id="card title",
    ),
    pytest.param(
        {**CARD, "subtitle": mrkdwn("x" * 150)},
        {**CARD, "subtitle": mrkdwn("x" * 151)},
        "/subtitle/text",
        "must be less than 151 characters",
        id="card subtitle",
    ),
    pytest.param(
        {**CONTAINER, "subtitle": plain("x" * 150), "child_blocks": [section()]},
        {**CONTAINER, "subtitle": plain("x" * 151), "child_blocks": [section()]},
        "/subtitle/text",
        "must be less than 151 characters",
        id="container subtitle",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2), "page_size": 1},
        {**DATA_TABLE, "rows": rows(2), "page_size": 0},
        "/page_size",
        "must be greater than 0",
        id="data table page of one",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2), "row_header_column_index": 0},
        {**DATA_TABLE, "rows": rows(2), "row_header_column_index": -1},
        "/row_header_column_index",
        "must be greater than -1",
        id="first header column",
    ),
    pytest.param(
        {**DATA_TABLE, "rows": rows(2), "row_header_column_index": 19},
        {**DATA_TABLE, "rows": rows(2), "row_header_column_index": 20},
        "/row_header_column_index",
        "must be less than 20",
        id="last header column",
    ),
    pytest.param(
        {"type": "table", "rows": rows(1), "column_settings": [{"align": "right"}]},
        {"type": "table", "rows": rows(1), "column_settings": [{"align": "top"}]},
        "/column_settings/0/align",
        "must be one of: left, center, right",
        id="table alignment",
    ),
    pytest.param(
        {**TASK, "status": "complete"},
        {**TASK, "status": "done"},
        "/status",
        "must be one of: pending",
        id="task status",
    ),
    pytest.param(
        {"type": "context_actions", "elements": [ICON]},
        {"type": "context_actions", "elements": [{**ICON, "icon": "bin"}]},
        "/elements/0/icon",
        "must be one of: trash",
        id="icon",
    ),
    pytest.param(
        {**CARD, "body": mrkdwn("x" * 200)},
        {**CARD, "body": mrkdwn("x" * 201)},
        "/body/text",
        "must be less than 201 characters",
        id="card body",
    ),
    pytest.param(
        {**CARD, "actions": buttons(3)},
        {**CARD, "actions": buttons(4)},
        "/actions",
        "no more than 3",
        id="card actions",
    ),
    pytest.param(
        {"type": "carousel", "elements": [CARD] * 10},
        {"type": "carousel", "elements": [CARD] * 11},
        "/elements",
        "no more than 10 items allowed",
        id="carousel",
    ),
    pytest.param(
        {**CONTAINER, "child_blocks": [section()] * 10},
        {**CONTAINER, "child_blocks": [section()] * 11},
        "/child_blocks",
        "no more than 10 items allowed",
        id="container",
    ),
    pytest.param(
        {**CONTAINER, "title": plain("x" * 150), "child_blocks": [section()]},
        {**CONTAINER, "title": plain("x" * 151), "child_blocks": [section()]},
        "/title/text",
        "must be less than 151 characters",
        id="container title",
    ),
    pytest.param(
        {"type": "context_actions", "elements": [FEEDBACK] * 5},
        {"type": "context_actions", "elements": [FEEDBACK] * 6},
        "/elements",
        "no more than 5 items allowed",
        id="context actions",
    ),
    pytest.param(
        {"type": "plan", "title": "Plan", "tasks": [TASK] * 50},
        {"type": "plan", "title": "Plan", "tasks": [TASK] * 51},
        "/tasks",
        "no more than 50 items allowed",
        id="plan",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), MESSAGE_BLOCKS)
def test_a_message_takes_the_newer_block_just_inside_and_refuses_the_one_just_outside(
    inside: Json, outside: Json, at: str, problem: str
) -> None:
    assert inspect_message([inside]).messages == []
    refused = inspect_message([outside]).messages
    assert any(one.startswith(problem) and one.endswith(f"[json-pointer:/blocks/0{at}]") for one in refused), refused


TOTALS = [
    pytest.param([section()] * 50, [section()] * 51, "no more than 50 items allowed", id="fifty blocks"),
    pytest.param(
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a"), section(block_id="a")],
        "block_id a already exists",
        id="block_id is unique",
    ),
    pytest.param(
        [section(block_id=""), section()],
        [section(block_id=""), section(block_id="")],
        "block_id  already exists",
        id="two empty block_ids are the same",
    ),
    pytest.param(
        [section(block_id="a"), {**CONTAINER, "child_blocks": [section(block_id="b")]}],
        [section(block_id="a"), {**CONTAINER, "child_blocks": [section(block_id="a")]}],
        "block_id a already exists",
        id="block_id is unique among children too",
    ),
    pytest.param(
        [{"type": "markdown", "text": "x" * 6000}] * 2,
        [{"type": "markdown", "text": "x" * 6001}] * 2,
        "must be less than 12001 characters",
        id="markdown in all",
    ),
    pytest.param(
        [{"type": "data_visualization"}] * 2,
        [{"type": "data_visualization"}] * 3,
        "no more than 2 data_visualization blocks",
        id="two charts",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "problem"), TOTALS)
def test_a_whole_message_has_limits_too(inside: list[Json], outside: list[Json], problem: str) -> None:
    assert inspect_message(inside).messages == []
    assert problem in inspect_message(outside).messages[-1]


def test_a_message_holds_one_table() -> None:
    table = {"type": "table", "rows": rows(1)}
    assert inspect_message([table]).tables == 1
    assert inspect_message([table, table]).tables == 2


ATTACHMENTS = [
    ([{"color": "#123456", "blocks": [section()]}], [{"colour": "red"}], "/0", "invalid additional property: colour"),
    ([{"text": "a"}] * 100, [{"text": "a"}] * 101, "", "no more than 100 items allowed"),
    (
        [{"blocks": [{"type": "header", "text": plain("x" * 150)}]}],
        [{"blocks": [{"type": "header", "text": plain("x" * 151)}]}],
        "/0/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    ([{"blocks": [section()] * 50}], [{"blocks": [section()] * 51}], "/0/blocks", "no more than 50 items allowed"),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), ATTACHMENTS)
def test_attachments_just_inside_are_taken_and_their_blocks_follow_the_same_rules(
    inside: list[Json], outside: list[Json], at: str, problem: str
) -> None:
    assert inspect_message(None, inside).messages == []
    assert inspect_message(None, outside).messages == [f"{problem} [json-pointer:/attachments{at}]"]


def test_identifiers_and_tables_are_counted_over_blocks_and_attachments_together() -> None:
    table = {"type": "table", "rows": rows(1)}
    seen = inspect_message([section(block_id="a"), table], [{"blocks": [section(block_id="a"), table]}])
    assert seen.messages == ["block_id a already exists [json-pointer:/attachments/0/blocks/0/block_id]"]
    assert seen.tables == 2


ALERT: Json = {"type": "alert", "text": mrkdwn("x" * 200), "level": "warning"}
MODAL_BLOCKS = [
    pytest.param(ALERT, {**ALERT, "text": mrkdwn("x" * 201)}, "/text/text", "must be less than 201", id="alert text"),
    pytest.param(ALERT, {**ALERT, "level": "loud"}, "/level", "must be one of", id="alert level"),
    pytest.param(
        field(element("file_input"), dispatch_action=False),
        field(element("file_input"), dispatch_action=True),
        "/dispatch_action",
        "is not allowed with a file_input",
        id="file input sends no action",
    ),
    pytest.param(
        field(element("conversations_select", response_url_enabled=True)),
        actions(element("conversations_select", response_url_enabled=True)),
        "/elements/0/response_url_enabled",
        "is only allowed in an input block",
        id="response_url_enabled",
    ),
    pytest.param(
        section(), {"type": "markdown", "text": "a"}, "/type", "unsupported type", id="no markdown in a modal"
    ),
    pytest.param(section(), {"type": "table", "rows": rows(1)}, "/type", "unsupported type", id="no table in a modal"),
    pytest.param(section(), CARD, "/type", "unsupported type: card", id="no card in a modal"),
    pytest.param(
        section(), {"type": "carousel", "elements": [CARD]}, "/type", "unsupported type", id="no carousel in a modal"
    ),
    pytest.param(
        section(), {**CONTAINER, "child_blocks": [section()]}, "/type", "unsupported type", id="no container in a modal"
    ),
]


@pytest.mark.parametrize(("inside", "outside", "at", "problem"), MODAL_BLOCKS)
def test_a_modal_takes_the_block_just_inside_and_refuses_the_one_just_outside(
    inside: Json, outside: Json, at: str, problem: str
) -> None:
    assert check_view(modal(inside), "modal") == []
    refused = check_view(modal(outside), "modal")
    assert any(one.startswith(problem) and one.endswith(f"[json-pointer:/view/blocks/0{at}]") for one in refused), (
        refused
    )


@pytest.mark.parametrize(
    "block",
    [
        ALERT,
        {"type": "markdown", "text": "a"},
        {"type": "table", "rows": rows(1)},
        {"type": "plan", "title": "Plan", "tasks": [TASK]},
        {"type": "context_actions", "elements": [FEEDBACK]},
    ],
    ids=lambda block: str(block["type"]),
)
def test_home_refuses_blocks_of_other_surfaces(block: Json) -> None:
    assert check_view(home(section()), "home") == []
    assert check_view(home(block), "home") == [f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]"]


def test_an_alert_is_for_modals_alone() -> None:
    assert inspect_message([ALERT]).messages == ["unsupported type: alert [json-pointer:/blocks/0/type]"]
