"""A modal with a file input: the bytes are fetched with the token, and the file is sent back."""

import os
from typing import Any
from urllib.request import Request, urlopen

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(token=os.environ["SLACK_BOT_TOKEN"])


@app.command("/scan")
def ask_for_files(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(
        trigger_id=body["trigger_id"],
        view={
            "type": "modal",
            "callback_id": "scan",
            "title": {"type": "plain_text", "text": "Scan"},
            "submit": {"type": "plain_text", "text": "Send"},
            "blocks": [
                {
                    "type": "input",
                    "block_id": "papers",
                    "label": {"type": "plain_text", "text": "Papers"},
                    "element": {"type": "file_input", "action_id": "files", "filetypes": ["txt"], "max_files": 2},
                }
            ],
        },
    )


@app.view("scan")
def scanned(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    ack()
    channel = client.conversations_open(users=body["user"]["id"])["channel"]["id"]
    for file in view["state"]["values"]["papers"]["files"]["files"]:
        request = Request(file["url_private_download"], headers={"Authorization": f"Bearer {client.token}"})
        with urlopen(request) as answer:
            content = answer.read()
        client.files_upload_v2(
            channel=channel, filename=f"copy-{file['name']}", content=content, initial_comment=f"{len(content)} bytes"
        )


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
