"""« Relances »: after how many working days, at what hour, and what comes after the last; on the dates it gives."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.calendar import Calendar
from domain.chasing import Cadence, days_off, escalation_at, read_cadence, telling_day
from domain.firm import PARIS, Firm
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound
from domain.reserved import Reserved
from domain.settings import closings
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, redraw, redraw_beneath, show, typed
from handlers.explain import explain
from handlers.firm.changes import note_change
from handlers.firm.firm_rows import closing_label
from handlers.firm.settings import settings_view
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "settings.cadence"
DAYS_LENGTH = 40
MANAGER, BOTH = "manager", "both"
USUAL = Cadence(Calendar(PARIS))


@desk.action("settings.cadence")
def open_cadence(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        view = _view(Surroundings(records, who, words, office.now()), _of_firm(records.firm), 0)
    ack()
    show(context, body, view)


@desk.action("value", view=CALLBACK)
def redraw_dates(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Other days or another hour give other dates."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        drawn = _drawn(body["view"])
        view = _view(Surroundings(records, who, words, office.now()), typed(body["view"], str(drawn)), drawn)
    ack()
    redraw(context, body, view)


@desk.action("settings.cadence.reset", view=CALLBACK)
def back_to_usual(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Revenir à 3, 7, 14 »: in the form; kept once saved."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        drawn = _drawn(body["view"])
        fields = {**typed(body["view"], str(drawn)), "days": _written(USUAL), "hour": f"{USUAL.hour:%H:%M}"}
        view = _view(Surroundings(records, who, words, office.now()), fields, drawn + 1)
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def keep_cadence(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The invitations to come have this cadence; those under way keep theirs, and their dates."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        fields = typed(view, str(_drawn(view)))
        cadence = _read(fields, records.firm)
        if fields.get("after") not in (MANAGER, BOTH):
            raise NotFound("choice")
        after = replace(
            records.firm,
            chase_days=cadence.days,
            chase_hour=cadence.hour,
            escalates_to_administrators=fields["after"] == BOTH,
        )
        if first_time(records, body, now):
            note_change(records, after, who, now)
        beneath = settings_view(Surroundings(records, who, words, now))
    redraw_beneath(context, view, beneath)
    return ack()


def _of_firm(firm: Firm) -> Mapping[str, Any]:
    days = ", ".join(map(str, firm.chase_days))
    return {
        "days": days,
        "hour": f"{firm.chase_hour:%H:%M}",
        "after": BOTH if firm.escalates_to_administrators else MANAGER,
    }


def _written(cadence: Cadence) -> str:
    return ", ".join(map(str, cadence.days))


def _read(fields: Mapping[str, Any], firm: Firm) -> Cadence:
    return read_cadence(str(fields.get("days") or ""), str(fields.get("hour") or ""), firm.calendar())


def _drawn(view: Payload) -> int:
    drawn = metadata(view).get("drawn")
    return drawn if isinstance(drawn, int) else 0


def _view(here: Surroundings, fields: Mapping[str, Any], drawn: int) -> View:
    words, firm = here.words, here.records.firm
    fields = {**_of_firm(firm), **{name: value for name, value in fields.items() if value}}
    afters = [
        blocks.option(words.gettext("Tell the manager 3 working days later"), MANAGER),
        blocks.option(words.gettext("Tell an administrator as well"), BOTH),
    ]
    hour = words.gettext("Hour of {city}.").format(city=words.zone(firm.zone))
    body = [
        blocks.section(
            words.gettext("How many working days after the invitation to chase the director, if there was no answer.")
        ),
        blocks.input_(
            f"days.{drawn}",
            words.gettext("Chases, in working days"),
            blocks.text_input(max_length=DAYS_LENGTH, placeholder=_written(USUAL), initial=str(fields["days"])),
            hint=words.gettext("One to six growing values, with commas between."),
            dispatch=True,
        ),
        blocks.input_(
            f"hour.{drawn}",
            words.gettext("Hour of sending"),
            blocks.time_picker("value", str(fields["hour"])),
            hint=hour,
            dispatch=True,
        ),
        blocks.input_(
            "after",
            words.gettext("After the last chase"),
            blocks.select("value", afters, initial=str(fields["after"])),
        ),
        blocks.divider(),
        *_dates(here, fields),
        blocks.actions(
            blocks.button(words.gettext("Back to {days}").format(days=_written(USUAL)), "settings.cadence.reset"),
            block_id="reset",
        ),
        *_under_way(here.records, here.who, words),
    ]
    return blocks.modal(
        CALLBACK,
        words.gettext("Chases"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Save"),
        metadata={"drawn": drawn},
    )


def _dates(here: Surroundings, fields: Mapping[str, Any]) -> list[Block]:
    """When each chase of an invitation sent one of these days would leave, and what is skipped on the way."""
    words, firm = here.words, here.records.firm
    try:
        cadence = _read(fields, firm)
    except FormRefused as refused:
        return [blocks.section(f"*{escape(explain(refused, words))}*")]
    calendar, today = cadence.calendar, here.today
    sent_on = telling_day(calendar, today)
    sent_at = calendar.at(sent_on, cadence.hour)
    moments = cadence.moments(sent_at)
    told_on = calendar.day_of(escalation_at(moments[-1], cadence))
    lines = [f"*{words.gettext('For an invitation sent on {day}').format(day=words.day_with_weekday(sent_on, today))}*"]
    for rank, moment in enumerate(moments, start=1):
        day = words.day_with_weekday(calendar.day_of(moment), today)
        chase = words.ngettext("1st chase: {day}, {hour}", "Chase {n}: {day}, {hour}", rank)
        lines.append(chase.format(n=rank, day=day, hour=words.hour(moment, firm.zone)))
    lines.append(words.gettext("Manager told: {day}").format(day=words.day_with_weekday(told_on, today)))
    skipped = [words.gettext("week-ends")]
    skipped += [closing_label(each, words, today) for each in closings(days_off(calendar, sent_on, told_on))]
    note = words.gettext("Skipped: {days}. Alsace, Moselle and overseas have their own calendar.").format(
        days=words.listed(skipped)
    )
    return [blocks.section("\n".join(lines)), blocks.context(note)]


def _under_way(records: Records, who: Collaborator, words: Words) -> list[Block]:
    n = len(records.invitations.open_ones(who))
    if not n:
        return []
    kept = words.ngettext(
        "The {n} invitation under way keeps its dates.", "The {n} invitations under way keep their dates.", n
    )
    return [blocks.context(kept.format(n=words.number(n)))]
