"""What a column of a sheet of clients is: the headers it is known by, how it is read and how it is written.

The first header of each language is written, all are read, so that any sheet of ours comes in again in either language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.clients import Client, Site
from domain.contacts import Contact
from domain.importing.words import ANSWERS


class Part(StrEnum):
    """Which value a column fills."""

    COMPANY = "company"  # a field of domain.wizard.Hand
    FORM = "form"  # a field of domain.wizard.ClientForm
    PLACE = "place"  # who answers for the client and who sees it: names, found among the firm's
    FILE = "file"  # of the client file itself
    EXTRA = "extra"  # a field of domain.clients.NewClient that no step of the wizard asks for
    NIR = "nir"  # the social security number, which nothing shows
    SITE = "site"  # a further establishment
    CONTACT = "contact"  # a field of domain.wizard.Person
    CUSTOM = "custom"  # a field of the firm's own, by its id


# Of these a client may have several: their columns bear a number.
NUMBERED = {Part.CONTACT: ("Contact", "Contact"), Part.SITE: ("Autre établissement", "Other establishment")}


@dataclass(frozen=True, slots=True)
class Dossier:
    """A client with its contacts and the names of those around it, to be written in a sheet; `nir` is masked."""

    client: Client
    contacts: Sequence[Contact]
    language: str
    portfolio: str = ""
    manager: str = ""
    people: tuple[str, ...] = ()
    deposit: str = ""
    custom: Mapping[int, str] = field(default_factory=dict)
    sites: Sequence[Site] = ()
    nir: str = ""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`key` is the name of its field in a refusal, `fills` that of the value it goes into.

    `also` are other headers by which it is known. `width` is the number of digits that a number has.
    """

    key: str
    part: Part
    french: str
    english: str
    also: tuple[str, ...] = ()
    fills: str = ""
    read: Callable[[str], object] = str
    write: Callable[[Dossier], str] = lambda _dossier: ""
    write_contact: Callable[[Contact, str], str] = lambda _contact, _language: ""
    write_site: Callable[[Site, str], str] = lambda _site, _language: ""
    width: int = 0
    in_template: bool = True
    example: str = ""

    def title(self, language: str, number: int = 0) -> str:
        name = self.french if language == "fr" else self.english
        if not number:
            return name
        french, english = NUMBERED[self.part]
        return f"{french} {number}\u00a0: {name}" if language == "fr" else f"{english} {number}: {name}"

    def written(self, dossier: Dossier, number: int = 0) -> str:
        """What it holds of that client, or of one of its contacts or establishments; empty where it has fewer."""
        several = dossier.sites if self.part is Part.SITE else dossier.contacts
        if not number:
            return self.write(dossier)
        if number > len(several):
            return ""
        if self.part is Part.SITE:
            return self.write_site(dossier.sites[number - 1], dossier.language)
        return self.write_contact(dossier.contacts[number - 1], dossier.language)


def yes(value: bool, language: str) -> str:
    return ANSWERS.said(True, language) if value else ""
