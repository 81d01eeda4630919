"""The invitation as its reader will have it, shown in Slack before it leaves. Nothing in it can be pressed."""

from datetime import datetime

from domain.clients import Client
from domain.contacts import Contact
from domain.firm import Firm
from domain.invitations import Invitation
from domain.opening import first_invitation
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.letters.invitation import Links, invitation_words
from handlers.letters.letter import Letter
from handlers.letters.writing import Correspondence
from handlers.words import words_for

NO_LINK = Links("…", "…", "…")


def invitation_in(
    language: str,
    firm: Firm,
    client: Client | None,
    contact: Contact,
    signed_by: Collaborator | None,
    public_url: str,
    now: datetime,
) -> Letter:
    """The invitation in that language, without live links."""
    about = Correspondence(firm, client, contact, signed_by, words_for(language), public_url, now)
    return invitation_words(about, sample_invitation(contact, firm, now), NO_LINK)


def sample_invitation(contact: Contact, firm: Firm, now: datetime) -> Invitation:
    """An invitation that is kept nowhere, with the dates of one sent now."""
    return first_invitation(contact, firm, now).queue(now)


def letter_blocks(letter: Letter, sender: str) -> list[Block]:
    """Sender, subject, text and button, as plain to read as the letter itself."""
    quoted = [escape(part, 1000) for part in letter.paragraphs]
    text = [f"*{escape(letter.subject)}*", escape(letter.greeting), quoted[0]]
    if letter.bullets:
        text[-1] += "\n" + "\n".join(f"• {escape(bullet, 300)}" for bullet in letter.bullets)
    text += quoted[1:]
    text.append(f"*[ {letter.button} ]*\n{letter.validity}")
    text.append(f"*{letter.aside_lead}* " + "\n".join(escape(line, 300) for line in letter.aside))
    text.append("\n".join(escape(line) for line in (letter.signature.name, letter.signature.capacity) if line))
    return [
        blocks.context(escape(sender, 300)),
        blocks.section("\n\n".join(part for part in text if part)),
        blocks.context(escape(letter.reason, 500)),
    ]


def sender_line(firm: Firm, signed_by: Collaborator | None) -> str:
    named = f"{signed_by.name} ({firm.name})" if signed_by else firm.name
    return f"{named} · {firm.mail_from}"
