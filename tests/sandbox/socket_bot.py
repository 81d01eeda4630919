"""A bot on a bare socket: it acks what it is handed as it is told, and keeps what it heard, letter for letter."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.running import Sandbox
from tests.waiting import eventually

Json = dict[str, Any]
Answer = Callable[[Json], Json | None]


@dataclass
class SocketBot:
    """`answers` give the payload of the ack, by the payload's type; "silence" as an answer is no ack at all."""

    slack: Sandbox
    web: WebClient
    answers: dict[str, Answer] = field(default_factory=dict)
    _heard: "queue.Queue[str]" = field(default_factory=queue.Queue)

    def hears(self, *kinds: str) -> Json:
        """The next payload of those types or commands; what came before it is forgotten."""
        return self.hears_raw(*kinds)[1]

    def hears_raw(self, *kinds: str) -> tuple[str, Json]:
        while True:
            text = self._heard.get(timeout=60)
            payload: Json = json.loads(text)["payload"]
            if set(kinds) & set(_kinds(payload)):
                return text, payload

    def hears_event(self, kind: str) -> Json:
        while True:
            event: Json = self.hears("event_callback")["event"]
            if event["type"] == kind:
                return event

    def serve(self, socket: ClientConnection) -> None:
        try:
            for text in socket:
                envelope = json.loads(text)
                if envelope["type"] == "hello":
                    continue
                answer = next(
                    (self.answers[kind] for kind in _kinds(envelope["payload"]) if kind in self.answers), None
                )
                said = answer(envelope["payload"]) if answer else None
                self._heard.put(str(text))
                if said != {"silence": True}:
                    ack = {"envelope_id": envelope["envelope_id"]}
                    socket.send(json.dumps(ack if said is None else ack | {"payload": said}))
        except ConnectionClosed:
            return


def _kinds(payload: Json) -> tuple[str, ...]:
    return (str(payload.get("type")), str(payload.get("command")))


def silence(_: Json) -> Json:
    return {"silence": True}


@contextmanager
def socket_bot(slack: Sandbox) -> Iterator[SocketBot]:
    # The bot of another test may have left without Slack having seen it go.
    eventually(lambda: slack.connections == 0)
    settings = slack.environment
    app = WebClient(token=settings["SLACK_APP_TOKEN"], base_url=settings["SLACK_API_URL"])
    bot = SocketBot(slack, WebClient(token=settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"]))
    address = str(app.apps_connections_open(app_token=settings["SLACK_APP_TOKEN"])["url"])
    with connect(address) as socket:
        serving = threading.Thread(target=bot.serve, args=[socket])
        serving.start()
        yield bot
        socket.close()
        serving.join()
