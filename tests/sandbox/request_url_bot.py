"""A bot behind request URLs that answers as it is told, and keeps what it was sent."""

import asyncio
import json
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

Json = dict[str, Any]
Answer = Callable[[Json], Response]


@dataclass
class Heard:
    """One request: where it came, its headers, and its payload read."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def payload(self) -> Json:
        if not self.headers["content-type"].startswith("application/json"):
            return json.loads(self.form["payload"]) if "payload" in self.form else dict(self.form)
        payload: Json = json.loads(self.body)
        return payload


@dataclass
class RequestUrlBot:
    """`answers` are given in turn to what is not a challenge; 200 and nothing else once they are used up."""

    answers: deque[Answer] = field(default_factory=deque)
    accepts_challenges: bool = True
    waits_for: threading.Event | None = None
    """What it waits for before it answers."""
    _heard: queue.Queue[Heard] = field(default_factory=queue.Queue)

    def forget(self) -> None:
        """What it heard and what it was to answer."""
        self.answers.clear()
        while not self._heard.empty():
            self._heard.get_nowait()

    def hears(self) -> Heard:
        """The next request, waited for."""
        return self._heard.get(timeout=60)

    def _answer_to(self, payload: Json) -> Response:
        if payload.get("type") == "url_verification":
            return PlainTextResponse(payload["challenge"] if self.accepts_challenges else "what?")
        return self.answers.popleft()(payload) if self.answers else Response()

    def routes(self) -> list[Route]:
        async def take(request: Request) -> Response:
            heard = Heard(request.url.path, dict(request.headers), await request.body())
            answer, waits_for = self._answer_to(heard.payload), self.waits_for
            self._heard.put(heard)
            if waits_for is not None:
                await asyncio.to_thread(waits_for.wait, 60)
            return answer

        return [Route("/{path:path}", take, methods=["POST"])]


def says(text: str) -> Answer:
    return lambda _: PlainTextResponse(text)


def says_json(answer: Json) -> Answer:
    return lambda _: JSONResponse(answer)


def fails(status: int, **headers: str) -> Answer:
    return lambda _: Response(status_code=status, headers={name.replace("_", "-"): it for name, it in headers.items()})


def redirects(path: str) -> Answer:
    return lambda _: RedirectResponse(path, status_code=302)
