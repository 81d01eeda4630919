"""Waiting for something that another thread or process will make true."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Fact = TypeVar("Fact")

PATIENCE = 60.0
LOOKS_EVERY = 0.02


def eventually(fact: Callable[[], Fact], patience: float = PATIENCE) -> Fact:
    """What `fact` returns, once it is true; AssertionError when it is not in time."""
    deadline = time.monotonic() + patience
    while not (found := fact()):
        assert time.monotonic() < deadline, "what was waited for did not come"
        threading.Event().wait(LOOKS_EVERY)
    return found
