"""What a refusal offers: to join the team, or to ask an administrator, who gets the same button."""

from datetime import timedelta
from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from domain.books import Records
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotAMember, NotFound, Refusal, RoleTooLow
from domain.team import NotOfTheFirm
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.desk import Desk, Payload, is_modal, redraw
from handlers.post import post
from handlers.team.accounts import language_of, outsider, real_name
from handlers.words import Words, words_for

desk = Desk()

ASK_TO_JOIN = "access.ask"
A_DAY = timedelta(days=1)
# The acts that an administrator can do instead, each by the action that opens it.
ACTS = ("firm.users", "firm.portfolios", "firm.settings")


def offers(refusal: Refusal, words: Words) -> list[Block]:
    """The buttons under the sentence of that refusal."""
    match refusal:
        case NotAMember(administrators=names) if names:
            return [blocks.actions(blocks.button(words.gettext("Ask for access"), ASK_TO_JOIN, primary=True))]
        case RoleTooLow(act=act) if act in ACTS:
            ask = blocks.button(words.gettext("Ask an administrator"), "right.ask", act, primary=True)
            return [blocks.actions(ask)]
        case _:
            return []


@desk.action("right.ask")
def ask_administrators(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words, respond: Respond
) -> None:
    """« Demander à un administrateur »: once a day for each thing, they get a message with the same button."""
    act, now = str(body["actions"][0].get("value")), office.now()
    if act not in ACTS:
        raise NotFound("choice")
    with office.records() as records:
        if records.limits.take(f"asked:{act}:{who.id}", 1, A_DAY, now):
            for person in records.people.administrators():
                theirs = words_for(person.language)
                sentence, label = _asked(act, theirs)
                _tell(records, office, person, sentence, who.name, blocks.button(label, act, primary=True))
    ack()
    _answer(context, body, respond, words)


def _asked(act: str, words: Words) -> tuple[str, str]:
    """What is asked, and the label of the button that opens it."""
    return {
        "firm.users": (words.gettext("{name} asks for a change in the team."), words.gettext("Users")),
        "firm.portfolios": (words.gettext("{name} asks for a change in the portfolios."), words.gettext("Portfolios")),
        "firm.settings": (words.gettext("{name} asks for a change in the settings."), words.gettext("Settings")),
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
    records: Records, office: Office, person: Collaborator, sentence: str, name: str, opening: blocks.Element
) -> None:
    post(
        records,
        office.now(),
        person.slack_id,
        sentence.format(name=name),
        [
            blocks.section(f"*{sentence.format(name=escape(name))}*"),
            blocks.actions(opening, block_id="next"),
        ],
        about=("collaborator", person.id),
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
