"""Until when an automatic answer says that its author is away."""

import re
import unicodedata
from datetime import date, timedelta

LONGEST_ABSENCE = timedelta(days=30)
_BELIEVED = timedelta(days=366)

_MONTHS = {
    **dict.fromkeys(("janvier", "janv", "january", "jan"), 1),
    **dict.fromkeys(("fevrier", "fevr", "fev", "february", "feb"), 2),
    **dict.fromkeys(("mars", "march", "mar"), 3),
    **dict.fromkeys(("avril", "avr", "april", "apr"), 4),
    **dict.fromkeys(("mai", "may"), 5),
    **dict.fromkeys(("juin", "june", "jun"), 6),
    **dict.fromkeys(("juillet", "juil", "july", "jul"), 7),
    **dict.fromkeys(("aout", "august", "aug"), 8),
    **dict.fromkeys(("septembre", "sept", "september", "sep"), 9),
    **dict.fromkeys(("octobre", "oct", "october"), 10),
    **dict.fromkeys(("novembre", "nov", "november"), 11),
    **dict.fromkeys(("decembre", "dec", "december"), 12),
}
_BACK = re.compile(r"\b(?:retour|serai joignable|reprendrai|reviendrai|back|return(?:ing)?)\b")
_UNTIL = re.compile(r"\b(?:jusqu'au|jusqu'a|until|through|till|au)\b")
_WORD = re.compile(r"(?<![0-9a-z./-])[0-9a-z]")
_REACH = 60
_NUMERIC = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}|[0-9]{2}))?(?![0-9]|[./-][0-9])")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_WRITTEN = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)? (?:of )?([a-z]{3,9})\.?,?(?: ([0-9]{4}))?(?![0-9])")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?(?![0-9])")


def return_date(text: str, written_on: date) -> date | None:
    """The day the author is back, 30 days away at most; None when no likely day is given.

    « Jusqu'au 12 » means back on the 13th. A date in the past, or more than a year away, is not believed.
    """
    plain = _plain(text[:4000])
    for pattern, later in ((_BACK, timedelta()), (_UNTIL, timedelta(days=1))):
        for match in pattern.finditer(plain):
            day = _first_day(plain[match.end() : match.end() + _REACH], written_on)
            if day and written_on < day + later <= written_on + _BELIEVED:
                return min(day + later, written_on + LONGEST_ABSENCE)
    return None


def _first_day(text: str, written_on: date) -> date | None:
    days = (_day_at(text[word.start() :], written_on) for word in _WORD.finditer(text))
    return next((day for day in days if day), None)


def _day_at(text: str, written_on: date) -> date | None:
    if match := _ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.match(text):
        return _near(match[3], int(match[2]), int(match[1]), written_on)
    for pattern, day, month in ((_WRITTEN, 1, 2), (_MONTH_FIRST, 2, 1)):
        match = pattern.match(text)
        if match and match[month] in _MONTHS:
            return _near(match[3], _MONTHS[match[month]], int(match[day]), written_on)
    return None


def _near(year: str | None, month: int, day: int, written_on: date) -> date | None:
    """The day, in the year given or else the next one to come."""
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    coming = (_day(written_on.year + later, month, day) for later in (0, 1))
    return next((found for found in coming if found and found >= written_on), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    return re.sub(r"\s+", " ", "".join(c for c in decomposed if not unicodedata.combining(c)))
