"""What waits in a small office's outbox, read as a person would read it."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from storage.tables import envelopes
from tests.offices import SmallOffice


def waiting(office: SmallOffice, way: str) -> list[bytes]:
    """The bodies that wait for that way, in the order they were written; those taken back are left out."""
    query = select(envelopes.c.body).where(
        envelopes.c.way == way, envelopes.c.firm_id == office.firm_id, envelopes.c.body.is_not(None)
    )
    with office.database.engine.connect() as connection:
        return [row.body for row in connection.execute(query.order_by(envelopes.c.id))]


def letters(office: SmallOffice) -> list[EmailMessage]:
    return [message_from_bytes(body, policy=policy.default) for body in waiting(office, "mail")]


def letter_text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def posts(office: SmallOffice) -> list[dict[str, Any]]:
    """The arguments of each message that will be posted in Slack."""
    return [json.loads(body)["args"] for body in waiting(office, "slack.post")]


def updates(office: SmallOffice) -> list[dict[str, Any]]:
    return [json.loads(body)["args"] for body in waiting(office, "slack.update")]
