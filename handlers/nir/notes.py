"""What every desk says and writes of social security numbers: never a digit of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.nir import may_hold_nir, without_nirs
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block
from handlers.words import Words


def masked_alert(words: Words) -> Block:
    """« Un numéro de sécurité sociale a été masqué »: said where one was typed in a text."""
    return blocks.alert(
        words.gettext("A social security number was masked: no text may hold one."), "warning", block_id="masked"
    )


def typed_one(fields: Mapping[str, Any]) -> bool:
    """Whether a social security number was typed in another field than its own."""
    texts = [value for name, value in fields.items() if isinstance(value, str) and name != "nir"]
    return any(without_nirs(text) != text for text in texts)


def erase_without_ground(records: Records, changed: Iterable[Client], who: Collaborator, now: datetime) -> None:
    """The numbers of those, a few hundred at most, that the firm has no ground to hold go; history says so.

    For whatever changes the kind or the services of a client.
    """
    without = [client.id for client in changed if not may_hold_nir(client, records.firm)]
    for client_id in records.nirs.erase(without):
        note_nir(records, Act.NIR_ERASED, client_id, who, now)


def note_nir(records: Records, act: Act, client_id: int | None, who: Collaborator, now: datetime) -> None:
    records.note(HistoryLine.by_person(who, act, now, client_id=client_id))
