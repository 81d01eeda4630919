"""The life of a client file, as rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.clients import ClientState
from domain.life import (
    BeingErased,
    ClientClosed,
    NotTerminated,
    NotTheName,
    is_closed,
    restored,
    terminated,
    to_erase,
    undone_until,
)
from domain.people import Role
from domain.refusals import ClientTerminated, NotFound, RoleTooLow
from domain.reserved import Reserved
from domain.rights import led_by
from tests.builders import MONDAY, a_client, a_collaborator, a_firm

HELENE = a_collaborator(role=Role.ADMINISTRATOR)
FIRM = a_firm(id=1)
PHARMACY = a_client("Pharmacie des Halles")


@pytest.mark.parametrize("typed", ["Pharmacie des Halles", "pharmacie des halles", " PHARMACIE  DES HÂLLES "])
def test_the_name_is_compared_without_case_nor_accents(typed: str) -> None:
    assert terminated(PHARMACY, typed, HELENE, FIRM, MONDAY).state is ClientState.TERMINATED


@pytest.mark.parametrize("typed", ["", "Pharmacie", "Pharmacie des Halles 2"])
def test_another_name_terminates_nothing(typed: str) -> None:
    with pytest.raises(NotTheName):
        terminated(PHARMACY, typed, HELENE, FIRM, MONDAY)


def test_a_name_without_a_letter_is_typed_as_it_is() -> None:
    assert terminated(a_client("!!!"), "!!!", HELENE, FIRM, MONDAY).terminated_at == MONDAY
    with pytest.raises(NotTheName):
        terminated(a_client("!!!"), "???", HELENE, FIRM, MONDAY)


def test_only_administrators_terminate() -> None:
    manager = a_collaborator(role=Role.MANAGER)
    with pytest.raises(RoleTooLow):
        terminated(replace(PHARMACY, manager_id=manager.id), PHARMACY.name, manager, FIRM, MONDAY)


def test_a_client_is_terminated_once() -> None:
    ended = terminated(PHARMACY, PHARMACY.name, HELENE, FIRM, MONDAY)
    with pytest.raises(ClientTerminated):
        terminated(ended, PHARMACY.name, HELENE, FIRM, MONDAY)
    with pytest.raises(ClientTerminated):
        led_by(HELENE, ended, Reserved.CLIENT_ASSIGN)


def test_what_is_being_erased_is_not_restored() -> None:
    ended = replace(terminated(PHARMACY, PHARMACY.name, HELENE, FIRM, MONDAY), erase_at=MONDAY)
    with pytest.raises(BeingErased):
        restored(ended, HELENE, MONDAY)


def test_thirty_days_to_undo_then_the_term_of_the_firm_on_that_day() -> None:
    ended = terminated(PHARMACY, PHARMACY.name, HELENE, replace(FIRM, retention_years=6), MONDAY)
    assert undone_until(ended) == MONDAY + timedelta(days=30)
    assert ended.erase_at == datetime(2032, 9, 7, 7, 0, tzinfo=UTC)
    last = MONDAY + timedelta(days=30) - timedelta(seconds=1)
    assert not is_closed(ended, last)
    assert restored(ended, HELENE, last) == PHARMACY
    with pytest.raises(ClientClosed):
        restored(ended, HELENE, MONDAY + timedelta(days=30))


def test_a_client_that_slept_sleeps_again_once_restored() -> None:
    asleep = replace(PHARMACY, state=ClientState.INACTIVE)
    ended = terminated(asleep, PHARMACY.name, HELENE, FIRM, MONDAY)
    assert restored(ended, HELENE, MONDAY).state is ClientState.INACTIVE


def test_a_term_that_begins_on_the_29th_of_february_ends_on_the_28th() -> None:
    leap_day = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    ended = terminated(PHARMACY, PHARMACY.name, HELENE, FIRM, leap_day)
    assert ended.erase_at == datetime(2038, 2, 28, 12, 0, tzinfo=UTC)


def test_only_a_terminated_client_is_erased_by_its_name() -> None:
    with pytest.raises(NotTerminated):
        to_erase(PHARMACY, PHARMACY.name, HELENE, MONDAY)
    with pytest.raises(NotTerminated):
        restored(PHARMACY, HELENE, MONDAY)
    ended = terminated(PHARMACY, PHARMACY.name, HELENE, FIRM, MONDAY)
    with pytest.raises(NotTheName):
        to_erase(ended, "Pharmacie", HELENE, MONDAY)
    assert to_erase(ended, PHARMACY.name, HELENE, MONDAY).erase_at == MONDAY


def test_another_firm_s_administrator_finds_nothing() -> None:
    with pytest.raises(NotFound):
        terminated(PHARMACY, PHARMACY.name, replace(HELENE, firm_id=2), FIRM, MONDAY)
