"""Publishing views to App Home (Bolt for Python), with a button that changes it."""

import os
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(token=os.environ["SLACK_BOT_TOKEN"])


def home(greeting: str, presses: int = 0) -> dict[str, Any]:
    button = {"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "Press me"}}
    return {
        "type": "home",
        "private_metadata": str(presses),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*{greeting}* Pressed {presses} times."}},
            {"type": "actions", "elements": [button]},
        ],
    }


@app.event("app_home_opened")
def update_home_tab(client: WebClient, event: dict[str, Any]) -> None:
    name = client.users_info(user=event["user"])["user"]["real_name"]
    client.views_publish(user_id=event["user"], view=home(f"Welcome home, {name}."))


@app.action("press")
def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    presses = int(body["view"]["private_metadata"]) + 1
    client.views_publish(user_id=body["user"]["id"], hash=body["view"]["hash"], view=home("Again!", presses))


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
