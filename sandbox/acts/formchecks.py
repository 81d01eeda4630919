"""What Slack's own screen checks before it submits a form, in the person's language."""

import re
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from sandbox.slack.elements import STATE_KEY, Placed, is_empty, placed_elements
from sandbox.slack.notices import in_language

Json = dict[str, Any]

REQUIRED = {"en": "Please complete this required field.", "fr": "Veuillez remplir ce champ obligatoire."}
EMAIL = {"en": "Please enter a valid email address.", "fr": "Veuillez saisir une adresse e-mail valide."}
ADDRESS = {"en": "Please enter a valid URL.", "fr": "Veuillez saisir une URL valide."}
NUMBER = {"en": "Please enter a number.", "fr": "Veuillez saisir un nombre."}
WHOLE = {"en": "Please enter a whole number.", "fr": "Veuillez saisir un nombre entier."}
TOO_LOW = {"en": "Must be {n} or more.", "fr": "La valeur doit être au moins {n}."}
TOO_HIGH = {"en": "Must be {n} or less.", "fr": "La valeur doit être au plus {n}."}
TOO_SHORT = {"en": "Must be at least {n} characters.", "fr": "{n} caractères au minimum."}
TOO_LONG = {"en": "Must be at most {n} characters.", "fr": "{n} caractères au maximum."}
TOO_MANY = {"en": "Choose at most {n}.", "fr": "{n} choix au maximum."}
TOO_HEAVY = {"en": "{n} is larger than 10 MB.", "fr": "{n} dépasse 10\u00a0Mo."}
FILE_KIND = {"en": "{n} is not an accepted file type.", "fr": "Le type de {n} n’est pas accepté."}

LARGEST_FILE = 10_000_000
EMAIL_FORM = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
ADDRESS_FORM = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def field_errors(blocks: list[Json], values: Json, locale: str) -> dict[str, str]:
    """What is wrong in the input blocks, by block_id; empty when the form may leave."""
    errors: dict[str, str] = {}
    for placed in placed_elements(blocks):
        block_id, action_id = placed.key
        state = values.get(block_id, {}).get(action_id)
        if not placed.is_input or state is None:
            continue
        if is_empty(state):
            if not placed.block.get("optional"):
                errors[block_id] = in_language(REQUIRED, locale)
        elif wrong := _wrong(placed, state[STATE_KEY[state["type"]]]):
            sentences, n = wrong
            errors[block_id] = in_language(sentences, locale).format(n=_figure(n, locale))
    return errors


def _wrong(placed: Placed, held: Any) -> tuple[dict[str, str], Any] | None:
    element = placed.element
    match placed.type:
        case "plain_text_input" | "rich_text_input" if isinstance(held, str):
            if len(held) < element.get("min_length", 0):
                return TOO_SHORT, element["min_length"]
            if len(held) > element.get("max_length", 3000):
                return TOO_LONG, element.get("max_length", 3000)
        case "email_text_input" if not EMAIL_FORM.fullmatch(held):
            return EMAIL, None
        case "url_text_input" if not ADDRESS_FORM.fullmatch(held):
            return ADDRESS, None
        case "number_input":
            return _wrong_number(element, held)
        case "file_input":
            kinds = [kind.lower() for kind in element.get("filetypes", [])]
            for file in held:
                if kinds and PurePath(file["name"]).suffix.lstrip(".").lower() not in kinds:
                    return FILE_KIND, file["name"]
                if file.get("size", 0) > LARGEST_FILE:
                    return TOO_HEAVY, file["name"]
            if len(held) > element.get("max_files", 10):
                return TOO_MANY, element.get("max_files", 10)
        case _ if isinstance(held, list) and len(held) > element.get("max_selected_items", len(held)):
            return TOO_MANY, element["max_selected_items"]
    return None


def _figure(n: Any, locale: str) -> Any:
    """A count as people of that language write it; a name as it is."""
    if not isinstance(n, int):
        return n
    return f"{n:,}".replace(",", "\u202f") if locale.startswith("fr") else f"{n:,}"


def _wrong_number(element: Json, held: str) -> tuple[dict[str, str], Any] | None:
    try:
        number = Decimal(held)
    except InvalidOperation:
        return NUMBER, None
    if not number.is_finite():
        return NUMBER, None
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return WHOLE, None
    if "min_value" in element and number < Decimal(element["min_value"]):
        return TOO_LOW, element["min_value"]
    if "max_value" in element and number > Decimal(element["max_value"]):
        return TOO_HIGH, element["max_value"]
    return None
