"""Confirmation of receipt: never to a machine, to a stranger or to a sender that was not verified."""

from datetime import datetime, timedelta

from domain.books import Records
from domain.clients import Communication
from domain.mail.authentication import Verdict
from domain.mail.nature import MailKind
from domain.messages import Message
from domain.office import Office
from handlers.letters.receipt import receipt_letter

A_DAY = timedelta(days=1)
AT_MOST_A_DAY = 5  # two programs that answer each other soon stop


def confirm_receipt(records: Records, office: Office, message: Message, now: datetime) -> None:
    """Write to whoever sent documents, where the client ticked it and the mail was filed."""
    client = records.clients.get(message.client_id) if message.client_id else None
    contact = records.contacts.get(message.contact_id) if message.contact_id else None
    if client is None or contact is None or Communication.RECEIPTS not in client.mails:
        return
    is_theirs = message.forwarded_by is None and message.sender == contact.email and contact.is_reached
    if not is_theirs or message.kind not in (MailKind.DIRECT, MailKind.REPLY):
        return
    if message.authentication != Verdict.PASS:
        return
    filed = [each for each in records.messages.documents_of(message.id) if each.filed and not each.decoration]
    if filed and records.limits.take(f"receipt:{contact.email}", AT_MOST_A_DAY, A_DAY, now):
        manager = records.people.get(client.manager_id)
        receipt_letter(records, office, client, contact, manager, message, filed)
