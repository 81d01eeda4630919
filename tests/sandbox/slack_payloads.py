"""Small blocks and views that Slack takes, to be spoilt one thing at a time."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Texte") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Texte") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "v", text: str = "Choix", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "b", "text": plain("Presser"), **more}


def buttons(count: int) -> list[Json]:
    return [button(action_id=str(number)) for number in range(count)]


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Champ"), "element": element, **more}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "a", **more}


def confirm(title: str = "Sûr", text: str = "Vraiment", yes: str = "Oui", no: str = "Non", **more: Any) -> Json:
    return {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Titre"), "submit": plain("Envoyer"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def rich_section(*inner: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inner) or [{"type": "text", "text": "Mot"}]}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def rows(count: int, width: int = 1, text: str = "x") -> list[list[Json]]:
    return [[cell(text)] * width] * count
