"""Homes being drawn: one drawing at a time for each person, however often they open it."""

import threading
from collections.abc import Callable, Hashable

Drawing = Callable[[], None]


class Drawings:
    """A Home asked for again while it is being drawn is drawn once more, as it was asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[Hashable, Drawing | None] = {}

    def draw(self, whose: Hashable, drawing: Drawing) -> None:
        """Draw now; or leave it to whoever draws this Home already."""
        with self._lock:
            at_work = whose in self._asked
            self._asked[whose] = drawing
        if at_work:
            return
        try:
            while following := self._take(whose):
                following()
        except BaseException:  # even stopped on the way, it must not hold the next drawing up
            with self._lock:
                del self._asked[whose]
            raise

    def _take(self, whose: Hashable) -> Drawing | None:
        """What was asked for last, once; when nothing was, the Home is nobody's work any more."""
        with self._lock:
            asked = self._asked[whose]
            if asked is None:
                del self._asked[whose]
            else:
                self._asked[whose] = None
            return asked
