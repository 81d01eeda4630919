"""`guichet mail explain`: what the ingester understands of a mail and why, writing nothing."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sniffing import media_type
from domain.mail.attribution import Attributed, NeedsPerson
from domain.mail.directory import Directory
from domain.mail.understanding import Understanding, understand

ClientWords = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class ExplainedFirm:
    """The firm to explain against. `describe` gives a client's `siren`, `name` and, where there is one, `id`."""

    directory: Directory
    authserv_id: str | None
    describe: Callable[[int], ClientWords]


def explain_files(paths: Iterable[Path], firm: ExplainedFirm, as_json: bool) -> Iterator[str]:
    """One JSON object a line for each mail, or a few lines for people; OSError for a file that cannot be read."""
    for path in paths:
        understood = understand(path.read_bytes(), firm.directory, firm.authserv_id, media_type)
        fields = explained(str(path), understood, firm.describe)
        yield json.dumps(fields, ensure_ascii=False) if as_json else "\n".join(_for_people(fields))


def explained(file: str, understood: Understanding, describe: Callable[[int], ClientWords]) -> dict[str, Any]:
    """The fields of `mail explain --json`."""
    message = understood.message
    original = understood.original
    return {
        "file": file,
        "kind": understood.kind.value,
        "from": message.sender.email or None,
        "original_sender": (original.sender.email or original.sender.name or None) if original else None,
        "subject": message.subject,
        "date": message.date.isoformat() if message.date else None,
        "auth": understood.authentication.verdict.value,
        "attachments": [
            {
                "filename": attachment.filename,
                "content_type": attachment.content_type,
                "size": attachment.size,
                "sha256": attachment.sha256,
                "inline": attachment.decoration,
            }
            for attachment in message.attachments
        ],
        "attribution": _attribution(understood, describe),
        "failed_recipient": understood.nature.failed_recipient,
        "warnings": [flag.value for flag in understood.warnings],
    }


def _attribution(understood: Understanding, describe: Callable[[int], ClientWords]) -> dict[str, Any]:
    match understood.attribution:
        case Attributed(client=client, by=by, why=why):
            return {"client": describe(client), "by": by.value, "needs_human": False, "why": why.value}
        case NeedsPerson(why=why, suggestion=suggestion, by=by):
            reason = why.value
            if suggestion is not None:
                likely = describe(suggestion)
                reason += f"; perhaps {likely['name']}" + (f", by {by.value}" if by else "")
            return {"client": None, "by": None, "needs_human": True, "why": reason}
        case ignored:
            return {"client": None, "by": None, "needs_human": False, "why": ignored.why.value}


def _for_people(fields: dict[str, Any]) -> Iterator[str]:
    attribution = fields["attribution"]
    client = attribution["client"]
    yield f"{fields['file']}: {fields['kind']}, checks: {fields['auth']}"
    yield f"  from: {fields['from']}" + (f", written by {fields['original_sender']}" * bool(fields["original_sender"]))
    yield f"  subject: {fields['subject']}"
    for attachment in fields["attachments"]:
        yield f"  file: {attachment['filename']} ({attachment['content_type']}, {attachment['size']} bytes)"
    yield f"  client: {client['name'] if client else None} ({attribution['why']})"
    if fields["failed_recipient"]:
        yield f"  failed recipient: {fields['failed_recipient']}"
    if fields["warnings"]:
        yield f"  warnings: {', '.join(fields['warnings'])}"
