"""The invitation, its chases, and the words that each contact reads."""

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
from handlers.letters.writing import Correspondence, send_letter
from handlers.letters.letter import Letter
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
    about = _about(records, office, client, contact, manager)
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


def chase_letter(
    records: Records,
    office: Office,
    invitation: Invitation,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
    rank: int,
) -> Message:
    """Write and send the chase of that rank (1 is the first), in the invitation's thread, with links of its own."""
    about = _about(records, office, client, contact, manager)
    links = write_links(records, office, invitation)
    first = records.messages.first_letter(invitation.id)
    last = rank >= len(invitation.chase_days)
    letter = chase_words(about, invitation, links, 3 if last else min(rank, 2))
    return send_letter(
        records,
        about,
        letter,
        subject=Subject("chase", invitation.id),
        kind="chase",
        thread=first.message_id if first else None,
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
    return _letter(
        about,
        invitation,
        links,
        subject=_("Your client space is ready"),
        preheader=_("To send us your documents and see what we have received. Two minutes is enough."),
        paragraphs=[
            _("I have opened a client space for you, for {client}. You can:").format(client=_name(about)),
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


def chase_words(about: Correspondence, invitation: Invitation, links: Links, tone: int) -> Letter:
    """What a chase says: 1 light, 2 offers help, 3 the last."""
    _ = about.words.gettext
    sent_on = about.words.day_with_weekday(_day(about, invitation.sent_at or about.now), _day(about, about.now))
    if tone == 1:
        return _letter(
            about,
            invitation,
            links,
            subject=_("Your client space is waiting"),
            preheader=_("My first message may have been lost in the pile: here it is again."),
            paragraphs=[
                _(
                    "I wrote on {day} about opening your client space, for {client}. "
                    "It may have been lost in the pile: here it is again."
                ).format(day=sent_on, client=_name(about)),
                _("Two minutes is enough, and you can send your first document straight away."),
            ],
            aside_lead=_("Not the right time?"),
            aside=[
                _("A one-word reply to this message and I stop reminding you."),
                _("You can also go on sending your documents to"),
                about.deposit_address,
            ],
        )
    if tone == 2:
        call = (
            _("Reply to me, or call {phone}: we will do it together in five minutes.").format(phone=about.phone)
            if about.phone
            else _("Reply to me: we will do it together in five minutes.")
        )
        return _letter(
            about,
            invitation,
            links,
            subject=_("May I help you open your space?"),
            preheader=_("Five minutes together, by telephone or by e-mail."),
            paragraphs=[
                _(
                    "Something may be in the way of opening your space for {client}: an address to change, "
                    "someone else to invite, a doubt about security."
                ).format(client=_name(about)),
                call,
            ],
            aside_lead=_("Someone else takes care of this?"),
            aside=[_("Just give me their address.")],
        )
    return _letter(
        about,
        invitation,
        links,
        subject=_("Last reminder about your client space"),
        preheader=_("Your link stays valid until {day}.").format(day=_until(about, invitation)),
        paragraphs=[
            _(
                "This is my last reminder about your client space, for {client}. Your link stays valid until {day}."
            ).format(client=_name(about), day=_until(about, invitation)),
            _(
                "If I hear nothing I will call you: tell me in a word when suits you, "
                "or if you would rather send everything by e-mail."
            ),
        ],
        aside_lead=_("By e-mail:"),
        aside=[about.deposit_address],
    )


def _letter(
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
        validity=_("Personal link, valid until {day}.").format(day=_until(about, invitation)),
        copy_hint=_("If the button does not open, copy this address:"),
        aside_lead=aside_lead,
        aside=aside,
        signature=about.signature,
        reason=_(
            "You receive this message because {firm} looks after {client}, where this address is listed as a contact."
        ).format(firm=about.firm.name, client=_name(about)),
        firm_name=about.firm.name,
        firm_trade=about.firm_trade,
        firm_address=about.firm_address,
        footer=[
            (_("Stop reminders"), links.stop),
            (_("This is not for me"), links.wrong_person),
            about.data_page,
        ],
    )


def _about(
    records: Records, office: Office, client: Client, contact: Contact, manager: Collaborator | None
) -> Correspondence:
    words = words_for(contact.language)
    return Correspondence(records.firm, client, contact, manager, words, office.public_url, office.now())


def _name(about: Correspondence) -> str:
    return about.client.name if about.client else about.firm.name


def _until(about: Correspondence, invitation: Invitation) -> str:
    return about.words.day(_day(about, invitation.expires_at or about.now))


def _day(about: Correspondence, moment: datetime) -> date:
    return moment.astimezone(about.firm.zone).date()
