"""What a row is decided with: who imports, what the firm holds already, and what earlier rows have said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from domain.clients import Access, Client, Site
from domain.contacts import Contact, NewContact
from domain.custom_fields import CustomField
from domain.firm import Firm
from domain.importing.refused import NotOffered, TwiceInSheet, UnknownWord
from domain.importing.rows import Line
from domain.importing.words import ACCESSES, listed
from domain.people import Collaborator, Portfolio, Role
from domain.registry import RegistryCompany
from domain.text import searchable


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rows name: whatever the firm holds of it is to be looked up, all rows at once.

    `nirs` says whether any of them gives a social security number.
    """

    sirens: frozenset[str]
    codes: frozenset[str]
    deposits: frozenset[str]
    names: frozenset[str]
    emails: frozenset[str]
    nirs: bool = False

    @classmethod
    def by(cls, lines: Iterable[Line]) -> "Wanted":
        rows = list(lines)
        return cls(
            sirens=frozenset(line.siren for line in rows) - {""},
            codes=frozenset(line.code for line in rows) - {""},
            deposits=frozenset(line.deposit.partition("@")[0] for line in rows) - {""},
            names=frozenset(line.name for line in rows if not line.siren and not line.code) - {""},
            emails=frozenset(email for line in rows for email in line.emails),
            nirs=any(line.nir for line in rows),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What the firm holds of what the rows name, whoever may see it.

    `of_siren` and `of_name` hold clients not terminated, `of_name` those without SIREN; `contacts` are those of all
    these clients, `sites` their further establishments, `custom` their values of the firm's fields and `nirs` their
    numbers where a row gives one, which show in no trace; `uses` are the contacts of clients not terminated with an
    address, and `accounts` the accounts of the addresses.
    """

    of_siren: Mapping[str, Sequence[Client]] = field(default_factory=dict)
    of_code: Mapping[str, Client] = field(default_factory=dict)
    of_deposit: Mapping[str, int] = field(default_factory=dict)
    of_name: Mapping[str, Sequence[Client]] = field(default_factory=dict)
    contacts: Mapping[int, Sequence[Contact]] = field(default_factory=dict)
    uses: Mapping[str, Sequence[Contact]] = field(default_factory=dict)
    accounts: Mapping[str, int] = field(default_factory=dict)
    custom: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    sites: Mapping[int, Sequence[Site]] = field(default_factory=dict)
    nirs: Mapping[int, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports, in which firm, and what was chosen for the whole sheet.

    `portfolios` are those in which this person may put a client. `shares` allows one address in several client files.
    `looks_up` says that the registry was asked, `registry` what it said of some SIRENs. `fields` are the firm's own.
    `new_deposit` makes an address for a client of that name.
    """

    who: Collaborator
    firm: Firm
    people: Sequence[Collaborator]
    portfolios: Sequence[Portfolio]
    new_deposit: Callable[[str], str]
    portfolio_id: int | None = None
    manager_id: int | None = None
    shares: bool = False
    looks_up: bool = False
    registry: Mapping[str, RegistryCompany] = field(default_factory=dict)
    fields: Sequence[CustomField] = ()

    def manager(self, typed: str) -> int:
        """Who answers for the client, by name or e-mail; NotOffered."""
        found = self._person(typed)
        if found is None or (found.role is Role.COLLABORATOR and found.id != self.who.id):
            raise NotOffered("manager", typed)
        return found.id

    def portfolio(self, typed: str) -> int:
        """Where this person may put a client; NotOffered for another, whether it exists or not."""
        wanted = searchable(typed)
        found = next((each for each in self.portfolios if searchable(each.name) == wanted), None)
        if found is None:
            raise NotOffered("portfolio", typed)
        return found.id

    def access(self, typed: str) -> tuple[Access, frozenset[int]]:
        """A word, the names of those chosen, or the one and then the others; NotOffered."""
        names = listed(typed)
        access = Access.CHOSEN
        with suppress(UnknownWord):
            access = ACCESSES.read(names[0] if names else "")
        chosen = [self._person(name) for name in (names if access is Access.CHOSEN else names[1:])]
        if None in chosen or not names:
            raise NotOffered("person", typed)
        return access, frozenset(person.id for person in chosen if person is not None)

    @property
    def is_alone(self) -> bool:
        """A firm of one: nothing to assign."""
        return len(self.people) == 1

    def _person(self, typed: str) -> Collaborator | None:
        wanted = searchable(typed)
        found = [p for p in self.people if wanted in (searchable(p.name), searchable(p.email or ""))]
        return found[0] if len(found) == 1 else None


class Ledger:
    """What the rows so far have claimed and used; a sheet may come in several turns."""

    def __init__(self) -> None:
        self._claimed: dict[tuple[str, str], int] = {}
        self._emails: dict[str, list[tuple[int, Contact]]] = {}

    def claim(self, line: Line) -> None:
        """TwiceInSheet when an earlier line is about the same."""
        self.claim_each(line.number, line.claims)

    def claim_client(self, line: Line, client_id: int) -> None:
        self.claim_each(line.number, [("client", str(client_id))])

    def claim_each(self, number: int, claims: Sequence[tuple[str, str]]) -> None:
        # A row may be decided a second time, when its batch could not be written.
        taken = [line for claim in claims if (line := self._claimed.get(claim, number)) != number]
        for claim in claims:
            self._claimed.setdefault(claim, number)
        if taken:
            raise TwiceInSheet(min(taken))

    def use(self, number: int, contacts: Iterable[NewContact]) -> None:
        """These addresses are now those of the client of that line."""
        for contact in contacts:
            if contact.email:
                kept = Contact(first_name=contact.first_name, last_name=contact.last_name, email=contact.email)
                self._emails.setdefault(contact.email, []).append((number, kept))

    def users(self, email: str, but: int) -> Sequence[Contact]:
        """The contacts of the other lines with that address."""
        return [contact for number, contact in self._emails.get(email, ()) if number != but]
