"""A house on each kind of database in turn."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.offices import SmallHouse, SmallOffice


@pytest.fixture
def house_of_each_kind(database: Database, tmp_path: Path) -> SmallHouse:
    """Every firm's office; none at first. The same tests run on SQLite and on PostgreSQL."""
    return SmallHouse(database, tmp_path / "blobs")


@pytest.fixture
def office(house_of_each_kind: SmallHouse) -> SmallOffice:
    """One firm's office, on each kind of database in turn."""
    return house_of_each_kind.found()
