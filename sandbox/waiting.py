"""Waiting on facts: the server says that something changed, and the fact is looked at again, until a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from sandbox.screens import NotSeen

Fact = TypeVar("Fact")

LONGEST_PAUSE = 5.0


def wait_for(http: httpx.Client, fact: Callable[[], Fact | None], patience: float, unseen: Callable[[], str]) -> Fact:
    """What `fact` returns once it is true; NotSeen with the words of `unseen` after that many seconds."""
    deadline = time.monotonic() + patience
    while True:
        version = _version(http, after=-1, seconds=0.0)
        if found := fact():
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            raise NotSeen(unseen())
        _version(http, after=version, seconds=min(left, LONGEST_PAUSE))


def _version(http: httpx.Client, *, after: int, seconds: float) -> int:
    answer = http.get("/page/wait", params={"after": after, "seconds": seconds}).raise_for_status()
    return int(answer.json()["version"])
