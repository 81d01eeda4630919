"""A member of the team, added from Slack's directory or edited: role and portfolios."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError

from domain.about import About
from domain.acts import Act
from domain.office import Office
from domain.people import Collaborator, Role
from domain.refusals import FormRefused, Missing, NotFound, Refusal
from domain.reserved import Reserved
from domain.team import AlreadyInTeam, NotOfTheFirm, appointed
from handlers import blocks
from handlers.blocks import OPTIONS_AT_MOST, Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, named, page_shown, redraw_beneath, typed
from handlers.post import post
from handlers.team.accounts import email_of, language_of, outsider, real_name
from handlers.team.history import note_team
from handlers.team.labels import own_role_note, role_note, team_role_label
from handlers.team.user_list import member_of, users_view
from handlers.who_can import administering
from handlers.words import Words, words_for

desk = Desk()

CALLBACK = "user.form"

Json = Mapping[str, Any]


def user_form(
    here: Surroundings, person: Collaborator | None = None, page: int = 1, slack_id: str | None = None
) -> View:
    """The form of that member; without one, of a newcomer, proposed by Slack id when they asked to join."""
    words = here.words
    head: list[Block]
    if person is not None:
        head = [blocks.context(f"*{escape(person.name)}*")]
        carried: dict[str, object] = {"page": page, "user": f"u{person.id}"}
        title, submit = words.gettext("Edit"), words.gettext("Save")
    else:
        hint = words.gettext("A full member of your Slack: no guest, no app, nobody from outside.")
        head = [blocks.input_("person", words.gettext("Person"), blocks.users_select("value", slack_id), hint=hint)]
        carried = {"page": page}
        title, submit = words.gettext("Add a collaborator"), words.gettext("Add")
    roles = [blocks.option(team_role_label(role, words), role.value, role_note(role, words)) for role in Role]
    role = person.role if person else Role.COLLABORATOR
    fields = [
        *head,
        blocks.input_("role", words.gettext("Role"), blocks.radio_buttons("value", roles, initial=role.value)),
        *_portfolios(here, person),
    ]
    return blocks.modal(CALLBACK, title, fields, close=words.gettext("Back"), submit=submit, metadata=carried)


def _portfolios(here: Surroundings, person: Collaborator | None) -> list[Block]:
    words = here.words
    options = [blocks.option(p.name, f"p{p.id}") for p in here.portfolios[:OPTIONS_AT_MOST]]
    if not options:
        return [blocks.context(words.gettext("Portfolios group your client files and settle who sees them."))]
    theirs = [f"p{portfolio_id}" for portfolio_id in (person.portfolios if person else ())]
    chosen = blocks.multi_select("value", options, initial=theirs)
    return [blocks.input_("portfolios", words.gettext("Portfolios"), chosen, optional=True)]


@desk.view(CALLBACK)
def keep_user(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The newcomer is a member and welcomed; or the member has another role, other portfolios."""
    carried, fields, now = metadata(view), typed(view), office.now()
    account = None if "user" in carried else _account(context, fields.get("person"))
    with office.records() as records:
        administering(records, who, Reserved.FIRM_USERS)
        here = Surroundings(records, who, words, now)
        role, portfolios = _read_role(fields), _read_portfolios(here, fields)
        if first_time(records, body, now):
            if account is not None:
                _join(here, account, role, portfolios)
            else:
                _appoint(here, member_of(records, carried["user"]), role, portfolios)
        beneath = users_view(here, page_shown(view))
    redraw_beneath(context, view, beneath)
    return ack()


def _account(context: BoltContext, slack_id: object) -> Json:
    """What Slack says of the person who was picked. FormRefused beside `person`."""
    if not slack_id:
        raise FormRefused({"person": Missing()})
    try:
        account: Json = context.client.users_info(user=str(slack_id), include_locale=True)["user"]
    except SlackApiError as error:
        if error.response.get("error") not in ("user_not_found", "users_not_found", "user_not_visible"):
            raise
        raise FormRefused({"person": NotFound("person")}) from error
    return account


def _read_role(fields: Mapping[str, Any]) -> Role:
    try:
        return Role(str(fields.get("role")))
    except ValueError as error:
        raise NotFound("choice") from error


def _read_portfolios(here: Surroundings, fields: Mapping[str, Any]) -> frozenset[int] | None:
    """Those chosen, each of them one of the firm's; None when none was offered."""
    if "portfolios" not in fields:
        return None
    offered = {portfolio.id for portfolio in here.portfolios}
    chosen = frozenset(named(value, "p", "portfolio") for value in fields["portfolios"] or ())
    if not chosen <= offered:
        raise NotFound("portfolio")
    return chosen


def _join(here: Surroundings, account: Json, role: Role, portfolios: frozenset[int] | None) -> None:
    """The person of that Slack account is in the team, or again. FormRefused beside `person`."""
    records = here.records
    kind = outsider(account, records.firm.slack_team)
    if kind is not None:
        raise FormRefused({"person": NotOfTheFirm(kind)})
    known = records.people.of_slack(account["id"])
    if known is not None and known.active:
        raise FormRefused({"person": AlreadyInTeam(known.name)})
    name, email, language = real_name(account), email_of(account), language_of(account)
    newcomer = known or records.people.add(account["id"], name, email, role, language)
    newcomer = replace(
        newcomer,
        name=name,
        email=email,
        language=language,
        role=role,
        active=True,
        portfolios=portfolios or frozenset(),
    )
    records.people.keep(newcomer)
    act = Act.COLLABORATOR_RETURNED if known else Act.COLLABORATOR_NAMED
    note_team(records, here.now, act, newcomer.id, here.who, after=written(newcomer))
    _welcome(here, newcomer)


def _appoint(here: Surroundings, member: Collaborator, role: Role, chosen: frozenset[int] | None) -> None:
    """Another role, other portfolios. FormRefused beside `role` for the last administrator."""
    records = here.records
    administrators = records.people.administrators(held=True)
    offered = {portfolio.id for portfolio in here.portfolios[:OPTIONS_AT_MOST]}
    portfolios = member.portfolios if chosen is None else chosen | (member.portfolios - offered)
    try:
        after = appointed(member, role, portfolios, administrators)
    except Refusal as refusal:
        raise FormRefused({"role": refusal}) from refusal
    if after == member:
        return
    records.people.keep(after)
    note_team(records, here.now, Act.COLLABORATOR_CHANGED, member.id, here.who, written(member), written(after))


def written(member: Collaborator) -> dict[str, object]:
    """What history keeps of a member's rights."""
    return {"role": member.role.value, "portfolios": sorted(member.portfolios)}


def _welcome(here: Surroundings, newcomer: Collaborator) -> None:
    words = words_for(newcomer.language)
    sentence = words.gettext("{name} adds you to the team of {firm}.")
    firm = here.records.firm.name
    text = sentence.format(name=here.who.name, firm=firm)
    shown = sentence.format(name=escape(here.who.name), firm=escape(firm))
    role = f"{team_role_label(newcomer.role, words)} · {own_role_note(newcomer.role, words)}"
    post(
        here.records,
        here.now,
        newcomer.slack_id,
        text,
        [
            blocks.section(f"*{shown}*\n{role}"),
            blocks.actions(
                blocks.button(words.gettext("My clients"), "client.list", "mine", primary=True),
                blocks.button(words.gettext("Help"), "help"),
                block_id="welcome",
            ),
        ],
        about=(About.COLLABORATOR, newcomer.id),
    )
