"""The further establishments of a client."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, select

from domain.clients import Address, Site
from storage.books.book import Book
from storage.books.in_bulk import rows_among
from storage.books.search import refresh_search
from storage.rows import value_of, values_of
from storage.tables import sites


class Sites(Book):
    def of_client(self, client_id: int) -> Sequence[Site]:
        return [_site(row) for row in self.all(sites, client_id=client_id)]

    def of_clients(self, client_ids: Collection[int]) -> Mapping[int, Sequence[Site]]:
        theirs: dict[int, list[Site]] = defaultdict(list)
        for row in rows_among(self, select(sites).order_by(sites.c.id), sites.c.client_id, client_ids):
            theirs[row["client_id"]].append(_site(row))
        return theirs

    def add(self, client_id: int, site: Site) -> bool:
        added = self.insert_once(sites, site_row(client_id, site))
        refresh_search(self, client_id)
        return added

    def remove(self, client_id: int, nic: str) -> None:
        one = self.mine(sites) & (sites.c.client_id == client_id) & (sites.c.nic == nic)
        self.connection.execute(delete(sites).where(one))
        refresh_search(self, client_id)


def site_row(client_id: int, site: Site) -> dict[str, Any]:
    return {**values_of(site, "id", "firm_id", "address"), **values_of(site.address), "client_id": client_id}


def _site(row: RowMapping) -> Site:
    return value_of(Site, {**row, "address": value_of(Address, row)})
