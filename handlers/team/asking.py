"""What a refusal offers: to join the team, or to ask an administrator, who gets the same button."""

from datetime import timedelta
from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotAMember, NotFound, Refusal, RoleTooLow
from domain.reserved import Reserved
from domain.team import NotOfTheFirm
from handlers import blocks
from handlers.blocks import Block, Element, escape
from handlers.desk import Desk, Payload, is_modal, number_of, redraw
from handlers.post import post
from handlers.team.accounts import language_of, outsider, real_name
from handlers.words import Words, words_for

desk = Desk()

ASK_TO_JOIN = "access.ask"
A_DAY = timedelta(days=1)
# The acts that an administrator can do instead, each by the action that opens it.
ACTS = (Reserved.FIRM_USERS, Reserved.FIRM_PORTFOLIOS, Reserved.FIRM_SETTINGS)
# The same of one client: what opens it, or the client itself.
CLIENT_ACTS = {
    Reserved.CLIENT_INVITE: Reserved.CLIENT_INVITE,
    Reserved.CLIENT_ASSIGN: Reserved.CLIENT_ASSIGN,
    Reserved.CLIENT_CHASE: "client.open",
    Reserved.CLIENT_DEACTIVATE: "client.open",
}


def offers(refusal: Refusal, words: Words) -> list[Block]:
    """The buttons under the sentence of that refusal."""
    match refusal:
        case NotAMember(administrators=names) if names:
            return [blocks.actions(blocks.button(words.gettext("Ask for access"), ASK_TO_JOIN, primary=True))]
        case RoleTooLow(act=act) if act in ACTS:
            ask = blocks.button(words.gettext("Ask an administrator"), "right.ask", act, primary=True)
            return [blocks.actions(ask)]
        case RoleTooLow(act=act, client_id=client_id) if client_id is not None and act in CLIENT_ACTS:
            asked = f"{act}:c{client_id}"
            ask = blocks.button(words.gettext("Ask an administrator"), "right.ask", asked, primary=True)
            return [blocks.actions(ask)]
        case _:
            return []


@desk.action("right.ask")
def ask_administrators(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words, respond: Respond
) -> None:
    """« Demander à un administrateur »: once a day for each thing, they get a message with the same button."""
    asked, now = str(body["actions"][0].get("value")), office.now()
    named, _, opaque = asked.partition(":")
    act = next((act for act in (CLIENT_ACTS if opaque else ACTS) if act == named), None)
    if act is None:
        raise NotFound("choice")
    with office.records() as records:
        client = records.clients.visible_to(who, number_of(opaque, "c")) if opaque else None
        if records.limits.take(f"asked:{asked}:{who.id}", 1, A_DAY, now):
            for person in records.people.administrators():
                theirs = words_for(person.language)
                if client is not None:
                    sentence, opening = _asked_of(act, client, theirs)
                else:
                    sentence, label = _asked(act, theirs)
                    opening = blocks.button(label, act, primary=True)
                _tell(records, office, person, sentence, who.name, opening, client.name if client else "")
    ack()
    _answer(context, body, respond, words)


def _asked_of(act: Reserved, client: Client, words: Words) -> tuple[str, Element]:
    """What is asked about that client, and the button that opens it."""
    _ = words.gettext
    sentences = {
        Reserved.CLIENT_INVITE: (
            _("{name} asks for an invitation, client {client}."),
            _("Invite"),
        ),
        Reserved.CLIENT_ASSIGN: (
            _("{name} asks for an assignment, client {client}."),
            _("Assign"),
        ),
        Reserved.CLIENT_CHASE: (
            _("{name} asks for a chase, client {client}."),
            _("Open the client"),
        ),
        Reserved.CLIENT_DEACTIVATE: (
            _("{name} asks for a deactivation, client {client}."),
            _("Open the client"),
        ),
    }
    sentence, label = sentences[act]
    return sentence, blocks.button(label, CLIENT_ACTS[act], f"c{client.id}", primary=True)


def _asked(act: Reserved, words: Words) -> tuple[str, str]:
    """What is asked, and the label of the button that opens it."""
    _ = words.gettext
    return {
        Reserved.FIRM_USERS: (_("{name} asks for a change in the team."), _("Users")),
        Reserved.FIRM_PORTFOLIOS: (
            _("{name} asks for a change in the portfolios."),
            _("Portfolios"),
        ),
        Reserved.FIRM_SETTINGS: (_("{name} asks for a change in the settings."), _("Settings")),
    }[act]


@desk.action(ASK_TO_JOIN)
def ask_to_join(ack: Ack, body: Payload, context: BoltContext, office: Office, respond: Respond) -> None:
    """« Demander l’accès »: somebody of this Slack who is not in the team yet. NotOfTheFirm for guests and programs."""
    account: dict[str, Any] = context.client.users_info(user=body["user"]["id"], include_locale=True)["user"]
    now = office.now()
    with office.records() as records:
        kind = outsider(account, records.firm.slack_team)
        if kind is not None:
            raise NotOfTheFirm(kind)
        known = records.people.of_slack(account["id"])
        if known is not None and known.active:
            raise NotFound("choice")
        if records.limits.take(f"join:{account['id']}", 1, A_DAY, now):
            for person in records.people.administrators():
                theirs = words_for(person.language)
                adding = blocks.button(theirs.gettext("Add a collaborator"), "user.add", account["id"], primary=True)
                sentence = theirs.gettext("{name} asks to join the team.")
                _tell(records, office, person, sentence, real_name(account), adding)
    ack()
    _answer(context, body, respond, words_for(language_of(account)))


def _tell(
    records: Records,
    office: Office,
    person: Collaborator,
    sentence: str,
    name: str,
    opening: Element,
    client: str = "",
) -> None:
    post(
        records,
        office.now(),
        person.slack_id,
        sentence.format(name=name, client=client),
        [
            blocks.section(f"*{sentence.format(name=escape(name), client=escape(client))}*"),
            blocks.actions(opening, block_id="next"),
        ],
        about=(About.COLLABORATOR, person.id),
    )


def _answer(context: BoltContext, body: Payload, respond: Respond, words: Words) -> None:
    """Said where the button was."""
    said = words.gettext("Asked: an administrator will answer you.")
    shown = [blocks.section(said)]
    if body.get("response_url"):
        respond(text=said, blocks=shown, replace_original=True)
    elif is_modal(body):
        redraw(context, body, blocks.modal("note", "Guichet", shown, close=words.gettext("Close")))
    else:
        context.client.views_publish(user_id=body["user"]["id"], view=blocks.home(shown))
