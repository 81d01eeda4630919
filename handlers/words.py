"""The words of the reader's language: sentences from the catalogues; days, hours, amounts and numbers as people write.

French follows the Imprimerie nationale: ’, U+00A0 before the colon and inside « », U+202F before ; ! ?
"""

import gettext
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

from domain.addresses import display_phone
from domain.countries import country_name
from domain.firm import ACCOUNTING

# Each in its own words, whoever reads the list: that is how its speakers look for it.
LANGUAGES = {"fr": "Français", "en": "English"}
NBSP = "\u00a0"
THIN = "\u202f"


def capitalised(text: str) -> str:
    """The text as a line begins, the rest of it as it is."""
    return text[:1].upper() + text[1:]


class Words:
    """Sentences and figures in one language."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue
        self._locale = Locale.parse("fr_FR" if language == "fr" else "en_GB")

    @property
    def is_french(self) -> bool:
        return self.language == "fr"

    def gettext(self, sentence: str) -> str:
        return self._catalogue.gettext(sentence)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self._catalogue.ngettext(one, many, n)

    def day(self, day: date, today: date | None = None) -> str:
        """`23 novembre`, with its year unless `today` is of the same one."""
        return self._date(day, "d MMMM", today)

    def day_with_weekday(self, day: date, today: date | None = None) -> str:
        """`jeudi 26 novembre`, with its year unless `today` is of the same one."""
        return self._date(day, "EEEE d MMMM", today)

    def day_in_figures(self, day: date) -> str:
        """`23/11/2026` for a French reader, else `2026-11-23`: for the cells of a sheet."""
        return day.strftime("%d/%m/%Y") if self.is_french else day.isoformat()

    def month(self, day: date) -> str:
        """`novembre 2026`."""
        return str(format_date(day, f"MMMM{NBSP}y", locale=self._locale))

    def weekday(self, day: date) -> str:
        """`lundi`, `Monday`."""
        return str(format_date(day, "EEEE", locale=self._locale))

    def near_day(self, day: date, today: date) -> str:
        """`aujourd’hui`, `hier`, `demain`, the weekday within a week, else the day alone."""
        away = (day - today).days
        near = {0: self.gettext("today"), -1: self.gettext("yesterday"), 1: self.gettext("tomorrow")}
        if away in near:
            return near[away]
        return self.day_with_weekday(day, today) if _is_near(day, today) else self.day(day, today)

    def hour(self, moment: datetime, zone: tzinfo) -> str:
        """`9 h 30`, `9:30`."""
        local = moment.astimezone(zone)
        if self.is_french:
            return f"{local.hour}{NBSP}h{NBSP}{local.minute:02}" if local.minute else f"{local.hour}{NBSP}h"
        return f"{local.hour}:{local.minute:02}"

    def instant(self, moment: datetime, zone: ZoneInfo, now: datetime) -> str:
        """`aujourd’hui à 9 h 12`, `jeudi 26 novembre à 9 h 30`, `le 4 décembre à 9 h 30`."""
        day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
        sentence = self.gettext("{day} at {hour}") if _is_near(day, today) else self.gettext("on {day} at {hour}")
        return sentence.format(day=self.near_day(day, today), hour=self.hour(moment, zone))

    def number(self, value: int | Decimal) -> str:
        return str(format_decimal(value, locale=self._locale))

    def amount(self, value: Decimal, currency: str = "EUR") -> str:
        """`1 234,50 €`, `€1,234.50`."""
        return str(format_currency(value, currency, locale=self._locale))

    def siren(self, siren: str) -> str:
        """`839 602 299`, or `839 602 299 00019` for a SIRET."""
        head = THIN.join(siren[start : start + 3] for start in range(0, 9, 3))
        return f"{head}{NBSP}{siren[9:]}" if len(siren) > 9 else head

    def phone(self, e164: str) -> str:
        """`06 39 98 21 07` for a French reader and number, else `+33 6 39 98 21 07`."""
        return display_phone(e164, abroad=not self.is_french)

    def trade(self, profession: str) -> str:
        """What the firm does, as it says itself; the usual one in the reader's language."""
        return self.gettext("accounting firm") if profession == ACCOUNTING else profession

    def currency(self, code: str, *, inside: bool = False) -> str:
        """`Euro` for EUR (ISO 4217); `euro` inside a line, where French writes it small."""
        name = str(self._locale.currencies.get(code, code))
        return name if inside else capitalised(name)

    def country(self, code: str) -> str:
        """`Allemagne` for DE (ISO 3166-1)."""
        return country_name(code, self.language)

    def zone(self, zone: ZoneInfo) -> str:
        """The city or place of that time zone: `Paris`, `La Réunion`."""
        return str(get_timezone_location(zone, locale=self._locale, return_city=True))

    def listed(self, items: Sequence[str]) -> str:
        """`Claire, Paul et Jeanne`."""
        if len(items) < 2:
            return "".join(items)
        return self.gettext("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])

    def size(self, octets: int) -> str:
        """`240 ko`, `1,8 Mo`, `30 Mo`; `vide`."""
        if not octets:
            return self.gettext("empty")
        if octets < 1_000_000:
            return self.gettext("{n} kB").format(n=self.number(max(1, round(octets / 1000))))
        millions = Decimal(octets) / 1_000_000
        return self.gettext("{n} MB").format(n=self.number(round(millions, 1) if millions < 10 else round(millions)))

    def ago(self, moment: datetime, now: datetime) -> str:
        """`à l’instant`, `il y a 1 minute`, `il y a 3 heures`."""
        minutes = int((now - moment) / timedelta(minutes=1))
        if minutes < 1:
            return self.gettext("just now")
        if minutes < 60:
            return self.ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
        hours = minutes // 60
        return self.ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)

    def moment(self, moment: datetime, zone: ZoneInfo, now: datetime) -> str:
        """`jeudi 26 novembre à 9 h 30`: for a message that stays, and must still be true the day after."""
        day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
        written = self.day_with_weekday(day, today)
        return self.gettext("{day} at {hour}").format(day=written, hour=self.hour(moment, zone))

    def _date(self, day: date, pattern: str, today: date | None) -> str:
        dated = pattern if today is not None and today.year == day.year else f"{pattern} y"
        written = str(format_date(day, dated, locale=self._locale))
        if not self.is_french:
            return written
        parts = written.split(" ")
        at = next(i for i, part in enumerate(parts) if part.isdigit())
        if parts[at] == "1":
            parts[at] = "1er"
        return " ".join([*parts[:at], NBSP.join(parts[at:])])


def _is_near(day: date, today: date) -> bool:
    """Whether the weekday alone would tell which day it is."""
    return abs((day - today).days) < 7


@cache
def words_for(language: str | None) -> Words:
    """The words of that language, or of a locale such as `en-GB`; French when it is unknown."""
    short = (language or "").replace("_", "-").partition("-")[0].lower()
    if short == "en":
        return Words("en", gettext.NullTranslations())
    return Words("fr", _french())


def catalogue_of(language: str) -> Catalog:
    """All the .po files of that language together, one for each desk."""
    together = Catalog(locale=language)
    folder = resources.files("handlers") / "locale" / language / "LC_MESSAGES"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".po"):
            continue
        desk = read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True)
        for message in desk:
            if message.id:
                together[message.id] = message
    return together


def _french() -> gettext.NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue_of("fr"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
