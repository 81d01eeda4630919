"""Documents that the firm waits for."""

from collections.abc import Sequence
from dataclasses import replace

from domain.refusals import ChangedMeanwhile
from domain.requests import NewRequest, Request
from storage.books.book import Book, kept
from storage.books.changes import OF_A_REQUEST, overtaken
from storage.rows import value_of, values_of
from storage.tables import requests
from storage.tables.mail import IS_AWAITED


class Requests(Book):
    def add(self, new: NewRequest) -> Request:
        request = Request(**values_of(new), firm_id=self.firm_id)
        return replace(request, id=self.insert(requests, {**kept(request), "version": 1}))

    def get(self, request_id: int) -> Request | None:
        row = self.one(requests, id=request_id)
        return value_of(Request, row) if row else None

    def awaited(self, client_id: int) -> Sequence[Request]:
        query = self.of(requests, requests.c.client_id == client_id).where(IS_AWAITED)
        return [value_of(Request, row) for row in self.rows(query.order_by(requests.c.due_on, requests.c.id))]

    def decided(self, request: Request) -> ChangedMeanwhile:
        return overtaken(self, request.asked_at, acts=OF_A_REQUEST, subject_id=request.id)

    def keep(self, request: Request) -> Request:
        if not self.change_version(requests, request.id, request.version, kept(request)):
            raise self.decided(request)
        return replace(request, version=request.version + 1)
