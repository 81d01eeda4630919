"""What waits in a small office's outbox, read as a person would read it."""

import json
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from sqlalchemy import RowMapping, select

from storage.tables import envelopes
from tests.handlers.slack_server import message_problems
from tests.handlers.surfaces import unanswered
from tests.offices import SmallOffice


def waiting(office: SmallOffice, way: str) -> Sequence[RowMapping]:
    """The envelopes of that way, in the order they were written; those taken back are left out."""
    row = envelopes.c
    query = select(envelopes).where(row.way == way, row.firm_id == office.firm_id, row.body.is_not(None))
    with office.database.engine.connect() as connection:
        return connection.execute(query.order_by(row.id)).mappings().all()


def letters(office: SmallOffice) -> list[EmailMessage]:
    return [message_from_bytes(row["body"], policy=policy.default) for row in waiting(office, "mail")]


def letter_text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def posts(office: SmallOffice) -> list[dict[str, Any]]:
    """The arguments of each message that will be posted in Slack, within Slack's rules, each button answered."""
    return _messages(office, "slack.post")


def updates(office: SmallOffice) -> list[dict[str, Any]]:
    return _messages(office, "slack.update")


def _messages(office: SmallOffice, way: str) -> list[dict[str, Any]]:
    messages = [json.loads(row["body"])["args"] for row in waiting(office, way)]
    for message in messages:
        assert message_problems(message) == [], message_problems(message)
        assert unanswered(message) == []
    return messages


class Outbox:
    """The outbox of one office, by recipient."""

    def __init__(self, office: SmallOffice) -> None:
        self.office = office

    def posts(self, to: str | None = None) -> list[dict[str, Any]]:
        """Slack messages, to a channel or a person."""
        return [message for message in posts(self.office) if to in (None, message["channel"])]

    def letters(self, to: str | None = None) -> list[RowMapping]:
        """Letters in their envelopes."""
        return [row for row in waiting(self.office, "mail") if to in (None, row["to"])]
