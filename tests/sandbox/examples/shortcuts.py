"""Listening & responding to shortcuts (Bolt for Python): a global one and one on a message."""

import os
from typing import Any

from slack_bolt import Ack, App, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(token=os.environ["SLACK_BOT_TOKEN"])


@app.shortcut("open_modal")
def open_modal(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
    ack()
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "About the simplest modal you could conceive of"}}]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "My App"}, "blocks": blocks}
    client.views_open(trigger_id=shortcut["trigger_id"], view=view)


@app.shortcut("count_words")
def count_words(ack: Ack, shortcut: dict[str, Any], say: Say) -> None:
    ack()
    words = len(shortcut["message"]["text"].split())
    say(text=f"{words} words", thread_ts=shortcut["message_ts"])


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
