"""What is due, one after the other: what fails is put off alone, and keeps nothing else waiting."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from domain.books import Records

PUT_OFF = timedelta(hours=1)

Due = TypeVar("Due")


def one_by_one(
    records: Records, due: Iterable[Due], do: Callable[[Due], object], put_off: Callable[[Due], object]
) -> Exception | None:
    """The first failure, for the sweep to raise once the others are written; the database away is raised at once."""
    failed: Exception | None = None
    for one in due:
        try:
            with records.apart():
                do(one)
        # Whatever one does to us, the others must leave.
        except Exception as error:
            put_off(one)
            failed = failed or error
    return failed
