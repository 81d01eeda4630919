"""Social security numbers at rest: unreadable without the keys, and each only in its own row."""

import pytest
from sqlalchemy import select, text, update

from domain.people import Role
from storage.encryption import WrongPlace
from storage.tables import nirs
from tests.offices import SmallOffice

NIR = "184123726104256"


@pytest.mark.abuse("P4")
def test_the_database_holds_no_digit_of_it(office: SmallOffice) -> None:
    office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    client = office.follow()
    with office.records() as records:
        records.nirs.keep(client.id, NIR)
        sealed = records.connection.execute(text("SELECT sealed FROM client_nir")).scalar_one()
        assert NIR.encode() not in bytes(sealed)
        assert records.nirs.of_client(client.id) == NIR
        assert records.nirs.count() == 1


@pytest.mark.abuse("P4")
def test_a_ciphertext_moved_to_another_row_refuses_to_open(office: SmallOffice) -> None:
    office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    first, second = office.follow("Un"), office.follow("Deux")
    with office.records() as records:
        records.nirs.keep(first.id, NIR)
        records.nirs.keep(second.id, "2" + NIR[1:])
        stolen = records.connection.execute(select(nirs.c.sealed).where(nirs.c.client_id == first.id)).scalar_one()
        records.connection.execute(update(nirs).where(nirs.c.client_id == second.id).values(sealed=stolen))
    with office.reading() as records, pytest.raises(WrongPlace):
        records.nirs.of_client(second.id)


def test_it_is_erased(office: SmallOffice) -> None:
    office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    client = office.follow()
    with office.records() as records:
        records.nirs.keep(client.id, NIR)
        assert records.nirs.erase([client.id]) == [client.id]
        assert records.nirs.erase([client.id]) == []
        assert records.nirs.of_client(client.id) is None
