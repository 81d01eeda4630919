"""What a rule of a client file's life says no to, told as a sentence."""

from datetime import date

from domain.life import BeingErased, ClientClosed, NotTerminated, NotTheName
from domain.merging import DifferentCompanies, SameClient
from domain.refusals import ClientTerminated, Refusal
from domain.requests import DueTooEarly, DueTooLate, NotAPeriod
from handlers.blocks import escape
from handlers.words import Words


def explain_life(refusal: Refusal, words: Words, today: date | None = None) -> str | None:
    """The sentence; None for a refusal of another kind."""
    match refusal:
        case NotTheName(name=name):
            return words.gettext("This is not the client’s name: {client}.").format(client=name)
        case ClientTerminated(name=name):
            return words.gettext("{client} was terminated. Restore it first.").format(client=escape(name))
        case ClientClosed(erase_at=day):
            return words.gettext("This client file is closed. It will be erased on {day}.").format(
                day=words.day(day.date(), today)
            )
        case BeingErased():
            return words.gettext("This client file is being erased.")
        case NotTerminated():
            return words.gettext("This client is not terminated: there is nothing to restore nor to erase.")
        case DifferentCompanies(kept=kept, other=other):
            return words.gettext("Two companies, SIREN {kept} and {other}: they are not merged.").format(
                kept=words.siren(kept), other=words.siren(other)
            )
        case SameClient():
            return words.gettext("This is the client kept. Choose another one.")
        case DueTooEarly(day=day):
            return words.gettext("{day} is over. Choose a coming day.").format(day=words.day(day, today))
        case DueTooLate(day=day):
            return words.gettext("{day} is more than two years away. Check the year.").format(day=words.day(day))
        case NotAPeriod():
            return words.gettext("Choose a period from the list.")
        case _:
            return None
