"""Raw mails as a provider delivers them, stamped or not."""

from email.message import EmailMessage

from domain.messages import RawMail
from tests.offices import SmallOffice

STAMP = "mx.valmont.example"


def raw_mail(
    sender: str,
    subject: str = "Relevé de novembre",
    text: str = "Bonjour, ci-joint le relevé.",
    to: str = "courrier@valmont.example",
    check: str | None = "pass",
    files: dict[str, bytes] | None = None,
    headers: dict[str, str] | None = None,
    date: str = "Mon, 07 Sep 2026 09:00:00 +0200",
) -> bytes:
    """A mail with its provider's verdict on top (`check` None: nothing stamped)."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = date
    mail["Message-ID"] = f"<{abs(hash((sender, subject, text, to, date)))}@client.example>"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    domain = sender.rpartition("@")[2].strip("> ")
    stamp = f"Authentication-Results: {STAMP}; dmarc={check} header.from={domain}\r\n" if check else ""
    trace = "Received: from out.client.example by mx.valmont.example; Mon, 07 Sep 2026 09:00:00 +0200\r\n"
    return (stamp + trace).encode() + mail.as_bytes()


def deliver(office: SmallOffice, raw: bytes) -> int:
    """Store that mail as the listener does; the id of its row."""
    with office.records() as records:
        [mailbox] = records.inbound.mailboxes()
        uid = len(records.inbound.known_uids(mailbox.id, 1)) + 1
    blob = office.blobs.put(office.firm_id, raw)
    with office.records() as records:
        kept = records.inbound.add(
            RawMail(
                mailbox_id=mailbox.id,
                uidvalidity=1,
                uid=uid,
                blob=blob,
                size=len(raw),
                message_id=f"m{blob[:20]}",
                content_hash=blob,
                received_at=office.now(),
            )
        )
    assert kept is not None
    return kept.id
