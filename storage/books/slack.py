"""What we posted in Slack, the forms not finished, and the messages handed over."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, select, update

from domain.about import About
from domain.books import Card
from domain.drafts import Draft
from domain.people import Collaborator
from domain.slack_messages import SlackFile, SlackMessage
from storage.books.book import Book, the_firms
from storage.encryption import bound, unbound
from storage.rows import names_of, value_of, values_of
from storage.tables import cards, drafts, slack_messages
from storage.tables.slack import IS_BEGUN, IS_FILING

MOST_DRAFTS = 20
SEALED = ("heading", "text", "files")

BEGUN = (
    select(drafts)
    .where(the_firms(drafts), drafts.c.author_id == bindparam("author"), IS_BEGUN)
    .order_by(drafts.c.updated_at.desc())
    .limit(MOST_DRAFTS)
)


class Cards(Book):
    def add(self, about: About, about_id: int, channel: str) -> Card:
        card_id = self.insert(cards, {"about": about, "about_id": about_id, "channel": channel})
        return Card(card_id, about, about_id, channel, None)

    def get(self, card_id: int) -> Card | None:
        row = self.one(cards, id=card_id)
        return value_of(Card, row) if row else None

    def about(self, about: About, about_id: int) -> Sequence[Card]:
        return [value_of(Card, row) for row in self.all(cards, about=about, about_id=about_id)]

    def posted(self, card_id: int, channel: str, ts: str) -> None:
        self.change(cards, card_id, {"channel": channel, "ts": ts})

    def given(self, card_id: int, file: str) -> None:
        self.change(cards, card_id, {"file": file})


class Drafts(Book):
    def keep(self, draft: Draft) -> None:
        """Nobody writes over another author's draft."""
        sealed = bound(self._place(draft.uid), draft.nir.encode()) if draft.nir else None
        row = {**values_of(draft, "firm_id", "nir"), "sealed_nir": sealed}
        self.write_over(drafts, "uid", row, if_same="author_id")

    def get(self, uid: str, author: Collaborator) -> Draft | None:
        row = self.one(drafts, uid=uid, author_id=author.id)
        return self._draft(row) if row else None

    def of_author(self, author: Collaborator) -> Sequence[Draft]:
        """The latest first; those in which nothing was chosen are left out."""
        return [self._draft(row) for row in self.rows(BEGUN, author=author.id)]

    def drop(self, uid: str) -> None:
        self.connection.execute(delete(drafts).where(self.mine(drafts), drafts.c.uid == uid))

    def _draft(self, row: RowMapping) -> Draft:
        values: dict[str, Any] = {name: row[name] for name in names_of(Draft) if name != "nir"}
        sealed = row["sealed_nir"]
        return Draft(**values, nir=unbound(self._place(row["uid"]), sealed).decode() if sealed else None)

    def _place(self, uid: str) -> str:
        return f"nir of draft {uid}, firm {self.firm_id}"


class SlackMessages(Book):
    def add(self, message: SlackMessage) -> None:
        self.insert(slack_messages, _row(message))

    def get(self, uid: str, taken_by: Collaborator) -> SlackMessage | None:
        row = self.one(slack_messages, uid=uid, taken_by=taken_by.id)
        return _slack_message(row) if row else None

    def move(self, before: SlackMessage, after: SlackMessage) -> bool:
        as_it_was = (slack_messages.c.uid == before.uid) & (slack_messages.c.stage == before.stage)
        moved = update(slack_messages).where(self.mine(slack_messages), as_it_was).values(_row(after))
        return self.connection.execute(moved).rowcount == 1

    def filing(self, at_most: int) -> Sequence[SlackMessage]:
        query = self.of(slack_messages).where(IS_FILING).order_by(slack_messages.c.id).limit(at_most)
        return [_slack_message(row) for row in self.rows(query)]


def _row(message: SlackMessage) -> dict[str, Any]:
    content = {"heading": message.heading, "text": message.text, "files": [values_of(file) for file in message.files]}
    return {**values_of(message, "firm_id", *SEALED), "content": json.dumps(content).encode()}


def _slack_message(row: RowMapping) -> SlackMessage:
    content = json.loads(row["content"])
    plain = {name: row[name] for name in names_of(SlackMessage) if name not in SEALED}
    files = tuple(SlackFile(**file) for file in content["files"])
    return SlackMessage(**plain, heading=content["heading"], text=content["text"], files=files)
