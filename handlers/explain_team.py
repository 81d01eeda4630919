"""Why somebody cannot join or leave the team, or a portfolio or a setting be what was asked."""

from decimal import Decimal

from domain.chasing import CadenceNotGrowing, CadenceTooLong, ChaseHourOutsideOffice, NotACadence
from domain.logos import LogoFault, LogoRefused, NotAColour, TooPale
from domain.refusals import Refusal
from domain.settings import ChannelProblem, DaysReversed, NoChannel, NotADay, NotATerm, ReasonNeeded
from domain.team import AlreadyInTeam, LastAdministrator, NameTaken, NotOfTheFirm, Outsider, PortfolioNotEmpty
from handlers.explain_fields import shown
from handlers.words import Words


def explain_team(refusal: Refusal, words: Words) -> str | None:
    """The sentence; None for a refusal of another kind."""
    match refusal:
        case LastAdministrator():
            return words.gettext("Name another administrator first.")
        case AlreadyInTeam(name=name):
            return words.gettext("{name} is in the team already: edit them in the list.").format(name=name)
        case NotOfTheFirm(kind=kind):
            return _outsider(kind, words)
        case NameTaken(name=name):
            return words.gettext("Another portfolio is called {name}.").format(name=name)
        case PortfolioNotEmpty(clients=n, ended=ended) if ended:
            sentence = words.ngettext(
                "This portfolio holds {n} terminated client. Move it first.",
                "This portfolio holds {n} clients, terminated ones included. Move them first.",
                n,
            )
            return sentence.format(n=words.number(n))
        case PortfolioNotEmpty(clients=n):
            sentence = words.ngettext(
                "This portfolio holds {n} client. Move it first.",
                "This portfolio holds {n} clients. Move them first.",
                n,
            )
            return sentence.format(n=words.number(n))
        case _:
            return _setting(refusal, words)


def _setting(refusal: Refusal, words: Words) -> str | None:
    match refusal:
        case NotADay(typed=typed):
            return words.gettext("‘{typed}’ is not a date. For example 24/12/2026 - 01/01/2027.").format(
                typed=shown(typed)
            )
        case DaysReversed(typed=typed):
            return words.gettext("‘{typed}’: the last day comes after the first, three months later at most.").format(
                typed=shown(typed)
            )
        case NoChannel(problem=ChannelProblem.SHARED):
            return words.gettext("This channel is shared with another company: no card goes there.")
        case NoChannel():
            return words.gettext("Guichet is not in this channel. Invite it with /invite @Guichet, then save again.")
        case NotACadence(typed=typed):
            return words.gettext("‘{typed}’ is no list of days. For example 3, 7, 14.").format(typed=shown(typed))
        case CadenceNotGrowing(days=days):
            return words.gettext("{days}: each value must exceed the one before.").format(days=_days(days))
        case CadenceTooLong(chases_at_most=n, days_at_most=most):
            return words.gettext("{n} chases at most, the last one {days} working days after the invitation.").format(
                n=n, days=most
            )
        case ChaseHourOutsideOffice():
            return words.gettext("Between 8:00 and 19:00.")
        case LogoRefused(fault=fault):
            return _logo(fault, words)
        case NotAColour(typed=typed):
            return words.gettext("‘{typed}’ is no colour. For example #1f5c57.").format(typed=shown(typed))
        case TooPale(colour=colour, contrast=contrast):
            measured = words.number(round(Decimal(contrast), 1))
            return words.gettext(
                "{colour} is too pale to be read: contrast {contrast}, 4.5 is needed. Take a darker one."
            ).format(colour=colour, contrast=measured)
        case NotATerm():
            return words.gettext("A number of years, from 1 to 30.")
        case ReasonNeeded():
            return words.gettext("The law asks for 10 years: say why less is right for your firm.")
        case _:
            return None


def _logo(fault: LogoFault, words: Words) -> str:
    match fault:
        case LogoFault.EMPTY:
            return words.gettext("This file is empty.")
        case LogoFault.TYPE:
            return words.gettext("This is neither a PNG nor a JPEG picture.")
        case LogoFault.TOO_HEAVY:
            return words.gettext("500 kB at most: save a smaller picture.")
        case LogoFault.TOO_LARGE:
            return words.gettext("3,000 pixels at most a side: save a smaller picture.")


def _days(days: tuple[int, ...]) -> str:
    return ", ".join(map(str, days))


def _outsider(kind: Outsider, words: Words) -> str:
    match kind:
        case Outsider.GUEST:
            return words.gettext("This is a guest of your Slack: only full members can see clients.")
        case Outsider.PROGRAM:
            return words.gettext("This is an app, not a person.")
        case Outsider.LEAVER:
            return words.gettext("This Slack account is closed.")
        case Outsider.STRANGER:
            return words.gettext("This person belongs to another company’s Slack.")
