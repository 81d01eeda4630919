"""Bolt's own HTTP server (Bolt for Python, "Getting started with HTTP"): a command, a button, options, an event."""

import os
from typing import Any

from slack_bolt import Ack, App, Respond, Say

app = App(token=os.environ["SLACK_BOT_TOKEN"], signing_secret=os.environ["SLACK_SIGNING_SECRET"])


@app.command("/lunch")
def lunch(ack: Ack) -> None:
    menu = {
        "type": "external_select",
        "action_id": "dish",
        "placeholder": {"type": "plain_text", "text": "Dish"},
        "min_query_length": 0,
    }
    button = {"type": "button", "action_id": "later", "text": {"type": "plain_text", "text": "Later"}}
    question = {"type": "section", "text": {"type": "mrkdwn", "text": "Lunch?"}}
    ack(text="Lunch?", blocks=[question, {"type": "actions", "block_id": "lunch", "elements": [menu, button]}])


@app.options("dish")
def dishes(ack: Ack) -> None:
    ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("Soup", "Crêpe")])


@app.action("dish")
def chosen(ack: Ack, respond: Respond, payload: dict[str, Any]) -> None:
    ack()
    respond(replace_original=True, text=f"A {payload['selected_option']['value']} is on its way.")


@app.action("later")
def later(ack: Ack, respond: Respond) -> None:
    ack()
    respond(delete_original=True)


@app.event("app_mention")
def mentioned(event: dict[str, Any], say: Say) -> None:
    say(text="You called?", thread_ts=event["ts"])


if __name__ == "__main__":
    app.start(port=int(os.environ.get("PORT", "3000")))
