"""`guichet mail explain`: what the ingester understands of a mail and why, writing nothing."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.sniffing import media_type
from domain.addresses import domain_of, is_public_mail_domain
from domain.mail.attribution import Attributed, NeedsPerson
from domain.mail.directory import Directory, Sent
from domain.mail.headers import bare_id
from domain.mail.understanding import Understanding, understand

ClientWords = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class ExplainedFirm:
    """The firm to explain against. `describe` gives a client's `siren`, `name` and, where there is one, `id`."""

    directory: Directory
    authserv_id: str | None
    describe: Callable[[int], ClientWords]
    own_mark: str | None = None


def explain_files(paths: Iterable[Path], firm: ExplainedFirm, as_json: bool) -> Iterator[str]:
    """One JSON object a line for each mail, or a few lines for people; OSError for a file that cannot be read."""
    for path in paths:
        understood = understand(path.read_bytes(), firm.directory, firm.authserv_id, media_type, firm.own_mark)
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


class _Form(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Person(_Form):
    name: str = ""
    email: str


class ClientForm(_Form):
    id: str | int | None = None
    name: str = ""
    siren: str | None = None
    siret: str | None = None
    deposit_address: str | None = None
    contacts: list[Person] = Field(default_factory=list)


class SentForm(_Form):
    message_id: str
    client: str | int
    to: str
    kind: str = ""


class FirmForm(_Form):
    """FIRM.json: a firm described in a file."""

    mailbox: str = ""
    domain: str = ""
    authserv_id: str | None = None
    staff: list[Person] = Field(default_factory=list)
    clients: list[ClientForm] = Field(default_factory=list)
    sent: list[SentForm] = Field(default_factory=list)


def read_firm(path: Path) -> ExplainedFirm:
    """The firm of a FIRM.json; OSError or pydantic's ValidationError when it cannot be read."""
    form = FirmForm.model_validate_json(path.read_bytes())
    directory = FileDirectory(form)
    return ExplainedFirm(directory, form.authserv_id, directory.describe)


class FileDirectory:
    """Whom a firm described in a file knows; clients are numbered by their place in it.

    The file tells no past: whoever it lists is taken to have passed the provider's checks before.
    """

    def __init__(self, form: FirmForm) -> None:
        self.form = form
        self._staff = {person.email.lower() for person in form.staff}
        self._deposits: dict[str, int] = {}
        self._contacts: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._domains: dict[str, set[int]] = {}
        places: dict[str, int] = {}
        for place, client in enumerate(form.clients):
            if client.id is not None:
                places[str(client.id)] = place
            if client.deposit_address:
                self._deposits[client.deposit_address.lower()] = place
            for number in {_digits(client.siren), _digits(client.siret), _digits(client.siret)[:9]} - {""}:
                self._numbers.setdefault(number, []).append(place)
            for email in dict.fromkeys(contact.email.lower() for contact in client.contacts):
                self._contacts.setdefault(email, []).append(place)
                domain = domain_of(email)
                if not is_public_mail_domain(domain):
                    self._domains.setdefault(domain, set()).add(place)
        self._sent = {
            bare_id(sent.message_id): Sent(
                bare_id(sent.message_id), places[str(sent.client)], sent.to.lower(), sent.kind
            )
            for sent in form.sent
            if str(sent.client) in places
        }

    def describe(self, client: int) -> ClientWords:
        form = self.form.clients[client]
        words: ClientWords = {"siren": form.siren, "name": form.name}
        return words if form.id is None else {"id": form.id, **words}

    def is_colleague(self, address: str) -> bool:
        return address in self._staff

    def is_ours(self, address: str) -> bool:
        mailbox = self.form.mailbox.lower()
        own_domain = domain_of(address) == self.form.domain.lower() != ""
        return address in self._staff or address == mailbox or address in self._deposits or own_domain

    def client_at(self, deposit_address: str) -> int | None:
        return self._deposits.get(deposit_address)

    def clients_of(self, address: str) -> Sequence[int]:
        return self._contacts.get(address, ())

    def clients_numbered(self, number: str) -> Sequence[int]:
        return self._numbers.get(number, ())

    def client_of_domain(self, domain: str) -> int | None:
        clients = self._domains.get(domain, set())
        return next(iter(clients)) if len(clients) == 1 else None

    def client_domains(self) -> Iterable[str]:
        return self._domains

    def sent(self, message_id: str) -> Sent | None:
        return self._sent.get(message_id)

    def sent_with(self, token: str) -> Sent | None:  # noqa: ARG002 - as the protocol says
        """A file gives no return addresses."""
        return None

    def used_to_pass(self, address: str) -> bool:
        return address in self._contacts or address in self._staff


def _digits(number: str | None) -> str:
    return "".join(figure for figure in number or "" if figure in "0123456789")
