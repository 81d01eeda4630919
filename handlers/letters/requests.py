"""Letters about documents: those asked for, and one to be redone. No document leaves by e-mail."""

from collections.abc import Sequence

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.messages import Document, Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from domain.requests import Request
from handlers.documents.labels import asked_for
from handlers.letters.letter import Letter
from handlers.letters.writing import Correspondence, send_letter
from handlers.words import words_for


def request_letter(
    records: Records,
    office: Office,
    client: Client,
    contact: Contact,
    author: Collaborator,
    requests: Sequence[Request],
) -> Message:
    """One letter for all that is asked for at once; `requests` holds one at least."""
    about = _about(records, office, client, contact, author)
    words, n = about.words, len(requests)
    due = min(request.due_on for request in requests)
    day = words.day(due, about.now.astimezone(about.firm.zone).date())
    subject = words.ngettext("A document to send before {day}", "{n} documents to send before {day}", n)
    listed = [asked_for(request, words) for request in requests]
    missing = words.gettext("We are missing, for {client}: {documents}.")
    if n > 1:
        missing = words.gettext("We are missing, for {client}:")
    letter = _letter(
        about,
        subject.format(n=n, day=day),
        [missing.format(client=client.name, documents=listed[0])],
        words.gettext("You receive this message because {firm} looks after {client} and waits for a document."),
        bullets=listed if n > 1 else (),
    )
    return send_letter(records, about, letter, subject=Subject("request", requests[0].id), kind="request")


def redo_letter(
    records: Records,
    office: Office,
    client: Client,
    contact: Contact,
    author: Collaborator,
    document: Document,
) -> Message:
    about = _about(records, office, client, contact, author)
    words = about.words
    letter = _letter(
        about,
        words.gettext("A document to redo"),
        [words.gettext("{file}: {reason}").format(file=document.filename, reason=document.redo_words or "")],
        words.gettext("You receive this message because {firm} looks after {client} and could not use a document."),
    )
    return send_letter(records, about, letter, subject=Subject("redo", document.id), kind="redo")


def _about(records: Records, office: Office, client: Client, contact: Contact, author: Collaborator) -> Correspondence:
    manager = records.people.get(client.manager_id) or author
    words = words_for(contact.language)
    return Correspondence(records.firm, client, contact, manager, words, office.public_url, office.now())


def _letter(
    about: Correspondence, subject: str, paragraphs: Sequence[str], reason: str, bullets: Sequence[str] = ()
) -> Letter:
    """By e-mail for everybody; the space for those who have one."""
    words, has_space = about.words, about.contact.account_id is not None
    client = about.client.name if about.client else ""
    return Letter(
        language=words.language,
        subject=subject,
        preheader=paragraphs[0],
        greeting=about.greeting,
        paragraphs=paragraphs,
        bullets=bullets,
        button=words.gettext("Open my space") if has_space else "",
        link=f"{about.public_url}/" if has_space else "",
        copy_hint=words.gettext("If the button does not open, copy this address:") if has_space else "",
        aside_lead=words.gettext("By e-mail:"),
        aside=[about.deposit_address],
        signature=about.signature,
        reason=reason.format(firm=about.firm.name, client=client),
        firm_name=about.firm.name,
        firm_trade=about.firm_trade,
        firm_address=about.firm_address,
        footer=[about.data_page],
    )
