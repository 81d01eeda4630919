"""Many client files at once: what the firm holds of those that a sheet names, and all of a batch written together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError

from domain.acts import Act
from domain.clients import Client, ClientState, Site
from domain.contacts import Contact, ContactRole, NewContact
from domain.custom_fields import CUSTOM
from domain.history import HistoryLine
from domain.importing.known import Known, Wanted
from domain.importing.outcomes import Outcome, ToCreate, ToUpdate
from domain.importing.refused import WrittenMeanwhile
from domain.invitations import InvitationState
from domain.people import Collaborator
from storage.books.book import Book
from storage.books.clients import NOT_TERMINATED, clients_of_rows, row_of
from storage.books.custom_fields import CustomFields
from storage.books.in_bulk import add_all, change_all, is_one_of, pieces, rows_among, write_all
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
    firms,
    former_deposits,
    history,
    invitations,
    sites,
)

PEOPLE = select(contacts).where(contacts.c.removed_at.is_(None)).order_by(contacts.c.id)

Row = dict[str, Any]


def known_of(book: Book, wanted: Wanted) -> Known:
    """Whatever the firm holds of that; the clients are locked where the transaction writes."""
    of_siren: dict[str, list[Client]] = defaultdict(list)
    of_name: dict[str, list[Client]] = defaultdict(list)
    for client in _clients(book, clients.c.siren, wanted.sirens, NOT_TERMINATED):
        of_siren[client.company.siren or ""].append(client)
    for client in _clients(book, clients.c.name, wanted.names, NOT_TERMINATED & clients.c.siren.is_(None)):
        of_name[client.name].append(client)
    of_code = {client.code or "": client for client in _clients(book, clients.c.code, wanted.codes)}
    deposits = select(clients.c.deposit, clients.c.id)
    of_deposit = {row["deposit"]: row["id"] for row in rows_among(book, deposits, clients.c.deposit, wanted.deposits)}
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


def write_outcomes(
    book: Book, outcomes: Sequence[Outcome], by: Collaborator, now: datetime, with_space: Mapping[str, int]
) -> None:
    """Write what is to be created and updated, with its history. `with_space` are accounts by address, to be joined.

    WrittenMeanwhile when somebody else has just taken a code or a deposit address.
    """
    try:
        with book.connection.begin_nested():
            _create(book, [each for each in outcomes if isinstance(each, ToCreate)], by, now, with_space)
            _update(book, [each for each in outcomes if isinstance(each, ToUpdate)], by, now, with_space)
    except IntegrityError as error:
        raise WrittenMeanwhile from error


def _create(
    book: Book, wanted: Sequence[ToCreate], by: Collaborator, now: datetime, with_space: Mapping[str, int]
) -> None:
    new = {"created_at": now, "created_by": by.id, "version": 1}
    rows = [row_of(each.new) for each in wanted]
    for row, each in zip(rows, wanted, strict=True):
        row["state"], row["ready_to_invite"] = each.new.state, each.new.ready_to_invite
        row["search"] = search_text(row, map(values_of, each.contacts), [site_row(0, site) for site in each.sites])
    ids = add_all(book, clients, rows, same=new)
    _learn(book, [row["search"] for row in rows])
    given = [(client_id, each.new.chosen) for client_id, each in zip(ids, wanted, strict=True)]
    _give(book, given)
    _fill(book, [(client_id, each.new.custom) for client_id, each in zip(ids, wanted, strict=True)])
    _place(book, [(client_id, site) for client_id, each in zip(ids, wanted, strict=True) for site in each.sites])
    lines = [
        _line(
            Act.CLIENT_CREATED,
            by,
            now,
            client_id,
            after={"name": row["name"], "siren": row["siren"], "manager": row["manager_id"]},
        )
        for client_id, row in zip(ids, rows, strict=True)
    ]
    numbers = [(client_id, each.nir) for client_id, each in zip(ids, wanted, strict=True)]
    _note(book, [*lines, *_keep_nirs(book, numbers, by, now)])
    met = [(client_id, contact) for client_id, each in zip(ids, wanted, strict=True) for contact in each.contacts]
    _meet(book, met, by, now, with_space)


def _update(
    book: Book, wanted: Sequence[ToUpdate], by: Collaborator, now: datetime, with_space: Mapping[str, int]
) -> None:
    changed = [each for each in wanted if each.after != each.before or each.custom]
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
    lines = [line for each in changed for line in _edited(each, by, now)]
    lines += [line for each in wanted for line in _placed(each, by, now)]
    lines += _keep_nirs(book, [(each.before.id, each.nir) for each in wanted], by, now)
    lines += [_line(Act.CONTACT_EDITED, by, now, c.client_id, c.id, after={"role": c.role.value}) for c in edited]
    _note(book, lines)
    _meet(book, [(each.before.id, contact) for each in wanted for contact in each.added], by, now, with_space)
    _refresh(book, [each.before.id for each in wanted])


def _meet(
    book: Book,
    met: Sequence[tuple[int, NewContact]],
    by: Collaborator,
    now: datetime,
    with_space: Mapping[str, int],
) -> None:
    """New contacts, and an invitation prepared for each director who can be written to and has no space yet."""
    rows = [
        {**values_of(contact), "client_id": client_id, "account_id": with_space.get(contact.email or "")}
        for client_id, contact in met
    ]
    ids = add_all(book, contacts, rows)
    lines = [
        _line(Act.CONTACT_ADDED, by, now, row["client_id"], contact_id, after={"role": row["role"].value})
        for contact_id, row in zip(ids, rows, strict=True)
    ]
    invited = [
        (contact_id, row["client_id"])
        for contact_id, row in zip(ids, rows, strict=True)
        if row["email"] and row["role"] is ContactRole.DIRECTOR and row["account_id"] is None
    ]
    firm = book.row(select(firms.c.chase_days, firms.c.chase_hour).where(firms.c.id == book.firm_id))
    prepared = {"state": InvitationState.DRAFT, "chases": 0, "paused": False, "version": 1, "created_at": now}
    drafts = [{"contact_id": contact_id, "client_id": client_id} for contact_id, client_id in invited]
    numbers = add_all(book, invitations, drafts, same={**prepared, **(firm or {})})
    state = InvitationState.DRAFT.value
    lines += [
        _line(Act.INVITATION_PREPARED, by, now, client_id, number, after={"state": state, "contact": contact_id})
        for number, (contact_id, client_id) in zip(numbers, invited, strict=True)
    ]
    _note(book, lines)


def _edited(update_: ToUpdate, by: Collaborator, now: datetime) -> Iterator[HistoryLine]:
    """What changed of the client's own values, and of who answers for it and sees it."""
    before, after = ({**row_of(client), "chosen": sorted(client.chosen)} for client in (update_.before, update_.after))
    changed = [name for name in after if after[name] != before[name]]
    placed = [name for name in changed if name in ("manager_id", "portfolio_id", "access", "chosen")]
    for act, names in ((Act.CLIENT_EDITED, [n for n in changed if n not in placed]), (Act.CLIENT_ASSIGNED, placed)):
        was, now_is = ({name: _plain(values[name]) for name in names} for values in (before, after))
        if act is Act.CLIENT_EDITED:
            was |= {f"{CUSTOM}{at}": value for at, (value, _) in update_.custom.items()}
            now_is |= {f"{CUSTOM}{at}": value for at, (_, value) in update_.custom.items()}
        if now_is:
            yield _line(act, by, now, update_.before.id, before=was, after=now_is)
    if update_.after.ready_to_invite and not update_.before.ready_to_invite:
        yield _line(Act.CLIENT_READY, by, now, update_.before.id)


def _placed(update_: ToUpdate, by: Collaborator, now: datetime) -> Iterator[HistoryLine]:
    """A line for each establishment, new or changed."""
    for site in (*update_.new_sites, *update_.sites):
        was = site.nic if site in update_.sites else ""
        place = " ".join(filter(None, (site.nic, site.ape, *values_of(site.address).values())))
        yield _line(Act.CLIENT_EDITED, by, now, update_.before.id, before={"site": was}, after={"site": place})


def _keep_nirs(
    book: Book, numbers: Iterable[tuple[int, str | None]], by: Collaborator, now: datetime
) -> list[HistoryLine]:
    """Seal the numbers that there are; what the history says of each, which is not the number."""
    nirs, lines = Nirs(book.connection, book.firm_id), []
    for client_id, nir in numbers:
        if nir is not None:
            nirs.keep(client_id, nir)
            lines.append(_line(Act.NIR_KEPT, by, now, client_id))
    return lines


def _place(book: Book, placed: Iterable[tuple[int, Site]]) -> None:
    write_all(book, sites, [site_row(client_id, site) for client_id, site in placed])


def _plain(value: object) -> object:
    """The value as JSON has it."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value if value is None or isinstance(value, bool | int | list) else str(value)


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


def _line(
    act: Act,
    by: Collaborator,
    now: datetime,
    client_id: int,
    subject_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> HistoryLine:
    return HistoryLine.by_person(by, act, now, client_id=client_id, subject_id=subject_id, before=before, after=after)


def _note(book: Book, lines: Sequence[HistoryLine]) -> None:
    write_all(book, history, [values_of(line) for line in lines])


def _clients(
    book: Book, column: ColumnElement[Any], values: Iterable[str], *conditions: ColumnElement[bool]
) -> Iterator[Client]:
    query = select(clients).where(*conditions)
    if book.writes:
        query = query.with_for_update()
    for piece in pieces(values):
        yield from clients_of_rows(book, book.rows(query.where(book.mine(clients), is_one_of(book, column, piece))))
