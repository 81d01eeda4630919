"""The card of a mail: who, which client, the first lines, the files, what was done and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.clients import Client
from domain.incidents import UNVERIFIED
from domain.mail.flags import Flag
from domain.messages import Direction, Document, Message, MessageState
from domain.people import Collaborator
from handlers.blocks import Block, Option, actions, button, context, escape, literal, option, overflow, section
from handlers.mail.reasons import not_filed, reason, warning
from handlers.words import Words, words_for

FIRST_LINES = 400
FILES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A mail and all that its card says of it."""

    message: Message
    client: Client | None
    suggested: Client | None
    manager: Collaborator | None
    forwarded_by: Collaborator | None
    handled_by: Collaborator | None
    assigned_to: Collaborator | None
    documents: Sequence[Document]
    zone: ZoneInfo
    now: datetime
    already: Mapping[int, datetime] = field(default_factory=dict)  # documents received before, by their ids

    def writer(self, words: Words) -> str:
        """The writer's name, or address when there is no name."""
        return self.message.sender_name or self.message.sender or words.gettext("(no sender)")

    def announced(self, words: Words) -> str:
        """The same for the lock screen, without a warning beside it: no name that shows another address."""
        return self.message.sender if Flag.ADDRESS_IN_NAME in self.message.warnings else self.writer(words)

    @property
    def may_become_contact(self) -> bool:
        """Whether an unknown person wrote to the client: offered as a contact."""
        unknown = Flag.UNKNOWN_SENDER in self.message.warnings and self.message.contact_id is None
        return unknown and self.client is not None and bool(self.message.sender)

    @property
    def files(self) -> list[Document]:
        return [document for document in self.documents if not document.decoration]

    @property
    def is_ours(self) -> bool:
        """Whether we wrote it: there is nothing to do with it but to read it."""
        return self.message.direction is Direction.OUT

    @property
    def is_handled(self) -> bool:
        return self.message.state is MessageState.HANDLED

    @property
    def is_doubtful(self) -> bool:
        """Whether its sender claims to be someone, and the checks say no."""
        return self.message.needs_person and self.message.why in UNVERIFIED

    @property
    def value(self) -> str:
        return f"m{self.message.id}"


def mail_card(facts: CardFacts, words: Words) -> tuple[str, Sequence[Block]]:
    """The card as a channel shows it: the whole sentence for the notification, and the blocks."""
    subject = facts.message.subject or words.gettext("(no subject)")
    lines = [literal(_first_lines(facts.message.text), quote=True)] if facts.message.text.strip() else []
    return _sentence(facts, subject, words), card_blocks(facts, lines, words)


def card_blocks(facts: CardFacts, text: Sequence[Block], words: Words, *, whole: bool = False) -> list[Block]:
    """The card around that text. `whole` says that the text is the message's own, to its end."""
    subject = facts.message.subject or words.gettext("(no subject)")
    blocks = [_head(facts, words, whole=whole), literal(subject, bold=True), *text]
    blocks += [section(line) for line in _files(facts, words)]
    blocks += [section(f"⚠️ {sentence}") for sentence in _warnings(facts, words)]
    if facts.suggested and facts.message.needs_person and not facts.is_handled:
        likely = words.gettext("Perhaps {client}").format(client=escape(facts.suggested.name))
        blocks.append(section(f"*{likely}*"))
    if facts.is_ours:
        return blocks
    blocks.append(_buttons(facts, words, whole=whole))
    if facts.may_become_contact and not facts.is_handled:
        blocks.append(actions(button(words.gettext("Add to the contacts"), "mail.add_contact", facts.value)))
    blocks.append(context(_grey_line(facts, words)))
    return blocks


def thin_card(message: Message, hour: str) -> tuple[str, Sequence[Block]]:
    """Where somebody may not see the client: no name, subject, text nor file."""
    words = words_for("fr")
    why = words.gettext(
        "Some people in this channel may not see this client. Name, subject and text therefore stay out."
    )
    grey = words.gettext("{hour} · opens for those who see this client").format(hour=hour)
    return words.gettext("A message arrived for a client that not everyone in this channel sees."), [
        section(f"*{words.gettext('Message received')}*\n{why}"),
        actions(button(words.gettext("Open"), "mail.open", f"m{message.id}", primary=True)),
        context(grey),
    ]


def _head(facts: CardFacts, words: Words, *, whole: bool) -> Block:
    message = facts.message
    dated = words.instant if whole else words.moment
    when = dated(message.written_at, facts.zone, facts.now)
    address = escape(message.sender)
    if facts.is_doubtful:
        line = words.gettext(
            "This message claims to come from {address}, but your mail provider’s checks failed. "
            "It is attached to no client."
        ).format(address=f"`{address}`")
        text = f"⚠️ *{words.gettext('Unverified sender')}*\n{line}"
    elif message.needs_person:
        text = f"🟠 *{_incident(facts, words)}*\n{named_sender(facts, words)} · {when}"
    elif facts.is_ours:
        to = words.gettext("to {address}").format(address=escape(message.recipient))
        return section(f"*{escape(facts.writer(words))}* · {_client(facts)}\n{to} · {when}")
    elif facts.forwarded_by:
        forwarded = words.gettext("Forwarded by {person} · written {moment}").format(
            person=escape(facts.forwarded_by.name), moment=when
        )
        text = f"*{escape(facts.writer(words))}* · {_client(facts)}\n{forwarded}"
    else:
        text = f"*{escape(facts.writer(words))}* · {_client(facts)}\n{address} · {when}"
    return section(text, accessory=overflow("mail.more", _more(facts, words, whole=whole)))


def named_sender(facts: CardFacts, words: Words) -> str:
    """The writer's name, then the address; the address alone when it is all that is known."""
    writer, address = facts.writer(words), facts.message.sender
    return " · ".join(escape(part) for part in dict.fromkeys([writer, address]) if part)


def _incident(facts: CardFacts, words: Words) -> str:
    if facts.message.why in ("several_clients", "other_clients_contact", "other_clients_file"):
        return words.gettext("Two possible clients")
    if facts.message.why == "unreadable":
        return words.gettext("Message that could not be read")
    return words.gettext("Message without a client")


def _client(facts: CardFacts) -> str:
    return escape(facts.client.name) if facts.client else ""


def _more(facts: CardFacts, words: Words, *, whole: bool) -> list[Option]:
    entries = [] if whole else [option(words.gettext("See the whole message"), f"read:{facts.value}")]
    if facts.client:
        entries.append(option(words.gettext("Open the client"), f"open:{facts.value}"))
        entries.append(option(words.gettext("Attach to another client"), f"attach:{facts.value}"))
    else:
        entries.append(option(words.gettext("Attach to a client"), f"attach:{facts.value}"))
    entries.append(option(words.gettext("Assign to me"), f"assign:{facts.value}"))
    if facts.message.sender and not facts.client:
        entries.append(option(words.gettext("Ignore this sender"), f"ignore:{facts.value}"))
    return entries


def _buttons(facts: CardFacts, words: Words, *, whole: bool) -> Block:
    if facts.is_handled:
        return actions(button(words.gettext("Reopen"), "mail.reopen", facts.value))
    handled = button(words.gettext("Mark handled"), "mail.handled", facts.value)
    if facts.is_doubtful:
        call = button(words.gettext("Call the client"), "mail.call", facts.value, primary=True)
        read = button(words.gettext("See the whole message"), "mail.read", facts.value)
        return actions(call, handled) if whole else actions(call, read, handled)
    if facts.message.needs_person:
        create = button(words.gettext("Create a client"), "mail.create_client", facts.value)
        if facts.suggested is None:
            return actions(
                button(words.gettext("Choose a client"), "mail.attach", facts.value, primary=True), create, handled
            )
        label = words.gettext("Attach to {client}").format(client=facts.suggested.name)
        likely = button(label, "mail.attach_to", f"{facts.value}:c{facts.suggested.id}", primary=True)
        return actions(likely, button(words.gettext("Choose a client"), "mail.attach", facts.value), create, handled)
    reply = words.gettext("Reply")
    if facts.forwarded_by:
        reply = words.gettext("Reply to {person}").format(person=facts.writer(words))
    return actions(button(reply, "mail.reply", facts.value, primary=True), handled)


def _files(facts: CardFacts, words: Words) -> list[str]:
    lines = []
    for document in facts.files[:FILES_SHOWN]:
        name = f"{escape(document.filename)} · {words.size(document.size)}"
        lines.append(f"{name}\n{_fate(document, facts, words)}")
    others = len(facts.files) - FILES_SHOWN
    if others > 0:
        lines.append(words.ngettext("and {n} more file", "and {n} more files", others).format(n=others))
    return lines


def _fate(document: Document, facts: CardFacts, words: Words) -> str:
    if document.refused:
        return f"🔴 {not_filed(document.refused, words)}"
    if facts.is_doubtful:
        return words.gettext("Not opened, not filed. Leave it aside until you have checked.")
    if document.filed:
        return words.gettext("Filed in the client’s documents.")
    if document.id in facts.already:
        day = words.day(
            facts.already[document.id].astimezone(facts.zone).date(), facts.now.astimezone(facts.zone).date()
        )
        return words.gettext("Already received on {day}: not doubled.").format(day=day)
    return words.gettext("Kept, not filed yet.")


def _warnings(facts: CardFacts, words: Words) -> list[str]:
    told = [warning(flag, words) for flag in facts.message.warnings]
    return [sentence for sentence in told if sentence][:5]


def _grey_line(facts: CardFacts, words: Words) -> str:
    parts = [reason(facts.message, words)]
    if facts.message.authentication == "none" and facts.client and not facts.forwarded_by:
        parts.append(words.gettext("sender not verified"))
    if facts.is_handled and facts.handled_by and facts.message.handled_at:
        parts.append(
            words.gettext("Handled by {person} at {hour}").format(
                person=escape(facts.handled_by.name), hour=words.hour(facts.message.handled_at, facts.zone)
            )
        )
    elif facts.assigned_to:
        parts.append(words.gettext("{person} is on it").format(person=escape(facts.assigned_to.name)))
    elif facts.manager:
        parts.append(words.gettext("with {person}").format(person=escape(facts.manager.name)))
    return " · ".join(part for part in parts if part)


def _sentence(facts: CardFacts, subject: str, words: Words) -> str:
    """What the lock screen shows; plain, so that nothing in it acts."""
    n = len(facts.files)
    files = f" ({words.ngettext('{n} document', '{n} documents', n).format(n=n)})" if n else ""
    shown = escape(subject, 120)
    if facts.is_doubtful:
        return words.gettext("Unverified sender: {address}, {subject}.").format(
            address=escape(facts.message.sender), subject=shown
        )
    if facts.message.needs_person:
        return words.gettext("Message without a client: {sender}, {subject}{files}.").format(
            sender=escape(facts.announced(words)), subject=shown, files=files
        )
    if facts.forwarded_by:
        return words.gettext("{sender}, {client}, forwarded by {person}: {subject}{files}.").format(
            sender=escape(facts.announced(words)),
            client=_client(facts),
            person=escape(facts.forwarded_by.name),
            subject=shown,
            files=files,
        )
    return words.gettext("{sender}, {client}: {subject}{files}.").format(
        sender=escape(facts.announced(words)), client=_client(facts), subject=shown, files=files
    )


def _first_lines(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines()]
    kept = " ".join(line for line in lines if line)
    return kept if len(kept) <= FIRST_LINES else kept[:FIRST_LINES].rstrip() + "…"
