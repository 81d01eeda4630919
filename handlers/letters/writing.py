"""The desk where letters are written: what they share, and how they reach the outbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from domain.addresses import display_phone
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.firm import Firm
from domain.messages import Direction, Message, MessageState, NewMessage
from domain.office import Office
from domain.outbox import Doubt, NewEnvelope, Subject, Way
from domain.people import Collaborator
from handlers.letters.letter import Letter, Letterhead, Signature
from handlers.letters.mime import Cover, sealed
from handlers.letters.render import as_kept
from handlers.letters.wording import greeting
from handlers.words import Words, words_for


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who writes to whom about which client, in the contact's language."""

    firm: Firm
    client: Client | None
    contact: Contact
    manager: Collaborator | None
    words: Words
    public_url: str
    now: datetime

    @property
    def greeting(self) -> str:
        return greeting(self.contact.first_name, self.words)

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(
            language=self.words.language,
            firm_name=self.firm.name,
            firm_trade=self.words.trade(self.firm.profession),
            firm_address=self.firm_address,
            signature=self._signature,
            copy_hint=self.words.gettext("If the button does not open, copy this address:"),
        )

    @property
    def _signature(self) -> Signature:
        phone, link = self.phone, self.firm.phone
        if self.manager is None:
            return Signature(self.firm.name, "", phone, link)
        in_charge = self.client is None or self.client.manager_id == self.manager.id
        capacity = self.words.gettext("in charge of your file") if in_charge else ""
        return Signature(self.manager.name, capacity, phone, link)

    @property
    def client_name(self) -> str:
        return self.client.name if self.client else self.firm.name

    @property
    def listed(self) -> str:
        """Why the letter is received, by whoever is a contact of the client."""
        reason = self.words.gettext(
            "You receive this message because {firm} looks after {client}, where this address is listed as a contact."
        )
        return reason.format(firm=self.firm.name, client=self.client_name)

    @property
    def phone(self) -> str:
        """The firm's telephone, as the contact dials it."""
        if not self.firm.phone:
            return ""
        return display_phone(self.firm.phone, abroad=not self.words.is_french)

    @property
    def firm_address(self) -> str:
        town = " ".join(part for part in (self.firm.postal_code, self.firm.town) if part)
        country = "" if self.words.is_french or not town else "France"
        return ", ".join(part for part in (self.firm.street, town, country) if part)

    @property
    def deposit_address(self) -> str:
        return self.firm.deposit_address(self.client.deposit) if self.client else self.firm.mail_from

    @property
    def data_page(self) -> tuple[str, str]:
        page = f"{self.public_url}/donnees"
        return self.words.gettext("Your data"), page if self.words.is_french else f"{page}?lang=en"


def correspondence(
    records: Records, office: Office, client: Client | None, contact: Contact, manager: Collaborator | None
) -> Correspondence:
    words = words_for(contact.language)
    return Correspondence(records.firm, client, contact, manager, words, office.public_url, office.now())


def send_letter(
    records: Records,
    about: Correspondence,
    letter: Letter,
    *,
    subject: Subject,
    kind: str,
    due_at: datetime | None = None,
    thread: str | None = None,
    stop: str | None = None,
    invitation_id: int | None = None,
    asked_for: bool = False,
) -> Message:
    """Send the letter, and keep its text, without live links, in the conversation."""
    cover = post_letter(
        records, about, letter, subject=subject, due_at=due_at, thread=thread, stop=stop, asked_for=asked_for
    )
    return records.messages.add(
        NewMessage(
            direction=Direction.OUT,
            message_id=cover.message_id,
            subject=letter.subject,
            sender=cover.sender,
            sender_name=cover.sender_name,
            recipient=cover.to,
            text=as_kept(letter),
            written_at=about.now,
            kind=kind,
            client_id=about.client.id if about.client else None,
            contact_id=about.contact.id or None,
            invitation_id=invitation_id,
            in_reply_to=thread,
            state=MessageState.HANDLED,
        )
    )


def post_letter(
    records: Records,
    about: Correspondence,
    letter: Letter,
    *,
    subject: Subject,
    due_at: datetime | None = None,
    thread: str | None = None,
    stop: str | None = None,
    asked_for: bool = False,
) -> Cover:
    """Seal the letter and put it in the outbox.

    `asked_for` letters (a code, a new link) leave whether or not the invitation's text was read.
    """
    cover = cover_of(about, due_at=due_at, thread=thread, stop=stop)
    records.outbox.add(envelope_of(about, cover, sealed(letter, cover), subject, asked_for=asked_for))
    return cover


def cover_of(
    about: Correspondence, *, due_at: datetime | None = None, thread: str | None = None, stop: str | None = None
) -> Cover:
    return Cover(
        uid=uuid4().hex,
        sender_name=f"{about.manager.name} ({about.firm.name})" if about.manager else about.firm.name,
        sender=about.firm.mail_from,
        to=about.contact.email or "",
        to_name=about.contact.name,
        reply_to=about.deposit_address,
        written_at=max(due_at or about.now, about.now),
        zone=about.firm.zone,
        thread=thread,
        stop=stop,
    )


def envelope_of(about: Correspondence, cover: Cover, body: bytes, subject: Subject, *, asked_for: bool) -> NewEnvelope:
    """The sealed letter, ready for the outbox: after the ones before it to the same contact."""
    return NewEnvelope(
        uid=cover.uid,
        way=Way.MAIL,
        to=cover.to,
        body=body,
        order_key=f"contact:{about.contact.id}" if about.contact.id else f"to:{cover.to}",
        due_at=cover.written_at,
        doubt=Doubt.PROBE,
        subject=subject,
        message_id=cover.message_id,
        for_client=not asked_for,
    )
