"""Listening & responding to options (Bolt for Python), with groups, and a choice that updates the view."""

import os
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(token=os.environ["SLACK_BOT_TOKEN"])

TOWNS = {"Nord": ["Lille", "Dunkerque"], "Sud": ["Nice", "Nîmes", "Marseille"]}


def text(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def form(chosen: str = "") -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [
        {
            "type": "input",
            "block_id": "town",
            "dispatch_action": True,
            "label": text("Town"),
            "element": {"type": "external_select", "action_id": "towns", "min_query_length": 1},
        }
    ]
    if chosen:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"Off to *{chosen}*."}})
    return {"type": "modal", "callback_id": "trip", "title": text("Trip"), "submit": text("Go"), "blocks": blocks}


@app.command("/trip")
def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=form())


@app.options("towns")
def show_towns(ack: Ack, payload: dict[str, Any]) -> None:
    typed = payload["value"].lower()
    groups = []
    for region, towns in TOWNS.items():
        found = [{"text": text(town), "value": town} for town in towns if typed in town.lower()]
        if found:
            groups.append({"label": text(region), "options": found})
    ack(option_groups=groups)


@app.action("towns")
def chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    town = body["actions"][0]["selected_option"]["value"]
    client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=form(town))


@app.view("trip")
def went(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    ack()
    town = view["state"]["values"]["town"]["towns"]["selected_option"]["value"]
    client.chat_postMessage(channel=body["user"]["id"], text=f"Have a good time in {town}.")


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
