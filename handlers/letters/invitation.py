"""The invitation, and what all letters about it share."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.invitations import Invitation, LinkKind
from domain.mail_texts import NewText, TextKind, Values, Variable
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from domain.tokens import hash_token
from handlers.letters.letter import Letter
from handlers.letters.wording import Wording, firm_wording, own_wording
from handlers.letters.writing import Correspondence, correspondence, send_letter


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
        letter_about(records, about, invitation, links, TextKind.INVITATION),
        subject=Subject(About.INVITATION, invitation.id),
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


def letter_about(
    records: Records, about: Correspondence, invitation: Invitation, links: Links, kind: TextKind
) -> Letter:
    """The letter of that kind about the invitation, in the firm's words where it has some."""
    text = records.mail_texts.get(kind, about.words.language)
    return letter_saying(text, about, invitation, links, kind)


def letter_saying(
    text: NewText | None, about: Correspondence, invitation: Invitation, links: Links, kind: TextKind
) -> Letter:
    """The same letter in the words of that text, or in Guichet's own."""
    values = values_of(about, invitation)
    wording = firm_wording(text, values) if text else own_wording(kind, about.words, values)
    return invitation_shape(about, invitation, links, wording)


def values_of(about: Correspondence, invitation: Invitation) -> Values:
    """What fills the variables of a text about that invitation."""
    today = local_day(about, about.now)
    sent_on = local_day(about, invitation.sent_at or about.now)
    return {
        **usual_values(about),
        Variable.SENT_ON: about.words.day_with_weekday(sent_on, today),
        Variable.LAST_DAY: about.words.day(_end(about, invitation), today),
    }


def usual_values(about: Correspondence) -> Values:
    """What fills the variables that every text has."""
    return {
        Variable.FIRST_NAME: about.contact.first_name,
        Variable.LAST_NAME: about.contact.last_name,
        Variable.CLIENT: about.client_name,
        Variable.FIRM: about.firm.name,
        Variable.MANAGER: about.manager.name if about.manager else about.firm.name,
        Variable.PHONE: about.phone,
        Variable.DEPOSIT: about.deposit_address,
    }


def invitation_shape(about: Correspondence, invitation: Invitation, links: Links, wording: Wording) -> Letter:
    """What all letters of an invitation share: the button, its last day, why it is received, and the ways out."""
    _ = about.words.gettext
    return Letter(
        head=about.letterhead,
        subject=wording.subject,
        preheader=wording.preheader,
        greeting=wording.greeting,
        paragraphs=wording.paragraphs,
        bullets=wording.bullets,
        button=_("Open my space"),
        link=links.opening,
        validity=_("Personal link, valid until {day}.").format(day=about.words.day(_end(about, invitation))),
        closing=wording.closing,
        aside_lead=wording.aside_lead,
        aside=wording.aside,
        reason=about.listed,
        footer=[
            (_("Stop reminders"), links.stop),
            (_("This is not for me"), links.wrong_person),
            about.data_page,
        ],
    )


def _end(about: Correspondence, invitation: Invitation) -> date:
    return local_day(about, invitation.expires_at or about.now)


def local_day(about: Correspondence, moment: datetime) -> date:
    return moment.astimezone(about.firm.zone).date()
