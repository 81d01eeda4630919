"""What is wrong with a sheet, or with a row of one, and what to do about it."""

from domain.importing.imports import ImportOver, ImportState
from domain.importing.refused import (
    AddressUsedElsewhere,
    ApeNotGiven,
    CodeOfAnotherCompany,
    DepositTaken,
    FollowedUnderAnotherCode,
    NirMasked,
    NotADeposit,
    NotOffered,
    NumberRounded,
    OfField,
    OtherAddressKept,
    OtherDepositKept,
    OtherStateKept,
    Renamed,
    RequiredFieldsEmpty,
    SeveralFiles,
    TwiceInSheet,
    UnknownWord,
)
from domain.refusals import Refusal
from domain.sheets.sheet import MOST_COLUMNS, MOST_ROWS, Fault, SheetRefused
from handlers.blocks import tame
from handlers.explain_fields import explain_field, shown
from handlers.words import Words


def explain_sheet(refusal: Refusal, words: Words) -> str | None:
    """The sentence; None for a refusal of another kind."""
    match refusal:
        case SheetRefused(fault=fault, line=None):
            return _fault(fault, words)
        case SheetRefused(fault=fault, line=line):
            return words.gettext("Line {n}: {sentence}").format(n=line, sentence=_fault(fault, words))
        case ImportOver(state=state):
            return _over(state, words)
        case UnknownWord(typed=typed, known=known):
            choices = ", ".join(dict.fromkeys(french if words.is_french else english for french, english in known))
            return words.gettext("‘{typed}’ is not known here. Choose among: {choices}.").format(
                typed=shown(typed), choices=choices
            )
        case NotOffered(what=what, typed=typed):
            return _not_offered(what, words).format(typed=shown(typed))
        case NumberRounded():
            return words.gettext("The spreadsheet has rounded this number. Set the cell to Text and type it again.")
        case OfField(label=label, refusal=wrong):
            return words.gettext("{column}: {sentence}").format(
                column=tame(label), sentence=explain_field(wrong, words)
            )
        case RequiredFieldsEmpty(labels=labels):
            named = words.listed([tame(label) for label in labels])
            return words.gettext("To complete: {what}.").format(what=named)
        case TwiceInSheet(line=line):
            return words.gettext("The same client is on line {n} already.").format(n=line)
        case FollowedUnderAnotherCode(name=name, code=code):
            return words.gettext(
                "Already followed: {client}. Write ‘yes’ under “Second file” if you mean another one."
            ).format(client=f"{name} ({code})")
        case SeveralFiles():
            return words.gettext("Several client files fit this row. Give the firm code of the right one.")
        case CodeOfAnotherCompany(code=code):
            return words.gettext("The code {code} is that of another company.").format(code=code)
        case AddressUsedElsewhere():
            return words.gettext("Already the address of a contact of another client. Allow it when importing.")
        case OtherAddressKept(name=name):
            return words.gettext("{name} has another address. Change it in the client file.").format(name=name)
        case NotADeposit(typed=typed, example=example):
            return words.gettext("{typed} does not arrive in the firm’s mailbox. For example {example}.").format(
                typed=shown(typed), example=example
            )
        case DepositTaken():
            return words.gettext("This deposit address is taken.")
        case OtherDepositKept():
            return words.gettext("The client has another deposit address, which stays.")
        case ApeNotGiven(looked_up=True):
            return words.gettext("Enter the APE code: the registry does not tell it.")
        case ApeNotGiven():
            return words.gettext(
                "Enter the APE code, or upload the file again with “Look each SIREN up in the public registry” ticked."
            )
        case Renamed(before=before):
            return words.gettext("The client is named {client} until now: check that it is the same one.").format(
                client=tame(before)
            )
        case OtherStateKept():
            return words.gettext("An active client is put to sleep, or woken, in its own file.")
        case NirMasked():
            return words.gettext("This number is masked, as in every sheet we write. Type it whole, or empty the cell.")
        case _:
            return None


def _not_offered(what: str, words: Words) -> str:
    match what:
        case "manager":
            return words.gettext("Nobody named {typed} may answer for a client. Write a name as in the team’s list.")
        case "portfolio":
            return words.gettext("No portfolio {typed} among yours.")
        case _:
            return words.gettext("Somebody in ‘{typed}’ is not in the team. Write names as in the team’s list.")


def _over(state: ImportState, words: Words) -> str:
    match state:
        case ImportState.DROPPED:
            return words.gettext("This import was given up. Upload the file again.")
        case _:
            return words.gettext("This import is already under way, or done.")


def _fault(fault: Fault, words: Words) -> str:
    match fault:
        case Fault.EMPTY:
            return words.gettext("There is nothing under the headers.")
        case Fault.NO_COLUMN:
            return words.gettext("None of its headers is known. Start from the template.")
        case Fault.NOT_A_SHEET | Fault.DAMAGED:
            return words.gettext("This is not a readable .xlsx, .ods or .csv. Save it again in one of these formats.")
        case Fault.OLD_FORMAT:
            return words.gettext("An old .xls, or a file with a password. Save it as .xlsx without a password.")
        case Fault.TOO_LARGE:
            return words.gettext("Too large, or too long to read. Keep one sheet of client files, under 10 MB.")
        case Fault.TOO_MANY_ROWS:
            return words.gettext("More than {n} rows. Split the file.").format(n=words.number(MOST_ROWS))
        case Fault.TOO_MANY_COLUMNS:
            return words.gettext("More than {n} columns. Delete those that are empty.").format(n=MOST_COLUMNS)
        case Fault.HIDDEN_SHEETS:
            return words.gettext("It holds hidden sheets. Show or delete them.")
        case Fault.MACROS:
            return words.gettext("It holds macros. Save it as .xlsx, without macros.")
        case Fault.OUTSIDE_LINKS:
            return words.gettext("It takes values from other files. Paste them as values.")
        case Fault.DOCTYPE:
            return words.gettext("It holds a declaration that no spreadsheet writes. Save it again as .xlsx.")
        case Fault.UTF16:
            return words.gettext("written in UTF-16. Save it as CSV UTF-8.")
        case Fault.NUL:
            return words.gettext("a NUL character. Save it as CSV UTF-8.")
        case Fault.OPEN_QUOTE:
            return words.gettext("a quotation mark that is not closed.")
        case Fault.LINE_TOO_LONG:
            return words.gettext("the line is too long to be a row.")
        case Fault.UNKNOWN_CHARACTER:
            return words.gettext("a character that is neither UTF-8 nor Windows-1252. Save it as CSV UTF-8.")
