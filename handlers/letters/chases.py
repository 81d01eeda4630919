"""The chases of an invitation, and the last message that follows a call."""

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.invitations import Invitation
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.letters.invitation import (
    Links,
    client_name,
    correspondence,
    invitation_shape,
    last_day,
    local_day,
    write_links,
)
from handlers.letters.letter import Letter
from handlers.letters.writing import Correspondence, send_letter


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
    about = correspondence(records, office, client, contact, manager)
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


def last_message_letter(
    records: Records,
    office: Office,
    invitation: Invitation,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
) -> Message:
    """After a call, the link one last time; it ends on the same day as the others."""
    about = correspondence(records, office, client, contact, manager)
    links = write_links(records, office, invitation)
    first = records.messages.first_letter(invitation.id)
    _ = about.words.gettext
    until = last_day(about, invitation)
    letter = invitation_shape(
        about,
        invitation,
        links,
        subject=_("Your link expires on {day}").format(day=until),
        preheader=_("Here is your link one last time."),
        paragraphs=[
            _("Following my call, here is your link to the space of {client} one last time.").format(
                client=client.name
            ),
            _("After that date, just ask me for another."),
        ],
        aside_lead=_("Prefer e-mail?"),
        aside=[_("Your documents remain welcome by e-mail at"), about.deposit_address],
    )
    return send_letter(
        records,
        about,
        letter,
        subject=Subject("last_message", invitation.id),
        kind="last_message",
        thread=first.message_id if first else None,
        stop=links.stop,
        invitation_id=invitation.id,
    )


def chase_words(about: Correspondence, invitation: Invitation, links: Links, tone: int) -> Letter:
    """What a chase says: 1 light, 2 offers help, 3 the last."""
    _ = about.words.gettext
    sent_on = about.words.day_with_weekday(
        local_day(about, invitation.sent_at or about.now), local_day(about, about.now)
    )
    if tone == 1:
        return invitation_shape(
            about,
            invitation,
            links,
            subject=_("Your client space is waiting"),
            preheader=_("My first message may have been lost in the pile: here it is again."),
            paragraphs=[
                _(
                    "I wrote on {day} about opening your client space, for {client}. "
                    "It may have been lost in the pile: here it is again."
                ).format(day=sent_on, client=client_name(about)),
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
        return invitation_shape(
            about,
            invitation,
            links,
            subject=_("May I help you open your space?"),
            preheader=_("Five minutes together, by telephone or by e-mail."),
            paragraphs=[
                _(
                    "Something may be in the way of opening your space for {client}: an address to change, "
                    "someone else to invite, a doubt about security."
                ).format(client=client_name(about)),
                call,
            ],
            aside_lead=_("Someone else takes care of this?"),
            aside=[_("Just give me their address.")],
        )
    return invitation_shape(
        about,
        invitation,
        links,
        subject=_("Last reminder about your client space"),
        preheader=_("Your link stays valid until {day}.").format(day=last_day(about, invitation)),
        paragraphs=[
            _(
                "This is my last reminder about your client space, for {client}. Your link stays valid until {day}."
            ).format(client=client_name(about), day=last_day(about, invitation)),
            _(
                "If I hear nothing I will call you: tell me in a word when suits you, "
                "or if you would rather send everything by e-mail."
            ),
        ],
        aside_lead=_("By e-mail:"),
        aside=[about.deposit_address],
    )
