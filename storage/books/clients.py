"""Client files: each person is given those in their sight."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Update, bindparam, case, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from domain.books import ClientFilter, Only
from domain.clients import Address, Client, ClientState, Company, NewClient
from domain.completeness import Gap
from domain.people import Collaborator
from domain.refusals import ChangedMeanwhile, CodeTaken, NotFound
from storage.books.book import Book, breaks, pieces, the_firms
from storage.books.changes import overtaken
from storage.books.custom_fields import CustomFields
from storage.books.lacking import gaps_first, is_incomplete, is_to_invite, needs_decision
from storage.books.search import found, refresh_search
from storage.books.vocabulary import renew_words
from storage.rows import value_of, values_of
from storage.sight import in_sight_of
from storage.tables import client_accesses, clients, former_deposits, sites

NOT_TERMINATED = clients.c.state != ClientState.TERMINATED
ACCESSES = select(client_accesses).where(
    the_firms(client_accesses), client_accesses.c.client_id.in_(bindparam("ids", expanding=True))
)


class Clients(Book):
    def add(self, new: NewClient, by: Collaborator, now: datetime) -> Client:
        row = {
            **row_of(new),
            "created_at": now,
            "created_by": by.id,
            "state": new.state,
            "ready_to_invite": new.ready_to_invite,
            "version": 1,
            "search": "",
        }
        with self._one_code(new.code):
            client_id = self.insert(clients, row)
        self._give(client_id, new.chosen)
        CustomFields(self.connection, self.firm_id).keep_values(client_id, new.custom)
        refresh_search(self, client_id)
        return self._the(client_id)

    def get(self, client_id: int) -> Client | None:
        return self._with(id=client_id)

    def visible_to(self, who: Collaborator, client_id: int) -> Client:
        client = self._one(self.of(clients, clients.c.id == client_id, in_sight_of(who)))
        if client is None:
            raise NotFound("client")
        return client

    def find(self, who: Collaborator, wanted: ClientFilter) -> tuple[Sequence[Client], int]:
        shown = self._shown(who, wanted)
        if not wanted.text.strip():
            return self._page(shown, wanted)
        condition, total, first = found(self, wanted.text, shown)
        end = min(wanted.offset + wanted.limit, total)
        if end > len(first):
            return self._page(condition, wanted)
        page = first[wanted.offset : end]
        of_page = self._all(self.of(clients, clients.c.id.in_(page)))
        return sorted(of_page, key=lambda client: page.index(client.id)), total

    def count_gaps(self, who: Collaborator, *, mine: bool = False) -> Mapping[Gap, int]:
        lacking = self._shown(who, ClientFilter(mine=mine, states=(ClientState.ACTIVE,), only=Only.INCOMPLETE))
        first = case(*((condition, gap.value) for gap, condition in gaps_first()), else_="").label("gap")
        of_each = select(first).where(self.mine(clients), lacking).subquery()
        counted = select(of_each.c.gap, func.count()).group_by(of_each.c.gap)
        return {Gap(row[0]): row[1] for row in self.connection.execute(counted) if row[0]}

    def of_siren(self, siren: str) -> Sequence[Client]:
        return self._all(self.of(clients, clients.c.siren == siren, NOT_TERMINATED))

    def terminated_of_siren(self, siren: str) -> Sequence[Client]:
        ended = self.of(clients, clients.c.siren == siren, ~NOT_TERMINATED)
        return self._all(ended.order_by(clients.c.terminated_at.desc(), clients.c.id.desc()))

    def of_siret(self, siret: str) -> Sequence[Client]:
        siren, nic = siret[:9], siret[9:]
        further = select(sites.c.client_id).where(self.mine(sites), sites.c.nic == nic)
        there = (clients.c.nic == nic) | clients.c.id.in_(further)
        return self._all(self.of(clients, clients.c.siren == siren, there, NOT_TERMINATED))

    def of_deposit(self, deposit: str) -> Client | None:
        client = self._with(deposit=deposit)
        if client is not None:
            return client
        former = self.one(former_deposits, deposit=deposit)
        return self.get(former["client_id"]) if former else None

    def of_code(self, code: str) -> Client | None:
        return self._with(code=code)

    def keep(self, client: Client) -> Client:
        row = {**row_of(client), **{name: getattr(client, name) for name in _LATER}}
        with self._one_code(client.code):
            written = self.change_version(clients, client.id, client.version, row)
        if not written:
            raise self._overtaken(client)
        self._give(client.id, client.chosen)
        refresh_search(self, client.id)
        return self._the(client.id)

    def last_code(self) -> str | None:
        # Codes grow as they are given: a longer one is a later one, and text would put 10 before 9.
        code = clients.c.code
        by_age = (func.length(code).desc(), code.desc())
        row = self.row(select(code).where(self.mine(clients), code.is_not(None)).order_by(*by_age).limit(1))
        return row["code"] if row else None

    def count(self, who: Collaborator) -> int:
        return self._count(in_sight_of(who) & NOT_TERMINATED)

    def renew_words(self) -> None:
        renew_words(self)

    def managed(self) -> Mapping[int, int]:
        return {manager: n for manager, n in self._counted_by(clients.c.manager_id).items() if manager is not None}

    def in_portfolios(self) -> Mapping[int | None, int]:
        return self._counted_by(clients.c.portfolio_id)

    def of_portfolio(self, portfolio_id: int) -> Sequence[Client]:
        return self._by_name(clients.c.portfolio_id == portfolio_id)

    def outside(self, portfolio_ids: Collection[int]) -> Sequence[Client]:
        portfolio = clients.c.portfolio_id
        return self._by_name(portfolio.is_(None) | portfolio.not_in(sorted(portfolio_ids)))

    def of_channel(self) -> Sequence[Client]:
        return self._by_name(clients.c.channel.is_not(None) & NOT_TERMINATED)

    def hand_over(self, leaver_id: int, manager_id: int) -> Sequence[int]:
        theirs = self._rewritten(clients.c.manager_id == leaver_id).values(manager_id=manager_id)
        return sorted(self.connection.execute(theirs.returning(clients.c.id)).scalars())

    def move(self, client_ids: Collection[int], portfolio_id: int | None) -> None:
        for piece in pieces(client_ids):
            some = clients.c.id.in_(piece)
            self.connection.execute(self._rewritten(some).values(portfolio_id=portfolio_id))

    def withdraw_access(self, collaborator_id: int) -> Sequence[int]:
        access = client_accesses.c
        theirs = self.mine(client_accesses) & (access.collaborator_id == collaborator_id)
        taken = delete(client_accesses).where(theirs).returning(access.client_id)
        return sorted(self.connection.execute(taken).scalars())

    def _shown(self, who: Collaborator, wanted: ClientFilter) -> ColumnElement[bool]:
        shown = in_sight_of(who) & clients.c.state.in_(wanted.states)
        if wanted.mine:
            shown &= clients.c.manager_id == who.id
        if wanted.manager_id is not None:
            shown &= clients.c.manager_id == wanted.manager_id
        if wanted.portfolio_id is not None:
            shown &= clients.c.portfolio_id == wanted.portfolio_id
        if wanted.terminated_since is not None:
            shown &= clients.c.terminated_at > wanted.terminated_since
        if wanted.terminated_until is not None:
            shown &= clients.c.terminated_at <= wanted.terminated_until
        if wanted.only is Only.INCOMPLETE:
            shown &= is_incomplete()
        if wanted.only is Only.TO_INVITE:
            shown &= is_to_invite()
        return shown

    def _page(self, condition: ColumnElement[bool], wanted: ClientFilter) -> tuple[Sequence[Client], int]:
        # The search column begins with the name, and its index is read in that order.
        order: list[ColumnElement[Any]] = [clients.c.search, clients.c.id]
        if wanted.worst_first:
            # Those who may be invited wait for the person who does it.
            first = clients.c.ready_to_invite if wanted.only is Only.TO_INVITE else needs_decision()
            order.insert(0, case((first, 0), else_=1))
        in_order = self.of(clients, condition).order_by(*order)
        return self._all(in_order.offset(wanted.offset).limit(wanted.limit)), self._count(condition)

    def _count(self, condition: ColumnElement[bool]) -> int:
        return self.number(select(func.count()).select_from(clients).where(self.mine(clients), condition))

    def _counted_by(self, column: ColumnElement[Any]) -> Mapping[int | None, int]:
        query = select(column, func.count()).where(self.mine(clients), NOT_TERMINATED).group_by(column)
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def _by_name(self, condition: ColumnElement[bool]) -> Sequence[Client]:
        return self._all(self.of(clients, condition).order_by(clients.c.search, clients.c.id))

    def _rewritten(self, condition: ColumnElement[bool]) -> Update:
        """A change of several clients at once: whoever had read one of them learns of it."""
        return update(clients).where(self.mine(clients), condition).values(version=clients.c.version + 1)

    @contextmanager
    def _one_code(self, code: str | None) -> Iterator[None]:
        """Turns the database's refusal of a code into the office's; the transaction stays usable."""
        try:
            with self.connection.begin_nested():
                yield
        except IntegrityError as error:
            if breaks(error, clients, "code"):
                raise CodeTaken(code or "") from error
            raise

    def _overtaken(self, client: Client) -> ChangedMeanwhile:
        return overtaken(self, client.created_at, client_id=client.id)

    def _give(self, client_id: int, chosen: frozenset[int]) -> None:
        access = client_accesses.c
        theirs = self.mine(client_accesses) & (access.client_id == client_id)
        self.connection.execute(delete(client_accesses).where(theirs, access.collaborator_id.not_in(sorted(chosen))))
        for collaborator_id in sorted(chosen):
            self.insert_once(client_accesses, {"client_id": client_id, "collaborator_id": collaborator_id})

    def _the(self, client_id: int) -> Client:
        client = self.get(client_id)
        if client is None:
            raise NotFound("client")
        return client

    def _with(self, **columns: object) -> Client | None:
        return next(iter(clients_of_rows(self, self.all(clients, **columns))), None)

    def _one(self, query: Select[Any]) -> Client | None:
        found = self._all(query.limit(1))
        return found[0] if found else None

    def _all(self, query: Select[Any]) -> Sequence[Client]:
        rows = self.rows(query)
        return clients_of_rows(self, rows)


def clients_of_rows(book: Book, rows: Sequence[RowMapping]) -> Sequence[Client]:
    """The clients of those rows, with the people given access to each."""
    chosen: dict[int, set[int]] = defaultdict(set)
    if rows:
        for given in book.rows(ACCESSES, ids=[row["id"] for row in rows]):
            chosen[given["client_id"]].add(given["collaborator_id"])
    return [client_of_row(row, frozenset(chosen[row["id"]])) for row in rows]


def client_of_row(row: Mapping[Any, Any], chosen: frozenset[int]) -> Client:
    company = value_of(Company, {**row, "address": value_of(Address, row)})
    return value_of(Client, {**row, "company": company, "chosen": chosen})


def row_of(client: NewClient | Client) -> dict[str, Any]:
    return {
        **values_of(client.company, "address"),
        **values_of(client.company.address),
        **values_of(client, "company", "chosen", "custom", *_OWN),
    }


# What a client file does not have yet when it is opened.
_LATER = ("state", "ready_to_invite", "terminated_at", "terminated_from", "erase_at")
_OWN = ("id", "firm_id", "version", "created_at", "created_by", *_LATER)
