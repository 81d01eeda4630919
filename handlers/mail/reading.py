"""A message read in full, as plain text; and the telephone numbers of the client file."""

from dataclasses import replace
from datetime import datetime

from domain.books import Records
from domain.messages import Message
from domain.people import Collaborator
from domain.refusals import NotFound, Refusal
from domain.rights import may_see
from handlers.blocks import Block, View, context, escape, literal, modal, section
from handlers.mail.access import message_for
from handlers.mail.cards import CardFacts, card_blocks
from handlers.mail.posting import card_facts
from handlers.words import Words

CALLBACK = "mail.read"
A_BLOCK = 2800
SHOWN = 60_000


def whole_message(facts: CardFacts, words: Words) -> View:
    """The card of the message, with everything that it says, nothing of it acting."""
    message = facts.message
    text = message.text[:SHOWN] or words.gettext("(empty message)")
    lines: list[Block] = [literal(text[start : start + A_BLOCK]) for start in range(0, len(text), A_BLOCK)]
    if len(message.text) > SHOWN:
        lines.append(context(words.gettext("The end is not shown here; the original is kept.")))
    return modal(
        CALLBACK,
        words.gettext("Message"),
        card_blocks(facts, lines, words, whole=True),
        close=words.gettext("Close"),
        metadata={"mail": facts.value},
    )


def message_window(records: Records, who: Collaborator, words: Words, opaque: object, now: datetime) -> View:
    """The same, for someone who may see its client. NotFound."""
    facts = card_facts(records, message_for(records, who, opaque), now)
    if facts.suggested is not None and not may_see(who, facts.suggested):
        # The mail is for all the firm; the client that it may be from is not.
        facts = replace(facts, suggested=None)
    return whole_message(facts, words)


def call_view(records: Records, message: Message, who: Collaborator, words: Words) -> View:
    """Whom to call: the contacts of the client file, if this person may see it."""
    client_id = message.client_id or message.suggested_client
    try:
        if client_id is None:
            raise NotFound("client")
        client = records.clients.visible_to(who, client_id)
    except Refusal:
        line = words.gettext("No client is named with certainty. Find the client, then call the number of its file.")
        return modal("mail.call", words.gettext("Call the client"), [section(line)], close=words.gettext("Close"))
    numbers = [
        f"{escape(contact.name)} · <tel:{contact.phone}|{words.phone(contact.phone)}>"
        for contact in records.contacts.of_client(client.id)
        if contact.phone
    ]
    lines = "\n".join(numbers) or words.gettext("No telephone known: add one to the contact.")
    return modal(
        "mail.call",
        words.gettext("Call the client"),
        [
            section(f"*{escape(client.name)}*\n{lines}"),
            context(words.gettext("Call the number of the client file, never the one in the message")),
        ],
        close=words.gettext("Close"),
    )
