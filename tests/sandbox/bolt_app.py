"""A small Bolt app, as anybody would write it: it knows Slack's address and tokens, and nothing of the sandbox."""

import os
import threading
from importlib import import_module
from typing import Any
from urllib.request import Request, urlopen

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

app = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def form(metadata: str = "", more: list[Json] | None = None) -> Json:
    return {
        "type": "modal",
        "callback_id": "visit",
        "title": plain("Visite"),
        "submit": plain("Noter"),
        "close": plain("Fermer"),
        "notify_on_close": True,
        "private_metadata": metadata,
        "blocks": [
            {
                "type": "input",
                "block_id": "company",
                "label": plain("Entreprise"),
                "dispatch_action": True,
                "element": {"type": "external_select", "action_id": "pick", "min_query_length": 2},
            },
            {
                "type": "input",
                "block_id": "email",
                "label": plain("E-mail"),
                "element": {"type": "email_text_input", "action_id": "value"},
            },
            {
                "type": "input",
                "block_id": "note",
                "optional": True,
                "label": plain("Note"),
                "element": {"type": "plain_text_input", "action_id": "value", "max_length": 20},
            },
            {
                "type": "actions",
                "block_id": "other",
                "elements": [{"type": "button", "action_id": "by_hand", "text": plain("Saisir à la main")}],
            },
            *(more or []),
        ],
    }


@app.command("/essai")
def command(ack: Any, command: Json, client: WebClient, respond: Any) -> None:
    match command["text"].partition(" ")[0]:
        case "lent":
            threading.Event().wait(3.5)
            ack()
        case "texte":
            ack(f"Reçu : {command['text']}")
        case "public":
            ack(response_type="in_channel", text="Pour tous")
        case "cinq":
            ack()
            for number in range(6):
                answer = respond(f"Réponse {number}")
                if answer.status_code != 200:
                    client.chat_postMessage(channel=command["user_id"], text=f"Refus {answer.body}")
        case _:
            ack()
            client.views_open(trigger_id=command["trigger_id"], view=form())


@app.options("pick")
def companies(ack: Any, payload: Json) -> None:
    found = [name for name in ("Atelier Morel", "SCI Morel") if payload["value"].lower() in name.lower()]
    ack(options=[{"text": plain(name), "value": name.lower()} for name in found])


@app.action("pick")
def picked(ack: Any, body: Json, client: WebClient) -> None:
    ack()
    chosen = body["actions"][0]["selected_option"]["text"]["text"]
    more = [{"type": "section", "block_id": "recap", "text": {"type": "mrkdwn", "text": f"*{chosen}*"}}]
    client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=form(chosen, more))


@app.action("by_hand")
def by_hand(ack: Any, body: Json, client: WebClient) -> None:
    ack()
    try:
        view = {**form(), "callback_id": "hand", "title": plain("À la main")}
        client.views_push(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as refused:
        client.chat_postMessage(channel=body["user"]["id"], text=f"Refus {refused.response['error']}")


@app.view("hand")
def hand(ack: Any) -> None:
    ack(response_action="clear")


@app.view("visit")
def submitted(ack: Any, view: Json, body: Json, client: WebClient) -> None:
    values = view["state"]["values"]
    email = values["email"]["value"]["value"]
    if values["note"]["value"]["value"] == "mauvais bloc":
        ack(response_action="errors", errors={"other": "Pas un champ."})
        return
    if not email.endswith(".example"):
        ack(response_action="errors", errors={"email": "Cette adresse n’existe pas."})
        return
    ack()
    button = {"type": "button", "action_id": "done", "text": plain("Marquer traité"), "value": "v1"}
    client.chat_postMessage(
        channel=body["user"]["id"],
        text="Visite notée.",
        blocks=[
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*Visite notée.* {email}"}},
            {"type": "actions", "elements": [button]},
        ],
    )


@app.view_closed("visit")
def closed(ack: Any, body: Json, client: WebClient) -> None:
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text=f"Brouillon gardé, tout fermé : {body['is_cleared']}.")


@app.action("done")
def done(ack: Any, respond: Any, body: Json) -> None:
    ack()
    respond(replace_original=True, text=f"Traité par {body['user']['name']}.", blocks=[])


@app.event("app_home_opened")
def home(event: Json, client: WebClient) -> None:
    person = client.users_info(user=event["user"], include_locale=True)["user"]
    blocks = [{"type": "header", "text": plain(f"Bonjour {person['real_name']} ({person['locale']})")}]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


@app.event("user_change")
def changed(event: Json, client: WebClient) -> None:
    user = event["user"]
    client.chat_postMessage(channel=user["id"], text=f"Langue : {user['locale']}.")


@app.shortcut("essai_message")
def shortcut(ack: Any, shortcut: Json, client: WebClient) -> None:
    ack()
    text = f"Rangé : {shortcut['message']['text']}"
    client.chat_postEphemeral(channel=shortcut["channel"]["id"], user=shortcut["user"]["id"], text=text)


def choice(value: str) -> Json:
    return {"text": plain(value.capitalize()), "value": value}


@app.shortcut("essai_global")
def documents(ack: Any, shortcut: Json, client: WebClient) -> None:
    ack()
    blocks = [
        {
            "type": "section",
            "block_id": "line",
            "text": {"type": "mrkdwn", "text": "*Ligne*"},
            "accessory": {"type": "overflow", "action_id": "more", "options": [choice("ouvrir"), choice("retirer")]},
        },
        {
            "type": "input",
            "block_id": "files",
            "label": plain("Joindre"),
            "element": {"type": "file_input", "action_id": "value", "filetypes": ["pdf"], "max_files": 2},
        },
        {
            "type": "input",
            "block_id": "services",
            "label": plain("Services"),
            "element": {"type": "checkboxes", "action_id": "value", "options": [choice("urssaf"), choice("impots")]},
        },
        {
            "type": "input",
            "block_id": "kind",
            "label": plain("Statut"),
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [choice("employeur"), choice("autre")],
            },
        },
        {
            "type": "input",
            "block_id": "day",
            "label": plain("Jour"),
            "element": {"type": "datepicker", "action_id": "value"},
        },
        {
            "type": "input",
            "block_id": "place",
            "optional": True,
            "label": plain("Canal"),
            "element": {"type": "conversations_select", "action_id": "value", "response_url_enabled": True},
        },
    ]
    view = {"type": "modal", "callback_id": "documents", "title": plain("Pièces"), "submit": plain("Ranger")}
    client.views_open(trigger_id=shortcut["trigger_id"], view=view | {"blocks": blocks, "clear_on_close": True})


@app.action("more")
def more(ack: Any, body: Json, client: WebClient) -> None:
    ack()
    chosen = body["actions"][0]["selected_option"]["value"]
    client.chat_postMessage(channel=body["user"]["id"], text=f"Menu : {chosen}")


@app.view("documents")
def filed(ack: Any, view: Json, body: Json, client: WebClient) -> None:
    values = {block: state["value"] for block, state in view["state"]["values"].items()}
    ack(response_action="update", view={"type": "modal", "title": plain("Rangé"), "blocks": [{"type": "divider"}]})
    for lent in body["response_urls"]:
        WebhookClient(lent["response_url"]).send(text="Une pièce est rangée.", response_type="in_channel")
    file = values["files"]["files"][0]
    headers = {"Authorization": f"Bearer {client.token}"}
    with urlopen(Request(file["url_private_download"], headers=headers)) as answer:
        size = len(answer.read())
    ticked = ",".join(option["value"] for option in values["services"]["selected_options"])
    told = [file["name"], str(size), ticked, values["kind"]["selected_option"]["value"], values["day"]["selected_date"]]
    client.chat_postMessage(channel=body["user"]["id"], text=" ".join(told))


if __name__ == "__main__":
    adapter = import_module(f"slack_bolt.adapter.socket_mode.{os.environ.get('ADAPTER', 'websocket_client')}")
    adapter.SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
