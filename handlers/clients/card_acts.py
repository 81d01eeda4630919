"""The ⋮ of the client card: what each person may do from there, in order."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.clients import Client, ClientState
from domain.people import Collaborator, Role
from domain.rights import may_lead, may_see, may_work_on
from handlers import blocks
from handlers.blocks import Element
from handlers.words import Words

MENU = "client.more"


@dataclass(frozen=True, slots=True)
class CardAct:
    """An entry of the menu. `name` is its value, and the action of its own button where it stands alone."""

    name: str
    label: Callable[[Words], str]
    is_for: Callable[[Collaborator, Client], bool]


def _edit(words: Words) -> str:
    return words.gettext("Edit")


def _assign(words: Words) -> str:
    return words.gettext("Assign")


def _history(words: Words) -> str:
    return words.gettext("History")


def _others(words: Words) -> str:
    return words.gettext("Other acts")


def _deactivate(words: Words) -> str:
    return words.gettext("Deactivate")


def _reactivate(words: Words) -> str:
    return words.gettext("Reactivate")


def _leads(who: Collaborator, client: Client) -> bool:
    return may_lead(who, client) and may_work_on(who, client)


def _manages(who: Collaborator, client: Client) -> bool:
    return _leads(who, client) and who.role is not Role.COLLABORATOR


def _may_deactivate(who: Collaborator, client: Client) -> bool:
    return _leads(who, client) and client.state is ClientState.ACTIVE


def _may_reactivate(who: Collaborator, client: Client) -> bool:
    return _leads(who, client) and client.state is ClientState.INACTIVE


CARD_ACTS = (
    CardAct("client.edit", _edit, may_work_on),
    CardAct("client.assign", _assign, _leads),
    CardAct("client.history", _history, may_see),
    CardAct("client.other_acts", _others, _manages),
    CardAct("client.deactivate", _deactivate, _may_deactivate),
    CardAct("client.reactivate", _reactivate, _may_reactivate),
)


def card_menu(client: Client, who: Collaborator, words: Words) -> Element | None:
    """The ⋮, or a button when there is only one thing to do: Slack wants two entries at least."""
    acts = [act for act in CARD_ACTS if act.is_for(who, client)]
    if len(acts) == 1:
        return blocks.button(acts[0].label(words), acts[0].name, f"c{client.id}")
    return blocks.overflow(MENU, [blocks.option(act.label(words), act.name) for act in acts]) if acts else None
