"""A small Bolt app that shows one of everything, and tells what it received."""

import json
import os
import threading
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

app = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, note: str | None = None) -> Json:
    return {"text": plain(text), "value": value, **({"description": plain(note)} if note else {})}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "value", **element},
        **more,
    }


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


DAYS = [option("Lundi", "mo"), option("Mardi", "tu")]
SIDES = [option("Gauche", "left"), option("Droite", "right", "Côté cour")]

EVERY_FIELD = [
    field(
        "text", "Nom", {"type": "plain_text_input", "max_length": 20, "focus_on_load": True}, hint=plain("Tel quel.")
    ),
    field("long", "Récit", {"type": "plain_text_input", "multiline": True}, optional=True),
    field("email", "E-mail", {"type": "email_text_input"}),
    field("url", "Site", {"type": "url_text_input"}, optional=True),
    field("number", "Montant", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
    field("rich", "Remarque", {"type": "rich_text_input"}, optional=True),
    field("date", "Jour", {"type": "datepicker", "initial_date": "2026-11-30"}),
    field("time", "Heure", {"type": "timepicker"}, optional=True),
    field("moment", "Rendez-vous", {"type": "datetimepicker"}, optional=True),
    field("static", "Côté", {"type": "static_select", "options": SIDES}),
    field("several", "Côtés", {"type": "multi_static_select", "options": SIDES}, optional=True),
    field("external", "Ville", {"type": "external_select", "action_id": "town", "min_query_length": 2}, optional=True),
    field("user", "Collègue", {"type": "users_select"}, optional=True),
    field("users", "Équipe", {"type": "multi_users_select"}, optional=True),
    field("conversation", "Conversation", {"type": "conversations_select"}, optional=True),
    field("channel", "Canal", {"type": "channels_select"}, optional=True),
    field(
        "boxes",
        "Jours",
        {"type": "checkboxes", "options": DAYS},
        optional=True,
    ),
    field("radio", "Mode", {"type": "radio_buttons", "options": [option("Vite", "fast"), option("Bien", "well")]}),
    field("files", "Pièces", {"type": "file_input", "filetypes": ["txt"], "max_files": 2}, optional=True),
]


def gallery() -> Json:
    return {
        "type": "modal",
        "callback_id": "gallery",
        "title": plain("Galerie"),
        "submit": plain("Envoyer"),
        "close": plain("Annuler"),
        "blocks": [
            {"type": "alert", "level": "warning", "text": plain("Un seul essai.")},
            *EVERY_FIELD,
            {"type": "actions", "block_id": "nav", "elements": [button("deeper", "Plus loin")]},
        ],
    }


def deeper() -> Json:
    return {
        "type": "modal",
        "callback_id": "deeper",
        "title": plain("Plus loin"),
        "close": plain("Retour"),
        "blocks": [{"type": "section", "text": mrkdwn("*Dessous*, la galerie attend.")}],
    }


MESSAGE: list[Json] = [
    {"type": "header", "text": plain("Relevé")},
    {
        "type": "section",
        "text": mrkdwn(
            "*Gras* _penché_ ~barré~ `code` <https://example.org/|lien> <@U0NADIA> &lt;b&gt;\n>citation\n:tada:"
        ),
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": plain("Rattacher"), "value": "attach"}, {"text": plain("Ignorer"), "value": "ignore"}],
        },
    },
    {"type": "section", "fields": [mrkdwn("*Total*\n12"), mrkdwn("*Reste*\n3")]},
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "premier point"}]}],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "rapporté", "style": {"bold": True}}]},
        ],
    },
    {
        "type": "actions",
        "block_id": "decide",
        "elements": [
            button("keep", "Garder", style="primary", value="k1"),
            button(
                "drop",
                "Supprimer",
                style="danger",
                value="d1",
                confirm={
                    "title": plain("Supprimer ?"),
                    "text": plain("Rien ne sera gardé."),
                    "confirm": plain("Supprimer tout"),
                    "deny": plain("Garder tout"),
                },
            ),
            {"type": "static_select", "action_id": "side", "placeholder": plain("Choisir un côté"), "options": SIDES},
        ],
    },
    {"type": "context", "elements": [mrkdwn("Reçu ce matin")]},
]


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


NEWER: list[Json] = [
    {
        "type": "card",
        "title": plain("Atelier Morel"),
        "subtitle": plain("Tours"),
        "body": mrkdwn("*Deux* pièces attendues"),
        "actions": [button("open_card", "Ouvrir", value="c1")],
    },
    {
        "type": "container",
        "title": plain("Détails"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("Caché d’abord")}],
    },
    {
        "type": "data_table",
        "caption": "Échéances",
        "rows": [
            [raw("Mois"), raw("Montant")],
            [raw("Novembre"), {"type": "raw_number", "value": 1234.5, "text": "1 234,50"}],
        ],
    },
    {
        "type": "plan",
        "title": "Bilan",
        "tasks": [
            {"type": "task_card", "task_id": "t1", "title": "Collecter", "status": "complete"},
            {"type": "task_card", "task_id": "t2", "title": "Vérifier", "status": "in_progress"},
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "thumbs",
                "positive_button": {"text": plain("Utile"), "value": "yes"},
                "negative_button": {"text": plain("Inutile"), "value": "no"},
            }
        ],
    },
    {"type": "section", "text": mrkdwn("Reçu <!date^1795420800^{date_num} à {time}|un jour>")},
]


def tell(client: WebClient, channel: str, text: str) -> None:
    client.chat_postMessage(channel=channel, text=text)


@app.command("/essai")
def command(ack: Any, command: Json, client: WebClient) -> None:
    if command["text"] == "lent":
        threading.Event().wait(3.5)
    ack()
    match command["text"]:
        case "galerie":
            client.views_open(trigger_id=command["trigger_id"], view=gallery())
        case "relevé":
            client.chat_postMessage(channel=command["channel_id"], text="Relevé", blocks=MESSAGE)
        case "nouveautés":
            client.chat_postMessage(channel=command["channel_id"], text="Nouveautés", blocks=NEWER)
        case "piège":
            trap = "&lt;img src=x onerror=alert(1)&gt; <javascript:alert(1)|piège> <!date^99999999999999^{date}|jamais>"
            tell(client, command["channel_id"], trap)
        case _:
            client.chat_postEphemeral(
                channel=command["channel_id"], user=command["user_id"], text=f"Commande inconnue. {command['text']}"
            )


@app.options("town")
def towns(ack: Any, payload: Json) -> None:
    found = [town for town in ("Tours", "Toulouse") if town.lower().startswith(payload["value"].lower())]
    ack(option_groups=[{"label": plain("Villes"), "options": [option(town, town.lower(), "France") for town in found]}])


@app.action("deeper")
def go_deeper(ack: Any, body: Json, client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=deeper())


@app.view("gallery")
def submitted(ack: Any, view: Json, body: Json, client: WebClient) -> None:
    values = {block: next(iter(held.values())) for block, held in view["state"]["values"].items()}
    if values["text"]["value"] == "déjà pris":
        ack(response_action="errors", errors={"text": "Ce nom est déjà pris."})
        return
    ack()
    for held in values.values():
        held["files"] = [file["name"] for file in held.get("files") or []]
        held["words"] = json.dumps(held.pop("rich_text_value", None))
    lines = [f"{block} = {shown(held)}" for block, held in values.items()]
    tell(client, body["user"]["id"], "\n".join(lines))


def shown(held: Json) -> str:
    """What one field held, in a word."""
    if held["type"] == "rich_text_input":
        return in_words(json.loads(held["words"]))
    if held["type"] == "file_input":
        return ",".join(held["files"])
    value = next((each for name, each in held.items() if name.startswith("selected_") or name == "value"), None)
    if isinstance(value, list):
        return ",".join(each if isinstance(each, str) else each["value"] for each in value)
    return str(value["value"] if isinstance(value, dict) else value)


def in_words(block: Json | None) -> str:
    """What a rich text field held, its first item told in full."""
    if not block:
        return "vide"
    part = block["elements"][0]
    words = part["elements"][0]["elements"][0] if part["type"] == "rich_text_list" else part["elements"][0]
    return " ".join(
        [
            {"rich_text_list": "liste", "rich_text_section": "texte"}[part["type"]],
            words["text"],
            *(["en gras"] if words.get("style", {}).get("bold") else []),
        ]
    )


@app.action({"block_id": "decide"})
def decided(ack: Any, action: Json, body: Json, client: WebClient) -> None:
    ack()
    chosen = action.get("value") or action["selected_option"]["value"]
    tell(client, body["channel"]["id"], f"Décidé : {action['action_id']} {chosen}")


@app.action("open_card")
@app.action("thumbs")
def newer(ack: Any, action: Json, body: Json, client: WebClient) -> None:
    ack()
    tell(client, body["channel"]["id"], f"Reçu : {action['action_id']} {action['value']}")


@app.action("more")
def more(ack: Any, action: Json, body: Json, client: WebClient) -> None:
    ack()
    tell(client, body["channel"]["id"], f"Choisi : {action['selected_option']['value']}")


@app.shortcut("essai_global")
def global_shortcut(ack: Any, shortcut: Json, client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=shortcut["trigger_id"], view=deeper())


@app.shortcut("essai_message")
def message_shortcut(ack: Any, shortcut: Json, client: WebClient) -> None:
    ack()
    text = f"Rangé : {shortcut['message']['text']}"
    client.chat_postEphemeral(channel=shortcut["channel"]["id"], user=shortcut["user"]["id"], text=text)


@app.event("app_home_opened")
def home(event: Json, client: WebClient) -> None:
    blocks = [
        {"type": "header", "text": plain("Bienvenue")},
        {"type": "actions", "block_id": "start", "elements": [button("deeper_home", "Commencer", style="primary")]},
    ]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


@app.action("deeper_home")
def from_home(ack: Any, body: Json, client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=deeper())


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]  # Bolt types no handler
