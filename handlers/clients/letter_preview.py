"""The invitation as its reader will have it, shown in Slack before it leaves. Nothing in it can be pressed."""

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.firm import Firm
from domain.mail_texts import TextKind
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.letters.example import about_example, example_letter
from handlers.letters.letter import Letter


def invitation_in(
    records: Records,
    client: Client,
    contact: Contact,
    signed_by: Collaborator,
    office: Office,
) -> Letter:
    """The invitation in the contact's language, without live links."""
    about = about_example(records.firm, client, contact, signed_by, office)
    text = records.mail_texts.get(TextKind.INVITATION, about.words.language)
    return example_letter(text, TextKind.INVITATION, about)


def letter_blocks(letter: Letter, sender: str) -> list[Block]:
    """Sender, subject, text and button, as plain to read as the letter itself."""
    quoted = [escape(part, 1000) for part in letter.paragraphs]
    text = [f"*{escape(letter.subject)}*", escape(letter.greeting), *quoted[:1]]
    if letter.bullets:
        text[-1] += "\n" + "\n".join(f"• {escape(bullet, 300)}" for bullet in letter.bullets)
    text += quoted[1:]
    if letter.button:
        text.append(f"*[ {letter.button} ]*\n{letter.validity}")
    text += [escape(part, 1000) for part in letter.closing]
    if letter.aside_lead:
        text.append(f"*{letter.aside_lead}* " + "\n".join(escape(line, 300) for line in letter.aside))
    text.append(
        "\n".join(escape(line) for line in (letter.head.signature.name, letter.head.signature.capacity) if line)
    )
    return [
        blocks.context(escape(sender, 300)),
        blocks.section("\n\n".join(part for part in text if part)),
        blocks.context(escape(letter.reason, 500)),
    ]


def letter_words(letter: Letter) -> str:
    """The words of the letter from its greeting to its signature, as plain text."""
    first, *others = letter.paragraphs or [""]
    bullets = "\n".join(f"• {bullet}" for bullet in letter.bullets)
    parts = [letter.greeting, "\n".join(part for part in (first, bullets) if part), *others]
    if letter.button:
        parts.append(f"[ {letter.button} ]")
    parts += letter.closing
    if letter.aside_lead:
        parts.append(f"{letter.aside_lead} " + "\n".join(letter.aside))
    parts.append(letter.head.signature.name)
    return "\n\n".join(part for part in parts if part)


def sender_line(firm: Firm, signed_by: Collaborator | None) -> str:
    named = f"{signed_by.name} ({firm.name})" if signed_by else firm.name
    return f"{named} · {firm.mail_from}"
