"""The office's clock: real speed from wherever it was set, moved by hand when a test or a visitor asks."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.agenda import Agenda

OFFICE_ZONE = ZoneInfo("Europe/Paris")
LONGEST_WAIT = 25.0
LONGEST_ABSENCE = 2.0
"""Seconds given to those who wait here to come back, once woken."""
SHOWN_AT_MOST = 5


class Clock:
    """The machine's clock plus an offset; `version` grows each time somebody moves it.

    With `kept_in`, the offset outlives the process: an office restarted tomorrow is one day later, as offices are.
    """

    def __init__(self, start: datetime | None = None, kept_in: Path | None = None) -> None:
        self.version = 1
        self.agenda = Agenda()
        self._kept_in = kept_in
        self._waiting: dict[asyncio.Future[None], str] = {}
        self._faithful: set[str] = set()
        """The programs that wait here, by name; each is away for a moment after every move."""
        self._on_the_way: set[str] = set()
        self._called_back = 0
        self._all_back = asyncio.Event()
        self._offset = timedelta() if start is None else start - datetime.now(UTC)
        if kept_in is not None and kept_in.exists():
            self._offset = timedelta(seconds=json.loads(kept_in.read_text())["offset_seconds"])
        self._keep()

    @property
    def offset(self) -> timedelta:
        """How far this clock is ahead of the machine's."""
        return self._offset

    def now(self) -> datetime:
        """The office's time, in the office's zone."""
        return (datetime.now(UTC) + self._offset).astimezone(OFFICE_ZONE)

    @property
    def followers(self) -> list[str]:
        """The programs that have seen the last move, and wait here for the next one."""
        return sorted({who for moved, who in self._waiting.items() if who and not moved.done()})

    def advance(self, by: timedelta) -> None:
        """Move the clock by that much; a negative duration moves it back."""
        # Adding first raises OverflowError for a moment outside the calendar, before anything has changed.
        self._move(self._offset + (self.now() + by - self.now()))

    def set(self, at: datetime) -> None:
        """Show that instant now; the clock goes on from there at real speed."""
        self._move(at - datetime.now(UTC))

    async def wait_past(self, version: int, at_most: float, who: str = "") -> None:
        """Return when the clock shows another version than the caller's, or after `at_most` seconds."""
        if version != self.version:
            return
        if who in self._on_the_way:
            self._on_the_way.discard(who)
            return
        moved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[moved] = who
        if who:
            self._faithful.add(who)
        self._called_back -= 1
        if self._called_back <= 0:
            self._all_back.set()
        try:
            async with asyncio.timeout(at_most):
                await moved
        except TimeoutError:
            pass
        finally:
            self._waiting.pop(moved, None)

    async def to_next(self) -> bool:
        """Move to the next thing that is due; False when nothing is.

        Whoever waits here is woken first and comes back, for what they said when they began to wait may be old.
        """
        # What is on its way here was said before it was asked: it is sent back for more.
        self._on_the_way = self._faithful - set(self._waiting.values())
        self._called_back = len(self._waiting) + len(self._on_the_way)
        if self._called_back:
            self._all_back.clear()
            self._wake()
            try:
                async with asyncio.timeout(LONGEST_ABSENCE):
                    await self._all_back.wait()
            except TimeoutError:
                self._faithful = {who for who in self._waiting.values() if who}
                self._on_the_way = set()
        coming = self.agenda.coming(self.now())
        if coming:
            self.set(coming[0].at)
        return bool(coming)

    def _wake(self) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    async def wait_until(self, at: datetime) -> None:
        """Return once this clock shows that instant, be it by waiting or because somebody moved it."""
        while (left := (at - self.now()).total_seconds()) > 0:
            await self.wait_past(self.version, at_most=left)

    def _move(self, offset: timedelta) -> None:
        self._offset = offset
        self.version += 1
        self._keep()
        self._wake()

    def _keep(self) -> None:
        if self._kept_in is not None:
            self._kept_in.parent.mkdir(parents=True, exist_ok=True)
            self._kept_in.write_text(json.dumps({"offset_seconds": self._offset.total_seconds()}))


class OnTime(Protocol):
    """What the clock's routes need of the world."""

    @property
    def clock(self) -> Clock: ...

    def changed(self, topic: str, **keys: Any) -> None: ...


def routes(world: OnTime) -> list[Route]:
    """GET /clock tells the time, GET /clock?after=n waits for it to be moved, POST /clock moves it.

    A program that waits may say what it waits for: `&by=its name&due=instant`, `due` empty for nothing; it is in
    `followed_by` while it waits, and so has seen the last move.
    """

    async def tell(request: Request) -> JSONResponse:
        after, by, due = (request.query_params.get(name) for name in ("after", "by", "due"))
        if by and due is not None:
            at = _aware(due) if due else None
            if due and at is None:
                return _refused("due must be an ISO 8601 instant with its offset")
            world.clock.agenda.told(by, at)
        if after is not None:
            if not after.isdecimal():
                return _refused("after must be a version number")
            await world.clock.wait_past(int(after), at_most=LONGEST_WAIT, who=by or "")
        return _shown(world.clock)

    async def move(request: Request) -> JSONResponse:
        try:
            asked = json.loads(await request.body())
        except ValueError:
            asked = None
        match asked:
            case {"advance_seconds": int() | float() as seconds}:
                try:
                    world.clock.advance(timedelta(seconds=seconds))
                except (OverflowError, ValueError):
                    return _refused("advance_seconds leads outside the calendar")
            case {"set": str() as text}:
                at = _aware(text)
                if at is None:
                    return _refused("set must be an ISO 8601 instant with its offset")
                world.clock.set(at)
            case {"to": "next"}:
                if not await world.clock.to_next():
                    return JSONResponse({"ok": False, "error": "nothing_due"})
            case _:
                return _refused('send {"advance_seconds": n}, {"set": instant} or {"to": "next"}')
        world.changed("clock")
        return _shown(world.clock)

    return [Route("/clock", tell, methods=["GET"]), Route("/clock", move, methods=["POST"])]


def _shown(clock: Clock) -> JSONResponse:
    now = clock.now()
    due = [
        {"at": each.at.isoformat(), "kind": each.kind, "who": each.who}
        for each in clock.agenda.coming(now)[:SHOWN_AT_MOST]
    ]
    return JSONResponse({"now": now.isoformat(), "version": clock.version, "due": due, "followed_by": clock.followers})


def _aware(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _refused(why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status_code=400)
