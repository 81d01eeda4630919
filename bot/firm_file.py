"""FIRM.json: a firm described in a file, against which mails are explained."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.explain import ClientWords, ExplainedFirm
from domain.addresses import domain_of, is_public_mail_domain
from domain.mail.directory import Sent
from domain.mail.headers import bare_id


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
    mailbox: str = ""
    domain: str = ""
    authserv_id: str | None = None
    staff: list[Person] = Field(default_factory=list)
    clients: list[ClientForm] = Field(default_factory=list)
    sent: list[SentForm] = Field(default_factory=list)


def read_firm(path: Path) -> ExplainedFirm:
    """That firm; OSError or pydantic's ValidationError when it cannot be read."""
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
        domain = self.form.domain.lower()
        own_domain = domain_of(address) == domain != "" and not is_public_mail_domain(domain)
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
