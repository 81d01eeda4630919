"""A Home opened again and again is drawn one at a time, and the last asked for is the one shown."""

import threading
from functools import partial

import pytest

from handlers.home.drawing import Drawings


def test_what_is_asked_for_meanwhile_is_drawn_once_after_as_asked_last() -> None:
    drawings, drawn = Drawings(), list[str]()
    at_work, go_on = threading.Event(), threading.Event()

    def first() -> None:
        at_work.set()
        assert go_on.wait(60)
        drawn.append("first")

    worker = threading.Thread(target=drawings.draw, args=("julien", first))
    worker.start()
    assert at_work.wait(60)
    for number in range(20):
        drawings.draw("julien", partial(drawn.append, str(number)))
    drawings.draw("antoine", lambda: drawn.append("antoine"))
    go_on.set()
    worker.join()
    assert drawn == ["antoine", "first", "19"]


def test_a_drawing_that_fails_leaves_the_next_one_free() -> None:
    drawings, drawn = Drawings(), list[str]()

    def fails() -> None:
        raise OSError("Slack is away")

    with pytest.raises(OSError, match="Slack is away"):
        drawings.draw("julien", fails)
    drawings.draw("julien", lambda: drawn.append("again"))
    assert drawn == ["again"]
