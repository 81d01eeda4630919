"""Every desk of the office, and the opening of their doors on the Bolt app."""

from collections.abc import Iterable

from slack_bolt import App

from handlers import guides
from handlers.chase import acts as chase_acts
from handlers.chase import board, calling, confirming, mending
from handlers.clients.desks import CLIENT_DESKS
from handlers.custom_fields import desk as custom_fields
from handlers.desk import Desk
from handlers.digest import desk as digest
from handlers.documents.desks import DOCUMENT_DESKS
from handlers.firm.desks import FIRM_DESKS
from handlers.home import commands as home_commands
from handlers.home import desk as home
from handlers.home import waiting
from handlers.importing import desk as importing
from handlers.incidents import card as incident_card
from handlers.incidents import lists as incident_lists
from handlers.life.desks import LIFE_DESKS
from handlers.mail import acts as mail_acts
from handlers.mail import attach_form, client_mails, health, reply, window_acts
from handlers.nir import desk as nir
from handlers.slack_messages import desk as slack_messages
from handlers.team.desks import TEAM_DESKS


def all_desks() -> tuple[Desk, ...]:
    return (
        *CLIENT_DESKS,
        home.desk,
        home_commands.desk,
        waiting.desk,
        guides.desk,
        digest.desk,
        importing.desk,
        incident_lists.desk,
        incident_card.desk,
        custom_fields.desk,
        nir.desk,
        board.desk,
        confirming.desk,
        chase_acts.desk,
        calling.desk,
        mending.desk,
        window_acts.desk,
        client_mails.desk,
        mail_acts.desk,
        attach_form.desk,
        reply.desk,
        slack_messages.desk,
        health.desk,
        *TEAM_DESKS,
        *FIRM_DESKS,
        *DOCUMENT_DESKS,
        *LIFE_DESKS,
    )


def open_doors(app: App, desks: Iterable[Desk]) -> None:
    """Have each listener called by the app for what its door names."""
    for desk in desks:
        for door in desk.doors:
            opening = getattr(app, door.kind.value)
            opening(door.constraint, matchers=door.matchers)(door.listener)
