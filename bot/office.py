"""The office made real: the firm's books in the database, its files on disk, the registry and the clock outside."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from bot.channels import ChannelMembers
from bot.clock import Clock
from bot.registry import KeptRegistry, RegistryLine
from bot.sheets.reader import read_sheet
from bot.slack_files import slack_file
from bot.sniffing import media_type
from domain.books import Records
from domain.office import Blobs, Registry
from domain.sheets.sheet import Sheet
from domain.tokens import new_token
from storage.database import Database, Visitor


class FirmOffice:
    """One firm's office: what a desk is handed."""

    def __init__(self, house: "House", firm_id: int) -> None:
        self._house = house
        self._firm_id = firm_id
        self._registry = KeptRegistry(house.registry_line, self.now, self.reading, self.records)

    @property
    def firm_id(self) -> int:
        return self._firm_id

    @property
    def public_url(self) -> str:
        return self._house.public_url

    @property
    def registry(self) -> Registry:
        return self._registry

    @property
    def blobs(self) -> Blobs:
        return self._house.blobs

    def now(self) -> datetime:
        return self._house.clock.now()

    @contextmanager
    def records(self) -> Iterator[Records]:
        with self._house.database.records(self._firm_id) as records:
            yield records
        self._house.written()

    def reading(self) -> AbstractContextManager[Records]:
        return self._house.database.reading(self._firm_id)

    def members_of(self, channel: str) -> frozenset[str] | None:
        return self._house.channels.of(self._firm_id, channel)

    def media_type(self, content: bytes) -> str:
        return media_type(content)

    def read_sheet(self, content: bytes) -> Sheet:
        return read_sheet(content)

    def slack_file(self, file_id: str, of: str) -> bytes:
        return slack_file(self._house.slack_api_url, self._house.bot_token(self._firm_id), file_id, of)

    def token(self) -> str:
        return new_token()


class House:
    """Every firm's office under one roof: one database, one clock, one line to the registry."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        clock: Clock,
        registry_line: RegistryLine,
        slack_api_url: str,
        public_url: str,
    ) -> None:
        self.database = database
        self.blobs = blobs
        self.clock = clock
        self.registry_line = registry_line
        self.channels = ChannelMembers(self, slack_api_url)
        self.slack_api_url = slack_api_url
        self.public_url = public_url
        self._wakes: list[Callable[[], None]] = []

    def when_written(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit of an office: something may have to go out."""
        self._wakes.append(wake)

    def written(self) -> None:
        for wake in self._wakes:
            wake()

    def of(self, firm_id: int) -> FirmOffice:
        return FirmOffice(self, firm_id)

    def visitor(self, team_id: str, slack_id: str | None) -> Visitor | None:
        """Whose office that Slack workspace is, and who comes in; read at each visit, for a leaver is one at once."""
        return self.database.visitor(team_id, slack_id)

    def of_link(self, token_hash: str) -> FirmOffice | None:
        return self._found(self.database.firm_of_link(token_hash))

    def of_session(self, token_hash: str) -> FirmOffice | None:
        return self._found(self.database.firm_of_session(token_hash))

    def of_staff_link(self, token_hash: str) -> FirmOffice | None:
        return self._found(self.database.firm_of_staff_link(token_hash))

    def of_logo(self, sha256: str) -> FirmOffice | None:
        return self._found(self.database.firm_of_logo(sha256))

    def of_staff_session(self, token_hash: str) -> FirmOffice | None:
        return self._found(self.database.firm_of_staff_session(token_hash))

    def front(self) -> FirmOffice | None:
        return next(iter(self.all()), None)

    def all(self) -> list[FirmOffice]:
        return [self.of(firm_id) for firm_id in self.database.firms()]

    def bot_token(self, firm_id: int) -> str | None:
        """The firm's Slack token, for as long as the app is installed there."""
        return self.database.bot_token(firm_id)

    def _found(self, firm_id: int | None) -> FirmOffice | None:
        return None if firm_id is None else self.of(firm_id)
