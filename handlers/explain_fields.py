"""What is wrong with a value as it was typed, and what to type instead."""

from datetime import date

from domain.activities import ApeLetterMissing, UnknownApe
from domain.addresses import (
    EmailHasSpaces,
    EmailIncomplete,
    EmailPart,
    HiddenCharacters,
    NotAnEmail,
    NotAPhone,
    NotAPostalCode,
    PhoneIncomplete,
)
from domain.custom_fields import (
    ChoicesStillHeld,
    FieldNameReserved,
    FieldNameTaken,
    NoRoomForField,
    NotAChoice,
    NotADate,
    NotANumber,
    TooManyChoices,
)
from domain.editing import HasOtherSites, SiteKept
from domain.identifiers import (
    NIC_LENGTH,
    SIREN_LENGTH,
    SIRET_LENGTH,
    AccountIsAnotherNumber,
    AmountTooLarge,
    DigitsExpected,
    NoSuchNir,
    NoSuchSiren,
    NoSuchSiret,
    NotAnAmount,
    OneDigitRepeated,
    SiretOfAnotherSiren,
    WrongDigitCount,
    WrongNirKey,
)
from domain.nir import NoGroundForNir
from domain.notes import NotYours
from domain.refusals import CodeTaken, Missing, Refusal, TooLong
from domain.wizard import (
    AuthorWouldLoseSight,
    BouncedBefore,
    CeasedCompany,
    LikelySlip,
    SharedAddress,
    TypedTwice,
    UnusualAccount,
)
from handlers.blocks import clip, tame
from handlers.words import Words

# What a number of so many digits is, where only that one is asked for.
NUMBERS = {SIREN_LENGTH: "SIREN", SIRET_LENGTH: "SIRET", NIC_LENGTH: "NIC"}


def explain_field(refusal: Refusal, words: Words, *, field: str = "", today: date | None = None) -> str:
    """The sentence that goes beside the field."""
    match refusal:
        case Missing():
            return _missing(field, words)
        case TooLong(length=length, at_most=at_most):
            return words.gettext("{length} characters: {at_most} at most.").format(
                length=words.number(length), at_most=words.number(at_most)
            )
        case CodeTaken(code=code, next_free=next_free):
            if next_free is None:
                return words.gettext("{code} is taken.").format(code=code)
            return words.gettext("{code} is taken. Next free: {next}.").format(code=code, next=next_free)
        case CeasedCompany():
            return words.gettext("Tick to go on, or pick another company.")
        case (
            NotANumber()
            | NotADate()
            | NotAChoice()
            | FieldNameTaken()
            | FieldNameReserved()
            | TooManyChoices()
            | NoRoomForField()
            | ChoicesStillHeld()
        ):
            return _custom(refusal, words)
        case NotYours():
            return words.gettext("A note is changed by its author, within 24 hours.")
        case HasOtherSites():
            return words.gettext("Remove the other establishments first: they belong to the SIREN of today.")
        case SiteKept(siret=siret):
            return words.gettext("{siret} is already an establishment of this client.").format(siret=words.siren(siret))
        case AuthorWouldLoseSight():
            return words.gettext("You would no longer see this client. Add yourself, or choose the portfolio.")
        case (
            DigitsExpected()
            | WrongNirKey()
            | NoSuchNir()
            | NoGroundForNir()
            | WrongDigitCount()
            | NoSuchSiren()
            | NoSuchSiret()
            | SiretOfAnotherSiren()
            | AccountIsAnotherNumber()
            | OneDigitRepeated()
            | UnusualAccount()
            | ApeLetterMissing()
            | UnknownApe()
            | NotAnAmount()
            | AmountTooLarge()
        ):
            return _number(refusal, words, field)
        case _:
            return _reach(refusal, words, today)


def shown(typed: str) -> str:
    """What was typed, short enough to stand in a sentence."""
    return clip(tame(typed), 60)


def _missing(field: str, words: Words) -> str:
    match field:
        case "company":
            return words.gettext("Pick a company from the list, or enter it by hand.")
        case "name":
            return words.gettext("Type the company’s name.")
        case "siret":
            return words.gettext("Enter the SIREN, or tick “No SIREN”.")
        case "ape":
            return words.gettext("A company with a SIREN has an APE code. Search by a word of the activity.")
        case "email":
            return words.gettext("An address is needed to invite by e-mail. Otherwise untick “By e-mail”.")
        case "manager":
            return words.gettext("The firm asks for a manager for every client.")
        case "last_name":
            return words.gettext("Type the name of this person.")
        case "weekdays":
            return words.gettext("Choose at least one day.")
        case "people":
            return words.gettext("Choose at least one person.")
        case _:
            return words.gettext("Fill in this field.")


def _number(refusal: Refusal, words: Words, field: str) -> str:
    match refusal:
        case WrongNirKey() | NoSuchNir():
            return words.gettext("The key does not match: check the 15 digits of the Vitale card.")
        case DigitsExpected() | WrongDigitCount() if field == "nir":
            return words.gettext("The key does not match: check the 15 digits of the Vitale card.")
        case NoGroundForNir():
            return words.gettext("The firm may not hold this number.")
        case DigitsExpected() | WrongDigitCount() | OneDigitRepeated() if field == "urssaf_account":
            return words.gettext("Digits only, usually 18.")
        case DigitsExpected(typed=typed):
            return words.gettext("{typed}: digits only, 9 (SIREN) or 14 (SIRET).").format(typed=shown(typed))
        case WrongDigitCount(typed=typed, digits=digits, expected=(only,)) if only in NUMBERS:
            return words.ngettext(
                "{typed} has {n} digit: {needed} are needed.",
                "{typed} has {n} digits: {needed} are needed.",
                digits,
            ).format(typed=shown(typed), n=digits, needed=f"{only} ({NUMBERS[only]})")
        case WrongDigitCount(typed=typed, digits=digits):
            return words.ngettext(
                "{typed} has {n} digit: 9 (SIREN) or 14 (SIRET) are needed.",
                "{typed} has {n} digits: 9 (SIREN) or 14 (SIRET) are needed.",
                digits,
            ).format(typed=shown(typed), n=digits)
        case NoSuchSiren(siren=number) | NoSuchSiret(siret=number):
            return words.gettext(
                "{number} does not exist: a digit is probably wrong. Check it on a client document."
            ).format(number=words.siren(number))
        case SiretOfAnotherSiren(siren_of_siret=theirs, siren=ours):
            return words.gettext("This SIRET belongs to SIREN {theirs}, not to {ours}.").format(
                theirs=words.siren(theirs), ours=words.siren(ours)
            )
        case AccountIsAnotherNumber(which="nir"):
            return words.gettext("This is a social security number. The Urssaf account is another one.")
        case AccountIsAnotherNumber():
            return words.gettext("This number is already given beside it. The Urssaf account is another one.")
        case UnusualAccount(account=account):
            return words.gettext("{n} digits, 18 expected. Continue again to keep it.").format(n=len(account))
        case ApeLetterMissing(typed=typed, example=example):
            return words.gettext("{typed}: the letter is missing, for example {example}.").format(
                typed=shown(typed), example=example
            )
        case UnknownApe(typed=typed):
            return words.gettext("{typed} is not in the official list. Search by a word of the activity.").format(
                typed=shown(typed)
            )
        case NotAnAmount(typed=typed):
            return words.gettext("‘{typed}’ is not an amount. For example 1,234.50.").format(typed=shown(typed))
        case AmountTooLarge(typed=typed):
            return words.gettext("‘{typed}’ is more than any declaration. Check the amount.").format(typed=shown(typed))
        case _:
            return words.gettext("This value is not accepted.")


def _custom(refusal: Refusal, words: Words) -> str:
    """What is wrong in one of the firm's own fields, or in its definition."""
    match refusal:
        case NotANumber(typed=typed):
            return words.gettext("‘{typed}’ is not a number. For example 1,234.50.").format(typed=shown(typed))
        case NotADate(typed=typed):
            return words.gettext("‘{typed}’ is not a date. For example 23/11/2026.").format(typed=shown(typed))
        case NotAChoice(typed=typed, choices=choices) if choices:
            return words.gettext("‘{typed}’ is not in the list: {choices}.").format(
                typed=shown(typed), choices=words.listed([shown(choice) for choice in choices])
            )
        case NotAChoice(typed=typed):
            return words.gettext("‘{typed}’ is neither yes nor no.").format(typed=shown(typed))
        case FieldNameTaken(label=label):
            return words.gettext("{field} is already a field of the firm.").format(field=shown(label))
        case FieldNameReserved(label=label):
            return words.gettext("Every client file already has ‘{field}’: choose another name.").format(
                field=shown(label)
            )
        case ChoicesStillHeld(held=held):
            n = sum(held.values())
            sentence = words.ngettext(
                "{n} client holds {choices} and keeps it. Save again to take it off the list.",
                "{n} clients hold {choices} and keep it. Save again to take it off the list.",
                n,
            )
            named = words.listed([words.gettext("‘{choice}’").format(choice=shown(choice)) for choice in held])
            return sentence.format(n=words.number(n), choices=clip(named, 200))
        case TooManyChoices(at_most=at_most):
            return words.gettext("{n} at most.").format(n=at_most)
        case NoRoomForField(at_most=at_most):
            return words.gettext(
                "The firm has {n} fields of its own, as many as there may be. Remove one first."
            ).format(n=at_most)
        case _:
            return words.gettext("This value is not accepted.")


def _reach(refusal: Refusal, words: Words, today: date | None) -> str:
    match refusal:
        case EmailIncomplete(typed=typed, missing=missing):
            return _incomplete_email(typed, missing, words)
        case EmailHasSpaces(typed=typed):
            return words.gettext("{typed} holds a space: one address only, without spaces.").format(typed=shown(typed))
        case HiddenCharacters():
            return words.gettext("This address holds characters that cannot be seen. Type it again by hand.")
        case NotAnEmail(typed=typed):
            return words.gettext("{typed} is not an e-mail address. For example name@company.com.").format(
                typed=shown(typed)
            )
        case LikelySlip(domain=domain, meant=meant):
            return words.gettext("{domain}: did you mean {meant}? Continue again to keep {domain}.").format(
                domain=domain, meant=meant
            )
        case BouncedBefore(day=day):
            return words.gettext("This address refused a message on {day}. Check it with the client.").format(
                day=words.day(day, today)
            )
        case SharedAddress(same_file=True):
            return words.gettext("Tick “Use this address here too”, or change the address.")
        case SharedAddress():
            return words.gettext("Tick “Create another client file under this address”, or change the address.")
        case TypedTwice(name=name):
            return words.gettext("This address is already that of {name}, above.").format(name=name)
        case PhoneIncomplete(typed=typed):
            return words.gettext("{typed} is too short: 10 digits, or + and the country code.").format(
                typed=shown(typed)
            )
        case NotAPhone(typed=typed):
            return words.gettext("‘{typed}’ is not a phone number: 10 digits, or + and the country code.").format(
                typed=shown(typed)
            )
        case NotAPostalCode(country="FR"):
            return words.gettext("Five digits, for example 37000.")
        case NotAPostalCode(typed=typed):
            return words.gettext("{typed} is not a postal code of that country.").format(typed=shown(typed))
        case _:
            return words.gettext("This value is not accepted.")


def _incomplete_email(typed: str, missing: EmailPart, words: Words) -> str:
    match missing:
        case EmailPart.DOMAIN:
            return words.gettext("{typed} is incomplete: what follows @ is missing.").format(typed=shown(typed))
        case EmailPart.LOCAL:
            return words.gettext("{typed} is incomplete: what precedes @ is missing.").format(typed=shown(typed))
        case EmailPart.AT:
            return words.gettext("{typed} is incomplete: @ and what follows are missing.").format(typed=shown(typed))
        case EmailPart.ENDING:
            return words.gettext("{typed} is incomplete: the ending is missing, for example .fr.").format(
                typed=shown(typed)
            )
