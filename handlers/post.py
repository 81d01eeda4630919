"""What Guichet says in Slack by itself: messages put in the outbox, and the cards they become, kept true."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from domain.about import About
from domain.books import Card, Records
from domain.outbox import Doubt, NewEnvelope, Subject, Way
from handlers.blocks import Block, fallback

MESSAGE_LENGTH = 3500  # chat.update refuses more than 4,000 characters of text


def post(
    records: Records,
    now: datetime,
    to: str,
    text: str,
    blocks: Sequence[Block],
    about: tuple[About, int],
    thread_ts: str | None = None,
) -> Card:
    """A message to a channel or a person, remembered as a card about that thing.

    `text` is the whole sentence, for the lock screen and for screen readers; nothing in it acts, whoever is named.
    """
    card = records.cards.add(about[0], about[1], to)
    arguments: dict[str, Any] = {
        "channel": to,
        "text": fallback(text, MESSAGE_LENGTH),
        "blocks": list(blocks[:50]),
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if thread_ts:
        arguments["thread_ts"] = thread_ts
    records.outbox.add(_envelope(Way.SLACK_POST, to, arguments, card, now))
    return card


def update_cards(
    records: Records, now: datetime, about: tuple[About, int], text: str, blocks: Sequence[Block]
) -> Sequence[Card]:
    """Redraw every card about that thing, once it is posted; the cards that will be."""
    cards = records.cards.about(*about)
    for card in cards:
        update_card(records, now, card, text, blocks)
    return cards


def update_card(records: Records, now: datetime, card: Card, text: str, blocks: Sequence[Block]) -> None:
    arguments = {"text": fallback(text, MESSAGE_LENGTH), "blocks": list(blocks[:50])}
    records.outbox.add(_envelope(Way.SLACK_UPDATE, card.channel, arguments, card, now))


def send_file(
    records: Records,
    now: datetime,
    to: str,
    name: str,
    content: bytes,
    said: str,
    after: Card | None = None,
    about: tuple[About, int] | None = None,
) -> None:
    """A file to one person, in private, with a sentence; the outbox keeps it sealed, and no longer than it must.

    It comes after that card, if one is given. One that names clients says what it is about: it is taken back from
    Slack when one of them is erased.
    """
    uid = uuid4().hex
    card = records.cards.add(about[0], about[1], to) if about else None
    file: dict[str, Any] = {"name": name, "content": b64encode(content).decode(), "said": said[:MESSAGE_LENGTH]}
    file |= {"card_id": card.id} if card else {}
    records.outbox.add(
        NewEnvelope(
            uid=uid,
            way=Way.SLACK_FILE,
            to=to,
            body=_json(file),
            order_key=f"card:{after.id}" if after else f"file:{uid}",
            due_at=now,
            doubt=Doubt.RESEND,
            subject=Subject(About.CARD, card.id) if card else None,
        )
    )


def delete_message(records: Records, now: datetime, channel: str, ts: str) -> None:
    """Take a message of ours out of Slack; what is gone already stays gone."""
    records.outbox.add(
        NewEnvelope(
            uid=uuid4().hex,
            way=Way.SLACK_DELETE,
            to=channel,
            body=_json({"args": {"channel": channel, "ts": ts}}),
            order_key=f"delete:{channel}:{ts}",
            due_at=now,
            doubt=Doubt.RESEND,
        )
    )


def take_back_file(records: Records, now: datetime, to: str, file: str) -> None:
    """Take a file of ours out of Slack; what is gone already stays gone."""
    records.outbox.add(
        NewEnvelope(
            uid=uuid4().hex,
            way=Way.SLACK_TAKE_BACK,
            to=to,
            body=_json({"args": {"file": file}}),
            order_key=f"take_back:{file}",
            due_at=now,
            doubt=Doubt.RESEND,
        )
    )


def _envelope(way: Way, to: str, arguments: Mapping[str, Any], card: Card, now: datetime) -> NewEnvelope:
    return NewEnvelope(
        uid=uuid4().hex,
        way=way,
        to=to,
        body=_json({"args": arguments, "card_id": card.id}),
        order_key=f"card:{card.id}",
        due_at=now,
        doubt=Doubt.RESEND,
        subject=Subject(About.CARD, card.id),
    )


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
