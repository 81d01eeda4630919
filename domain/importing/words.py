"""The words of a cell: read in French and in English, written in the language of the sheet.

They are the form of a file, as its headers are: whatever is written must be read again, whoever sends it back. What is
said to people about a sheet is in `handlers.importing` and in the catalogues.
"""

import re
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from domain.activities import SECTIONS
from domain.clients import CURRENCIES, Access, ClientState, Communication, FeeType, Kind, Service
from domain.contacts import ContactRole
from domain.countries import country_called
from domain.importing.refused import UnknownWord
from domain.text import searchable

Meaning = TypeVar("Meaning", bound=Hashable)

SEPARATORS = re.compile(r"[;,|\n]")


class Vocabulary(Generic[Meaning]):
    """What each word of a column means: first the French that is written, then the English, then others understood."""

    def __init__(self, words: Mapping[Meaning, tuple[str, ...]]) -> None:
        self._words = words
        self._meant = {searchable(word): meaning for meaning, known in words.items() for word in known}

    def read(self, typed: str) -> Meaning:
        """UnknownWord for another word."""
        try:
            return self._meant[searchable(typed)]
        except KeyError:
            known = tuple((words[0], words[1]) for words in self._words.values())
            raise UnknownWord(typed, known) from None

    def said(self, meaning: Meaning, language: str) -> str:
        return self._words[meaning][0 if language == "fr" else 1]


KINDS = Vocabulary(
    {
        Kind.EMPLOYER: ("Employeur", "Employer"),
        Kind.SELF_EMPLOYED: ("Travailleur indépendant", "Self-employed", "Indépendant", "TI", "TNS"),
        Kind.OTHER: ("Autre", "Other"),
    }
)
SERVICES = Vocabulary(
    {
        Service.URSSAF: ("Urssaf", "Urssaf"),
        Service.NET_ENTREPRISES: ("Net-entreprises", "Net-entreprises", "DSN", "Net-entreprises (DSN)"),
        Service.TAX: ("Impôts", "Tax office", "Impots.gouv", "DGFiP"),
    }
)
ROLES = Vocabulary(
    {
        ContactRole.DIRECTOR: ("Direction", "Management", "Dirigeant", "Gérant", "Président", "Director"),
        ContactRole.BILLING: ("Facturation", "Billing", "Comptabilité"),
        ContactRole.PAYROLL: ("Paie", "Payroll"),
        ContactRole.OTHER: ("Autre", "Other"),
    }
)
ACCESSES = Vocabulary(
    {
        Access.PORTFOLIO: ("Portefeuille", "Portfolio"),
        Access.EVERYONE: ("Tous", "Everyone", "Tout le cabinet", "All"),
    }
)
STATES = Vocabulary(
    {
        ClientState.ACTIVE: ("Actif", "Active"),
        ClientState.INACTIVE: ("Inactif", "Inactive", "En sommeil"),
    }
)
LANGUAGES = Vocabulary({"fr": ("Français", "French", "fr"), "en": ("Anglais", "English", "en")})
ANSWERS = Vocabulary(
    {
        True: ("Oui", "Yes", "o", "y", "x", "1", "vrai", "true"),
        False: ("Non", "No", "n", "0", "faux", "false"),
    }
)
FEES = Vocabulary(
    {
        FeeType.FLAT: ("Frais au forfait", "Flat-rate expenses", "Forfait", "Au forfait", "Flat"),
        FeeType.ACTUAL: ("Frais réels", "Actual expenses", "Réel", "Réels", "Au réel", "Actual"),
    }
)
MAILS = Vocabulary(
    {
        Communication.REQUESTS: ("Pièces demandées et à refaire", "Documents asked for and to redo", "Demandes"),
        Communication.RECEIPTS: ("Confirmation de réception", "Confirmation of receipt", "Accusé de réception"),
    }
)
NOTHING = Vocabulary({None: ("Aucun", "None", "Aucune")})


def read_services(typed: str) -> frozenset[Service]:
    """Those named, with commas or semicolons; UnknownWord."""
    if is_nothing(typed):
        return frozenset()
    return frozenset(SERVICES.read(word) for word in listed(typed))


def read_mails(typed: str) -> frozenset[Communication]:
    """Those named; UnknownWord."""
    if is_nothing(typed):
        return frozenset()
    return frozenset(MAILS.read(word) for word in listed(typed))


def said_mails(mails: frozenset[Communication], language: str) -> str:
    if not mails:
        return NOTHING.said(None, language)
    return "; ".join(sorted(MAILS.said(each, language) for each in mails))


def read_currency(typed: str) -> str:
    """One of the codes that a client file may have (ISO 4217); UnknownWord."""
    code = typed.strip().upper()
    if code not in CURRENCIES:
        raise UnknownWord(typed, tuple((each, each) for each in CURRENCIES))
    return code


def is_nothing(typed: str) -> bool:
    """Whether the cell says in words that it holds nothing: an empty one says nothing at all."""
    try:
        return NOTHING.read(typed) is None
    except UnknownWord:
        return False


def read_sector(typed: str) -> str:
    """The letter of a section of the NAF; UnknownWord."""
    letter = typed.strip().upper()
    if letter not in SECTIONS:
        raise UnknownWord(typed, (("A … U", "A … U"),))
    return letter


def read_country(typed: str) -> str:
    """The code of a country given by its code (ISO 3166-1) or its name; UnknownWord."""
    found = country_called(typed)
    if found is None:
        raise UnknownWord(typed, (("France", "France"),))
    return found


def listed(typed: str) -> list[str]:
    """The several words of one cell."""
    return [word.strip() for word in SEPARATORS.split(typed) if word.strip()]
