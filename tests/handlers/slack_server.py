"""Slack as the desks' tests meet it: a small server that answers the Web API and refuses what Slack's rules forbid."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from sandbox.rules.messages import inspect_message
from sandbox.rules.views import check_view

Json = dict[str, Any]

TEAM = "T0VALMONT"
DEEPEST = 3
BACK = ("Retour", "Back")


class SlackServer:
    """Answers `views.*` and `chat.*`; every call is kept, and every view checked against Slack's rules."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.ephemerals: list[Json] = []
        self.faults: list[str] = []
        self.stacks: dict[str, list[Json]] = {}  # the windows of each person
        self.accounts: dict[str, Json] = {}  # what `users.info` knows
        self.channels: dict[str, Json] = {}  # what `conversations.info` knows
        self._ids = count(1)

    def take(self, method: str, arguments: Json) -> Json:
        depth = len(self.stacks.get(str(arguments.get("trigger_id")).partition(".")[0], ()))
        if method == "views.push" and depth >= DEEPEST:
            self.faults.append("views.push: push_limit_reached")
            return {"ok": False, "error": "push_limit_reached"}
        if method == "views.update" and not self._is_open(arguments["view_id"]):
            return {"ok": False, "error": "not_found"}
        self.calls.append((method, arguments))
        if method.startswith("views."):
            wanted = "home" if method == "views.publish" else "modal"
            problems = check_view(arguments["view"], wanted)
            if method in ("views.open", "views.push"):
                problems += ill_closed(arguments["view"], pushed=method == "views.push")
            self.faults += [f"{method}: {problem}" for problem in problems]
            if problems:
                return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": problems}}
            identity = {"id": arguments.get("view_id") or f"V{next(self._ids)}", "hash": str(next(self._ids))}
            return {"ok": True, "view": {**arguments["view"], **identity}}
        if method == "conversations.info":
            channel = self.channels.get(arguments["channel"])
            return {"ok": True, "channel": channel} if channel else {"ok": False, "error": "channel_not_found"}
        if method == "users.info":
            account = self.accounts.get(arguments["user"])
            return {"ok": True, "user": account} if account else {"ok": False, "error": "user_not_found"}
        return {"ok": True, "channel": arguments.get("channel"), "ts": "1.1"}

    def _is_open(self, view_id: str) -> bool:
        return any(view["id"] == view_id for stack in self.stacks.values() for view in stack)

    def open_channel(self, channel_id: str, **marks: Any) -> None:
        """A channel that `conversations.info` knows from now on, with Guichet in it."""
        self.channels[channel_id] = {"id": channel_id, "is_channel": True, "is_member": True, **marks}

    def account(self, slack_id: str, name: str, **marks: Any) -> Json:
        """A Slack account that `users.info` knows from now on."""
        profile = {"real_name": name, "email": f"{slack_id.lower()}@valmont.example"}
        self.accounts[slack_id] = {"id": slack_id, "team_id": TEAM, "profile": profile, "locale": "fr-FR", **marks}
        return self.accounts[slack_id]

    def respond(self, message: Json) -> None:
        self.faults += [f"response: {problem}" for problem in message_problems(message)]
        self.ephemerals.append(message)


def ill_closed(view: Json, *, pushed: bool) -> list[str]:
    """A window that stands on another leads back to it; the first one does not."""
    label = view.get("close", {}).get("text")
    return [] if (label in BACK) == pushed else [f"{view['callback_id']} closes by {label}, pushed: {pushed}"]


def message_problems(message: Json) -> list[str]:
    """What Slack would refuse or a screen reader would miss in a message."""
    problems = inspect_message(message.get("blocks")).messages
    return problems if message.get("text") else [*problems, "no text"]


@contextmanager
def slack_server() -> Iterator[tuple[SlackServer, str]]:
    """The server and its address, as `SLACK_API_URL` gives it."""
    slack = SlackServer()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            if self.path.startswith("/respond"):
                slack.respond(json.loads(body))
                answer: Json = {"ok": True}
            elif "json" in (self.headers.get("Content-Type") or ""):
                answer = slack.take(self.path.removeprefix("/api/"), json.loads(body))
            else:
                fields = {name: values[0] for name, values in parse_qs(body).items()}
                if "view" in fields:
                    fields["view"] = json.loads(fields["view"])
                answer = slack.take(self.path.removeprefix("/api/"), fields)
            written = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield slack, f"http://127.0.0.1:{server.server_port}/api/"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
