"""A company as the public registry describes it."""

from dataclasses import dataclass
from datetime import date

from domain.clients import Address
from domain.refusals import Refusal


class RegistryUnavailable(Refusal):
    """The registry is slow, down, or asks to wait: the form goes on by hand."""


@dataclass(frozen=True, slots=True)
class RegistryDirector:
    first_name: str
    last_name: str
    quality: str = ""


@dataclass(frozen=True, slots=True)
class RegistryCompany:
    """One line of the registry's answer, for the establishment that was asked for, or else the head office.

    `address` is None where its publication is restricted (Code de commerce, R. 123-232). `ceased_on` is set for a
    company that has ended. `open_establishments` are (nic, town) pairs, the head office first.
    """

    siren: str
    nic: str
    name: str
    ape: str | None
    address: Address | None
    trade: str = ""
    ceased_on: date | None = None
    is_ceased: bool = False
    is_employer: bool = False
    is_sole_trader: bool = False
    directors: tuple[RegistryDirector, ...] = ()
    open_establishments: tuple[tuple[str, str], ...] = ()
