"""A stored mail is understood and taken in: its message, documents, effects and card, in one transaction."""

from dataclasses import replace
from datetime import datetime

from domain.acts import Act
from domain.books import Records
from domain.contacts import Contact
from domain.history import By, HistoryLine
from domain.mail.attribution import Attributed, Ignored, NeedsPerson
from domain.mail.authentication import Verdict
from domain.mail.flags import Flag
from domain.mail.nature import MailKind
from domain.mail.replies import new_text
from domain.mail.understanding import Understanding, understand
from domain.messages import Direction, InboundState, Message, MessageState, NewMessage, RawMail
from domain.office import Office
from handlers.documents.receiving import kept_file, receive
from handlers.mail.channels import Posting, where_to_post
from handlers.mail.directory import BookDirectory
from handlers.mail.effects import apply_effects
from handlers.mail.posting import post_card
from handlers.mail.receipts import confirm_receipt

TEXT_KEPT = 100_000


def take_in(office: Office, inbound_id: int, attempt: int = 1) -> None:
    """Understand that mail and draw all the consequences, once; harmless to repeat. `attempt` counts from 1."""
    with office.reading() as records:
        stored = records.inbound.get(inbound_id)
        if stored is None or stored.state is not InboundState.STORED:
            return
        raw = office.blobs.get(office.firm_id, stored.blob)
        found = understand(raw, BookDirectory(records), records.firm.authserv_id, office.media_type)
        posting = where_to_post(records, office, found.attribution)
    blobs = [office.blobs.put(office.firm_id, file.content) for file in found.message.attachments]
    with office.records() as records:
        stored = records.inbound.get(inbound_id)
        if stored is None or stored.state is not InboundState.STORED:
            return
        if records.inbound.twin_of(stored) is not None:
            records.inbound.keep(replace(stored, state=InboundState.TWIN))
            return
        _take_in(records, office, stored, found, blobs, posting)
        records.inbound.keep(replace(stored, state=InboundState.UNDERSTOOD, tries=attempt))


def _take_in(
    records: Records, office: Office, stored: RawMail, found: Understanding, blobs: list[str], posting: Posting
) -> None:
    now = office.now()
    has_card = _deserves_card(records, found)
    message = records.messages.add(_message(records, stored, found, has_card))
    _documents(records, message, found, blobs, stored.received_at)
    sender = found.message.sender.email
    if sender and found.kind.is_written and found.authentication.configured:
        passed = found.authentication.verdict is Verdict.PASS
        if passed and records.contacts.of_email(sender):
            records.messages.note_check(sender, True, now)
    apply_effects(records, found, message, now)
    records.note(
        HistoryLine(
            at=now,
            act=Act.MAIL_RECEIVED,
            by=By.GUICHET,
            client_id=message.client_id,
            subject_id=message.id,
            after={"why": message.why, "kind": message.kind},
        )
    )
    if has_card:
        post_card(records, message, posting, now)
        if found.nature.answerable:
            confirm_receipt(records, office, message, now)


def _deserves_card(records: Records, found: Understanding) -> bool:
    """A mail that somebody should see: not a machine's, not that of a sender whom the firm ignores."""
    if isinstance(found.attribution, Ignored):
        return False
    if found.kind.is_bounce and found.returned is not None:
        return False
    if found.kind in (MailKind.AUTO_REPLY, MailKind.READ_RECEIPT, MailKind.CALENDAR):
        return False
    decided = records.messages.decision_on(found.message.sender.email)
    return not (decided and decided[1] and isinstance(found.attribution, NeedsPerson))


def _message(records: Records, stored: RawMail, found: Understanding, has_card: bool) -> NewMessage:
    read = found.message
    writer = found.original.sender if found.original else read.sender
    client_id, suggested = None, None
    by = found.attribution.by if not isinstance(found.attribution, Ignored) else None
    match found.attribution:
        case Attributed(client=client):
            client_id = client
        case NeedsPerson(suggestion=client):
            suggested = client
    contact = _contact(records, client_id, writer.email)
    forwarder = records.people.of_email(read.sender.email) if found.original else None
    text = found.original.text if found.original and found.original.text.strip() else new_text(read.text)
    subject = found.original.subject if found.original and found.original.subject else read.subject
    warnings = {*found.warnings} - {Flag.NOT_VERIFIED}
    if stored.size > len(read.raw):
        warnings.add(Flag.TOO_LARGE)  # its beginning is all that was fetched
    return NewMessage(
        direction=Direction.IN,
        message_id=f"<{read.message_id}>",
        subject=_kept(subject)[:1000],
        sender=writer.email[:320],
        sender_name=_kept(writer.name)[:200],
        recipient=(read.to[0].email if read.to else "")[:320],
        text=_kept(text)[:TEXT_KEPT],
        written_at=_written_at(found, stored.received_at),
        kind=found.kind.value,
        client_id=client_id,
        contact_id=contact.id if contact else None,
        inbound_id=stored.id,
        in_reply_to=f"<{read.in_reply_to}>" if read.in_reply_to else None,
        forwarded_by=forwarder.id if forwarder else None,
        authentication=found.authentication.verdict.value,
        attributed_by=by.value if by else None,
        why=found.attribution.why.value,
        suggested_client=suggested,
        needs_person=isinstance(found.attribution, NeedsPerson),
        warnings=tuple(sorted(warnings)),
        # What nobody is shown must not wait for somebody to read it.
        state=MessageState.UNREAD if has_card else MessageState.HANDLED,
    )


def _documents(
    records: Records, message: Message, found: Understanding, blobs: list[str], received_at: datetime
) -> None:
    """Every file of the mail, filed when the sender is believed, kept in waiting otherwise."""
    believed = isinstance(found.attribution, Attributed) and found.attribution.files
    for file, blob in zip(found.message.attachments, blobs, strict=True):
        receive(
            records,
            kept_file(file, blob),
            received_at,
            client_id=message.client_id,
            message_id=message.id,
            contact_id=message.contact_id,
            believed=believed,
        )


def _contact(records: Records, client_id: int | None, address: str) -> Contact | None:
    if client_id is None or not address:
        return None
    return next((c for c in records.contacts.of_email(address) if c.client_id == client_id), None)


def _written_at(found: Understanding, received_at: datetime) -> datetime:
    """When it was written, as far as it can be believed: never after it was received."""
    written = found.original.date if found.original and found.original.date else found.message.date
    return min(written, received_at) if written else received_at


def _kept(text: str) -> str:
    """As a database takes it: no NUL, no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
