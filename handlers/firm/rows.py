"""A row of the settings: what it is called, its present value, and how it is changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.firm import Firm
from handlers.blocks import Block
from handlers.clients.scene import Surroundings
from handlers.words import Words

Fields = Mapping[str, Any]
EDIT = "settings.edit"


@dataclass(frozen=True, slots=True)
class Row:
    """`title` and `shown` are what the list says.

    A row is changed by a form: `fields` draws it, `read` gives the firm as the form wants it (FormRefused beside the
    fields). Or it `opens` a screen of its own, by that action. `window` is the title of the form, where
    that of the row is too long for one.
    """

    key: str
    title: Callable[[Words], str]
    shown: Callable[[Surroundings], str]
    fields: Callable[[Surroundings], list[Block]] | None = None
    read: Callable[[Firm, Fields], Firm] | None = None
    opens: str = EDIT
    window: Callable[[Words], str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """`act` is what the buttons of its rows say."""

    title: Callable[[Words], str]
    rows: Sequence[Row]
    act: Callable[[Words], str] = lambda words: words.gettext("Edit")
