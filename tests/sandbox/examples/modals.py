"""Opening, pushing and updating modals (Bolt for Python, "Opening modals", "Updating & pushing views")."""

import os
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(token=os.environ["SLACK_BOT_TOKEN"])


def text(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def question(block_id: str, label: str) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "answer"}
    return {"type": "input", "block_id": block_id, "label": text(label), "element": element}


@app.command("/order")
def open_modal(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(
        trigger_id=body["trigger_id"],
        view={
            "type": "modal",
            "callback_id": "order",
            "title": text("Order"),
            "submit": text("Next"),
            "notify_on_close": True,
            "blocks": [
                question("dish", "Dish"),
                {
                    "type": "actions",
                    "block_id": "more",
                    "elements": [{"type": "button", "action_id": "allergies", "text": text("Allergies…")}],
                },
            ],
        },
    )


@app.action("allergies")
def push_allergies(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    view = {
        "type": "modal",
        "callback_id": "allergies",
        "title": text("Allergies"),
        "submit": text("Check"),
        "blocks": [question("list", "None of")],
    }
    client.views_push(trigger_id=body["trigger_id"], view=view)


@app.view("allergies")
def check_allergies(ack: Ack, view: dict[str, Any]) -> None:
    listed = view["state"]["values"]["list"]["answer"]["value"]
    if "," in listed:
        ack(response_action="errors", errors={"list": "One at a time, please."})
        return
    confirmation = {
        "type": "modal",
        "callback_id": "sure",
        "title": text("Sure?"),
        "submit": text("Yes"),
        "private_metadata": listed,
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"No *{listed}* at all."}}],
    }
    ack(response_action="push", view=confirmation)


@app.view("sure")
def confirmed(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    ack(response_action="clear")
    client.chat_postMessage(channel=body["user"]["id"], text=f"Noted: no {view['private_metadata']}.")


@app.view("order")
def ordered(ack: Ack, view: dict[str, Any]) -> None:
    dish = view["state"]["values"]["dish"]["answer"]["value"]
    thanks = {
        "type": "modal",
        "title": text("Thank you"),
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"Your {dish} is being made."}}],
    }
    ack(response_action="update", view=thanks)


@app.view_closed("order")
def gave_up(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text=f"Closed, all of it: {body['is_cleared']}.")


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
