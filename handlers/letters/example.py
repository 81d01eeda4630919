"""Letters as their readers would have them, about an example: to be looked at, or sent to oneself."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.about import About
from domain.books import Records
from domain.clients import Client, Company, imagined
from domain.contacts import Contact
from domain.firm import Firm
from domain.invitations import Invitation
from domain.mail_texts import NewText, TextKind
from domain.office import Office
from domain.opening import first_invitation
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.desk import number_of
from handlers.letters.invitation import Links, letter_saying
from handlers.letters.letter import Letter
from handlers.letters.requests import request_shape, request_values
from handlers.letters.wording import firm_wording, own_wording
from handlers.letters.writing import Correspondence, post_letter
from handlers.words import Words, words_for

SAMPLE = "sample"
NO_LINK = Links("…", "…", "…")
A_WEEK = timedelta(weeks=1)


def example_of(records: Records, who: Collaborator, sample: str, language: str) -> tuple[Client, Contact]:
    """A client that this person sees, with its contact, or an invented one. NotFound."""
    invented = Contact("Claire", "Morel", "claire@atelier-morel.example", language=language)
    if sample != SAMPLE:
        client = records.clients.visible_to(who, number_of(sample, "c"))
        contact = next(iter(records.contacts.of_client(client.id)), invented)
        return client, replace(contact, language=language)
    deposit = records.firm.inbox + "+atelier-morel.exemple"
    return imagined(Company("Atelier Morel"), who.firm_id, who.id, deposit), invented


def example_letter(text: NewText | None, kind: TextKind, about: Correspondence, links: Links = NO_LINK) -> Letter:
    """The letter of that kind in the words of that text, or in Guichet's own; without live links."""
    if kind is not TextKind.REQUEST:
        return letter_saying(text, about, sample_invitation(about.contact, about.firm, about.now), links, kind)
    today = about.now.astimezone(about.firm.zone).date()
    day = about.words.day(today + A_WEEK, today)
    values = request_values(about, day, [about.words.gettext("Bank statement"), about.words.gettext("Payslips")])
    wording = firm_wording(text, values) if text else own_wording(kind, about.words, values)
    return request_shape(about, wording)


def about_example(firm: Firm, client: Client, contact: Contact, who: Collaborator, office: Office) -> Correspondence:
    """Who would write to whom: the person who looks signs."""
    return Correspondence(firm, client, contact, who, words_for(contact.language), office.public_url, office.now())


def sample_invitation(contact: Contact, firm: Firm, now: datetime) -> Invitation:
    """An invitation that is kept nowhere, with the dates of one sent now."""
    return first_invitation(contact, firm, now).queue(now)


def send_example(
    records: Records,
    office: Office,
    who: Collaborator,
    example: tuple[Client, Contact],
    text: NewText | None,
    kind: TextKind,
) -> None:
    """« M’envoyer un essai »: to one's own address, marked as a test; its links open a page that says so."""
    client, contact = example
    nowhere = f"{office.public_url}/essai"
    about = about_example(records.firm, client, replace(contact, id=0, email=who.email), who, office)
    letter = example_letter(text, kind, about, Links(nowhere, nowhere, nowhere))
    marked = replace(letter, subject=about.words.gettext("Test: {subject}").format(subject=letter.subject))
    post_letter(records, about, marked, subject=Subject(About.TEST, who.id), asked_for=True)


def test_on_its_way(who: Collaborator, words: Words) -> str:
    """What is said to whoever asked for a test; plain text."""
    if who.email is None:
        return words.gettext("Your Slack account has no e-mail address: no test can be sent to you.")
    return words.gettext("Test on its way to {address}.").format(address=who.email)
