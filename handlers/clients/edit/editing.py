"""What every subject of « Modifier le dossier » is drawn and saved from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.acts import Act
from domain.clients import Client
from domain.editing import NewerValue, Value, Values
from domain.history import HistoryLine
from domain.registry import RegistryCompany
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.scene import Surroundings
from handlers.words import Words

CALLBACK = "client.edit"


@dataclass(frozen=True)
class Editing(Surroundings):
    """One client being edited. `registry` is the line of a number just typed; `warned` are the warnings insisted on."""

    client: Client
    registry: RegistryCompany | None = None
    warned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """The client as it will be, the values of the firm's own fields where those are edited, and a number typed anew.

    `masked` once a social security number was found where none may be.
    """

    client: Client
    custom: Mapping[int, str] | None = None
    nir: str | None = field(default=None, repr=False)
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A screen: its name in the list, what its fields hold of a client, its blocks, and what it makes of what is typed.

    `change` raises FormRefused; `decisions` are the ticks that it may ask for in a second turn.
    """

    name: str
    label: Callable[[Words], str]
    values: Callable[[Editing], Values]
    blocks: Callable[[Editing, Values], list[Block]]
    change: Callable[[Editing, Values], Change]
    decisions: frozenset[str] = frozenset()


def text_of(values: Values, name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def ticked_in(values: Values, name: str) -> tuple[str, ...]:
    value = values.get(name, ())
    return value if isinstance(value, tuple) else ()


def plain_values(fields: Mapping[str, Any]) -> Values:
    """The fields of a view as plain values: a list becomes a sorted tuple, and nothing an empty text."""
    return {
        name: tuple(sorted(map(str, value))) if isinstance(value, list) else str(value or "")
        for name, value in fields.items()
    }


def differing(before: Values, after: Values) -> list[str]:
    """The names of the fields that hold something else than before."""
    return [name for name in after if after[name] != before.get(name)]


def note_difference(here: Editing, act: Act, before: Values, after: Values, names: Sequence[str]) -> None:
    """One line of history: what each of those fields held, and what it holds."""
    here.records.note(
        HistoryLine.by_person(
            here.who,
            act,
            here.now,
            client_id=here.client.id,
            before={name: _written(before.get(name, "")) for name in names},
            after={name: _written(after[name]) for name in names},
        )
    )


def _written(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def drawn_afresh(
    body: list[Block], mark: int, newer: Mapping[str, NewerValue], now: Values, here: Editing
) -> list[Block]:
    """The fields under that mark, so that Slack forgets what stood in them; a newer value is told in the hint."""
    marked = []
    for block in body:
        name = str(block.get("block_id") or "")
        changed = dict(block)
        if name:
            changed["block_id"] = f"{name}.{mark}"
        if name in newer and block["type"] == "input":
            changed["hint"] = blocks.plain(_told(block, newer[name], now.get(name, ""), here), 2000)
        marked.append(changed)
    return marked


def _told(block: Block, newer: NewerValue, value: object, here: Editing) -> str:
    words = here.words
    shown = _displayed(block, value) or words.gettext("nothing")
    again = words.gettext("Save again to keep yours.")
    if newer.at is None:
        return f"{words.gettext('It is now ‘{value}’.').format(value=shown)} {again}"
    sentence = words.gettext("{name} set it to ‘{value}’ at {hour}.").format(
        name=newer.by or words.gettext("Somebody"), value=shown, hour=words.hour(newer.at, here.records.firm.zone)
    )
    return f"{sentence} {again}"


def _displayed(block: Block, value: object) -> str:
    """The value as its list shows it."""
    options = block["element"].get("options", ())
    labels = {option["value"]: option["text"]["text"] for option in options}
    if isinstance(value, tuple):
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(str(value), value))
