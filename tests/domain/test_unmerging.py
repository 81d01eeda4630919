"""A merger is undone within thirty days; what was changed since stays, and what is another's is not taken."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.clients import Address, Client, ClientState
from domain.people import Role
from domain.refusals import ClientTerminated, NotFound, RoleTooLow
from domain.unmerging import (
    Both,
    HeldSince,
    MergedSince,
    Merger,
    MergerOver,
    MergerUndone,
    Parted,
    facts_back,
    held_by_nobody_else,
    parted,
    to_undo,
)
from tests.builders import MONDAY, a_client, a_collaborator, a_company

HELENE = a_collaborator(role=Role.ADMINISTRATOR)
TOURS, AMBOISE = Address("1 rue A", "37000", "Tours"), Address("2 rue B", "37400", "Amboise")
SIREN = "839602299"


def a_file(number: int, code: str | None = None, **points: Any) -> Client:
    company = a_company(name=f"Vins {number}", **{"siren": SIREN, "nic": "00019", "address": TOURS, **points})
    client = replace(a_client(company=company), id=number, code=code, manager_id=None, portfolio_id=None)
    return replace(client, deposit=f"depot+vins.{number}")


KEPT, OTHER = a_file(1, "01"), a_file(2, "02", nic="00027", address=AMBOISE)
# The name stayed, the code and the address came from the other.
AFTER = replace(KEPT, code="02", company=replace(KEPT.company, nic="00027", address=AMBOISE))
WAS = Both(KEPT, AFTER, OTHER)
MERGER = Merger(9, 1, 2, MONDAY, was=WAS)


def undo(merger: Merger = MERGER, kept: Client | None = AFTER, latest: Merger | None = MERGER, **how: Any) -> Both:
    return to_undo(merger, kept, latest, how.get("who", HELENE), how.get("now", MONDAY + timedelta(days=29)))


def two(now: Client = AFTER, was: Both = WAS) -> Parted:
    return parted(was, now, people={7, 8}, portfolios={4})


def test_an_administrator_undoes_it_within_thirty_days() -> None:
    assert undo() == WAS
    for role in (Role.MANAGER, Role.COLLABORATOR):
        with pytest.raises(RoleTooLow):
            undo(who=a_collaborator(role=role))
    with pytest.raises(MergerOver) as over:
        undo(now=MONDAY + timedelta(days=30))
    assert over.value.until == MONDAY + timedelta(days=30)
    with pytest.raises(MergerOver):
        undo(replace(MERGER, was=None))


def test_it_is_undone_once() -> None:
    with pytest.raises(MergerUndone) as undone:
        undo(replace(MERGER, undone_at=MONDAY, was=None))
    assert undone.value.at == MONDAY


def test_the_client_kept_must_be_there_and_followed() -> None:
    with pytest.raises(NotFound):
        undo(kept=None)
    with pytest.raises(ClientTerminated):
        undo(kept=replace(AFTER, state=ClientState.TERMINATED))


def test_the_latest_merger_is_undone_first() -> None:
    later = replace(MERGER, id=10, was=replace(WAS, other=a_file(3)))
    with pytest.raises(MergedSince) as since:
        undo(latest=later)
    assert since.value.name == "Vins 3"


def test_the_fields_that_the_merger_changed_are_as_before() -> None:
    parts = two()
    assert (parts.kept, parts.other, parts.newer) == (KEPT, OTHER, ())
    assert parts.back == ("address", "code")
    before, after = facts_back(parts, AFTER)
    assert before == {"siret": f"{SIREN}00027", "code": "02", "street": "2 rue B", "postal_code": "37400"} | {
        "town": "Amboise"
    }
    assert after["code"] == "01"


def test_what_was_changed_since_stays_and_is_named() -> None:
    now = replace(AFTER, code="99", channel="C0VINS")
    parts = two(now)
    assert (parts.kept.code, parts.kept.channel, parts.kept.company) == ("99", "C0VINS", KEPT.company)
    assert (parts.back, parts.newer) == (("address",), ("code",))


def test_who_left_the_firm_comes_back_to_neither_file() -> None:
    led = replace(OTHER, manager_id=6, portfolio_id=5, chosen=frozenset({6, 7}))
    was = Both(replace(KEPT, manager_id=6), replace(AFTER, manager_id=8), led)
    parts = two(replace(AFTER, manager_id=8), was)
    assert parts.kept.manager_id == 8
    assert (parts.other.manager_id, parts.other.portfolio_id) == (None, None)
    assert parts.other.chosen == {7}
    was = Both(KEPT, AFTER, replace(OTHER, manager_id=7, portfolio_id=4))
    assert (two(was=was).other.manager_id, two(was=was).other.portfolio_id) == (7, 4)


def holder(**points: Any) -> Client:
    return a_file(5, **{"siren": "817308380", **points})


@pytest.mark.parametrize(
    ("holders", "by_deposit", "field"),
    [
        ([holder(siren=SIREN)], None, "siren"),
        ([holder(code="01")], None, "code"),
        ([holder(code="02")], None, "code"),
        ([], holder(), "deposit"),
    ],
)
def test_what_another_client_holds_now_is_not_taken_from_it(
    holders: list[Client], by_deposit: Client | None, field: str
) -> None:
    with pytest.raises(HeldSince) as held:
        held_by_nobody_else(two(), WAS, holders, by_deposit)
    assert (held.value.field, held.value.name) == (field, "Vins 5")


def test_what_the_two_files_or_those_beside_them_hold_stands_in_nobodys_way() -> None:
    beside = replace(WAS, beside=frozenset({5}))
    held_by_nobody_else(two(), beside, [AFTER, holder(siren=SIREN)], AFTER)
    held_by_nobody_else(two(), WAS, [], None)


def test_a_code_that_the_kept_file_took_since_is_said_to_be_its_own() -> None:
    was = Both(KEPT, KEPT, OTHER)
    with pytest.raises(HeldSince) as held:
        held_by_nobody_else(two(replace(KEPT, code="02"), was), was, [], None)
    assert (held.value.value, held.value.name) == ("02", "Vins 1")
