"""A bot behind request URLs that answers as it is told, and keeps what it was sent."""

import json
import queue
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
    _heard: queue.Queue[Heard] = field(default_factory=queue.Queue)

    def hears(self) -> Heard:
        """The next request, waited for."""
        return self._heard.get(timeout=20)

    def routes(self) -> list[Route]:
        async def take(request: Request) -> Response:
            heard = Heard(request.url.path, dict(request.headers), await request.body())
            self._heard.put(heard)
            payload = heard.payload
            if payload.get("type") == "url_verification":
                return PlainTextResponse(payload["challenge"] if self.accepts_challenges else "what?")
            return self.answers.popleft()(payload) if self.answers else Response()

        return [Route("/{path:path}", take, methods=["POST"])]


def says(text: str) -> Answer:
    return lambda _: PlainTextResponse(text)


def says_json(answer: Json) -> Answer:
    return lambda _: JSONResponse(answer)


def fails(status: int, **headers: str) -> Answer:
    return lambda _: Response(status_code=status, headers={name.replace("_", "-"): it for name, it in headers.items()})


def redirects(path: str) -> Answer:
    return lambda _: RedirectResponse(path, status_code=302)
