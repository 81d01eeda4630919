"""A message read in full, as plain text; and the telephone numbers of the client file."""

from domain.books import Records
from domain.messages import Message
from domain.people import Collaborator
from domain.refusals import NotFound, Refusal
from handlers.blocks import Block, View, context, escape, literal, modal, section
from handlers.mail.cards import CardFacts
from handlers.mail.reasons import reason, warning
from handlers.words import Words

A_BLOCK = 2800
SHOWN = 60_000


def whole_message(facts: CardFacts, words: Words) -> View:
    """Everything the message says, nothing of it acting."""
    message = facts.message
    when = words.instant(message.written_at, facts.zone, facts.now)
    blocks: list[Block] = [
        section(f"*{escape(facts.writer(words))}*\n{' · '.join(filter(None, [escape(message.sender), when]))}"),
        literal(message.subject or words.gettext("(no subject)"), bold=True),
    ]
    blocks += [section(f"⚠️ {sentence}") for sentence in (warning(w, words) for w in message.warnings) if sentence]
    text = message.text[:SHOWN] or words.gettext("(empty message)")
    blocks += [literal(text[start : start + A_BLOCK]) for start in range(0, len(text), A_BLOCK)]
    blocks += [section(f"{escape(document.filename)} · {words.size(document.size)}") for document in facts.files[:20]]
    if len(message.text) > SHOWN:
        blocks.append(context(words.gettext("The end is not shown here; the original is kept.")))
    blocks.append(context(reason(message, words)))
    return modal("mail.read", words.gettext("Message"), blocks, close=words.gettext("Close"))


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
