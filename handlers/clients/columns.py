"""What each column says of a client, and which ones a reader has chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from domain.books import Records
from domain.clients import Client
from domain.columns import OF_A_ROW, USUAL_IN_A_ROW, USUAL_IN_AN_EXPORT, Column, chosen
from domain.contacts import Contact, ContactRole
from domain.custom_fields import CustomField, form_name
from domain.people import Collaborator
from handlers.clients.labels import kind_label, sector_label, state_label
from handlers.sheets import Cell
from handlers.words import Words

ROW, EXPORT = "list.row", "list.export"


def row_columns(records: Records, who: Collaborator) -> tuple[Column, ...]:
    kept = records.people.preference(who.id, ROW)
    return USUAL_IN_A_ROW if kept is None else chosen(kept, OF_A_ROW)


def export_columns(records: Records, who: Collaborator) -> tuple[Column, ...]:
    kept = records.people.preference(who.id, EXPORT)
    return USUAL_IN_AN_EXPORT if kept is None else chosen(kept, Column)


def chosen_fields(records: Records, who: Collaborator) -> list[CustomField]:
    """The firm's fields of the last export, those in use still."""
    kept = records.people.preference(who.id, EXPORT)
    named = set(kept) if isinstance(kept, list) else set()
    return [field for field in records.custom_fields.current() if form_name(field) in named]


def column_label(column: Column, words: Words) -> str:
    return {
        Column.CODE: words.gettext("Client code"),
        Column.SIREN: "SIREN",
        Column.SIRET: "SIRET",
        Column.APE: words.gettext("APE code"),
        Column.SECTOR: words.gettext("Sector"),
        Column.KIND: words.gettext("Status"),
        Column.URSSAF: words.gettext("Urssaf account"),
        Column.STREET: words.gettext("Address"),
        Column.POSTAL_CODE: words.gettext("Postal code"),
        Column.TOWN: words.gettext("Town"),
        Column.COUNTRY: words.gettext("Country"),
        Column.MANAGER: words.gettext("Manager"),
        Column.PORTFOLIO: words.gettext("Portfolio"),
        Column.STATE: words.gettext("State"),
        Column.GAPS: words.gettext("To complete"),
        Column.DIRECTOR: words.gettext("Default contact"),
        Column.EMAIL: "E-mail",
        Column.PHONE: words.gettext("Phone"),
        Column.DEPOSIT: words.gettext("Deposit address"),
        Column.CREATED: words.gettext("Created on"),
    }[column]


@dataclass(frozen=True)
class Told:
    """What columns say of clients, in one language; the people and portfolios are read once."""

    records: Records
    words: Words
    contacts: Mapping[int, Sequence[Contact]] = field(default_factory=dict)
    missing: Mapping[int, str] = field(default_factory=dict)
    """What each client still lacks, first thing first, by its id."""

    @cached_property
    def people(self) -> Mapping[int, str]:
        return {person.id: person.name for person in self.records.people.active()}

    @cached_property
    def portfolios(self) -> Mapping[int, str]:
        return {portfolio.id: portfolio.name for portfolio in self.records.people.portfolios()}

    def say(self, column: Column, client: Client) -> str:
        company, address, words = client.company, client.company.address, self.words
        contact = self._contact(client)
        match column:
            case Column.CODE:
                return client.code or ""
            case Column.SIREN:
                return company.siren or ""
            case Column.SIRET:
                return company.siret or ""
            case Column.APE:
                return company.ape or ""
            case Column.SECTOR:
                return sector_label(company.sector, words)
            case Column.KIND:
                return kind_label(client.kind, words)
            case Column.URSSAF:
                return client.urssaf_account or ""
            case Column.STREET:
                return address.street
            case Column.POSTAL_CODE:
                return address.postal_code
            case Column.TOWN:
                return address.town
            case Column.COUNTRY:
                return words.country(address.country)
            case Column.MANAGER:
                return self.people.get(client.manager_id or 0, "")
            case Column.PORTFOLIO:
                return self.portfolios.get(client.portfolio_id or 0, "")
            case Column.STATE:
                return state_label(client, words)
            case Column.GAPS:
                return self.missing.get(client.id, "")
            case Column.DIRECTOR:
                return contact.name if contact else ""
            case Column.EMAIL:
                return (contact.email or "") if contact else ""
            case Column.PHONE:
                return words.phone(contact.phone) if contact and contact.phone else ""
            case Column.DEPOSIT:
                return self.records.firm.deposit_address(client.deposit)
            case Column.CREATED:
                return words.day_in_figures(self._day(client))

    def _contact(self, client: Client) -> Contact | None:
        """The one to write to first: the default one, else a director, else anybody."""
        known = self.contacts.get(client.id, ())
        ordered = sorted(known, key=lambda one: (not one.is_default, one.role is not ContactRole.DIRECTOR, one.id))
        return ordered[0] if ordered else None

    def cell(self, column: Column, client: Client) -> Cell:
        """The same in a spreadsheet, where a day can be sorted."""
        return self._day(client) if column is Column.CREATED else self.say(column, client)

    def _day(self, client: Client) -> date:
        return client.created_at.astimezone(self.records.firm.zone).date()
