"""The invitation, and what all letters about it share."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.invitations import Invitation, LinkKind
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from domain.tokens import hash_token
from handlers.letters.letter import Letter
from handlers.letters.writing import Correspondence, send_letter
from handlers.words import words_for


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that one letter carries: its own, and no other letter's."""

    opening: str = field(repr=False)
    stop: str = field(repr=False)
    wrong_person: str = field(repr=False)


def invitation_letter(
    records: Records,
    office: Office,
    invitation: Invitation,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
) -> Message:
    """Write and send the invitation (queued: its link's last day is known)."""
    about = correspondence(records, office, client, contact, manager)
    links = write_links(records, office, invitation)
    return send_letter(
        records,
        about,
        invitation_words(about, invitation, links),
        subject=Subject("invitation", invitation.id),
        kind="invitation",
        due_at=invitation.not_before,
        stop=links.stop,
        invitation_id=invitation.id,
    )


def write_links(records: Records, office: Office, invitation: Invitation) -> Links:
    """Three new links for one letter; only their hashes are kept."""
    now = office.now()
    tokens = {kind: office.token() for kind in LinkKind}
    for kind, token in tokens.items():
        records.invitations.add_link(invitation.id, kind, hash_token(token), now)
    url = office.public_url
    return Links(
        opening=f"{url}/i/{tokens[LinkKind.OPEN]}",
        stop=f"{url}/s/{tokens[LinkKind.STOP]}",
        wrong_person=f"{url}/w/{tokens[LinkKind.WRONG_PERSON]}",
    )


def invitation_words(about: Correspondence, invitation: Invitation, links: Links) -> Letter:
    """What the invitation says; shown as it is in the review and in the summary."""
    _ = about.words.gettext
    return invitation_shape(
        about,
        invitation,
        links,
        subject=_("Your client space is ready"),
        preheader=_("To send us your documents and see what we have received. Two minutes is enough."),
        paragraphs=[
            _("I have opened a client space for you, for {client}. You can:").format(client=client_name(about)),
        ],
        bullets=[
            _("send us an invoice or a statement, or photograph it with your phone;"),
            _("see what we have received, and what is missing;"),
            _("know whom to contact at the firm."),
        ],
        aside_lead=_("Prefer e-mail?"),
        aside=[
            _("Nothing to open: send your documents to"),
            about.deposit_address,
            _("They go straight to your file."),
            _("A question? Reply to this message, I read it."),
        ],
    )


def invitation_shape(
    about: Correspondence,
    invitation: Invitation,
    links: Links,
    *,
    subject: str,
    preheader: str,
    paragraphs: list[str],
    aside_lead: str,
    aside: list[str],
    bullets: list[str] | None = None,
) -> Letter:
    """What all letters of an invitation share: the button, its last day, why it is received, and the ways out."""
    _ = about.words.gettext
    return Letter(
        language=about.words.language,
        subject=subject,
        preheader=preheader,
        greeting=about.greeting,
        paragraphs=paragraphs,
        bullets=bullets or [],
        button=_("Open my space"),
        link=links.opening,
        validity=_("Personal link, valid until {day}.").format(day=about.words.day(_end(about, invitation))),
        copy_hint=_("If the button does not open, copy this address:"),
        aside_lead=aside_lead,
        aside=aside,
        signature=about.signature,
        reason=_(
            "You receive this message because {firm} looks after {client}, where this address is listed as a contact."
        ).format(firm=about.firm.name, client=client_name(about)),
        firm_name=about.firm.name,
        firm_trade=about.firm_trade,
        firm_address=about.firm_address,
        footer=[
            (_("Stop reminders"), links.stop),
            (_("This is not for me"), links.wrong_person),
            about.data_page,
        ],
    )


def correspondence(
    records: Records, office: Office, client: Client, contact: Contact, manager: Collaborator | None
) -> Correspondence:
    words = words_for(contact.language)
    return Correspondence(records.firm, client, contact, manager, words, office.public_url, office.now())


def client_name(about: Correspondence) -> str:
    return about.client.name if about.client else about.firm.name


def last_day(about: Correspondence, invitation: Invitation) -> str:
    """The link's own end, with its year only when it is another."""
    return about.words.day(_end(about, invitation), local_day(about, about.now))


def _end(about: Correspondence, invitation: Invitation) -> date:
    return local_day(about, invitation.expires_at or about.now)


def local_day(about: Correspondence, moment: datetime) -> date:
    return moment.astimezone(about.firm.zone).date()
