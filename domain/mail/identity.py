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
    try:
        top = BytesHeaderParser().parsebytes(raw[:_HEADER_BYTES])
    except Exception:  # the standard parser fails in many ways on hostile bytes, and none may stop a mailbox
        top = Message()
    return message_id_of(Headers(top), raw), content_hash(raw)


def message_id_of(headers: Headers, raw: bytes) -> str:
    """The bare Message-ID, or one made of the content hash when there is none, or one too long to be kept."""
    ids = headers.ids("message-id")
    return ids[0] if ids and len(ids[0]) <= LONGEST_ID else f"{content_hash(raw)}@no-message-id.invalid"
