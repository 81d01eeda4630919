"""The further establishments of a client."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, delete

from domain.clients import Address, Site
from storage.books.book import Book
from storage.books.search import refresh_search
from storage.rows import value_of, values_of
from storage.tables import sites


class Sites(Book):
    def of_client(self, client_id: int) -> Sequence[Site]:
        return [_site(row) for row in self.all(sites, client_id=client_id)]

    def add(self, client_id: int, site: Site) -> bool:
        row = {**values_of(site, "id", "firm_id", "address"), **values_of(site.address), "client_id": client_id}
        added = self.insert_once(sites, row)
        refresh_search(self, client_id)
        return added

    def remove(self, client_id: int, nic: str) -> None:
        one = self.mine(sites) & (sites.c.client_id == client_id) & (sites.c.nic == nic)
        self.connection.execute(delete(sites).where(one))
        refresh_search(self, client_id)


def _site(row: RowMapping) -> Site:
    return value_of(Site, {**row, "address": value_of(Address, row)})
