"""Values cross the database unchanged, on both kinds; what could not is refused before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from domain.drafts import Draft
from tests.builders import MONDAY, a_message, a_new_client
from tests.offices import SmallOffice

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001 -- given a zone
CENTS = st.integers(-(10**15), 10**15).map(lambda cents: Decimal(cents).scaleb(-2))
# One transaction serves every example.
MANY = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def test_an_instant_is_the_same_instant_in_utc(office: SmallOffice) -> None:
    with office.records() as records:

        @MANY
        @given(INSTANTS)
        def cross(instant: datetime) -> None:
            kept = records.messages.get(records.messages.add(a_message(written_at=instant)).id)
            assert kept is not None
            assert kept.written_at == instant
            assert kept.written_at.tzinfo is UTC

        cross()


def test_an_instant_without_its_zone_is_refused(office: SmallOffice) -> None:
    with office.records() as records, pytest.raises(StatementError, match="without its zone"):
        records.messages.add(a_message(written_at=MONDAY.replace(tzinfo=None)))


def test_an_amount_is_exact_to_the_cent(office: SmallOffice) -> None:
    nadia = office.hire()
    with office.records() as records:
        client = records.clients.add(a_new_client(), nadia, MONDAY)

        @MANY
        @given(CENTS)
        def cross(amount: Decimal) -> None:
            current = records.clients.get(client.id)
            assert current is not None
            assert records.clients.keep(replace(current, last_declaration=amount)).last_declaration == amount

        cross()
        with pytest.raises(StatementError, match="parts of a cent"):
            records.clients.add(a_new_client(last_declaration=Decimal("0.001")), nadia, MONDAY)


def test_any_text_of_a_mail_can_be_kept(office: SmallOffice) -> None:
    with office.records() as records:

        @MANY
        @given(st.text(st.characters(exclude_categories=[])))
        def cross(text: str) -> None:
            kept = records.messages.get(records.messages.add(a_message(text=text)).id)
            assert kept is not None
            assert len(kept.text) == len(text)
            assert all(one in (other, "\N{REPLACEMENT CHARACTER}") for one, other in zip(kept.text, text, strict=True))

        cross()


def test_what_a_form_holds_comes_back_as_it_was(office: SmallOffice) -> None:
    nadia = office.hire()
    plain = st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
        max_leaves=8,
    )
    with office.records() as records:

        @MANY
        @given(st.dictionaries(st.text(), plain, max_size=4))
        def cross(data: dict[str, object]) -> None:
            records.drafts.keep(Draft("uid", office.firm_id, nadia.id, 1, "Atelier", data, MONDAY))
            kept = records.drafts.get("uid", nadia)
            assert kept is not None
            assert kept.data == data

        cross()
