"""The social security number of a client: who may hold one (decree 2019-341 of 19 April 2019), and where none may stay.

Off until an administrator turns it on and says why; then asked for the self-employed whose Urssaf service is ticked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from domain.clients import Kind, Service
from domain.firm import Firm
from domain.identifiers import masked_nir, read_nir
from domain.refusals import Refusal

REASON_LENGTH = 300
MASK = "•"

# Thirteen characters and a key, in the groups that people write, or in one run.
LIKE_A_NIR = re.compile(
    r"(?<![\w])[1-478][\s.\-]*\d{2}[\s.\-]*\d{2}[\s.\-]*(?:\d{2}|2[ABab])[\s.\-]*\d{3}[\s.\-]*\d{3}[\s.\-/]*\d{2}(?![\w])",
    re.ASCII,
)


@dataclass(eq=False)
class NoGroundForNir(Refusal):
    """The firm may not hold the number of that client."""


class OfAKind(Protocol):
    """A client, or a form that will make one."""

    @property
    def kind(self) -> Kind: ...
    @property
    def services(self) -> frozenset[Service]: ...


def may_hold_nir(client: OfAKind, firm: Firm) -> bool:
    """Whether there is a ground to hold the client's number."""
    if firm.nir_reason is None:
        return False
    return client.kind is Kind.SELF_EMPLOYED and Service.URSSAF in client.services


def nir_for(client: OfAKind, firm: Firm, typed: str) -> str:
    """The number as it is kept. NoGroundForNir, and the refusals of `read_nir`."""
    if not may_hold_nir(client, firm):
        raise NoGroundForNir
    return read_nir(typed)


def without_nirs(text: str) -> str:
    """The text with every social security number in it masked: one is known by its key, spaces or not."""
    return LIKE_A_NIR.sub(lambda found: _masked(found.group()), text)


def was_masked(typed: Iterable[str], kept: Iterable[str]) -> bool:
    """Whether a number was masked between what was typed and what is kept."""
    return sum(text.count(MASK) for text in kept) > sum(text.count(MASK) for text in typed)


def _masked(written: str) -> str:
    try:
        return masked_nir(read_nir(written.replace("/", " ")))
    except Refusal:
        return written
