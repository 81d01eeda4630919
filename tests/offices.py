"""A small real office: real books and files on a temporary database, a clock to move, a registry in memory."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.sheets.reader import read_sheet
from bot.sniffing import media_type
from domain.clients import Client
from domain.contacts import Contact
from domain.firm import Firm
from domain.invitations import Invitation
from domain.people import Collaborator, Portfolio, Role
from domain.refusals import NotFound, Refusal
from domain.registry import RegistryCompany, RegistryUnavailable
from domain.sheets.sheet import Sheet
from domain.text import searchable
from domain.tokens import new_token
from storage.blobs import BlobFolder
from storage.database import Database
from storage.records import FirmRecords
from tests.builders import MONDAY, a_firm, a_new_client, a_new_contact, an_invitation


class ListedRegistry:
    """The companies that a test lists; `down` makes it refuse."""

    def __init__(self) -> None:
        self.companies: list[RegistryCompany] = []
        self.down = False

    def search(self, query: str) -> Sequence[RegistryCompany]:
        if self.down:
            raise RegistryUnavailable
        wanted = searchable(query).replace(" ", "")
        return [
            company
            for company in self.companies
            if wanted in searchable(company.name).replace(" ", "")
            or company.siren + company.nic == wanted
            or company.siren == wanted
        ]


class SmallOffice:
    """An `Office`, with what tests need to furnish it. Its clock stands at MONDAY until moved."""

    def __init__(self, database: Database, folder: Path, firm: Firm) -> None:
        self.database = database
        self.firm_id = firm.id
        self.public_url = "http://space.valmont.example"
        self.registry = ListedRegistry()
        self.blobs = BlobFolder(folder)
        self.channels: dict[str, frozenset[str]] = {}
        self.files: dict[tuple[str, str], bytes | Refusal] = {}
        self._now = MONDAY

    def now(self) -> datetime:
        return self._now

    def set_clock(self, now: datetime) -> None:
        self._now = now

    def pass_time(self, wait: timedelta) -> None:
        self._now += wait

    def records(self) -> AbstractContextManager[FirmRecords]:
        return self.database.records(self.firm_id)

    def reading(self) -> AbstractContextManager[FirmRecords]:
        return self.database.reading(self.firm_id)

    def members_of(self, channel: str) -> frozenset[str] | None:
        return self.channels.get(channel)

    def media_type(self, content: bytes) -> str:
        return media_type(content)

    def read_sheet(self, content: bytes) -> Sheet:
        return read_sheet(content)

    def slack_file(self, file_id: str, of: str) -> bytes:
        found = self.files.get((file_id, of), NotFound("file"))
        if isinstance(found, Refusal):
            raise found
        return found

    def token(self) -> str:
        return new_token()

    @property
    def firm(self) -> Firm:
        with self.reading() as records:
            return records.firm

    def change_firm(self, **points: Any) -> Firm:
        with self.records() as records:
            records.keep_firm(replace(records.firm, **points))
            return records.firm

    def hire(
        self, name: str = "Nadia Benali", role: Role = Role.COLLABORATOR, slack_id: str | None = None, **points: Any
    ) -> Collaborator:
        """A new collaborator, whose Slack id is taken from the first name unless given: U0NADIA."""
        first_name = searchable(name).split()[0]
        with self.records() as records:
            return records.people.add(
                slack_id or f"U0{first_name.upper()}",
                name,
                points.get("email", f"{first_name}@valmont.example"),
                role,
                points.get("language", "fr"),
            )

    def lower(self, who: Collaborator, role: Role = Role.COLLABORATOR) -> None:
        """That person's role is another one from now on, whatever they have open."""
        with self.records() as records:
            records.people.keep(replace(who, role=role))

    def open_portfolio(self, name: str, *members: Collaborator) -> Portfolio:
        with self.records() as records:
            return records.people.add_portfolio(name, [member.id for member in members])

    def follow(self, name: str = "Atelier Morel", by: Collaborator | None = None, **points: Any) -> Client:
        """A new client file, opened and managed by that collaborator, or by the firm's first one."""
        with self.records() as records:
            opened_by = by or min(records.people.active(), key=lambda person: person.id)
            new = a_new_client(name, **{"manager_id": opened_by.id, **points})
            return records.clients.add(new, opened_by, self.now())

    def meet(self, client: Client, **points: Any) -> Contact:
        """A new contact of that client."""
        with self.records() as records:
            return records.contacts.add(client.id, a_new_contact(**points))

    def invite(self, contact: Contact, **points: Any) -> Invitation:
        """An invitation to that contact, sent now unless told otherwise."""
        with self.records() as records:
            return records.invitations.add(
                an_invitation(
                    firm_id=self.firm_id,
                    client_id=contact.client_id,
                    contact_id=contact.id,
                    **{"created_at": self.now(), "sent_at": self.now(), **points},
                )
            )


class SmallHouse:
    """`Offices`: every firm of the database, each in its small office."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self._open: dict[int, SmallOffice] = {}

    def of(self, firm_id: int) -> SmallOffice:
        if firm_id not in self._open:
            with self.database.reading(firm_id) as records:
                self._open[firm_id] = SmallOffice(self.database, self.folder, records.firm)
        return self._open[firm_id]

    def of_link(self, token_hash: str) -> SmallOffice | None:
        return self._found(self.database.firm_of_link(token_hash))

    def of_session(self, token_hash: str) -> SmallOffice | None:
        return self._found(self.database.firm_of_session(token_hash))

    def of_staff_link(self, token_hash: str) -> SmallOffice | None:
        return self._found(self.database.firm_of_staff_link(token_hash))

    def of_logo(self, sha256: str) -> SmallOffice | None:
        return self._found(self.database.firm_of_logo(sha256))

    def of_staff_session(self, token_hash: str) -> SmallOffice | None:
        return self._found(self.database.firm_of_staff_session(token_hash))

    def front(self) -> SmallOffice | None:
        return next((self.of(firm_id) for firm_id in self.database.firms()), None)

    def found(self, **points: Any) -> SmallOffice:
        """A new firm's office."""
        return self.of(self.database.create_firm(a_firm(**points)).id)

    def _found(self, firm_id: int | None) -> SmallOffice | None:
        return None if firm_id is None else self.of(firm_id)
