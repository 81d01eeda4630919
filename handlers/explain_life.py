"""What a rule of a client file's life says no to, told as a sentence."""

from datetime import date

from domain.life import BeingErased, ClientClosed, NotTerminated, NotTheName
from domain.merging import DifferentCompanies, SameClient
from domain.refusals import ClientTerminated, Refusal
from domain.requests import DueTooEarly, DueTooLate, NotAPeriod
from domain.unmerging import HeldSince, MergedSince, MergerOver, MergerUndone
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
        case MergerOver() | MergerUndone() | MergedSince() | HeldSince():
            return _merger(refusal, words, today)
        case DueTooEarly(day=day):
            return words.gettext("{day} is over. Choose a coming day.").format(day=words.day(day, today))
        case DueTooLate(day=day):
            return words.gettext("{day} is more than two years away. Check the year.").format(day=words.day(day))
        case NotAPeriod():
            return words.gettext("Choose a period from the list.")
        case _:
            return None


def _merger(refusal: MergerOver | MergerUndone | MergedSince | HeldSince, words: Words, today: date | None) -> str:
    match refusal:
        case MergerOver(until=until):
            sentence = words.gettext("A merger is undone within 30 days: this one could be until {day}.")
            return sentence.format(day=words.day(until.date(), today))
        case MergerUndone(at=at):
            return words.gettext("This merger was already undone on {day}.").format(day=words.day(at.date(), today))
        case MergedSince(name=name):
            return words.gettext("A later merger, with {client}, stands on this one: undo that one first.").format(
                client=escape(name)
            )
        case HeldSince():
            held = {
                "siren": words.gettext("SIREN {number} is now that of {client}: change it there first."),
                "code": words.gettext("Code {number} is now that of {client}: change it there first."),
                "deposit": words.gettext("What is sent to {number} now arrives at {client}: change it there first."),
            }[refusal.field]
            number = words.siren(refusal.value) if refusal.field == "siren" else escape(refusal.value)
            return held.format(number=number, client=escape(refusal.name))
