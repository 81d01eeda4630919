"""What the one in charge is shown when an invitation needs a person."""

from collections.abc import Sequence
from datetime import datetime

from domain.clients import Client
from domain.contacts import Contact
from domain.firm import Firm
from domain.invitations import Invitation
from handlers.blocks import Block, actions, button, confirmation, context, escape, option, overflow, section
from handlers.words import Words


def escalation_card(
    invitation: Invitation, client: Client, contact: Contact, firm: Firm, words: Words, now: datetime
) -> tuple[str, Sequence[Block]]:
    """All chases are sent and nobody answered: the telephone first, then four acts."""
    n = invitation.chases
    chases = words.ngettext("{n} chase", "{n} chases", n).format(n=n)
    text = words.gettext(
        "{contact} ({client}) has not answered: {chases} sent. A call will probably settle it."
    ).format(contact=contact.name, client=client.name, chases=chases)
    headline = words.gettext("{contact} has not answered the invitation").format(contact=escape(contact.name))
    facts = words.gettext("{client} · {chases}. Guichet will write no more: a call will probably settle it.").format(
        client=escape(client.name), chases=chases
    )
    value = f"i{invitation.id}"
    confirm = confirmation(
        words.gettext("Give up this invitation?"),
        words.gettext(
            "Nothing more will be written to {contact}. The client stays open, and its deposit address works."
        ).format(contact=contact.name),
        words.gettext("Give up"),
        words.gettext("Keep"),
    )
    blocks = [
        section(
            f"*{headline}*\n{facts}",
            accessory=overflow(
                "invitation.more",
                [
                    option(words.gettext("Open the client"), f"open:{value}"),
                    option(words.gettext("Withdraw the invitation"), f"revoke:{value}"),
                ],
            ),
        ),
        section(f"{_phone(contact, words)}\n{_link_end(invitation, firm, words, now)}"),
        actions(
            button(words.gettext("Log a call"), "invitation.called", value, primary=True),
            button(words.gettext("Send a last message"), "invitation.last_message", value),
        ),
        actions(
            button(words.gettext("Chase again"), "invitation.restart", value),
            button(words.gettext("Give up"), "invitation.give_up", value, confirm=confirm),
        ),
        context(_past(invitation, contact, firm, words, now)),
    ]
    return text, blocks


def bounce_card(client: Client, contact: Contact, reason: str, words: Words) -> tuple[str, Sequence[Block]]:
    """A letter came back for good: the address is to be corrected."""
    text = words.gettext("Invitation not delivered: {contact}, {client}.").format(
        contact=contact.name, client=client.name
    )
    headline = words.gettext("Invitation not delivered: {contact}").format(contact=escape(contact.name))
    facts = words.gettext("{client} · {address} refuses the message. Nothing more is sent to this address.").format(
        client=escape(client.name), address=f"`{escape(contact.email or '')}`"
    )
    grey = words.gettext(
        "Once the address is corrected, the invitation leaves again and the chases start afresh. {phone}"
    ).format(phone=_phone(contact, words))
    blocks = [
        section(f"🔴 *{headline}*\n{facts}"),
        actions(
            button(words.gettext("Fix the address"), "contact.fix_email", f"ct{contact.id}", primary=True),
            button(words.gettext("Open the client"), "client.open", f"c{client.id}"),
        ),
    ]
    if reason:
        answer = words.gettext("Their server’s answer: {reason}").format(reason=escape(reason, 300))
        blocks.append(context(answer))
    blocks.append(context(grey.strip()))
    return text, blocks


def settled_card(headline: str, client: Client, done: str, words: Words) -> tuple[str, Sequence[Block]]:
    """The card once a person has decided: what was done, by whom, and the way to the client."""
    return f"{headline}. {done}.", [
        section(f"*{escape(headline, 300)}*\n{escape(client.name)}"),
        actions(button(words.gettext("Open the client"), "client.open", f"c{client.id}")),
        context(done),
    ]


def _phone(contact: Contact, words: Words) -> str:
    if not contact.phone:
        return words.gettext("No telephone known: add one to the contact.")
    return f"<tel:{contact.phone}|{words.phone(contact.phone)}>"


def _link_end(invitation: Invitation, firm: Firm, words: Words, now: datetime) -> str:
    if invitation.expires_at is None or invitation.expires_at <= now:
        return words.gettext("Their link has expired. “Chase again” sends another and starts the chases afresh.")
    return words.gettext(
        "Their link stays valid until {day}. “Chase again” sends another, valid 30 days, and starts the chases afresh."
    ).format(day=_day(invitation.expires_at, firm, words, now))


def _past(invitation: Invitation, contact: Contact, firm: Firm, words: Words, now: datetime) -> str:
    invited = words.gettext("Invited on {day}").format(
        day=_day(invitation.sent_at or invitation.created_at, firm, words, now)
    )
    parts = [invited]
    if invitation.last_chase_at:
        parts.append(words.gettext("last chase on {day}").format(day=_day(invitation.last_chase_at, firm, words, now)))
    parts.append(escape(contact.email or ""))
    return " · ".join(part for part in parts if part)


def _day(moment: datetime, firm: Firm, words: Words, now: datetime) -> str:
    return words.day(moment.astimezone(firm.zone).date(), now.astimezone(firm.zone).date())
