"""The sheets of clients that we write: the template, the sheet given back after a trial, all the clients of a firm."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from domain.books import Records
from domain.clients import Client
from domain.custom_fields import CustomField
from domain.identifiers import masked_nir
from domain.importing.columns.column import Dossier, Part
from domain.importing.heading import CONTACTS_OF_TEMPLATE, SITES_OF_TEMPLATE, VERDICT, Place, heading, layout
from domain.importing.nirs import SheetNir
from domain.importing.outcomes import Outcome
from domain.nir import without_nirs
from domain.people import Collaborator
from domain.sheets.sheet import Cell, Sheet, as_text, was_rounded
from domain.text import searchable
from handlers.importing.reasons import verdict, verdict_titles, why
from handlers.sheets import Row, workbook, workbook_of
from handlers.words import Words


def template(words: Words, fields: Sequence[CustomField], *, with_nir: bool = False) -> bytes:
    """An empty sheet with every column, and a page that explains them."""
    places = layout(fields=fields, with_nir=with_nir)
    explained = [place for place in places if place.number <= 1]
    lines = [(_title(place, words), place.column.example) for place in explained]
    titles = [_title(place, words) for place in places]
    helped = (words.gettext("Help"), [words.gettext("Column"), words.gettext("Example")], lines)
    return workbook_of([(_name(words), titles, []), helped])


def given_back(sheet: Sheet, outcomes: Sequence[Outcome], words: Words, today: date) -> bytes:
    """The sheet as it came, with what will be done of each row and why in the first two columns.

    Social security numbers are masked, wherever they were typed.
    """
    kept = [at for at, header in enumerate(sheet.headers) if searchable(header) not in VERDICT]
    places = heading(sheet.headers).places
    secret = {at for at, place in enumerate(places) if place is not None and place.column.part is Part.NIR}
    rows = [
        [verdict(outcome, words), why(outcome, words, today), *(_cell(row.cells, at, secret) for at in kept)]
        for row, outcome in zip(sheet.rows, outcomes, strict=True)
    ]
    return workbook(_name(words), [*verdict_titles(words), *(sheet.headers[at] for at in kept)], rows)


def exported(records: Records, clients: Sequence[Client], words: Words) -> tuple[Sequence[str], Iterator[Row]]:
    """The headers and the rows of those clients: a sheet that imports back as it is."""
    ids = [client.id for client in clients]
    contacts, sites = records.contacts.of_clients(ids), records.sites.of_clients(ids)
    custom, nirs = records.custom_fields.values_of_clients(ids), records.nirs.of_clients(ids)
    places = layout(
        max([CONTACTS_OF_TEMPLATE, *map(len, contacts.values())]),
        max([SITES_OF_TEMPLATE, *map(len, sites.values())]),
        records.custom_fields.current(),
        with_nir=bool(nirs),
    )
    people = {person.id: person for person in records.people.active()}
    portfolios = {portfolio.id: portfolio.name for portfolio in records.people.portfolios()}

    def rows() -> Iterator[Row]:
        for client in clients:
            dossier = Dossier(
                client=client,
                contacts=contacts.get(client.id, ()),
                language=words.language,
                portfolio=portfolios.get(client.portfolio_id or 0, ""),
                manager=_person(people.get(client.manager_id or 0)),
                people=tuple(_person(people[each]) for each in sorted(client.chosen) if each in people),
                deposit=records.firm.deposit_address(client.deposit),
                custom=custom.get(client.id, {}),
                sites=sites.get(client.id, ()),
                nir=masked_nir(nirs[client.id]) if client.id in nirs else "",
            )
            yield [place.column.written(dossier, place.number) for place in places]

    return [_title(place, words) for place in places], rows()


def _person(person: Collaborator | None) -> str:
    return person.name if person else ""


def _title(place: Place, words: Words) -> str:
    return place.column.title(words.language, place.number)


def _name(words: Words) -> str:
    return words.gettext("Client files")


def _cell(cells: Sequence[Cell], at: int, secret: Collection[int]) -> str | float:
    if at >= len(cells):
        return ""
    cell = cells[at]
    if at in secret:
        return SheetNir(as_text(cell)).masked
    return cell if was_rounded(cell) and not isinstance(cell, str) else without_nirs(as_text(cell))
