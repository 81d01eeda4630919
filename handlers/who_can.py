"""Acts that are for some only; each refusal names the people who can."""

from domain.books import Records
from domain.clients import Client
from domain.opening import may_open
from domain.people import Collaborator, Role
from domain.refusals import RoleTooLow
from domain.reserved import Reserved
from domain.rights import administrator, led_by, worked_on_by


def led(records: Records, who: Collaborator, client_id: int, act: Reserved) -> Client:
    """The client, for someone who leads it. NotFound; RoleTooLow with its manager and the administrators."""
    client = records.clients.visible_to(who, client_id)
    try:
        return led_by(who, client, act)
    except RoleTooLow as refusal:
        can = [p for p in records.people.active() if p.is_administrator or p.id == client.manager_id]
        raise RoleTooLow(refusal.act, tuple(p.slack_id for p in can), client_id) from refusal


def worked_on(records: Records, who: Collaborator, client_id: int) -> Client:
    """The client, for someone who sees it and may work on it. NotFound, ClientTerminated."""
    return worked_on_by(who, records.clients.visible_to(who, client_id))


def allowed_to_open(records: Records, who: Collaborator) -> None:
    """Nothing when this person may open a client; RoleTooLow with those who can."""
    try:
        may_open(who, records.firm)
    except RoleTooLow as refusal:
        can = [p.slack_id for p in records.people.active() if p.role is not Role.COLLABORATOR]
        raise RoleTooLow(refusal.act, tuple(can[:3])) from refusal


def administering(records: Records, who: Collaborator, act: Reserved) -> None:
    """Nothing for an administrator; RoleTooLow with those who are."""
    try:
        administrator(who, act)
    except RoleTooLow as refusal:
        raise RoleTooLow(act, tuple(person.slack_id for person in records.people.administrators())) from refusal
