"""Social security numbers at rest: unreadable without the keys, and each only in its own row."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text, update

from domain.drafts import Draft
from domain.people import Role
from storage.encryption import WrongPlace
from storage.tables import drafts, nirs
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


def test_a_number_is_erased_once(office: SmallOffice) -> None:
    office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    client = office.follow()
    with office.records() as records:
        records.nirs.keep(client.id, NIR)
        assert records.nirs.erase([client.id]) == [client.id]
        assert records.nirs.erase([client.id]) == []
        assert records.nirs.of_client(client.id) is None


@pytest.mark.abuse("P4")
def test_that_of_a_draft_is_sealed_in_its_row_and_opens_nowhere_else(office: SmallOffice) -> None:
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    first = Draft("d1", office.firm_id, helene.id, 1, "Un", {}, office.now(), nir=NIR)
    with office.records() as records:
        records.drafts.keep(first)
        records.drafts.keep(replace(first, uid="d2", nir=None))
        sealed = records.connection.execute(text("SELECT sealed_nir FROM draft WHERE uid = 'd1'")).scalar_one()
        assert NIR.encode() not in bytes(sealed)
        assert records.drafts.get("d1", helene) == first
        assert NIR not in repr(first)
        stolen = records.connection.execute(select(drafts.c.sealed_nir).where(drafts.c.uid == "d1")).scalar_one()
        records.connection.execute(update(drafts).where(drafts.c.uid == "d2").values(sealed_nir=stolen))
    with office.reading() as records, pytest.raises(WrongPlace):
        records.drafts.get("d2", helene)
