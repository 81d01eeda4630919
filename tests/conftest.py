"""What tests share: a database of each kind, and a small office on one of them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from domain.people import Collaborator, Role
from storage.database import Database, open_database
from storage.encryption import KeyRing, new_key
from tests.browsing import running_chromium
from tests.builders import a_firm
from tests.offices import SmallHouse, SmallOffice
from tests.servers.postgres import PostgresCluster

# Properties are about what is true, not about how fast a busy machine says so.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def keys() -> KeyRing:
    return KeyRing([new_key()])


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A real PostgreSQL, started for the tests that ask for it."""
    cluster = PostgresCluster()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, started for the tests that ask for it."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, keys: KeyRing) -> Path:
    """A migrated SQLite file, to copy."""
    file = tmp_path_factory.mktemp("template") / "guichet.db"
    _migrate(f"sqlite:///{file}", keys)
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresCluster, keys: KeyRing) -> str:
    """The name of the PostgreSQL database that the tests of this process use one after the other."""
    _migrate(postgres.create("guichet_tests"), keys)
    return "guichet_tests"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated, empty SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'guichet.db')}"


@pytest.fixture
def postgres_url(postgres: PostgresCluster, migrated_postgres: str) -> str:
    """The URL of a migrated, empty PostgreSQL database, as an ordinary role."""
    postgres.empty(migrated_postgres)
    return postgres.url(migrated_postgres)


@pytest.fixture
def open_url(keys: KeyRing) -> Iterator[Callable[[str], Database]]:
    """Opens databases, and closes them after the test."""
    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(open_database(url, keys))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str, open_url: Callable[[str], Database]) -> Database:
    """An empty database of each kind in turn."""
    return open_url(database_url)


@pytest.fixture
def house(sqlite_url: str, open_url: Callable[[str], Database], tmp_path: Path) -> SmallHouse:
    """Every firm's office, on SQLite; none at first."""
    return SmallHouse(open_url(sqlite_url), tmp_path / "blobs")


@pytest.fixture
def office(house: SmallHouse) -> SmallOffice:
    """One firm's office on SQLite, empty but for the firm; its letters may leave."""
    small = house.of(house.database.create_firm(a_firm()).id)
    small.change_firm(invitation_read_at=small.now())
    return small


@pytest.fixture
def administrator(office: SmallOffice) -> Collaborator:
    return office.hire("Valérie Valmont", Role.ADMINISTRATOR)


def _migrate(url: str, keys: KeyRing) -> None:
    database = open_database(url, keys)
    database.migrate()
    database.close()
