"""The facts of a client that a list shows or an export carries, as each reader chooses them."""

from collections.abc import Iterable
from enum import StrEnum


class Column(StrEnum):
    CODE = "code"
    SIREN = "siren"
    SIRET = "siret"
    APE = "ape"
    SECTOR = "sector"
    KIND = "kind"
    URSSAF = "urssaf"
    STREET = "street"
    POSTAL_CODE = "postal_code"
    TOWN = "town"
    COUNTRY = "country"
    MANAGER = "manager"
    PORTFOLIO = "portfolio"
    STATE = "state"
    GAPS = "gaps"
    DIRECTOR = "director"
    EMAIL = "email"
    PHONE = "phone"
    DEPOSIT = "deposit"
    CREATED = "created"


# A line on a phone holds the name, two facts or three, and where the client stands.
OF_A_ROW = (Column.CODE, Column.TOWN, Column.MANAGER, Column.PORTFOLIO, Column.SIREN, Column.APE)
AT_MOST_IN_A_ROW = 3
USUAL_IN_A_ROW = (Column.CODE, Column.TOWN)
USUAL_IN_AN_EXPORT = tuple(column for column in Column if column not in (Column.SECTOR, Column.URSSAF, Column.COUNTRY))


def chosen(words: object, among: Iterable[Column]) -> tuple[Column, ...]:
    """Those of the columns that are named, in their own order; words that name none are left out."""
    named = set(words) if isinstance(words, list | tuple) else set()
    return tuple(column for column in among if column in named)
