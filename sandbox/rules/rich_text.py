"""Rich text blocks: sections, lists, quotes and preformatted text (Slack's rich-text-block reference)."""

from sandbox.rules.objects import ADDRESS, IDENTIFIER
from sandbox.rules.schema import Check, boolean, fields, integer, kind, list_of, one_of, text, typed

MARKS: dict[str, Check] = {"bold": boolean, "italic": boolean, "strike": boolean, "code": boolean, "underline": boolean}
MENTION_MARKS: dict[str, Check] = {**MARKS, "highlight": boolean, "client_highlight": boolean, "unlink": boolean}


STYLE: dict[str, Check] = {"style": fields({}, MARKS)}
MENTION_STYLE: dict[str, Check] = {"style": fields({}, MENTION_MARKS)}
WORDS = text(1)

INLINE: dict[str, Check] = {
    "text": kind({"text": WORDS}, STYLE),
    "link": kind({"url": ADDRESS}, {**STYLE, "text": text(0), "unsafe": boolean}),
    "emoji": kind({"name": WORDS}, {**STYLE, "unicode": WORDS, "skin_tone": integer(1, 6)}),
    "user": kind({"user_id": WORDS}, MENTION_STYLE),
    "usergroup": kind({"usergroup_id": WORDS}, MENTION_STYLE),
    "channel": kind({"channel_id": WORDS}, MENTION_STYLE),
    "broadcast": kind({"range": one_of("here", "channel", "everyone")}, STYLE),
    "date": kind(
        {"timestamp": integer(0), "format": WORDS},
        {**STYLE, "url": ADDRESS, "fallback": text(0)},
    ),
    "color": kind({"value": WORDS}, STYLE),
}

BORDER: dict[str, Check] = {"border": one_of(0, 1)}
SECTION = kind({"elements": list_of(typed(INLINE))})

PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_list": kind(
        {"elements": list_of(typed({"rich_text_section": SECTION})), "style": one_of("bullet", "ordered")},
        {**BORDER, "indent": integer(0, 8), "offset": integer(0)},
    ),
    "rich_text_quote": kind({"elements": list_of(typed(INLINE))}, BORDER),
    "rich_text_preformatted": kind(
        {"elements": list_of(typed(INLINE, ("text", "link")))},
        {**BORDER, "language": WORDS},
    ),
}

RICH_TEXT = kind({"elements": list_of(typed(PARTS), 1)}, {"block_id": IDENTIFIER})
