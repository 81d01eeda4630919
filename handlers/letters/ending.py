"""The last letter: the client space is closed, and where the documents may be had."""

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


def farewell_letter(
    records: Records, office: Office, client: Client, contact: Contact, manager: Collaborator | None
) -> Message:
    """One letter to the default contact when the mandate ends."""
    about = correspondence(records, office, client, contact, manager)
    _ = about.words.gettext
    paragraphs = [
        _("We no longer look after {client}: the client space is closed, and nothing is asked for any more.").format(
            client=client.name
        ),
        _("Your documents stay kept at the firm. For a copy, reply to this message."),
    ]
    if about.phone:
        paragraphs.append(_("Or call {phone}.").format(phone=about.phone))
    letter = Letter(
        head=about.letterhead,
        subject=_("Your client space is closed"),
        preheader=_("Where to have your documents."),
        greeting=about.greeting,
        paragraphs=paragraphs,
        reason=_("You receive this message because {firm} looked after {client}.").format(
            firm=about.firm.name, client=client.name
        ),
        footer=[about.data_page],
    )
    return send_letter(records, about, letter, subject=Subject(About.FAREWELL, client.id), kind="farewell")
