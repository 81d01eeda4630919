"""A reply to a client's mail, written by a person in Slack: plain text, in the same thread."""

from dataclasses import replace

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.mail.subjects import is_reply_subject
from domain.messages import Direction, Message, MessageState, NewMessage
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.letters.mime import sealed_reply
from handlers.letters.writing import correspondence, cover_of, envelope_of


def reply_letter(
    records: Records, office: Office, answered: Message, client: Client, author: Collaborator, text: str
) -> Message:
    """Send what `author` wrote to whoever wrote `answered`, and keep it in the conversation."""
    contact = records.contacts.get(answered.contact_id) if answered.contact_id else None
    reader = contact or Contact("", answered.sender_name, answered.sender)
    # The answer goes to the address that wrote, whatever Reply-To said.
    reader = replace(reader, email=answered.sender)
    about = correspondence(records, office, client, reader, author)
    subject = answered.subject if is_reply_subject(answered.subject) else f"Re: {answered.subject}"
    signed = "\n".join(
        line for line in ("-- ", author.name, records.firm.name, about.firm_address, about.phone) if line
    )
    cover = cover_of(about, thread=answered.message_id)
    body = sealed_reply(subject.strip(), f"{text.strip()}\n\n{signed}\n", reader.language, cover)
    sent = records.messages.add(
        NewMessage(
            direction=Direction.OUT,
            message_id=cover.message_id,
            subject=subject,
            sender=cover.sender,
            sender_name=cover.sender_name,
            recipient=cover.to,
            text=text.strip(),
            written_at=about.now,
            kind="reply",
            client_id=client.id,
            contact_id=contact.id if contact else None,
            in_reply_to=answered.message_id,
            state=MessageState.HANDLED,
        )
    )
    records.outbox.add(envelope_of(about, cover, body, Subject(About.MESSAGE, sent.id), asked_for=True))
    return sent
