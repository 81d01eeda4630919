"""Why a row is refused, or what is to be known of it: a sentence for each column."""

from collections.abc import Mapping
from datetime import date

from domain.importing.columns.company import COMPANY
from domain.importing.columns.contact import CONTACT
from domain.importing.columns.dossier import DOSSIER
from domain.importing.columns.site import SITE
from domain.importing.outcomes import Outcome, Refused, ToCreate, ToUpdate, Unchanged
from domain.nir import NoGroundForNir, without_nirs
from domain.refusals import Missing, Refusal
from domain.wizard import BouncedBefore, CeasedCompany, LikelySlip, UnusualAccount
from handlers.explain import explain
from handlers.words import Words

COLUMNS = {column.key: column for column in (*COMPANY, *DOSSIER, *CONTACT, *SITE)}


def verdict_titles(words: Words) -> tuple[str, str]:
    """Above what is said of each row; `domain.importing.heading` knows them when the sheet comes in again."""
    return words.gettext("What will be done"), words.gettext("Why")


def verdict(outcome: Outcome, words: Words) -> str:
    """« Créé », « Mis à jour »…: what will be done."""
    match outcome:
        case ToCreate():
            return words.gettext("To create")
        case ToUpdate():
            return words.gettext("To update")
        case Unchanged():
            return words.gettext("Unchanged, left alone")
        case Refused():
            return words.gettext("Refused")


def why(outcome: Outcome, words: Words, today: date) -> str:
    """The reasons of a row, each behind the header of its column; empty when all is plain."""
    match outcome:
        case Refused(errors=errors):
            return _listed(errors, words, today)
        case ToCreate(warnings=warnings) | ToUpdate(warnings=warnings):
            return _listed(warnings, words, today)
        case Unchanged():
            return ""


def reason(refused: Refused, words: Words, today: date) -> str:
    """The same without the headers, for a sentence that names the line."""
    return without_nirs(" ".join(_sentence(key, error, words, today) for key, error in refused.errors.items()))


def _listed(errors: Mapping[str, Refusal], words: Words, today: date) -> str:
    sentences = []
    for key, error in errors.items():
        column, sentence = _header(key, words), _sentence(key, error, words, today)
        of_column = words.gettext("{column}: {sentence}").format(column=column, sentence=sentence)
        sentences.append(of_column if column else sentence)
    return without_nirs("\n".join(sentences))


def _header(key: str, words: Words) -> str:
    name, _, number = key.partition(".")
    column = COLUMNS.get(name)
    if name == "site_siret":
        return SITE[0].title(words.language, int(number or 0))
    if name == "siret":  # read from whichever of the columns the sheet has
        return words.gettext("SIREN or SIRET")
    return column.title(words.language, int(number or 0)) if column else ""


def _sentence(key: str, error: Refusal, words: Words, today: date) -> str:
    field = key.partition(".")[0].removeprefix("site_")
    match error:
        case Missing() if key.startswith("site_"):
            return words.gettext("Enter the NIC or the SIRET of this establishment.")
        case NoGroundForNir():
            return words.gettext(
                "Held of the self-employed with the Urssaf service only, once an administrator has said why in the "
                "settings. Empty this cell."
            )
        case Missing() if field == "siret":
            # A sheet has no box to tick: the form's sentence would name one.
            return words.gettext("Enter the SIREN, or “yes” in the “No SIREN” column.")
        case Missing() if field == "last_name":
            return words.gettext("Enter the contact’s last name.")
        case LikelySlip(domain=domain, meant=meant):
            return words.gettext("{domain}: did you mean {meant}?").format(domain=domain, meant=meant)
        case UnusualAccount():
            return words.gettext("shorter than the usual 18 digits.")
        case CeasedCompany():
            return words.gettext("the registry says that this company has ended.")
        case BouncedBefore():
            return explain(error, words, today=today)
        case _:
            return explain(error, words, field=field, today=today)
