"""Many client files at once: what the firm holds of those that a sheet names, and all of a batch written together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError

from domain.clients import Client, ClientState, Site
from domain.contacts import Contact
from domain.importing.batch import Batch
from domain.importing.known import Known, Wanted
from domain.importing.outcomes import ToUpdate
from domain.importing.refused import WrittenMeanwhile
from storage.books.book import Book, pieces
from storage.books.clients import NOT_TERMINATED, clients_of_rows, row_of
from storage.books.custom_fields import CustomFields
from storage.books.in_bulk import change_all, is_one_of, rows_among, write_all
from storage.books.nirs import Nirs
from storage.books.search import search_text
from storage.books.sites import Sites, site_row
from storage.books.vocabulary import learn_words
from storage.rows import value_of, values_of
from storage.tables import (
    accounts,
    client_accesses,
    clients,
    contacts,
    custom_values,
    former_deposits,
    history,
    invitations,
    sites,
)

PEOPLE = select(contacts).where(contacts.c.removed_at.is_(None)).order_by(contacts.c.id)


def known_of(book: Book, wanted: Wanted) -> Known:
    """Whatever the firm holds of that; the clients are locked where the transaction writes."""
    of_siren: dict[str, list[Client]] = defaultdict(list)
    of_name: dict[str, list[Client]] = defaultdict(list)
    for client in _clients(book, clients.c.siren, wanted.sirens, NOT_TERMINATED):
        of_siren[client.company.siren or ""].append(client)
    for client in _clients(book, clients.c.name, wanted.names, NOT_TERMINATED & clients.c.siren.is_(None)):
        of_name[client.name].append(client)
    of_code = {client.code or "": client for client in _clients(book, clients.c.code, wanted.codes)}
    of_deposit = _owners(book, wanted.deposits)
    matched = {client.id for group in (*of_siren.values(), *of_name.values(), of_code.values()) for client in group}
    theirs: dict[int, list[Contact]] = defaultdict(list)
    for row in rows_among(book, PEOPLE, contacts.c.client_id, matched):
        theirs[row["client_id"]].append(value_of(Contact, row))
    uses: dict[str, list[Contact]] = defaultdict(list)
    same_client = (clients.c.firm_id == contacts.c.firm_id) & (clients.c.id == contacts.c.client_id)
    used = select(contacts).join(clients, same_client).where(clients.c.state != ClientState.TERMINATED)
    used = used.where(contacts.c.removed_at.is_(None))
    for row in rows_among(book, used, contacts.c.email, wanted.emails):
        uses[row["email"]].append(value_of(Contact, row))
    with_account = select(accounts.c.email, accounts.c.id)
    found = {row["email"]: row["id"] for row in rows_among(book, with_account, accounts.c.email, wanted.emails)}
    custom = CustomFields(book.connection, book.firm_id).values_of_clients(sorted(matched))
    places = Sites(book.connection, book.firm_id).of_clients(matched)
    numbers = Nirs(book.connection, book.firm_id).of_clients(matched) if wanted.nirs else {}
    return Known(of_siren, of_code, of_deposit, of_name, theirs, uses, found, custom, places, numbers)


def write_batch(book: Book, batch: Batch) -> None:
    """WrittenMeanwhile when somebody else has just taken a code or a deposit address."""
    try:
        with book.connection.begin_nested():
            _create(book, batch)
            _update(book, batch.updated)
            write_all(book, contacts, [values_of(contact, "firm_id") for contact in batch.met])
            write_all(book, invitations, [values_of(one, "firm_id") for one in batch.invitations])
            _refresh(book, [each.before.id for each in batch.updated])
            write_all(book, history, [values_of(line) for line in batch.lines])
    except IntegrityError as error:
        raise WrittenMeanwhile from error


def _create(book: Book, batch: Batch) -> None:
    rows = []
    for client_id, each in batch.created.items():
        row = {**row_of(each.new), "id": client_id, "state": each.new.state}
        row["ready_to_invite"] = each.new.ready_to_invite
        row["search"] = search_text(row, map(values_of, each.contacts), [site_row(0, site) for site in each.sites])
        rows.append(row)
    write_all(book, clients, rows, same={"created_at": batch.now, "created_by": batch.by.id, "version": 1})
    _learn(book, [row["search"] for row in rows])
    _give(book, [(client_id, each.new.chosen) for client_id, each in batch.created.items()])
    _fill(book, [(client_id, each.new.custom) for client_id, each in batch.created.items()])
    _place(book, [(client_id, site) for client_id, each in batch.created.items() for site in each.sites])
    _keep_nirs(book, [(client_id, each.nir) for client_id, each in batch.created.items()])


def _update(book: Book, wanted: Sequence[ToUpdate]) -> None:
    changed = [each for each in wanted if each.changes_client]
    rows = [
        {**row_of(each.after), "ready_to_invite": each.after.ready_to_invite, "version": each.before.version + 1}
        for each in changed
    ]
    change_all(book, clients, [each.before.id for each in changed], rows)
    regiven = [(each.before.id, each.after.chosen) for each in changed if each.after.chosen != each.before.chosen]
    for client_id, _chosen in regiven:
        row = client_accesses.c
        book.connection.execute(delete(client_accesses).where(book.mine(client_accesses), row.client_id == client_id))
    _give(book, regiven)
    written = [(each.before.id, {at: value for at, (_, value) in each.custom.items()}) for each in wanted]
    for client_id, values in written:
        row = custom_values.c
        theirs = book.mine(custom_values) & (row.client_id == client_id) & row.field_id.in_(values)
        if values:
            book.connection.execute(delete(custom_values).where(theirs))
    _fill(book, written)
    edited = [contact for each in wanted for contact in each.changed]
    change_all(
        book, contacts, [contact.id for contact in edited], [values_of(c, "id", "firm_id", "client_id") for c in edited]
    )
    for each in wanted:
        theirs = book.mine(sites) & (sites.c.client_id == each.before.id)
        if each.sites:
            written_over = sites.c.nic.in_([site.nic for site in each.sites])
            book.connection.execute(delete(sites).where(theirs, written_over))
    _place(book, [(each.before.id, site) for each in wanted for site in (*each.sites, *each.new_sites)])
    _keep_nirs(book, [(each.before.id, each.nir) for each in wanted])


def _keep_nirs(book: Book, numbers: Iterable[tuple[int, str | None]]) -> None:
    nirs = Nirs(book.connection, book.firm_id)
    for client_id, nir in numbers:
        if nir is not None:
            nirs.keep(client_id, nir)


def _place(book: Book, placed: Iterable[tuple[int, Site]]) -> None:
    write_all(book, sites, [site_row(client_id, site) for client_id, site in placed])


def _refresh(book: Book, client_ids: Sequence[int]) -> None:
    theirs: dict[int, list[Any]] = defaultdict(list)
    places: dict[int, list[Any]] = defaultdict(list)
    for person in rows_among(book, PEOPLE, contacts.c.client_id, client_ids):
        theirs[person["client_id"]].append(person)
    for site in rows_among(book, select(sites).order_by(sites.c.id), sites.c.client_id, client_ids):
        places[site["client_id"]].append(site)
    former: dict[int, list[str]] = defaultdict(list)
    for deposit in rows_among(book, select(former_deposits), former_deposits.c.client_id, client_ids):
        former[deposit["client_id"]].append(deposit["deposit"])
    every = rows_among(book, select(clients), clients.c.id, client_ids)
    texts = {row["id"]: search_text(row, theirs[row["id"]], places[row["id"]], former[row["id"]]) for row in every}
    change_all(book, clients, list(texts), [{"search": words} for words in texts.values()])
    _learn(book, texts.values())


def _learn(book: Book, texts: Iterable[str]) -> None:
    learn_words(book, {word for words in texts for word in words.split()})


def _give(book: Book, given: Iterable[tuple[int, frozenset[int]]]) -> None:
    rows = [
        {"client_id": client_id, "collaborator_id": person} for client_id, chosen in given for person in sorted(chosen)
    ]
    write_all(book, client_accesses, rows)


def _fill(book: Book, filled: Iterable[tuple[int, Mapping[int, str]]]) -> None:
    """Values of the firm's own fields, where there are none yet."""
    rows = [
        {"client_id": client_id, "field_id": field_id, "value": value}
        for client_id, values in filled
        for field_id, value in values.items()
        if value
    ]
    write_all(book, custom_values, rows)


def _owners(book: Book, deposits: Collection[str]) -> dict[str, int]:
    """Whose each of these deposit addresses is, or was until its file was merged into another."""
    former = select(former_deposits.c.deposit, former_deposits.c.client_id)
    current = select(clients.c.deposit, clients.c.id.label("client_id"))
    rows = (
        *rows_among(book, former, former_deposits.c.deposit, deposits),
        *rows_among(book, current, clients.c.deposit, deposits),
    )
    return {row["deposit"]: row["client_id"] for row in rows}


def _clients(
    book: Book, column: ColumnElement[Any], values: Iterable[str], *conditions: ColumnElement[bool]
) -> Iterator[Client]:
    query = select(clients).where(*conditions)
    if book.writes:
        query = query.with_for_update()
    for piece in pieces(values):
        yield from clients_of_rows(book, book.rows(query.where(book.mine(clients), is_one_of(book, column, piece))))
