"""Is it the same mail twice? A hash of what was written, without the marks left on the way."""

import re
from hashlib import sha256

_WRITTEN = (
    b"from",
    b"to",
    b"cc",
    b"subject",
    b"date",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
)
_END_OF_HEADER = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_BLANKS = re.compile(rb"\s+")


def content_hash(raw: bytes) -> str:
    """The sha256 of the mail's own fields and body, in hexadecimal.

    Received, Return-Path, the stamps of servers and the line ends differ from one delivery to another: left out.
    """
    end = _END_OF_HEADER.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    digest = sha256()
    for line in sorted(_fields(head)):
        digest.update(line + b"\n")
    digest.update(b"\n")
    digest.update(body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n"))
    return digest.hexdigest()


def _fields(head: bytes) -> list[bytes]:
    lines: list[bytes] = []
    for line in head.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] += line
        else:
            lines.append(line)
    kept = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon and line:
            kept.append(line)  # no field, but somebody's words: a mail of nothing else must not be taken for another
        elif name.strip().lower() in _WRITTEN:
            kept.append(name.strip().lower() + b":" + _BLANKS.sub(b" ", value.strip()))
    return kept
