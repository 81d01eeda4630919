"""How periods, what is asked for and why it is sent back are written."""

from datetime import date

from domain.requests import Period, RedoReason, Request
from handlers.words import Words


def period_label(period: Period, words: Words) -> str:
    """`octobre 2026`, `3e trimestre 2026`, `exercice 2025`."""
    if period.month:
        return words.month(date(period.year, period.month, 1))
    if period.quarter:
        quarters = {
            1: words.gettext("1st quarter {year}"),
            2: words.gettext("2nd quarter {year}"),
            3: words.gettext("3rd quarter {year}"),
            4: words.gettext("4th quarter {year}"),
        }
        return quarters[period.quarter].format(year=period.year)
    return words.gettext("year {year}").format(year=period.year)


def redo_label(reason: RedoReason, words: Words) -> str:
    match reason:
        case RedoReason.UNREADABLE:
            return words.gettext("Unreadable")
        case RedoReason.INCOMPLETE:
            return words.gettext("Incomplete")
        case RedoReason.WRONG:
            return words.gettext("Not the document asked for")
        case RedoReason.PERIOD:
            return words.gettext("Another period")
        case RedoReason.OTHER:
            return words.gettext("Other")


def asked_for(request: Request, words: Words) -> str:
    """`Relevé bancaire, octobre 2026`; plain text."""
    if request.period is None:
        return request.label
    return f"{request.label}, {period_label(Period.read(request.period), words)}"


def no_request_by_mail(words: Words) -> str:
    """Why nobody will be written to."""
    return words.gettext(
        "This client receives no request by e-mail (“Edit client”, “E-mails received”): it shows in their space alone."
    )
