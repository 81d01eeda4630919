"""Listening to commands (Bolt for Python, "Listening & responding to commands")."""

import os

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler

app = App(token=os.environ["SLACK_BOT_TOKEN"])


@app.command("/echo")
def repeat_text(ack: Ack, respond: Respond, command: dict[str, str]) -> None:
    ack()
    respond(f"{command['text']}")


@app.command("/announce")
def announce(ack: Ack, say: Say, command: dict[str, str]) -> None:
    ack()
    say(f"<@{command['user_id']}> announces: {command['text']}")


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
