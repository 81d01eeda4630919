"""Rich text blocks: sections, lists, quotes and preformatted text (Slack's rich-text-block reference)."""

from typing import Any

from sandbox.rules.schema import Check, Inspection, boolean, integer, kind, list_of, one_of, text, typed

BLOCK_ID = text(1, 255)

MARKS: dict[str, Check] = {"bold": boolean, "italic": boolean, "strike": boolean, "code": boolean, "underline": boolean}
MENTION_MARKS: dict[str, Check] = {**MARKS, "highlight": boolean, "client_highlight": boolean, "unlink": boolean}


def _style(marks: dict[str, Check]) -> Check:
    def check(value: Any, at: str, seen: Inspection) -> None:
        if not isinstance(value, dict):
            seen.refuse(at, "must provide an object")
            return
        for name, inner in value.items():
            if name in marks:
                marks[name](inner, f"{at}/{name}", seen)
            else:
                seen.refuse(at, f"invalid additional property: {name}")

    return check


STYLE: dict[str, Check] = {"style": _style(MARKS)}
MENTION_STYLE: dict[str, Check] = {"style": _style(MENTION_MARKS)}

INLINE: dict[str, Check] = {
    "text": kind("text", {"text": text(1)}, STYLE),
    "link": kind("link", {"url": text(1, 3000)}, {**STYLE, "text": text(0), "unsafe": boolean}),
    "emoji": kind("emoji", {"name": text(1)}, {**STYLE, "unicode": text(1), "skin_tone": integer(1, 6)}),
    "user": kind("user", {"user_id": text(1)}, MENTION_STYLE),
    "usergroup": kind("usergroup", {"usergroup_id": text(1)}, MENTION_STYLE),
    "channel": kind("channel", {"channel_id": text(1)}, MENTION_STYLE),
    "broadcast": kind("broadcast", {"range": one_of("here", "channel", "everyone")}, STYLE),
    "date": kind(
        "date",
        {"timestamp": integer(0, 9_999_999_999), "format": text(1)},
        {**STYLE, "url": text(1, 3000), "fallback": text(0)},
    ),
    "color": kind("color", {"value": text(1)}, STYLE),
}

BORDER: dict[str, Check] = {"border": one_of(0, 1)}
SECTION = kind("rich_text_section", {"elements": list_of(typed(INLINE))})

PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_list": kind(
        "rich_text_list",
        {"elements": list_of(typed({"rich_text_section": SECTION})), "style": one_of("bullet", "ordered")},
        {**BORDER, "indent": integer(0, 8), "offset": integer(0, 1_000_000)},
    ),
    "rich_text_quote": kind("rich_text_quote", {"elements": list_of(typed(INLINE))}, BORDER),
    "rich_text_preformatted": kind(
        "rich_text_preformatted",
        {"elements": list_of(typed(INLINE, ("text", "link")))},
        {**BORDER, "language": text(1)},
    ),
}

RICH_TEXT = kind("rich_text", {"elements": list_of(typed(PARTS), 1)}, {"block_id": BLOCK_ID})
