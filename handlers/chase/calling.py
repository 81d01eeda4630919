"""« Noter un appel »: what the contact said on the telephone, and what follows from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.history import HistoryLine
from domain.invitations import CallOutcome
from domain.notes import read_text
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound, Refusal
from domain.requests import read_due
from domain.reserved import Reserved
from domain.steps import cadence_of
from domain.taking_over import after_call
from domain.text import NOTE_LENGTH
from handlers import blocks
from handlers.blocks import View, escape
from handlers.chase.acts import InHand, in_hand
from handlers.chase.board_view import redraw_board_beneath
from handlers.chase.cards import escalation_card, settled_card
from handlers.clients.card import redraw_card_beneath
from handlers.desk import Desk, Payload, first_time, metadata, show, typed
from handlers.letters.by_mail import by_mail_letter
from handlers.post import update_cards
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

CALLBACK = "invitation.call"


def outcome_label(outcome: CallOutcome, words: Words) -> str:
    match outcome:
        case CallOutcome.WILL_OPEN:
            return words.gettext("Will open the space")
        case CallOutcome.PREFERS_MAIL:
            return words.gettext("Prefers e-mail")
        case CallOutcome.WRONG_NUMBER:
            return words.gettext("Wrong number")
        case CallOutcome.CALL_BACK:
            return words.gettext("Call back on…")


@desk.action("invitation.called")
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The form, for someone who leads the client. NotFound, RoleTooLow."""
    with office.reading() as records:
        taken = in_hand(records, office, who, body["actions"][0].get("value"))
        led(records, who, taken.client.id, Reserved.CLIENT_CHASE)
    ack()
    show(context, body, call_form(taken, words))


def call_form(taken: InHand, words: Words) -> View:
    phone = taken.contact.phone
    number = f" · <tel:{phone}|{words.phone(phone)}>" if phone else ""
    outcomes = [blocks.option(outcome_label(one, words), one.value) for one in CallOutcome]
    note = blocks.text_input(max_length=NOTE_LENGTH, multiline=True)
    return blocks.modal(
        CALLBACK,
        words.gettext("Log a call"),
        [
            blocks.context(f"*{escape(taken.contact.name)}* · {escape(taken.client.name)}{number}"),
            blocks.input_(
                "outcome",
                words.gettext("What was said"),
                blocks.radio_buttons("value", outcomes),
                hint=words.gettext("“Prefers e-mail” ends the chases and sends the deposit address."),
            ),
            blocks.input_("day", words.gettext("Call back on"), blocks.date_picker("value"), optional=True),
            blocks.input_(
                "note",
                words.gettext("Note"),
                note,
                hint=words.gettext("Internal note: the client does not see it."),
                optional=True,
            ),
        ],
        close=words.gettext("Back"),
        submit=words.gettext("Save"),
        metadata={"invitation": f"i{taken.invitation.id}"},
    )


@desk.view(CALLBACK)
def log_call(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The call is in the history, its note with the others, and the cards say what remains to be done."""
    now, fields = office.now(), typed(view)
    with office.records() as records:
        taken = in_hand(records, office, who, metadata(view).get("invitation"))
        led(records, who, taken.client.id, Reserved.CLIENT_CHASE)
        outcome, day = _read(fields, now.astimezone(records.firm.zone).date())
        text = read_text(fields["note"]) if fields.get("note") else None
        if first_time(records, body, now):
            if text is not None:
                written = records.notes.add(taken.client.id, who.id, text, now)
                records.note(
                    HistoryLine.by_person(who, Act.NOTE_ADDED, now, client_id=taken.client.id, subject_id=written.id)
                )
            _follow(records, taken, outcome, day, who, now)
            _tell(records, in_hand(records, office, who, f"i{taken.invitation.id}"), outcome, day, who, words, now)
    if not redraw_board_beneath(context, view, office, who, words):
        redraw_card_beneath(context, view, office, who, words, taken.client.id)
    return ack()


def _read(fields: Mapping[str, Any], today: date) -> tuple[CallOutcome, date | None]:
    """FormRefused when a call back has no day to come; NotFound for a forged answer."""
    try:
        outcome = CallOutcome(str(fields.get("outcome") or ""))
    except ValueError as error:
        raise NotFound("choice") from error
    if outcome is not CallOutcome.CALL_BACK:
        return outcome, None
    try:
        if not fields.get("day"):
            raise Missing
        return outcome, read_due(date.fromisoformat(str(fields["day"])), today)
    except Refusal as refusal:
        raise FormRefused({"day": refusal}) from refusal


def _follow(
    records: Records, taken: InHand, outcome: CallOutcome, day: date | None, who: Collaborator, now: datetime
) -> None:
    """What was said, done; the history says it. ChangedMeanwhile when somebody logged the same, or gave up."""
    invitation, contact = taken.invitation, taken.contact
    call_back = cadence_of(invitation, taken.client, records.firm).morning_of(day) if day else None
    becomes = after_call(invitation, outcome, call_back, now)
    if becomes is None:
        raise records.invitations.decided(invitation)
    before: dict[str, object] = {}
    match outcome:
        case CallOutcome.PREFERS_MAIL:
            if not records.first_time(f"by_mail:{invitation.id}:{invitation.chases}", now):
                raise records.invitations.decided(invitation)
            records.outbox.withdraw(f"contact:{contact.id}")
            if contact.is_reached:
                by_mail_letter(records, taken.office, taken.client, contact, taken.manager)
        case CallOutcome.WRONG_NUMBER:
            records.contacts.keep(replace(contact, phone=None))
            before = {"phone": contact.phone}
    records.invitations.keep(becomes)
    after = {"outcome": outcome.value, **({"day": day.isoformat()} if day else {})}
    records.note(
        HistoryLine.by_person(
            who,
            Act.INVITATION_CALLED,
            now,
            client_id=taken.client.id,
            subject_id=invitation.id,
            before=before,
            after=after,
        )
    )


def _tell(
    records: Records,
    taken: InHand,
    outcome: CallOutcome,
    day: date | None,
    who: Collaborator,
    words: Words,
    now: datetime,
) -> None:
    """The escalation keeps the acts that remain, and says what came of the call."""
    zone = records.firm.zone
    said = outcome_label(outcome, words)
    if day is not None:
        said = words.gettext("Call back on {day}").format(day=words.day(day, now.astimezone(zone).date()))
    sentence = words.gettext("Call logged by {person} {moment}: {said}").format(
        person=escape(who.name), moment=words.moment(now, zone, now), said=said
    )
    if outcome is CallOutcome.PREFERS_MAIL:
        headline = words.gettext("Invitation of {contact}").format(contact=taken.contact.name)
        text, shown = settled_card(headline, taken.client, sentence, words)
    else:
        text, shown = escalation_card(taken.invitation, taken.client, taken.contact, records.firm, words, now)
        shown = [*shown, blocks.context(sentence)]
    update_cards(records, now, (About.INVITATION, taken.invitation.id), text, shown)
