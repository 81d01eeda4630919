"""The last letter: the client space is closed, and where the documents may be had."""

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.letters.letter import Letter
from handlers.letters.writing import Correspondence, send_letter
from handlers.words import words_for


def farewell_letter(
    records: Records, office: Office, client: Client, contact: Contact, manager: Collaborator | None
) -> Message:
    """One letter to the default contact when the mandate ends."""
    words = words_for(contact.language)
    about = Correspondence(records.firm, client, contact, manager, words, office.public_url, office.now())
    _ = words.gettext
    paragraphs = [
        _("We no longer look after {client}: the client space is closed, and nothing is asked for any more.").format(
            client=client.name
        ),
        _("Your documents stay kept at the firm. For a copy, reply to this message."),
    ]
    if about.phone:
        paragraphs.append(_("Or call {phone}.").format(phone=about.phone))
    letter = Letter(
        language=words.language,
        subject=_("Your client space is closed"),
        preheader=_("Where to have your documents."),
        greeting=about.greeting,
        paragraphs=paragraphs,
        signature=about.signature,
        reason=_("You receive this message because {firm} looked after {client}.").format(
            firm=about.firm.name, client=client.name
        ),
        firm_name=about.firm.name,
        firm_trade=about.firm_trade,
        firm_address=about.firm_address,
        footer=[about.data_page],
    )
    return send_letter(records, about, letter, subject=Subject("farewell", client.id), kind="farewell")
