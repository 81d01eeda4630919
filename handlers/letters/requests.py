"""Letters about documents: those asked for, and one to be redone. No document leaves by e-mail."""

from collections.abc import Sequence

from domain.about import About
from domain.books import Records
from domain.clients import Client, Communication
from domain.contacts import Contact
from domain.mail_texts import TextKind, Values, Variable
from domain.messages import Document, Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from domain.requests import Request
from handlers.documents.labels import asked_for
from handlers.letters.invitation import usual_values
from handlers.letters.letter import Letter
from handlers.letters.wording import Wording, firm_wording, listed_documents
from handlers.letters.writing import Correspondence, correspondence, send_letter


def request_letter(
    records: Records,
    office: Office,
    client: Client,
    contact: Contact,
    author: Collaborator,
    requests: Sequence[Request],
) -> Message | None:
    """One letter for all that is asked for at once; `requests` holds one at least. None where none is received."""
    if not receives_requests(client):
        return None
    about = _about(records, office, client, contact, author)
    words, n = about.words, len(requests)
    due = min(request.due_on for request in requests)
    day = words.day(due, about.now.astimezone(about.firm.zone).date())
    subject = words.ngettext("A document to send before {day}", "{n} documents to send before {day}", n)
    listed = [asked_for(request, words) for request in requests]
    text = records.mail_texts.get(TextKind.REQUEST, words.language)
    if text is not None:
        wording = firm_wording(text, request_values(about, day, listed))
    else:
        missing = words.gettext("We are missing, for {client}: {documents}.")
        if n > 1:
            missing = words.gettext("We are missing, for {client}:")
        said = missing.format(client=client.name, documents=listed[0])
        wording = _wording(about, subject.format(n=n, day=day), said, listed if n > 1 else ())
    letter = request_shape(about, wording)
    return send_letter(records, about, letter, subject=Subject(About.REQUEST, requests[0].id), kind="request")


def redo_letter(
    records: Records,
    office: Office,
    client: Client,
    contact: Contact,
    author: Collaborator,
    document: Document,
) -> Message | None:
    """One letter about a document to redo; None where none is received."""
    if not receives_requests(client):
        return None
    about = _about(records, office, client, contact, author)
    words = about.words
    said = words.gettext("{file}: {reason}").format(file=document.filename, reason=document.redo_words or "")
    reason = words.gettext("You receive this message because {firm} looks after {client} and could not use a document.")
    letter = _letter(about, _wording(about, words.gettext("A document to redo"), said), reason)
    return send_letter(records, about, letter, subject=Subject(About.REDO, document.id), kind="redo")


def _about(records: Records, office: Office, client: Client, contact: Contact, author: Collaborator) -> Correspondence:
    manager = records.people.get(client.manager_id) or author
    return correspondence(records, office, client, contact, manager)


def receives_requests(client: Client) -> bool:
    """Whether letters that ask for documents are ticked for that client; its space says what is missing anyway."""
    return Communication.REQUESTS in client.mails


def request_values(about: Correspondence, day: str, documents: Sequence[str]) -> Values:
    """What fills the variables of a text that asks for documents before that day."""
    return {
        **usual_values(about),
        Variable.LAST_DAY: day,
        Variable.DOCUMENTS: listed_documents(documents),
    }


def request_shape(about: Correspondence, wording: Wording) -> Letter:
    """What all letters that ask for documents share."""
    reason = about.words.gettext(
        "You receive this message because {firm} looks after {client} and waits for a document."
    )
    return _letter(about, wording, reason)


def _wording(about: Correspondence, subject: str, said: str, bullets: Sequence[str] = ()) -> Wording:
    lead = about.words.gettext("By e-mail:")
    return Wording(subject, said, about.greeting, [said], bullets, aside_lead=lead, aside=[about.deposit_address])


def _letter(about: Correspondence, wording: Wording, reason: str) -> Letter:
    """By e-mail for everybody; the space for those who have one."""
    words, has_space = about.words, about.contact.account_id is not None
    return Letter(
        head=about.letterhead,
        subject=wording.subject,
        preheader=wording.preheader,
        greeting=wording.greeting,
        paragraphs=wording.paragraphs,
        bullets=wording.bullets,
        button=words.gettext("Open my space") if has_space else "",
        link=f"{about.public_url}/" if has_space else "",
        aside_lead=wording.aside_lead,
        aside=wording.aside,
        reason=reason.format(firm=about.firm.name, client=about.client_name),
        footer=[about.data_page],
    )
