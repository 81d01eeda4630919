"""What Slack hands over with the shortcut of a message: its marks become words, its files are those still there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.books import Records
from domain.nir import without_nirs
from domain.refusals import NotFound
from domain.slack_messages import MOST_FILES, SeenByOne, SlackFile, written_at
from domain.text import clean_line
from handlers.desk import Payload
from handlers.words import Words

# What a file that is no longer there leaves in a message (docs.slack.dev, file object).
NO_LONGER_THERE = ("tombstone", "hidden_by_limit")
ID_LENGTH, NAME_LENGTH = 40, 255

MARK = re.compile(r"<([^<>\n]*)>")
CALLS = {"!here": "@here", "!channel": "@channel", "!everyone": "@everyone"}
SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")


@dataclass(frozen=True, slots=True)
class Handed:
    """`author` is a Slack id; `called` the name that an app gives itself, or that Slack gives to a stranger."""

    channel: str
    ts: str
    written_at: datetime
    author: str
    called: str
    text: str
    files: tuple[SlackFile, ...]
    more_files: int


def handed_over(body: Payload) -> Handed:
    """The message of the payload. NotFound for what is none; SeenByOne."""
    message, channel = _mapping(body.get("message")), _mapping(body.get("channel"))
    ts = _text(message.get("ts"))
    if ts != _text(body.get("message_ts")) or not _text(channel.get("id")):
        raise NotFound("slack_message")
    if message.get("is_ephemeral"):
        raise SeenByOne
    files = list(_files(message.get("files")))
    called = message.get("username") or _mapping(message.get("bot_profile")).get("name")
    return Handed(
        channel=_text(channel.get("id"))[:ID_LENGTH],
        ts=ts,
        written_at=written_at(ts),
        author=_text(message.get("user"))[:ID_LENGTH],
        called=_name(called or _mapping(message.get("user_profile")).get("real_name")),
        text=_text(message.get("text")),
        files=tuple(files[:MOST_FILES]),
        more_files=max(0, len(files) - MOST_FILES),
    )


def readable(text: str, records: Records, words: Words) -> str:
    """Slack's mrkdwn as people read it: names for mentions, addresses beside their labels, `&` for `&amp;`."""
    parts = []
    at = 0
    for mark in MARK.finditer(text):
        parts += [unescape_slack(text[at : mark.start()]), _said(mark.group(1), records, words)]
        at = mark.end()
    return "".join([*parts, unescape_slack(text[at:])])


def unescape_slack(text: str) -> str:
    """The three characters that Slack escapes; no other entity is one to it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def author_name(handed: Handed, records: Records, words: Words) -> str:
    person = records.people.of_slack(handed.author) if handed.author else None
    return person.name if person else handed.called or words.gettext("somebody outside the team")


def _said(inside: str, records: Records, words: Words) -> str:
    """`@U1`, `#C1|general`, `https://a.example|here`, `!date^…|fallback`."""
    target, _, label = inside.partition("|")
    label = unescape_slack(label)
    if target.startswith("@"):
        person = records.people.of_slack(target[1:])
        return f"@{person.name if person else label.removeprefix('@') or words.gettext('somebody')}"
    if target.startswith("#"):
        return f"#{label.removeprefix('#') or words.gettext('channel')}"
    if target.startswith("!"):
        return CALLS.get(target, label)
    address = unescape_slack(target)
    bare = SCHEME.sub("", address)
    if not label or label in (address, bare):
        return bare if address.startswith(("mailto:", "tel:")) else address
    return f"{label} ({bare if address.startswith(('mailto:', 'tel:')) else address})"


def _files(given: object) -> Iterator[SlackFile]:
    for file in given if isinstance(given, list) else ():
        one = _mapping(file)
        file_id, size = _text(one.get("id")), one.get("size")
        if file_id and len(file_id) <= ID_LENGTH and one.get("mode") not in NO_LONGER_THERE:
            name = clean_line(_text(one.get("name")) or _text(one.get("title")))[-NAME_LENGTH:]
            yield SlackFile(file_id, name or file_id, size if isinstance(size, int) and size >= 0 else 0)


def _name(value: object) -> str:
    return without_nirs(clean_line(_text(value)))[:NAME_LENGTH]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
