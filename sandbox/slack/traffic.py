"""What passes between the app and the pretend Slack: one JSON line each in a file, and a list for the page."""

import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

Json = dict[str, Any]

KEPT = 2000
"""How many lines the page can look back."""

TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+|(?<=ticket=)[\w-]+")


SECRETS = ("token", "client_secret", "refresh_token")


def without_tokens(value: Any) -> Any:
    """The same value with every token and socket ticket replaced by a mark."""
    if isinstance(value, str):
        return TOKEN.sub("(token)", value)
    if isinstance(value, dict):
        return {key: without_tokens(inner) for key, inner in value.items() if key not in SECRETS}
    if isinstance(value, list | tuple):
        return [without_tokens(inner) for inner in value]
    return value


@dataclass
class Traffic:
    """The journal of exchanges, told to `heard` as it grows; what Slack makes of an answer is in the list alone."""

    path: Path | None = None
    clock: Callable[[], float] = time.time
    """What the page shows beside each line; the file keeps the machine's own time."""
    heard: Callable[[], None] = lambda: None
    lines: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT))
    last: int = 0
    _file: TextIO | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if self.path is not None:
            self._file = self.path.open("a", encoding="utf-8")

    def after(self, number: int) -> list[Json]:
        """The kept lines whose number is greater."""
        new = min(max(self.last - number, 0), len(self.lines))
        return list(self.lines)[len(self.lines) - new :]

    def inbound(self, kind: str, envelope_id: str, payload: Json) -> None:
        """Slack handed something to the app."""
        name = str(payload.get("command") or payload.get("event", {}).get("type") or payload.get("type"))
        summary = str(payload.get("text") or payload.get("callback_id") or _first_action(payload))
        self._write({"inbound": kind, "envelope_id": envelope_id, "payload": payload}, "inbound", name, None, summary)

    def ack(self, envelope_id: str, payload: Any, error: str | None = None) -> None:
        """The app answered an envelope; `error` when Slack does not wait for that answer any more."""
        name = payload.get("response_action", "ack") if isinstance(payload, dict) else "ack"
        self._write({"ack": envelope_id, "payload": payload}, "ack", str(name), error, "")

    def refused(self, envelope_id: str, detail: Json, error: str) -> None:
        """Slack cannot use what the app answered; for the list alone."""
        self._list({"refused": envelope_id, **detail, "ts": time.time()}, "ack", "refused", error, "")

    def method(self, name: str, args: Json, response: Json) -> None:
        """The app called a Web API method."""
        summary = str(args.get("channel") or args.get("view_id") or args.get("user") or args.get("user_id") or "")
        error = None if response.get("ok") else str(response.get("error"))
        self._write({"method": name, "args": args, "response": response}, "method", name, error, summary)

    def response_url(self, url: str, args: Json, error: str | None) -> None:
        """The app answered by a response_url."""
        line: Json = {"response_url": url, "args": args}
        self._write(line, "response_url", "response_url", error, str(args.get("text", "")))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, line: Json, kind: str, name: str, error: str | None, summary: str) -> None:
        line = without_tokens({**line, "ts": time.time()})
        if self._file is not None:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        self._list(line, kind, name, error, summary)

    def _list(self, detail: Json, kind: str, name: str, error: str | None, summary: str) -> None:
        self.last += 1
        shown = {"n": self.last, "at": self.clock(), "kind": kind, "name": name, "ok": error is None, "error": error}
        self.lines.append({**shown, "summary": without_tokens(summary)[:200], "detail": detail})
        self.heard()


def _first_action(payload: Json) -> str:
    actions = payload.get("actions") or [payload]
    return str(actions[0].get("action_id", ""))
