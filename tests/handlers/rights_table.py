"""Who may use each door of the office, and where its payload carries an id: the rights matrix, door by door.

A door is written as `action client.open`, `action value in client.assign`, `options value at ape`. Each try says who
may, and how the id is sent: in the button's value, an option, what the view carries, a field, or a word typed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from handlers.desk import Door

HOLE = re.compile(r"\{[a-z_]+\}")


class Who(Enum):
    """The relation that opens a door."""

    EVERYONE = auto()  # members of the team, each for what they see
    SEES = auto()  # the client
    LEADS = auto()  # the client
    ADMINISTRATORS = auto()
    MANAGERS = auto()  # and administrators
    MEMBERS = auto()  # of the portfolio, and administrators
    AUTHOR = auto()  # of the draft, of the import
    ASKER = auto()  # the administrator who asked for the export
    OUTSIDERS = auto()  # of this Slack, not in the team
    NOBODY = auto()  # what is named does not belong together


@dataclass(frozen=True)
class Try:
    """One way to use a door. `{client}` and the like stand for the ids of the scene."""

    who: Who
    value: str | None = None
    option: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    block: str | None = None
    text: str | None = None

    @property
    def carries(self) -> bool:
        """Whether something of the firm is named."""
        return bool(self.ids) or (self.text is not None and HOLE.search(self.text) is not None)

    @property
    def ids(self) -> frozenset[str]:
        """What is named otherwise than in words that a person types."""
        parts = (self.value, self.option, self.block, str(dict(self.meta)), str(dict(self.state)))
        return frozenset(hole.strip("{}") for part in parts if part for hole in HOLE.findall(part))


def name_of(door: Door) -> str:
    written = f"{door.kind.value} {door.name}"
    if door.block is not None:
        written += f" at {door.block}"
    return f"{written} in {door.view}" if door.view else written


def everyone(**how: Any) -> Try:
    return Try(Who.EVERYONE, **how)


def sees(**how: Any) -> Try:
    return Try(Who.SEES, **how)


def leads(**how: Any) -> Try:
    return Try(Who.LEADS, **how)


def administrators(**how: Any) -> Try:
    return Try(Who.ADMINISTRATORS, **how)


def author(**how: Any) -> Try:
    return Try(Who.AUTHOR, **how)


def chosen(block: str, action: str, value: str, kind: str = "static_select") -> dict[str, Any]:
    """A field in which that value was chosen."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    held = {"selected_options": [option]} if kind.startswith(("multi", "checkboxes")) else {"selected_option": option}
    return {block: {action: {"type": kind, **held}}}


DRAFT = {"draft": "{draft}"}
OWN_DRAFT = {"draft": "{own_draft}"}
CLIENT = {"client": "c{client}"}
EDITED = {"client": "c{client}", "subject": "company", "version": "1"}
CONTACT = {"client": "c{client}", "contact": "ct{contact}"}
LETTER = {"incident": "e{envelope}"}
DOCUMENT = {"document": "d{document}"}
MAIL = {"mail": "m{message}"}
NEW_ADDRESS = {"email": {"value": {"type": "email_text_input", "value": "claire@morel.example"}}}
CHANNEL = {"channel": {"value": {"type": "conversations_select", "selected_conversation": "C0ARTISANS"}}}
SHEET = {"file": {"value": {"type": "file_input", "files": [{"id": "F0", "name": "clients.xlsx"}]}}}
TEXT = {"kind": "chase1", "language": "fr"}
TEXT_CHOSEN = {"which": {**chosen("which", "which", "last")["which"], **chosen("which", "language", "en")["which"]}}
CADENCE = {
    "days.0": {"value": {"type": "plain_text_input", "value": "2, 5"}},
    "hour.0": {"value": {"type": "timepicker", "selected_time": "10:00"}},
    **chosen("after", "value", "both"),
}
UNPLACED = {"mail": "m{unplaced}"}
HANDED_OVER, OWN_HANDED_OVER = {"message": "{slack_message}"}, {"message": "{own_slack_message}"}
TO_CLIENT = chosen("client", "pick", "c{client}", "external_select")

ROWS: dict[str, tuple[Try, ...]] = {
    # Client files.
    "command /client": (
        everyone(),
        everyone(text="aide"),
        everyone(text="nouveau"),
        sees(text="{name}"),
        sees(text="voir {name}"),
        leads(text="inviter {name}"),
        leads(text="affecter {name}"),
    ),
    "action command.run": (everyone(value="liste"), sees(value="voir {name}"), leads(value="affecter {name}")),
    "action command.search": (sees(value="{name}"),),
    "action client.new": (everyone(),),
    "global_shortcut new_client": (everyone(),),
    "action help": (everyone(),),
    "action client.open": (sees(value="c{client}"),),
    "action client.find": (sees(option="c{client}"),),
    "options client.find": (sees(text="{name}"),),
    "action client.list": (everyone(value="all"),),
    "action registry.complete": (sees(value="c{client}"),),
    "action registry.leave": (sees(value="c{client}"),),
    "action client.assign": (leads(value="c{client}"),),
    "action value in client.assign": (leads(meta=CLIENT),),
    "action select_all in client.assign": (leads(meta=CLIENT),),
    "view_submission client.assign": (leads(meta=CLIENT),),
    "action client.edit": (sees(value="c{client}"), sees(value="c{client}:custom")),
    "action subject in client.edit": (sees(meta=CLIENT, option="services"),),
    "action subject in client.sites": (sees(meta=CLIENT, option="company"),),
    "action value in client.edit": (sees(meta=EDITED),),
    "view_submission client.edit": (sees(meta=EDITED),),
    "options ape in client.edit": (everyone(text="menuiserie"),),
    "options country in client.edit": (everyone(text="alle"),),
    "action site.more in client.sites": (
        sees(meta=CLIENT, block="s00035", option="main"),
        sees(meta=CLIENT, block="s00035", option="remove"),
    ),
    "action site.add in client.sites": (sees(value="c{client}"),),
    "action site.back in client.add_site": (sees(meta=CLIENT),),
    "options site in client.add_site": (sees(meta=CLIENT),),
    "view_submission client.add_site": (sees(meta=CLIENT),),
    "action contact.back in contact.edit": (sees(meta=CLIENT),),
    "action contact.back in contact.remove": (sees(meta=CLIENT),),
    "action value in contact.edit": (everyone(),),
    "view_submission contact.edit": (sees(meta=CONTACT),),
    "view_submission contact.remove": (sees(meta=CONTACT),),
    "action client.notes": (sees(value="c{client}"),),
    "action note.add in client.notes": (sees(value="c{client}"),),
    "action note.back in note.form": (sees(meta=CLIENT),),
    "action note.more in client.notes": (sees(meta=CLIENT, block="n{note}", option="pin"),),
    "action note.pin in client.notes": (
        sees(meta=CLIENT, block="n{note}"),
        Try(Who.NOBODY, meta={"client": "c{open_client}"}, block="n{note}"),
    ),
    "view_submission note.form": (sees(meta=CLIENT),),
    "action merger.undo": (administrators(value="g{merger}"),),
    "action nir.show": (sees(value="c{client}"),),
    "action nir.show_draft in new_client.company": (author(meta=DRAFT),),
    "action nir.open": (administrators(),),
    "action nir.off in nir.settings": (administrators(),),
    "view_submission nir.settings": (administrators(),),
    "action custom_fields.open": (administrators(),),
    "action custom_fields.add in custom_fields.list": (administrators(),),
    "action custom_fields.more in custom_fields.list": (
        administrators(block="f{field}", option="edit"),
        administrators(block="f{field}", option="remove"),
    ),
    "action custom_fields.restore in custom_fields.list": (administrators(value="f{gone_field}"),),
    "action value in custom_fields.form": (administrators(meta={"field": "f{field}"}),),
    "view_submission custom_fields.form": (administrators(meta={"field": "f{field}"}),),
    "action client.contacts": (sees(value="c{client}"),),
    "action contact.more in client.contacts": (
        sees(meta=CLIENT, block="ct{contact}", option="default"),
        sees(meta=CLIENT, block="ct{contact}", option="edit"),
        sees(meta=CLIENT, block="ct{contact}", option="remove"),
        Try(Who.NOBODY, meta={"client": "c{open_client}"}, block="ct{contact}", option="default"),
    ),
    "action contact.add in client.contacts": (sees(value="c{client}"),),
    "action value in contact.add": (everyone(),),
    "action contact.back in contact.add": (sees(meta=CLIENT),),
    "view_submission contact.add": (sees(meta=CLIENT),),
    "action client.invite": (leads(value="c{client}"),),
    "view_submission client.invite": (leads(meta=CLIENT),),
    "action client.ready": (leads(value="c{client}"),),
    "action client.more in client.card": (
        sees(meta=CLIENT, option="client.history"),
        sees(meta=CLIENT, option="client.edit"),
        leads(meta=CLIENT, option="client.assign"),
        leads(meta=CLIENT, option="client.deactivate"),
        leads(meta=CLIENT, option="client.reactivate"),
        leads(meta=CLIENT, option="client.other_acts"),
    ),
    # The life of a client file.
    "view_submission client.deactivate": (leads(meta=CLIENT),),
    "action client.reactivate": (leads(value="c{client}"),),
    "view_submission client.reactivate": (leads(meta=CLIENT),),
    "action client.other_acts": (leads(value="c{client}"),),
    "action client.merge in client.other_acts": (leads(value="c{client}"),),
    "options pick in client.merge": (sees(text="{name}"),),
    "action pick in client.merge": (leads(meta=CLIENT),),
    "action value in client.merge": (leads(meta=CLIENT),),
    "view_submission client.merge": (leads(meta=CLIENT),),
    "action client.terminate in client.other_acts": (administrators(value="c{client}"),),
    "view_submission client.terminate": (administrators(meta=CLIENT, state=chosen("reason", "value", "ended")),),
    "action client.restore": (administrators(value="c{client}"),),
    "action client.erase": (administrators(value="c{client}"),),
    "view_submission client.erase": (administrators(meta=CLIENT),),
    "action client.export": (administrators(value="c{client}"),),
    "action export.open": (Try(Who.ASKER, value="x{export}"),),
    "action export.page": (everyone(),),
    "action document.page": (everyone(),),
    "action client.history": (sees(value="c{client}"),),
    "action page.next in client.history": (sees(value="1", meta=CLIENT),),
    "action page.previous in client.history": (sees(value="1", meta=CLIENT),),
    # Documents.
    "action client.documents": (sees(value="c{client}"),),
    "action kind in client.documents": (sees(meta=CLIENT),),
    "action page.next in client.documents": (sees(value="1", meta=CLIENT),),
    "action page.previous in client.documents": (sees(value="1", meta=CLIENT),),
    "action request.end in client.documents": (
        sees(meta=CLIENT, block="rq{request}", option="received"),
        Try(Who.NOBODY, meta={"client": "c{open_client}"}, block="rq{request}", option="received"),
    ),
    "action request.new": (sees(value="c{client}"),),
    "action request.add in request.new": (sees(meta=CLIENT),),
    "view_submission request.new": (sees(meta=CLIENT),),
    "action document.redo": (sees(value="d{document}"),),
    "action value in document.redo": (sees(meta=DOCUMENT, state=chosen("reason", "value", "other")),),
    "view_submission document.redo": (sees(meta=DOCUMENT, state=chosen("reason", "value", "other")),),
    # Lists: each sees what is in sight.
    "action page.next in client.list": (everyone(value="2"),),
    "action page.previous in client.list": (everyone(value="1"),),
    "action state in client.list": (everyone(),),
    "action scope in client.list": (everyone(),),
    "action portfolio in client.list": (everyone(),),
    # The wizard: its draft is its author's alone.
    "view_submission new_client.company": (author(meta=DRAFT),),
    "view_submission new_client.assignment": (author(meta=DRAFT),),
    "view_submission new_client.contact": (author(meta=DRAFT),),
    "view_submission new_client.summary": (author(meta=DRAFT),),
    "view_submission new_client.site": (author(meta=DRAFT, state=chosen("site", "value", "s00027")),),
    "view_submission new_client.by_hand": (author(meta=DRAFT),),
    "action value in new_client.company": (author(meta=DRAFT),),
    "action value in new_client.assignment": (author(meta=DRAFT),),
    "action value in new_client.contact": (author(meta=DRAFT),),
    "action value in new_client.by_hand": (author(meta=DRAFT),),
    "action back in new_client.assignment": (author(meta=DRAFT),),
    "action back in new_client.contact": (author(meta=DRAFT),),
    "action back in new_client.summary": (author(meta=DRAFT),),
    "action edit_company in new_client.summary": (author(meta=DRAFT),),
    "action edit_assignment in new_client.summary": (author(meta=DRAFT),),
    "action edit_contacts in new_client.summary": (author(meta=DRAFT),),
    "action select_all in new_client.assignment": (author(meta=DRAFT),),
    "action add_director in new_client.contact": (author(meta=DRAFT),),
    "action person_more in new_client.contact": (author(meta=DRAFT, option="remove:0"),),
    "action pick in new_client.company": (
        author(meta=DRAFT, option="by_hand:x"),
        sees(meta=OWN_DRAFT, option="open:c{client}"),
    ),
    "action company_more in new_client.company": (author(meta=DRAFT, option="edit"),),
    "action company_edit in new_client.company": (author(meta=DRAFT),),
    "action by_hand in new_client.company": (author(meta=DRAFT),),
    "action preview_invitation in new_client.summary": (author(meta=DRAFT),),
    "view_closed new_client.company": (author(meta=DRAFT),),
    "view_closed new_client.assignment": (author(meta=DRAFT),),
    "view_closed new_client.contact": (author(meta=DRAFT),),
    "view_closed new_client.summary": (author(meta=DRAFT),),
    "action draft.resume": (author(value="{draft}"),),
    "action draft.drop": (author(value="{draft}"),),
    "action ask_admin": (author(value="followed:{draft}", meta=DRAFT),),
    "options pick in new_client.company": (sees(meta=OWN_DRAFT, text="{name}"),),
    "options value at ape": (everyone(text="menuiserie"),),
    "options value at country": (everyone(text="alle"),),
    "action list.columns in client.list": (everyone(),),
    "view_submission list.columns": (everyone(state=chosen("columns", "value", "town", "multi_static_select")),),
    "action list.export in client.list": (everyone(),),
    "view_submission list.export": (everyone(state=chosen("identity", "value", "code", "checkboxes")),),
    # Home.
    "event app_home_opened": (everyone(),),
    "command /courrier": (everyone(),),
    "command /invitations": (everyone(),),
    "action home.more.mail": (everyone(),),
    "action home.more.assigned": (everyone(),),
    "action page.next in home.assigned": (everyone(value="2"),),
    "action page.previous in home.assigned": (everyone(value="1"),),
    "action home.more.invitations": (everyone(),),
    "action import.open": (everyone(),),
    "action import.template": (everyone(),),
    "view_submission import": (everyone(state=SHEET),),
    "action import.confirm": (author(value="im{imported}"),),
    "action import.look_up": (author(value="im{imported}"),),
    "action import.drop": (author(value="im{imported}"),),
    "action home.more.to_invite": (everyone(value="to_invite"),),
    "action home.more.incomplete": (everyone(value="incomplete"),),
    "action page.next in home.mail": (everyone(value="2"),),
    "action page.previous in home.mail": (everyone(value="1"),),
    "action filter in invitation.board": (everyone(),),
    "action scope in invitation.board": (everyone(),),
    "action page.next in invitation.board": (everyone(value="2"),),
    "action page.previous in invitation.board": (everyone(value="1"),),
    "action to_invite in invitation.board": (everyone(),),
    "action ready in invitation.board": (everyone(),),
    "action invitation.more in invitation.board": (
        sees(option="open:i{invitation}"),
        sees(option="open:c{client}"),
        *(
            leads(option=f"{act}:i{{invitation}}")
            for act in (
                "chase",
                "pause",
                "resume",
                "resend",
                "again",
                "revoke",
                "give_up",
                "last_message",
                "called",
                "fix",
            )
        ),
        leads(option="invite:c{client}"),
        leads(option="ready:c{client}"),
    ),
    "action invitation.ready in invitation.board": (
        leads(state=chosen("ready", "ready", "c{client}", "multi_static_select")),
    ),
    "view_submission invitation.ready": (leads(meta={"clients": "c{client}"}),),
    "view_submission invitation.confirm": tuple(
        leads(meta={"invitation": "i{invitation}", "act": act}) for act in ("pause", "revoke", "give_up", "chase")
    ),
    "action setup.hide": (everyone(),),
    "action help.guides": (everyone(),),
    "action guide.open": (everyone(),),
    # Incidents.
    "action home.more.incidents": (everyone(),),
    "action page.next in incident.list": (everyone(value="2"),),
    "action page.previous in incident.list": (everyone(value="1"),),
    "action state in incident.list": (everyone(),),
    "action scope in incident.list": (everyone(),),
    "action kind in incident.list": (everyone(),),
    "options incident.find": (sees(text="{writer}"),),
    "action incident.find": (sees(option="m{message}"), sees(option="i{invitation}")),
    "action incident.open": (sees(value="m{message}"), sees(value="i{invitation}")),
    "action mail.handled in incident.card": (sees(value="m{message}", meta={"incident": "m{message}"}),),
    "action mail.reopen in incident.card": (sees(value="m{message}", meta={"incident": "m{message}"}),),
    "action mail.attach_to in incident.card": (sees(value="m{unplaced}:c{client}", meta={"incident": "m{unplaced}"}),),
    # The invitation's text, and those of the other letters.
    "action settings.texts": (administrators(),),
    "action which in settings.text": (administrators(meta=TEXT, state=TEXT_CHOSEN),),
    "action language in settings.text": (administrators(meta=TEXT, state=TEXT_CHOSEN),),
    "action preview in settings.text": (administrators(meta=TEXT),),
    "action send_test in settings.text": (administrators(meta=TEXT),),
    "action reset in settings.text": (administrators(meta=TEXT),),
    "view_submission settings.text": (administrators(meta=TEXT),),
    "action setup.texts": (administrators(),),
    "action sample in setup.read": (administrators(),),
    "action language in setup.read": (administrators(),),
    "action sample in setup.review": (administrators(),),
    "action language in setup.review": (administrators(),),
    "action send_test in setup.read": (administrators(),),
    "action send_test in setup.review": (administrators(),),
    "view_submission setup.review": (administrators(),),
    # Invitations and chases.
    "action chase.now": (leads(value="i{invitation}"),),
    "action chase.pause": (leads(value="i{invitation}"),),
    "action chase.resume": (leads(value="i{invitation}"),),
    "action invitation.called": (leads(value="i{invitation}"),),
    "view_submission invitation.call": (
        leads(meta={"invitation": "i{invitation}"}, state=chosen("outcome", "value", "will_open", "radio_buttons")),
    ),
    "action invitation.give_up": (leads(value="i{invitation}"),),
    "action invitation.last_message": (leads(value="i{invitation}"),),
    "action invitation.restart": (leads(value="i{invitation}"),),
    "action invitation.more": (sees(option="open:i{invitation}"), leads(option="revoke:i{invitation}")),
    "action contact.fix_email": (leads(value="ct{contact}"),),
    "action value in contact.fix_email": (everyone(),),
    "view_submission contact.fix_email": (leads(meta={"contact": "ct{contact}"}, state=NEW_ADDRESS),),
    "action doubt.arrived": (leads(value="e{envelope}"),),
    "action doubt.resend": (leads(value="e{envelope}"),),
    "action doubt.give_up": (leads(value="e{envelope}"),),
    "action doubt.arrived in incident.card": (leads(value="e{envelope}", meta=LETTER),),
    "action doubt.resend in incident.card": (leads(value="e{envelope}", meta=LETTER),),
    "action doubt.give_up in incident.card": (leads(value="e{envelope}", meta=LETTER),),
    # Mails.
    "action mail.handled in mail.read": (sees(value="m{message}", meta={"mail": "m{message}"}),),
    "action mail.reopen in mail.read": (sees(value="m{message}", meta={"mail": "m{message}"}),),
    "action mail.attach_to in mail.read": (sees(value="m{unplaced}:c{client}", meta={"mail": "m{unplaced}"}),),
    "action mail.more in mail.read": tuple(
        sees(option=f"{act}:m{{message}}", meta={"mail": "m{message}"})
        for act in ("open", "attach", "assign", "ignore")
    ),
    "action mail.handled": (sees(value="m{message}"),),
    "action mail.reopen": (sees(value="m{message}"),),
    "action mail.attach": (sees(value="m{message}"),),
    "action mail.attach_to": (
        sees(value="m{message}:c{open_client}"),
        sees(value="m{unplaced}:c{client}"),
    ),
    "action mail.open": (sees(value="m{message}"),),
    "action mail.read": (sees(value="m{message}"),),
    "action client.mails": (sees(value="c{client}"),),
    "action page.previous in client.mails": (sees(value="1", meta=CLIENT),),
    "action page.next in client.mails": (sees(value="2", meta=CLIENT),),
    "action document.open": (sees(value="d{document}"),),
    "action mail.add_contact": (sees(value="m{message}"),),
    "action mail.call": (sees(value="m{message}"),),
    "action mail.create_client": (sees(value="m{message}"),),
    "action mail.more": tuple(
        sees(option=f"{act}:m{{message}}") for act in ("read", "open", "attach", "assign", "ignore")
    ),
    "options pick in mail.attach": (sees(text="{name}"),),
    "view_submission mail.attach": (
        sees(meta=MAIL, state=chosen("client", "pick", "c{open_client}", "external_select")),
        sees(meta=UNPLACED, state=chosen("client", "pick", "c{client}", "external_select")),
    ),
    "action mail.reply": (sees(value="m{message}"),),
    "view_submission mail.reply": (sees(meta=MAIL),),
    # Messages of Slack.
    "message_shortcut attach_message": (everyone(text="Bonjour"),),
    "options pick in slack_message.attach": (sees(text="{name}"),),
    "view_submission slack_message.attach": (
        author(meta=HANDED_OVER, state=TO_CLIENT),
        sees(meta=OWN_HANDED_OVER, state=TO_CLIENT),
    ),
    "action mailbox.retry": (administrators(value="b{mailbox}"),),
    "action mailbox.retry in incident.card": (administrators(value="b{mailbox}", meta={"incident": "b{mailbox}"}),),
    # The team.
    "event user_change": (everyone(),),
    "command /portefeuille": (everyone(), everyone(text="aide"), administrators(text="nouveau")),
    "action firm.users": (administrators(),),
    "action page.next in firm.users": (administrators(value="1"),),
    "action page.previous in firm.users": (administrators(value="1"),),
    "options find in firm.users": (administrators(text="thomas"),),
    "action find in firm.users": (administrators(option="u{person}"),),
    "action user.add": (administrators(),),
    "action user.more in firm.users": tuple(
        administrators(option=f"{act}:u{{person}}") for act in ("edit", "clients", "hand_over", "deactivate")
    ),
    "view_submission user.form": (
        administrators(meta={"user": "u{person}"}, state=chosen("role", "value", "manager", "radio_buttons")),
    ),
    "view_submission user.leaving": (administrators(meta={"user": "u{person}"}),),
    "action user.hand_over": (administrators(value="u{person}"),),
    "action firm.portfolios": (everyone(),),
    "action page.next in firm.portfolios": (everyone(value="1"),),
    "action page.previous in firm.portfolios": (everyone(value="1"),),
    "action portfolio.new": (administrators(),),
    "action portfolio.clients": (Try(Who.MEMBERS, value="p{portfolio}"),),
    "action portfolio.more in firm.portfolios": tuple(
        administrators(option=f"{act}:p{{portfolio}}") for act in ("edit", "clients", "move", "delete")
    ),
    "view_submission portfolio.delete": (administrators(meta={"portfolio": "p{portfolio}"}),),
    "action portfolio.move": (administrators(value="p{portfolio}"),),
    "options value at clients in portfolio.form": (administrators(text="{name}"),),
    "action value in portfolio.form": (administrators(meta={"portfolio": "p{portfolio}"}),),
    "view_submission portfolio.form": (administrators(meta={"portfolio": "p{portfolio}"}),),
    "action value in portfolio.moving": (administrators(meta={"portfolio": "p{portfolio}"}),),
    "view_submission portfolio.moving": (administrators(meta={"portfolio": "p{portfolio}"}),),
    "action right.ask": (everyone(value="firm.settings"), sees(value="client.invite:c{client}")),
    "action access.ask": (Try(Who.OUTSIDERS),),
    # The firm.
    "command /cabinet": (
        administrators(),
        administrators(text="utilisateurs"),
        administrators(text="canaux"),
        administrators(text="historique"),
        everyone(text="portefeuilles"),
        everyone(text="digest"),
        everyone(text="aide"),
    ),
    "action firm.settings": (administrators(),),
    "action firm.history": (administrators(),),
    "action subject in firm.history": (administrators(),),
    "action page.next in firm.history": (administrators(value="2"),),
    "action page.previous in firm.history": (administrators(value="1"),),
    "action settings.edit in settings.list": (administrators(value="retention"),),
    "view_submission settings.form": (administrators(meta={"row": "retention"}),),
    "action settings.logo": (administrators(),),
    "view_submission settings.logo": (administrators(),),
    "action settings.mailboxes": (administrators(),),
    "action page.previous in settings.mailboxes": (administrators(value="1"),),
    "action page.next in settings.mailboxes": (administrators(value="2"),),
    "action sender.hear in settings.mailboxes": (administrators(value="{ignored}"),),
    "action settings.cadence": (administrators(),),
    "action value in settings.cadence": (administrators(),),
    "action settings.cadence.reset in settings.cadence": (administrators(),),
    "view_submission settings.cadence": (administrators(state=CADENCE),),
    "action digest.settings": (everyone(),),
    "action digest.stop": (everyone(),),
    "view_submission digest.form": (everyone(state=chosen("digest", "value", "off", "radio_buttons")),),
    "action firm.channels": (administrators(),),
    "action page.next in settings.channels": (administrators(value="1"),),
    "action page.previous in settings.channels": (administrators(value="1"),),
    "action channel.pick in settings.channels": (
        administrators(value="p{portfolio}"),
        administrators(value="c{client}"),
    ),
    "action channel.add in settings.channels": (administrators(),),
    "action channel.more in settings.channels": tuple(
        administrators(option=f"{act}:{key}") for act in ("change", "remove") for key in ("p{portfolio}", "c{client}")
    ),
    "options value at client in channel.form": (administrators(text="{name}"),),
    "view_submission channel.form": (
        administrators(meta={"of": "p{portfolio}"}, state=CHANNEL),
        administrators(meta={"of": "c{client}"}, state=CHANNEL),
    ),
    "action channel.clients in settings.channels": (administrators(value="p{portfolio}"),),
    "action channel.grant in settings.channels": (administrators(value="p{portfolio}"),),
}
