"""What is asked before an invitation is chased by hand, paused, withdrawn or given up."""

from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.chasing import usual_pause_end
from domain.firm import Firm
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.requests import read_due
from domain.reserved import Reserved
from domain.steps import calendar_at
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.chase.acts import InHand, acts, carry_out, in_hand, pausing, revoking
from handlers.chase.board_view import redraw_board_beneath
from handlers.clients.card import redraw_card_beneath
from handlers.desk import Desk, Payload, metadata, show, typed
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

CALLBACK = "invitation.confirm"
ASKED_FIRST = ("chase", "pause", "revoke", "give_up")


def confirm_view(taken: InHand, act: str, firm: Firm, words: Words) -> View:
    """NotFound for an act that asks nothing."""
    if act not in ASKED_FIRST:
        raise NotFound("choice")
    title, submit = {
        "chase": (words.gettext("Chase now"), words.gettext("Chase")),
        "pause": (words.gettext("Pause chasing"), words.gettext("Pause")),
        "revoke": (words.gettext("Withdraw the invitation"), words.gettext("Withdraw")),
        "give_up": (words.gettext("Give up"), words.gettext("Give up")),
    }[act]
    line = blocks.context(f"*{escape(taken.contact.name)}* · {escape(taken.client.name)}")
    return blocks.modal(
        CALLBACK,
        title,
        [line, *_asked(taken, act, firm, words)],
        close=words.gettext("Back"),
        submit=submit,
        metadata={"invitation": f"i{taken.invitation.id}", "act": act},
    )


def _asked(taken: InHand, act: str, firm: Firm, words: Words) -> list[Block]:
    contact = escape(taken.contact.name, 80)
    now = taken.office.now()
    match act:
        case "pause":
            calendar = calendar_at(taken.client.company.address, firm)
            until = blocks.date_picker("value", initial=usual_pause_end(now, calendar).isoformat())
            hint = words.gettext("Empty: until somebody resumes them.")
            return [blocks.input_("until", words.gettext("Until"), until, hint=hint, optional=True)]
        case "chase":
            question = words.gettext("Chase {contact} now?").format(contact=contact)
            next_at = taken.invitation.next_at
            if next_at is None or taken.invitation.chases >= len(taken.invitation.chase_days):
                return [blocks.section(f"*{question}*")]
            day = words.day(next_at.astimezone(firm.zone).date(), now.astimezone(firm.zone).date())
            replaced = words.gettext("It replaces that of {day}.").format(day=day)
            return [blocks.section(f"*{question}*\n{replaced}")]
        case "revoke":
            question = words.gettext("Withdraw this invitation?")
            ended = words.gettext("Its links open nothing any more, and nothing more is sent.")
            return [blocks.section(f"*{question}*\n{ended}")]
        case _:
            question = words.gettext("Give up this invitation?")
            ended = words.gettext(
                "Nothing more will be written to {contact}. The client stays open, and its deposit address works."
            ).format(contact=contact)
            return [blocks.section(f"*{question}*\n{ended}")]


@desk.action("chase.pause")
def ask_until(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Suspendre les relances », on the card. NotFound, RoleTooLow."""
    with office.reading() as records:
        taken = in_hand(records, office, who, body["actions"][0].get("value"))
        led(records, who, taken.client.id, Reserved.CLIENT_CHASE)
        view = confirm_view(taken, "pause", records.firm, words)
    ack()
    show(context, body, view)


@desk.view(CALLBACK)
def confirmed(
    ack: Ack, body: dict[str, Any], view: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Done once, and what is beneath is redrawn. FormRefused beside `until` for a day that has passed."""
    carried = metadata(view)
    known = acts(words)
    match carried.get("act"):
        case "pause":
            act, done = pausing(_until(view, office)), words.gettext("Chasing paused")
        case "revoke":
            act, done = revoking(words)
        case "chase":
            act, done = known["chase.now"]
        case "give_up":
            act, done = known["invitation.give_up"]
        case _:
            raise NotFound("choice")
    taken = carry_out(act, carried.get("invitation"), done, body, office, who, words)
    if not redraw_board_beneath(context, view, office, who, words) and taken is not None:
        redraw_card_beneath(context, view, office, who, words, taken.client.id)
    return ack()


def _until(view: Payload, office: Office) -> date | None:
    """The day chosen, to come; None for a pause without an end."""
    chosen = typed(view).get("until")
    if not chosen:
        return None
    try:
        with office.reading() as records:
            today = _today(office.now(), records.firm)
        return read_due(date.fromisoformat(str(chosen)), today)
    except Refusal as refusal:
        raise FormRefused({"until": refusal}) from refusal


def _today(now: datetime, firm: Firm) -> date:
    return now.astimezone(firm.zone).date()
