"""Whom the firm knows, as the attribution of mail asks for it; made real over the books, or over a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.mail.headers import bare_id


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of ours: to whom it left (lower case), for which client, and what it was."""

    message_id: str
    client: int
    to: str
    kind: str = ""


class Directory(Protocol):
    """Addresses are given in lower case, Message-IDs without angle brackets; leavers are not colleagues."""

    def is_colleague(self, address: str) -> bool:
        """A known and active member of the firm."""

    def is_ours(self, address: str) -> bool:
        """An address of the firm: its mailbox, its people, its domain."""

    def client_at(self, deposit_address: str) -> int | None:
        """The client of that deposit address, while it is open."""

    def clients_of(self, address: str) -> Sequence[int]:
        """The clients that have a contact with that address."""

    def clients_numbered(self, number: str) -> Sequence[int]:
        """The clients of a SIREN (9 digits) or a SIRET (14)."""

    def client_of_domain(self, domain: str) -> int | None:
        """The client whose contacts alone use that domain; the caller leaves public providers out."""

    def client_domains(self) -> Iterable[str]:
        """The domains of the contacts, public providers left out."""

    def sent(self, message_id: str) -> Sent | None: ...
    def sent_with(self, token: str) -> Sent | None:
        """The mail of ours whose own return address carried that token."""

    def used_to_pass(self, address: str) -> bool:
        """Whether mails of that address have passed the provider's checks before."""


def sent_among(directory: Directory, message_ids: Iterable[str]) -> Sent | None:
    """The first of these Message-IDs that is ours."""
    for message_id in message_ids:
        sent = directory.sent(bare_id(message_id))
        if sent:
            return sent
    return None
