"""The settings of the third and fourth groups: what leaves and what arrives, and the team."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from domain.firm import Firm
from domain.refusals import FormRefused, Missing
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.scene import Surroundings
from handlers.firm.rows import Fields, Row
from handlers.words import Words


def _texts(here: Surroundings) -> str:
    words, firm = here.words, here.records.firm
    if firm.invitation_read_at is None:
        return words.gettext("To be read before the first invitation")
    day = firm.invitation_read_at.astimezone(firm.zone).date()
    reader = here.records.people.get(firm.invitation_read_by)
    if reader is None:
        return words.gettext("Read on {day}").format(day=words.day(day, here.today))
    return words.gettext("Read on {day} by {person}").format(day=words.day(day, here.today), person=escape(reader.name))


def _channels(here: Surroundings) -> str:
    words, firm = here.words, here.records.firm
    channel = f"<#{firm.mail_channel}>" if firm.mail_channel else words.gettext("no channel: the administrators")
    return f"`{firm.mail_from}` · {channel}"


def hour_of(hour: time, words: Words) -> str:
    """`8 h 30`, `8:30`."""
    return words.hour(datetime(2000, 1, 1, hour.hour, hour.minute, tzinfo=UTC), ZoneInfo("UTC"))


def _digest(here: Surroundings) -> str:
    words = here.words
    sentence = words.gettext("At {hour} by default; each may change it")
    return sentence.format(hour=hour_of(here.records.firm.digest_hour, words))


def _digest_fields(here: Surroundings) -> list[Block]:
    words, firm = here.words, here.records.firm
    return [
        blocks.input_(
            "hour",
            words.gettext("Hour of the digest"),
            blocks.time_picker("value", f"{firm.digest_hour:%H:%M}"),
            hint=words.gettext("On working days. Everyone changes theirs with /cabinet digest."),
        )
    ]


def _read_digest(firm: Firm, fields: Fields) -> Firm:
    try:
        return replace(firm, digest_hour=time.fromisoformat(str(fields.get("hour"))))
    except ValueError as error:
        raise FormRefused({"hour": Missing()}) from error


def _users(here: Surroundings) -> str:
    words = here.words
    people = words.ngettext("{n} person", "{n} people", len(here.people)).format(n=words.number(len(here.people)))
    n = sum(person.is_administrator for person in here.people)
    among = words.ngettext("of whom {n} administrator", "of whom {n} administrators", n).format(n=words.number(n))
    return f"{people}, {among}"


def _portfolios(here: Surroundings) -> str:
    words = here.words
    n = len(here.portfolios)
    alone = here.records.clients.in_portfolios().get(None, 0)
    facts = [words.ngettext("{n} portfolio", "{n} portfolios", n).format(n=words.number(n))]
    if n and alone:
        facts.append(
            words.ngettext("{n} client is in none", "{n} clients are in none", alone).format(n=words.number(alone))
        )
    return " · ".join(facts)


def _cadence(here: Surroundings) -> str:
    """`3, 7 et 14 jours ouvrés, à 9 h 30`."""
    words, firm = here.words, here.records.firm
    days = words.listed([str(day) for day in firm.chase_days])
    sentence = words.ngettext("{days} working day, at {hour}", "{days} working days, at {hour}", firm.chase_days[-1])
    return sentence.format(days=days, hour=hour_of(firm.chase_hour, words))


SENDING_ROWS = (
    Row("cadence", lambda words: words.gettext("Chases"), _cadence, opens="settings.cadence"),
    Row("texts", lambda words: words.gettext("Message texts"), _texts, opens="settings.texts"),
    Row("channels", lambda words: words.gettext("Mailboxes and channels"), _channels, opens="settings.mailboxes"),
    Row("digest", lambda words: words.gettext("Morning digest"), _digest, _digest_fields, _read_digest),
)
TEAM_ROWS = (
    Row("users", lambda words: words.gettext("Users"), _users, opens="firm.users"),
    Row("portfolios", lambda words: words.gettext("Portfolios"), _portfolios, opens="firm.portfolios"),
)
