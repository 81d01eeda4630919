"""Which mail is it? Its Message-ID and the hash of its content, read without opening the mail."""

from email.message import Message
from email.parser import BytesHeaderParser

from domain.mail.fingerprints import content_hash
from domain.mail.headers import Headers

LONGEST_ID = 500
_HEADER_BYTES = 256 * 1024


def identity_of(raw: bytes) -> tuple[str, str]:
    """The bare Message-ID, as `read_message` gives it, and the content hash; it never raises.

    Senders reuse a Message-ID: only both together tell that it is the same mail.
    """
    digest = content_hash(raw)
    try:
        top = BytesHeaderParser().parsebytes(raw[:_HEADER_BYTES])
    except Exception:  # the standard parser fails in many ways on hostile bytes, and none may stop a mailbox
        top = Message()
    ids = Headers(top).ids("message-id")
    return (ids[0] if ids and len(ids[0]) <= LONGEST_ID else f"{digest}@no-message-id.invalid"), digest
