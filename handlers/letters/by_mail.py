"""The letter that follows a call when a contact would rather write: where documents may be sent by e-mail."""

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.letters.letter import Letter
from handlers.letters.writing import correspondence, send_letter


def by_mail_letter(
    records: Records, office: Office, client: Client, contact: Contact, manager: Collaborator | None
) -> Message:
    """The deposit address, and nothing to open."""
    about = correspondence(records, office, client, contact, manager)
    _ = about.words.gettext
    paragraphs = [
        _("As agreed, there is nothing to open: send your documents for {client} to {address}.").format(
            client=client.name, address=about.deposit_address
        ),
        _("They arrive straight in your client file."),
    ]
    if about.phone:
        paragraphs.append(_("Or call {phone}.").format(phone=about.phone))
    letter = Letter(
        head=about.letterhead,
        subject=_("Your documents, by e-mail"),
        preheader=_("Where to send your documents."),
        greeting=about.greeting,
        paragraphs=paragraphs,
        reason=about.listed,
        footer=[about.data_page],
    )
    return send_letter(records, about, letter, subject=Subject(About.CLIENT, client.id), kind="by_mail")
