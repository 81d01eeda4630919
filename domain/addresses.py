"""Where a client is reached: e-mail addresses, phones, postal codes. Nothing is looked up on a network."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from domain.identifiers import compact
from domain.refusals import Missing, Refusal, TooLong
from domain.text import NO_BREAK_SPACE, clean_line, is_unseen

EMAIL_LENGTH = 254
# Addresses so plain that the long check could only agree: an import reads thousands of them.
PLAIN_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:fr|com|net|org|eu)", re.ASCII | re.IGNORECASE
)
SHORT_EMAIL = 63  # no longer than any part may be

# Mail providers of French households and small companies.
COMMON_DOMAINS = (
    *("gmail.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "bbox.fr"),
    *("hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com", "live.fr", "msn.com", "yahoo.fr", "yahoo.com"),
    *("icloud.com", "numericable.fr", "aliceadsl.fr", "club-internet.fr", "protonmail.com", "aol.com", "gmx.fr"),
)
# Others where anyone can have an address: by their name whatever its ending, or whole.
PUBLIC_NAMES = frozenset({"gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "gmx", "aol"})
OTHER_PUBLIC_DOMAINS = frozenset(
    {"mail.com", "email.com", "ymail.com", "rocketmail.com", "me.com", "mac.com", "proton.me", "pm.me", "tutanota.com"}
    | {"mailo.com", "mailo.fr", "netcourrier.com", "zoho.com", "web.de", "cegetel.net", "noos.fr"}
    | {"voila.fr", "libertysurf.fr", "tele2.fr", "dbmail.com", "nordnet.fr", "9online.fr", "infonie.fr", "caramail.com"}
    | {"libello.com", "skynet.be", "bluewin.ch", "pt.lu", "lagoon.nc", "mls.nc", "mail.pf"}
)
# Companies whose domains only look like slips of the common ones.
NOT_SLIPS = frozenset({"orange.com", "laposte.fr", "free.com", "sfr.com", "cloud.com", "range.fr", "grange.fr"})
WRONG_ENDINGS = {"gmail.fr": "gmail.com", "laposte.com": "laposte.net", "wanadoo.com": "wanadoo.fr"}

# France and the places whose postal codes are French ones.
FRENCH_POSTAL_COUNTRIES = frozenset(
    {"FR", "MC", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"}
)
FRENCH_POSTAL_CODE = re.compile(
    r"(?:0[1-9]|[1-8]\d|9[0-5])\d{3}|97[1-8]\d{2}|98[04678]\d{2}",  # 980 is Monaco, 984 to 988 the Pacific
    re.ASCII,
)
FOREIGN_POSTAL_CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z -]{0,9}[0-9A-Z])?", re.ASCII)

# Each has a numbering plan of its own, though people there type ten digits like everyone.
OVERSEAS_PLANS = ("RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF")
PHONE_SIGNS = re.compile(r"\+?[\d\s().\-‐‑–/]+", re.ASCII)
SHORTEST_PHONE = 10
# Mobiles that Arcep keeps for films and examples: nobody has them, and a demonstration needs some.
FICTION = r"63998\d{4}"
FICTION_MOBILE = re.compile(rf"\+33{FICTION}", re.ASCII)


class EmailPart(StrEnum):
    """The part of an address that is missing."""

    LOCAL = "local"
    AT = "at"
    DOMAIN = "domain"
    ENDING = "ending"


@dataclass(eq=False)
class EmailIncomplete(Refusal):
    """`contact@`, `@orange.fr`, `contact`, `contact@orange`."""

    typed: str
    missing: EmailPart


@dataclass(eq=False)
class EmailHasSpaces(Refusal):
    typed: str


@dataclass(eq=False)
class HiddenCharacters(Refusal):
    """A control, bidirectional or zero-width character: `codes` are their numbers, as U+202E."""

    codes: tuple[str, ...]


@dataclass(eq=False)
class NotAnEmail(Refusal):
    typed: str


@dataclass(eq=False)
class NotAPhone(Refusal):
    """Letters, or a number that exists nowhere."""

    typed: str


@dataclass(eq=False)
class PhoneIncomplete(Refusal):
    """Ten digits are needed, or a plus and the code of the country."""

    typed: str
    digits: int


@dataclass(eq=False)
class NotAPostalCode(Refusal):
    typed: str
    country: str


def read_email(typed: str) -> str:
    """The address in small letters, its domain in ASCII.

    Raises Missing, HiddenCharacters, EmailHasSpaces, EmailIncomplete, TooLong, NotAnEmail.
    """
    address = typed.strip()
    if not address:
        raise Missing
    if _is_plain(address):
        return address.lower()
    hidden = dict.fromkeys(f"U+{ord(c):04X}" for c in address if is_unseen(c))
    if hidden:
        raise HiddenCharacters(tuple(hidden))
    if any(c.isspace() for c in address):
        raise EmailHasSpaces(address)
    if len(address) > EMAIL_LENGTH:
        raise TooLong(len(address), EMAIL_LENGTH)
    missing = _missing_part(address)
    if missing is not None:
        raise EmailIncomplete(address, missing)
    try:
        # `.test` names only exist where nothing leaves the machine, and a mail sent to one comes back.
        checked = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise NotAnEmail(address) from error
    return (checked.ascii_email or checked.normalized).lower()


def domain_of(address: str) -> str:
    """`orange.fr` for `claire@orange.fr`."""
    return address.rpartition("@")[2].lower()


def is_public_mail_domain(domain: str) -> bool:
    """Whether anyone can have an address there, so that it says nothing of a company."""
    return domain in COMMON_DOMAINS or domain in OTHER_PUBLIC_DOMAINS or domain.partition(".")[0] in PUBLIC_NAMES


def likely_domain(address: str, known: Iterable[str] = ()) -> str | None:
    """The domain that was probably meant (`gmail.com` for `gmial.com`), among the common ones and those of `known`."""
    domain = domain_of(address)
    candidates = (*COMMON_DOMAINS, *known)
    if domain in candidates or domain in NOT_SLIPS or domain in OTHER_PUBLIC_DOMAINS:
        return None
    if domain in WRONG_ENDINGS:
        return WRONG_ENDINGS[domain]
    near = (common for common in candidates if abs(len(domain) - len(common)) <= 1)
    return next((common for common in near if _is_slip_of(domain, common)), None)


def read_phone(typed: str, country: str = "FR") -> str:
    """The number in E.164: `+33612345678`. Missing, NotAPhone, PhoneIncomplete.

    Ten digits typed in France may be a number of Réunion or of the Antilles: these are tried in turn.
    """
    text = clean_line(typed)
    if not text:
        raise Missing
    if not PHONE_SIGNS.fullmatch(text):
        raise NotAPhone(typed)
    if country == "FR" and _plain_phone().fullmatch(compact(text)):
        return f"+33{compact(text)[1:]}"
    import phonenumbers

    for region in (country, *(OVERSEAS_PLANS if country == "FR" else ())):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if FICTION_MOBILE.fullmatch(phone) or phonenumbers.is_valid_number(number):
            return phone
    digits = sum(c.isdigit() for c in text)
    raise PhoneIncomplete(typed, digits) if digits < SHORTEST_PHONE else NotAPhone(typed)


def display_phone(phone: str, *, abroad: bool = False) -> str:
    """`06 12 34 56 78` with no-break spaces; `+33 6 12 34 56 78` to be read abroad, and for foreign numbers."""
    import phonenumbers

    number = phonenumbers.parse(phone)
    at_home = phonenumbers.region_code_for_number(number) in FRENCH_POSTAL_COUNTRIES - {"MC"}
    style = phonenumbers.PhoneNumberFormat
    shown = phonenumbers.format_number(number, style.NATIONAL if at_home and not abroad else style.INTERNATIONAL)
    return shown.replace(" ", NO_BREAK_SPACE)


def read_postal_code(typed: str, country: str = "FR") -> str:
    """Five digits in France, its overseas places and Monaco; elsewhere letters and digits. Missing, NotAPostalCode."""
    code = clean_line(typed).upper()
    if not code:
        raise Missing
    if country in FRENCH_POSTAL_COUNTRIES:
        code = code.replace(" ", "")
    pattern = FRENCH_POSTAL_CODE if country in FRENCH_POSTAL_COUNTRIES else FOREIGN_POSTAL_CODE
    if not pattern.fullmatch(code):
        raise NotAPostalCode(typed, country)
    return code


def department_of(postal_code: str) -> str | None:
    """`37`, `2A`, `974`, `980` for Monaco; None when it is no French postal code.

    The code tells the post office's department, which for a few border villages is the neighbour's.
    """
    if not FRENCH_POSTAL_CODE.fullmatch(postal_code):
        return None
    if postal_code.startswith("20"):
        return "2A" if postal_code < "20200" else "2B"
    # Saint-Barthélemy and Saint-Martin have kept the codes they had as towns of Guadeloupe.
    apart = {"97133": "977", "97150": "978"}.get(postal_code)
    return apart or postal_code[: 3 if postal_code >= "97000" else 2]


def _is_plain(address: str) -> bool:
    return len(address) <= SHORT_EMAIL and PLAIN_EMAIL.fullmatch(address) is not None


@cache
def _plain_phone() -> re.Pattern[str]:
    """Numbers so plain that the long check could only agree: ten digits in the library's own plan for France."""
    import phonenumbers

    france: Any = phonenumbers.PhoneMetadata.metadata_for_region("FR")  # each part of it is typed as optional
    plans = [plan.national_number_pattern for plan in (france.fixed_line, france.mobile)]
    return re.compile(f"0(?:{'|'.join([FICTION, *plans])})", re.ASCII)


def _missing_part(address: str) -> EmailPart | None:
    local, at, domain = address.rpartition("@")
    if not at:
        return EmailPart.AT
    if not local:
        return EmailPart.LOCAL
    if not domain:
        return EmailPart.DOMAIN
    return None if "." in domain.strip(".") else EmailPart.ENDING


def _is_slip_of(domain: str, common: str) -> bool:
    """One slip of the fingers in the name or in the ending, not both."""
    name, _, ending = domain.partition(".")
    common_name, _, common_ending = common.partition(".")
    if name == common_name:
        return OSA.distance(ending, common_ending) == 1
    if ending != common_ending or OSA.distance(name, common_name) != 1:
        return False
    # In a short name one other letter makes another real name: `five.fr` is not `live.fr`.
    replaced = len(name) == len(common_name) and sorted(name) != sorted(common_name)
    return not replaced or len(common_name) > 4
