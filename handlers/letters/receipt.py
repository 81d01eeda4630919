"""The letter that says what has come in: for those who ticked it, written by a person whose mail was verified."""

from collections.abc import Sequence

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.messages import Document, Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from domain.text import clean_line
from handlers.letters.letter import Letter
from handlers.letters.writing import correspondence, send_letter


def receipt_letter(
    records: Records,
    office: Office,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
    received: Message,
    documents: Sequence[Document],
) -> Message:
    """What that message brought, by the names of its files; `documents` holds one at least."""
    about = correspondence(records, office, client, contact, manager)
    _ = about.words.gettext
    names = [clean_line(document.filename) for document in documents]
    said = _("Well received, for {client}:").format(client=client.name)
    letter = Letter(
        head=about.letterhead,
        subject=about.words.ngettext("{n} document well received", "{n} documents well received", len(names)).format(
            n=len(names)
        ),
        preheader=said,
        greeting=about.greeting,
        paragraphs=[said, _("There is nothing to do.")],
        bullets=names,
        reason=_(
            "You receive this message because {firm} confirms what it receives for {client}. "
            "Reply to it to receive these no more."
        ).format(firm=about.firm.name, client=client.name),
        footer=[about.data_page],
    )
    return send_letter(
        records,
        about,
        letter,
        subject=Subject(About.RECEIPT, received.id),
        kind="receipt",
    )
