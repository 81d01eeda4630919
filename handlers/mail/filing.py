"""Putting a mail in a client file by hand, and remembering it for the next time."""

from collections.abc import Collection
from datetime import datetime

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.invitations import StopReason
from domain.messages import Message
from domain.opening import contact_added
from domain.people import Collaborator


def attach(
    records: Records,
    message: Message,
    client: Client,
    by: Collaborator,
    now: datetime,
    *,
    files: Collection[int] | None = None,
    remember: bool = False,
) -> Message:
    """The message in that client file, with the documents chosen (all that may be filed, unless told).

    `remember` makes the sender a contact of the client. ChangedMeanwhile when somebody else decided first.
    """
    before = message.client_id
    if before == client.id:
        return message
    contact = next((c for c in records.contacts.of_email(message.sender) if c.client_id == client.id), None)
    writer = message.as_contact()
    if contact is None and remember and writer is not None:
        contact = records.contacts.add(client.id, writer)
        records.note(contact_added(contact, by, now))
    kept = records.messages.keep(message.attached(client.id, contact.id if contact else None))
    for document in records.messages.documents_of(message.id):
        twin = records.messages.same_document(client.id, document.blob)
        there = twin is not None and twin.id != document.id
        chosen = files is None or document.id in files
        records.messages.keep_document(document.placed(client.id, chosen=chosen, there=there))
    if contact is not None:
        _answered(records, contact.id, kept, by, now)
    records.note(
        HistoryLine.by_person(
            by,
            Act.MAIL_ATTACHED,
            now,
            client_id=client.id,
            subject_id=message.id,
            before={"client": before},
            after={"client": client.id},
        )
    )
    return kept


def _answered(records: Records, contact_id: int, message: Message, by: Collaborator, now: datetime) -> None:
    """A person says that this contact wrote: their invitation is answered."""
    for invitation in records.invitations.of_contact(contact_id):
        if invitation.client_id != message.client_id or not invitation.is_chased:
            continue
        records.invitations.keep(invitation.stop(StopReason.REPLIED, now))
        records.note(
            HistoryLine.by_person(
                by,
                Act.CHASE_ANSWERED,
                now,
                client_id=message.client_id,
                subject_id=invitation.id,
                after={"message": message.id},
            )
        )
