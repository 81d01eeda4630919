"""Whom the firm knows, read from its books, for the attribution of mail."""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from domain.addresses import domain_of, is_public_mail_domain
from domain.books import Records
from domain.mail.directory import Sent
from domain.tokens import deposit_in


class BookDirectory:
    """A `domain.mail.directory.Directory` over one firm's open books."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._firm = records.firm
        # The same few addresses are asked about again and again while one mail is read.
        self._colleague = cache(records.people.of_email)
        self._contacts = cache(records.contacts.of_email)

    def is_colleague(self, address: str) -> bool:
        colleague = self._colleague(address)
        return colleague is not None and colleague.active

    def is_ours(self, address: str) -> bool:
        if self._colleague(address) is not None or address == self._firm.mail_from:
            return True
        if is_public_mail_domain(self._firm.domain):
            # Its clients may well have addresses there too.
            return deposit_in(address, self._firm.mail_from) is not None
        return domain_of(address) == self._firm.domain

    def client_at(self, deposit_address: str) -> int | None:
        deposit = deposit_in(deposit_address, self._firm.mail_from)
        client = self._records.clients.of_deposit(deposit) if deposit else None
        return client.id if client else None

    def clients_of(self, address: str) -> Sequence[int]:
        return list(dict.fromkeys(contact.client_id for contact in self._contacts(address)))

    def clients_numbered(self, number: str) -> Sequence[int]:
        books = self._records.clients
        found = books.of_siret(number) or books.of_siren(number[:9]) if len(number) == 14 else books.of_siren(number)
        return [client.id for client in found]

    def client_of_domain(self, domain: str) -> int | None:
        users = self._domains.get(domain, frozenset())
        return next(iter(users)) if len(users) == 1 else None

    def client_domains(self) -> Iterable[str]:
        return self._domains.keys()

    def sent(self, message_id: str) -> Sent | None:
        letter = self._records.messages.sent_as(f"<{message_id}>")
        if letter is None or letter.client_id is None:
            return None
        return Sent(message_id, letter.client_id, letter.recipient.lower(), letter.kind)

    def sent_with(self, token: str) -> Sent | None:
        return self.sent(f"{token}@{self._firm.domain}")

    def used_to_pass(self, address: str) -> bool:
        return self._records.messages.used_to_pass(address)

    @cached_property
    def _domains(self) -> dict[str, frozenset[int]]:
        found = self._records.contacts.domains()
        return {
            domain: users
            for domain, users in found.items()
            if not is_public_mail_domain(domain) and domain != self._firm.domain
        }
