"""The floor: a bare Bolt bot that commits two rows and acks; with `view`, it opens a small view as well."""

import sqlite3
import sys
import threading

from slack_bolt import Ack, App, BoltContext
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import create_engine, event, text

VIEW = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Echo"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Echo"}}],
}


def main(api_url: str, database: str, opens_view: bool) -> None:
    engine = create_engine(
        f"sqlite:///{database}", connect_args={"timeout": 10, "check_same_thread": False}, pool_size=32
    )

    @event.listens_for(engine, "connect")
    def _durable(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seen (trigger TEXT PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE draft (id INTEGER PRIMARY KEY, said TEXT)"))
    writer = threading.Lock()
    app = App(
        client=WebClient(base_url=api_url),
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-bench"),
        process_before_response=True,
        request_verification_enabled=False,
    )

    @app.command("/client")
    def echo(ack: Ack, command: dict[str, str], context: BoltContext) -> None:
        with writer, engine.begin() as connection:
            connection.execute(text("INSERT INTO seen VALUES (:trigger)"), {"trigger": command["trigger_id"]})
            connection.execute(text("INSERT INTO draft (said) VALUES (:said)"), {"said": command["text"]})
        if opens_view:
            context.client.views_open(trigger_id=command["trigger_id"], view=VIEW)
        ack()

    handler = SocketModeHandler(app, "xapp-bench", web_client=WebClient(base_url=api_url), concurrency=32)
    handler.client.connect()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "view" in sys.argv[3:])
