"""One's own digest of the morning: at which hour, on which days, or never."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.digest import hour_for, rescheduled
from domain.history import HistoryLine
from domain.office import Office
from domain.people import WORKING_WEEK, Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from handlers import blocks
from handlers.blocks import View
from handlers.desk import Desk, Payload, first_time, show, typed
from handlers.words import Words, capitalised

desk = Desk()

CALLBACK = "digest.form"
ON, OFF = "on", "off"
A_MONDAY = date(2026, 11, 23)


def digest_view(office: Office, who: Collaborator, words: Words) -> View:
    with office.reading() as records:
        hour = hour_for(who, records.firm)
        zone = words.zone(records.firm.zone)
    wanted = [blocks.option(words.gettext("On the mornings below"), ON), blocks.option(words.gettext("Never"), OFF)]
    days = [
        blocks.option(capitalised(words.weekday(A_MONDAY.replace(day=A_MONDAY.day + day))), str(day))
        for day in sorted(WORKING_WEEK)
    ]
    return blocks.modal(
        CALLBACK,
        words.gettext("Morning digest"),
        [
            blocks.input_(
                "digest",
                words.gettext("Receive it"),
                blocks.radio_buttons("value", wanted, initial=ON if who.digest else OFF),
                hint=words.gettext("What waits for you, in one message. Nothing to say: not sent."),
            ),
            blocks.input_(
                "hour",
                words.gettext("Hour of the digest"),
                blocks.time_picker("value", f"{hour:%H:%M}"),
                hint=words.gettext("Hour of {city}.").format(city=zone),
            ),
            blocks.input_(
                "weekdays",
                words.gettext("Days"),
                blocks.checkboxes("value", days, initial=[str(day) for day in who.digest_days]),
                hint=words.gettext("Never on a public holiday nor on a closing day."),
            ),
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
    )


@desk.action("digest.settings")
def open_digest(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = digest_view(office, who, words)
    ack()
    show(context, body, view)


@desk.view(CALLBACK)
def keep_digest(ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator) -> BoltResponse:
    """Each decides for oneself; today's is sent once, whatever the hour becomes."""
    fields, now = typed(view), office.now()
    with office.records() as records:
        after = _read(fields, who, records.firm.digest_hour)
        if first_time(records, body, now) and after != who:
            if after.digest:
                records.people.keep_digest(who.id, after.digest_hour, after.digest_days)
            else:
                records.people.want_digest(who.id, False)
            digest = records.digests.of_person(who.id)
            if digest is not None:
                next_at = rescheduled(digest, hour_for(after, records.firm), records.firm, now)
                records.digests.keep(replace(digest, next_at=next_at))
            records.note(
                HistoryLine.by_person(
                    who,
                    Act.COLLABORATOR_DIGEST,
                    now,
                    subject_id=who.id,
                    before=_written(who),
                    after=_written(after),
                )
            )
    return ack()


def _read(fields: Mapping[str, Any], who: Collaborator, usual: time) -> Collaborator:
    """The person as the form says. FormRefused: hour, weekdays."""
    if fields.get("digest") not in (ON, OFF):
        raise NotFound("choice")
    if fields["digest"] == OFF:
        return replace(who, digest=False)
    try:
        hour = time.fromisoformat(str(fields.get("hour")))
    except ValueError as error:
        raise FormRefused({"hour": Missing()}) from error
    days = frozenset(day for day in WORKING_WEEK if str(day) in (fields.get("weekdays") or ()))
    if not days:
        raise FormRefused({"weekdays": Missing()})
    return replace(who, digest=True, digest_hour=None if hour == usual else hour, digest_days=days)


def _written(who: Collaborator) -> dict[str, object]:
    hour = who.digest_hour.isoformat("minutes") if who.digest_hour else None
    return {"digest": who.digest, "hour": hour, "days": sorted(who.digest_days)}
