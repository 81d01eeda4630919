"""A file comes in a client file: the one place where it is taken, refused, or found there already."""

from dataclasses import dataclass
from datetime import datetime

from domain.books import Records
from domain.documents import why_not_filed
from domain.mail.attachments import Attachment
from domain.messages import Document, NewDocument


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose bytes are among the blobs already. `filename` is a label, `content_type` read in the content."""

    filename: str
    content_type: str
    size: int
    blob: str
    decoration: bool = False


def kept_file(file: Attachment, blob: str) -> KeptFile:
    return KeptFile(file.filename, file.content_type, file.size, blob, file.decoration)


def is_there(records: Records, client_id: int | None, blob: str) -> bool:
    """Whether the client file holds that very content already: it is not doubled."""
    return client_id is not None and records.messages.same_document(client_id, blob) is not None


def receive(
    records: Records,
    file: KeptFile,
    received_at: datetime,
    *,
    client_id: int | None,
    message_id: int | None = None,
    contact_id: int | None = None,
    believed: bool = True,
) -> Document:
    """The file, filed in the client file when whoever sent it is believed, kept in waiting otherwise."""
    reason = why_not_filed(file.filename, file.content_type, file.size)
    filed = believed and client_id is not None and reason is None and not is_there(records, client_id, file.blob)
    return records.messages.add_document(
        NewDocument(
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            blob=file.blob,
            received_at=received_at,
            client_id=client_id if filed else None,
            message_id=message_id,
            contact_id=contact_id if filed else None,
            filed=filed,
            decoration=file.decoration,
            refused=reason,
        )
    )
