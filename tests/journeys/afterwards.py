"""What the books hold and what the world received, once everything is quiet."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from storage.database import Database
from storage.tables import cards, clients, envelopes, inbound_mails, messages
from tests.journeys.living_office import LivingOffice


@dataclass(frozen=True)
class Found:
    """What the books hold once everything is quiet, and what the world received."""

    clients: Counter[str]
    mails: Counter[str]
    mail_states: Counter[str]
    messages: Counter[int]
    cards: Counter[int]
    unposted: int
    letters: dict[str, str]
    taken: Counter[str]
    questions: int


def found(office: LivingOffice, database: Database) -> Found:
    """Of the office `furnish` opened, what came after it."""
    with database.reading(1) as records:
        rows = records.connection.execute
        letters = {
            address: state.value
            for address, state in rows(select(envelopes.c.to, envelopes.c.state).where(envelopes.c.way == "mail"))
            if address.endswith("@clients.example")
        }
        posts = rows(select(envelopes.c.subject_kind, cards.c.about).join(cards, cards.c.id == envelopes.c.subject_id))
        return Found(
            clients=Counter(rows(select(clients.c.name)).scalars()),
            mails=Counter(rows(select(inbound_mails.c.message_id)).scalars()),
            mail_states=Counter(rows(select(inbound_mails.c.state)).scalars()),
            messages=Counter(rows(select(messages.c.inbound_id).where(messages.c.direction == "in")).scalars()),
            cards=Counter(rows(select(cards.c.about_id).where(cards.c.about == "message")).scalars()),
            unposted=len(rows(select(cards.c.id).where(cards.c.ts.is_(None))).all()),
            letters=letters,
            taken=Counter(each.to[0] for each in office.smtp.taken()),
            questions=sum(1 for kind, about in posts if kind == "card" and about == "envelope"),
        )


def open_envelopes(database: Database) -> int:
    """How many still have to leave, or are leaving."""
    with database.reading(1) as records:
        waiting = select(envelopes.c.id).where(envelopes.c.state.in_(("ready", "sending")))
        return len(records.connection.execute(waiting).all())
