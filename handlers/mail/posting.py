"""The cards of a mail: posted where they may be read, and kept true."""

from collections.abc import Sequence
from datetime import datetime

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.messages import Document, Message
from domain.office import Office
from handlers.blocks import Block
from handlers.desk import named
from handlers.mail.cards import CardFacts, mail_card, thin_card
from handlers.mail.channels import CONVERSATIONS, Posting, everyone_sees
from handlers.post import post, update_card
from handlers.words import words_for

CHANNEL_LANGUAGE = "fr"


def post_card(records: Records, message: Message, posting: Posting, now: datetime) -> None:
    """The card of a new mail, in its channel; to the administrators in private when the firm has chosen none."""
    text, blocks = drawn(records, message, now) if posting.full else thin_card(message, _hour(records, message))
    about = About.MESSAGE if posting.full else About.THIN
    if posting.channel is not None:
        post(records, now, posting.channel, text, blocks, about=(about, message.id))
        return
    for person in records.people.administrators():
        post(records, now, person.slack_id, text, blocks, about=(About.MESSAGE, message.id))


def redraw_card(records: Records, office: Office, message: Message, now: datetime) -> None:
    """Every card of that mail, as it now stands; thin where somebody may not see a client that it now names."""
    facts = card_facts(records, message, now)
    full, thin = mail_card(facts, words_for(CHANNEL_LANGUAGE)), thin_card(message, _hour(records, message))
    named = [client for client in (facts.client, facts.suggested) if client is not None]
    for card in records.cards.about(About.MESSAGE, message.id):
        update_card(records, now, card, *(full if everyone_sees(records, office, card.channel, named) else thin))


def ask_readers(office: Office, opaque: object) -> None:
    """Have the readers of that mail's cards known before a transaction that writes: Slack may take its time."""
    with office.reading() as records:
        channels = {card.channel for card in records.cards.about(About.MESSAGE, named(opaque, "m", "message"))}
    for channel in channels:
        if not channel.startswith(CONVERSATIONS):
            office.members_of(channel)


def drawn(records: Records, message: Message, now: datetime) -> tuple[str, Sequence[Block]]:
    return mail_card(card_facts(records, message, now), words_for(CHANNEL_LANGUAGE))


def card_facts(records: Records, message: Message, now: datetime) -> CardFacts:
    """What a card tells of a mail, gathered from the books."""
    client = records.clients.get(message.client_id) if message.client_id else None
    suggested = records.clients.get(message.suggested_client) if message.suggested_client else None
    documents = records.messages.documents_of(message.id)
    return CardFacts(
        message=message,
        client=client,
        suggested=suggested,
        manager=records.people.get(client.manager_id) if client else None,
        forwarded_by=records.people.get(message.forwarded_by),
        handled_by=records.people.get(message.handled_by),
        assigned_to=records.people.get(message.assigned_to),
        documents=documents,
        already=_already(records, client, documents),
        zone=records.firm.zone,
        now=now,
    )


def _already(records: Records, client: Client | None, documents: Sequence[Document]) -> dict[int, datetime]:
    """When the client file received the same content before, by the documents' ids."""
    if client is None:
        return {}
    unfiled = [document for document in documents if not document.filed and document.refused is None]
    there = {document.id: records.messages.same_document(client.id, document.blob) for document in unfiled}
    return {number: same.received_at for number, same in there.items() if same is not None}


def _hour(records: Records, message: Message) -> str:
    return words_for(CHANNEL_LANGUAGE).hour(message.written_at, records.firm.zone)
