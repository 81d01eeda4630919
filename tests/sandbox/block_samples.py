"""One whole block of each kind, every field filled in, for each surface that takes it."""

from typing import Any

from tests.sandbox.slack_payloads import (
    actions,
    button,
    cell,
    confirm,
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

ADDRESS = "https://exemple.example/i.png"
PICTURE: Json = {"type": "image", "image_url": ADDRESS, "alt_text": "Image"}
CHOICE = option("v", "Choix", description=plain("Précision"))
GROUP: Json = {"label": plain("Groupe"), "options": [CHOICE]}
MENU: Json = {"focus_on_load": False, "confirm": confirm(style="danger"), "placeholder": plain("Choisir")}
FILTER: Json = {"include": ["public"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
STYLE: Json = {"bold": True, "italic": True, "strike": True, "code": True, "underline": True}
MENTION: Json = {**STYLE, "highlight": True, "client_highlight": True, "unlink": True}
TYPED: Json = {
    "focus_on_load": False,
    "placeholder": plain("Écrire"),
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
}
WORKFLOW: Json = {"trigger": {"url": ADDRESS, "customizable_input_parameters": [{"name": "n", "value": "v"}]}}

BUTTON = button(url=ADDRESS, value="v", style="primary", confirm=confirm(style="danger"), accessibility_label="Lu")

CHOOSERS: list[Json] = [
    element("checkboxes", options=[CHOICE], initial_options=[CHOICE], focus_on_load=True, confirm=confirm()),
    element("radio_buttons", options=[CHOICE], initial_option=CHOICE, focus_on_load=True, confirm=confirm()),
    element("datepicker", **MENU, initial_date="2026-11-23"),
    element("timepicker", **MENU, initial_time="09:30", timezone="Europe/Paris"),
    element("datetimepicker", initial_date_time=1_795_420_800, focus_on_load=True, confirm=confirm()),
    element("static_select", **MENU, options=[CHOICE], initial_option=CHOICE),
    element("static_select", **MENU, option_groups=[GROUP]),
    element("multi_static_select", **MENU, options=[CHOICE], initial_options=[CHOICE], max_selected_items=2),
    element("external_select", **MENU, min_query_length=0, initial_option=CHOICE),
    element("multi_external_select", **MENU, min_query_length=0, initial_options=[CHOICE], max_selected_items=2),
    element("users_select", **MENU, initial_user="U1"),
    element("multi_users_select", **MENU, initial_users=["U1"], max_selected_items=2),
    element("channels_select", **MENU, initial_channel="C1"),
    element("multi_channels_select", **MENU, initial_channels=["C1"], max_selected_items=2),
    element(
        "conversations_select",
        **MENU,
        initial_conversation="C1",
        default_to_current_conversation=True,
        filter=FILTER,
    ),
    element(
        "multi_conversations_select",
        **MENU,
        initial_conversations=["C1"],
        default_to_current_conversation=True,
        filter=FILTER,
        max_selected_items=2,
    ),
]
PRESSED: list[Json] = [
    BUTTON,
    element("overflow", options=[{"text": plain(), "description": plain(), "url": ADDRESS}], confirm=confirm()),
]
WORKFLOW_BUTTON = element(
    "workflow_button", text=plain("Lancer"), workflow=WORKFLOW, style="primary", accessibility_label="Lu"
)
WRITTEN: list[Json] = [
    element("plain_text_input", **TYPED, initial_value="a", multiline=True, min_length=1, max_length=9),
    element("number_input", **TYPED, is_decimal_allowed=True, initial_value="1.5", min_value="1", max_value="2"),
    element("email_text_input", **TYPED, initial_value="a@b.example"),
    element("url_text_input", **TYPED, initial_value=ADDRESS),
    element("rich_text_input", **TYPED, initial_value=rich(rich_section()), min_lines=1, max_lines=2),
]
FILES = element("file_input", filetypes=["pdf"], max_files=2)

INLINE: list[Json] = [
    {"type": "text", "text": "Mot", "style": STYLE},
    {"type": "link", "url": ADDRESS, "text": "Lien", "unsafe": True, "style": STYLE},
    {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2, "style": STYLE},
    {"type": "user", "user_id": "U1", "style": MENTION},
    {"type": "usergroup", "usergroup_id": "S1", "style": MENTION},
    {"type": "channel", "channel_id": "C1", "style": MENTION},
    {"type": "broadcast", "range": "here", "style": STYLE},
    {"type": "date", "timestamp": 1, "format": "{date}", "url": ADDRESS, "fallback": "Hier", "style": STYLE},
    {"type": "color", "value": "#fff", "style": STYLE},
]
RICH_TEXT = rich(
    rich_section(*INLINE),
    {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": 1,
        "offset": 1,
        "border": 0,
        "elements": [rich_section()],
    },
    {"type": "rich_text_quote", "border": 1, "elements": [INLINE[0]]},
    {"type": "rich_text_preformatted", "border": 1, "language": "python", "elements": [INLINE[0], INLINE[1]]},
)

CARD: Json = {
    "type": "card",
    "title": mrkdwn("Titre"),
    "subtitle": mrkdwn("Sous-titre"),
    "body": mrkdwn("Texte"),
    "hero_image": PICTURE,
    "icon": PICTURE,
    "actions": [button()],
}
TASK: Json = {
    "type": "task_card",
    "task_id": "t",
    "title": "Tâche",
    "details": rich(rich_section()),
    "output": rich(rich_section()),
    "status": "pending",
    "sources": [{"type": "url", "url": ADDRESS, "text": "Source"}],
}
FEEDBACK_BUTTON: Json = {"text": plain("Bien"), "value": "1", "accessibility_label": "Lu"}

EVERYWHERE: list[Json] = [
    section(text=mrkdwn(), fields=[mrkdwn()], accessory=BUTTON, expand=True, block_id="b"),
    *(section(accessory=one) for one in [*CHOOSERS, *PRESSED, PICTURE] if one["type"] != "datetimepicker"),
    section(text=plain(), fields=[plain()]),
    actions(button(confirm={**confirm(), "text": mrkdwn()})),
    actions(element("radio_buttons", options=[{"text": mrkdwn(), "value": "v", "description": mrkdwn()}])),
    {"type": "header", "text": plain(), "level": 2},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn(), plain(), PICTURE]},
    *(actions(one) for one in [*CHOOSERS, *PRESSED] if one["type"] != "datetimepicker"),
    *(
        field(one, hint=plain(), optional=True, dispatch_action=True)
        for one in CHOOSERS
        if one["type"] != "datetimepicker"
    ),
    field(WRITTEN[0]),
    {**PICTURE, "title": plain()},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Image"},
    {"type": "image", "slack_file": {"url": ADDRESS}, "alt_text": "Image"},
    RICH_TEXT,
    {
        "type": "video",
        "alt_text": "Film",
        "title": plain("Film"),
        "thumbnail_url": ADDRESS,
        "video_url": ADDRESS,
        "author_name": "Auteur",
        "description": plain(),
        "provider_icon_url": ADDRESS,
        "provider_name": "Hôte",
        "title_url": ADDRESS,
    },
]
TIMED: list[Json] = [actions(one) for one in CHOOSERS if one["type"] == "datetimepicker"]
NEWER: list[Json] = [
    {
        "type": "data_table",
        "caption": "Chiffres",
        "rows": [[cell("Mois")], [{"type": "raw_number", "value": 1, "text": "un"}], [rich(rich_section())]],
        "page_size": 10,
        "row_header_column_index": 0,
    },
    CARD,
    {"type": "card", "title": plain(), "subtitle": plain(), "body": plain()},
    {"type": "carousel", "elements": [CARD]},
    {
        "type": "container",
        "title": plain(),
        "subtitle": plain(),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [section()],
    },
]
MESSAGE_ONLY: list[Json] = [
    actions(WORKFLOW_BUTTON),
    {"type": "markdown", "text": "**Gras**"},
    {
        "type": "table",
        "rows": [[cell(), rich(rich_section())]],
        "column_settings": [{"align": "left", "is_wrapped": True}],
    },
    {
        "type": "context_actions",
        "elements": [
            element("feedback_buttons", positive_button=FEEDBACK_BUTTON, negative_button=FEEDBACK_BUTTON),
            element(
                "icon_button",
                action_id="b",
                icon="trash",
                text=plain("Retirer"),
                value="v",
                confirm=confirm(),
                accessibility_label="Lu",
                visible_to_user_ids=["U1"],
            ),
        ],
    },
    {"type": "plan", "title": "Plan", "tasks": [TASK]},
    TASK,
    {"type": "data_visualization"},
]
MODAL_ONLY: list[Json] = [
    {"type": "alert", "text": mrkdwn(), "level": "warning"},
    {"type": "alert", "text": plain()},
    *(field(one) for one in WRITTEN if one["type"] not in ("plain_text_input", "rich_text_input")),
    field(FILES, dispatch_action=False),
    field(element("conversations_select", response_url_enabled=True)),
    field(element("channels_select", response_url_enabled=True)),
]
VIEWS: list[Json] = [field(one) for one in WRITTEN if one["type"] == "rich_text_input"]

ON: dict[str, list[Json]] = {
    "message": [*EVERYWHERE, *TIMED, *NEWER, *MESSAGE_ONLY],
    "modal": [*EVERYWHERE, *TIMED, *VIEWS, *MODAL_ONLY],
    "home": [*EVERYWHERE, *NEWER, *VIEWS],
}
"""The blocks that each surface takes."""
