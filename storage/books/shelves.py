"""What is kept a short while: answers of the registry, and how often a thing was done."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import update

from storage.books.book import Book
from storage.tables import rate_counts, registry_answers


class RegistryAnswers(Book):
    def put(self, key: str, value: Mapping[str, object], now: datetime) -> None:
        self.write_over(registry_answers, "key", {"key": key, "value": dict(value), "at": now})

    def get(self, key: str, not_before: datetime) -> Mapping[str, object] | None:
        answers = registry_answers.c
        row = self.row(self.of(registry_answers, answers.key == key, answers.at >= not_before))
        return row["value"] if row else None


class Limits(Book):
    def take(self, key: str, at_most: int, within: timedelta, now: datetime) -> bool:
        # The empty row gives two takers something to wait for.
        self.insert_once(rate_counts, {"key": key, "uses": ()})
        query = self.of(rate_counts, rate_counts.c.key == key).with_for_update()
        uses = [use for use in self.rows(query)[0]["uses"] if use > (now - within).timestamp()]
        if len(uses) >= at_most:
            return False
        counted = update(rate_counts).where(self.mine(rate_counts), rate_counts.c.key == key)
        self.connection.execute(counted.values(uses=(*uses, now.timestamp())))
        return True
