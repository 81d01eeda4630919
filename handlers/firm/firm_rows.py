"""The settings of the first group: the firm itself, its time, its closing days, how long it keeps things."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from domain.addresses import read_phone, read_postal_code
from domain.firm import Firm
from domain.form_errors import Errors
from domain.refusals import FormRefused, NotFound, TooLong
from domain.settings import (
    FIRM_NAME_LENGTH,
    HOLIDAY_PLACES,
    METROPOLE,
    PROFESSION_LENGTH,
    ZONES,
    Closing,
    NotATerm,
    ReasonNeeded,
    closings,
    holiday_place,
    read_closings,
    read_term,
)
from domain.text import read_optional, read_required
from domain.wizard_steps import STREET_LENGTH, TOWN_LENGTH
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.scene import Surroundings
from handlers.firm.rows import Fields, Row
from handlers.words import Words, capitalised

SHOWN_CLOSINGS = 3
REASON_LENGTH = 300


def _identity(here: Surroundings) -> str:
    firm = here.records.firm
    phone = here.words.phone(firm.phone) if firm.phone else ""
    logo = ""
    if firm.logo_at is not None:
        day = here.words.day(firm.logo_at.astimezone(firm.zone).date(), here.today)
        logo = here.words.gettext("logo of {day}").format(day=day)
    return escape(" · ".join(part for part in (firm.name, firm.town, phone, logo) if part))


def _identity_fields(here: Surroundings) -> list[Block]:
    words, firm = here.words, here.records.firm
    text = blocks.text_input
    phone = words.phone(firm.phone) if firm.phone else None
    return [
        blocks.input_("firm_name", words.gettext("Name"), text(max_length=FIRM_NAME_LENGTH, initial=firm.name)),
        blocks.input_(
            "profession",
            words.gettext("Profession"),
            text(max_length=PROFESSION_LENGTH, initial=firm.profession),
            hint=words.gettext("Written at the foot of the letters to your clients."),
        ),
        blocks.input_(
            "street", words.gettext("Address"), text(max_length=STREET_LENGTH, initial=firm.street), optional=True
        ),
        blocks.input_(
            "postal_code", words.gettext("Postal code"), text(max_length=20, initial=firm.postal_code), optional=True
        ),
        blocks.input_("town", words.gettext("Town"), text(max_length=TOWN_LENGTH, initial=firm.town), optional=True),
        blocks.input_("phone", words.gettext("Telephone"), text(max_length=30, initial=phone), optional=True),
        blocks.actions(blocks.button(words.gettext("Logo and colour"), "settings.logo"), block_id="look"),
    ]


def _read_identity(firm: Firm, fields: Fields) -> Firm:
    errors = Errors()
    name, profession, street, postal_code, town, phone = firm.name, firm.profession, "", "", "", ""
    with errors.beside("firm_name"):
        name = read_required(fields.get("firm_name"), FIRM_NAME_LENGTH)
    with errors.beside("profession"):
        profession = read_required(fields.get("profession"), PROFESSION_LENGTH)
    with errors.beside("street"):
        street = read_optional(fields.get("street"), STREET_LENGTH)
    with errors.beside("postal_code"):
        postal_code = read_postal_code(fields["postal_code"]) if fields.get("postal_code") else ""
    with errors.beside("town"):
        town = read_optional(fields.get("town"), TOWN_LENGTH)
    with errors.beside("phone"):
        phone = read_phone(fields["phone"]) if fields.get("phone") else ""
    errors.raise_any()
    return replace(
        firm, name=name, profession=profession, street=street, postal_code=postal_code, town=town, phone=phone
    )


def _zone_fields(here: Surroundings) -> list[Block]:
    words, zone = here.words, here.records.firm.zone
    offered = ZONES if zone in ZONES else (zone, *ZONES)
    options = [blocks.option(words.zone(each), each.key) for each in offered]
    return [
        blocks.input_(
            "zone",
            words.gettext("Time zone"),
            blocks.select("value", options, initial=zone.key),
            hint=words.gettext("Hours of chases and of the digest, and the dates that you read, follow it."),
        )
    ]


def _read_zone(firm: Firm, fields: Fields) -> Firm:
    chosen = fields.get("zone")
    if chosen not in {zone.key for zone in (firm.zone, *ZONES)}:
        raise NotFound("choice")
    return replace(firm, zone=ZoneInfo(chosen))


def _closed_days(here: Surroundings) -> str:
    words, firm = here.words, here.records.firm
    coming = [closing for closing in closings(firm.closed_days) if closing.last >= here.today]
    holidays = words.gettext("Public holidays: {place}").format(
        place=place_label(holiday_place(firm.department), words)
    )
    if not coming:
        return holidays
    days = [closing_label(closing, words, here.today) for closing in coming[:SHOWN_CLOSINGS]]
    if len(coming) > SHOWN_CLOSINGS:
        n = len(coming) - SHOWN_CLOSINGS
        days.append(words.ngettext("{n} other", "{n} others", n).format(n=n))
    return f"{holidays}, {words.gettext('closed {days}').format(days=', '.join(days))}"


def closing_label(closing: Closing, words: Words, today: date) -> str:
    if closing.first == closing.last:
        return words.gettext("on {day}").format(day=words.day(closing.first, today))
    return words.gettext("from {first} to {last}").format(
        first=words.day(closing.first, today), last=words.day(closing.last, today)
    )


def place_label(place: str, words: Words) -> str:
    names = {
        METROPOLE: words.gettext("mainland France"),
        "67": words.gettext("Alsace"),
        "57": words.gettext("Moselle"),
        "980": "Monaco",
    }
    territories = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
    territories |= {"977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"}
    return names.get(place) or words.country(territories[place])


def _closed_days_fields(here: Surroundings) -> list[Block]:
    words, firm = here.words, here.records.firm
    places = [blocks.option(capitalised(place_label(place, words)), place) for place in HOLIDAY_PLACES]
    return [
        blocks.input_(
            "place",
            words.gettext("Public holidays"),
            blocks.select("value", places, initial=holiday_place(firm.department)),
            hint=words.gettext("A client elsewhere has those of their own place."),
        ),
        blocks.input_(
            "days",
            words.gettext("Your own closing days"),
            blocks.text_input(max_length=2000, multiline=True, initial=_written(closings(firm.closed_days))),
            hint=words.gettext("One closing a line: 24/12/2026 - 01/01/2027. No chase leaves on these days."),
            optional=True,
        ),
    ]


def _written(found: Sequence[Closing]) -> str:
    lines = (
        f"{each.first:%d/%m/%Y}" if each.first == each.last else f"{each.first:%d/%m/%Y} - {each.last:%d/%m/%Y}"
        for each in found
    )
    return "\n".join(lines)


def _read_closed_days(firm: Firm, fields: Fields) -> Firm:
    place = fields.get("place")
    if place not in HOLIDAY_PLACES:
        raise NotFound("choice")
    errors = Errors()
    days = firm.closed_days
    with errors.beside("days"):
        days = read_closings(fields.get("days") or "")
    errors.raise_any()
    # The mainland's departments share their holidays: the firm's own stays.
    department = firm.department if place == holiday_place(firm.department) else place
    return replace(firm, department=department, closed_days=days)


def _retention(here: Surroundings) -> str:
    n = here.records.firm.retention_years
    return here.words.ngettext("{n} year after termination", "{n} years after termination", n).format(n=n)


def _retention_fields(here: Surroundings) -> list[Block]:
    words = here.words
    return [
        blocks.input_(
            "years",
            words.gettext("Years after termination"),
            blocks.number_input("value", initial=str(here.records.firm.retention_years), at_least=1, at_most=30),
            hint=words.gettext("Accounting papers are owed for 10 years. Clients already closed keep their term."),
        ),
        blocks.input_(
            "reason",
            words.gettext("Reason, under 10 years"),
            blocks.text_input(max_length=REASON_LENGTH, multiline=True),
            optional=True,
        ),
    ]


def _read_retention(firm: Firm, fields: Fields) -> Firm:
    try:
        reason = read_optional(fields.get("reason"), REASON_LENGTH)
        return replace(firm, retention_years=read_term(str(fields.get("years") or ""), reason))
    except (ReasonNeeded, TooLong) as refusal:
        raise FormRefused({"reason": refusal}) from refusal
    except NotATerm as refusal:
        raise FormRefused({"years": refusal}) from refusal


FIRM_ROWS = (
    Row("identity", lambda words: words.gettext("Name and logo"), _identity, _identity_fields, _read_identity),
    Row(
        "timezone",
        lambda words: words.gettext("Time zone"),
        lambda here: here.words.zone(here.records.firm.zone),
        _zone_fields,
        _read_zone,
    ),
    Row(
        "closed_days",
        lambda words: words.gettext("Closing days"),
        _closed_days,
        _closed_days_fields,
        _read_closed_days,
    ),
    Row("retention", lambda words: words.gettext("Retention term"), _retention, _retention_fields, _read_retention),
)
