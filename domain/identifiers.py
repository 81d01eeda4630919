"""Numbers by which a client is known: SIREN, NIC, SIRET, NIR, Urssaf account; and amounts as people type them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from stdnum import luhn
from stdnum.fr import nir as nir_rules
from stdnum.fr import siret as siret_rules

from domain.refusals import Refusal
from domain.text import NO_BREAK_SPACE, is_unseen

SIREN_LENGTH, NIC_LENGTH, SIRET_LENGTH, NIR_LENGTH = 9, 5, 14, 15
LA_POSTE = "356000000"
URSSAF_ACCOUNT_LENGTHS = (15, 16, 17, 18)
URSSAF_ACCOUNT_USUAL_LENGTH = 18
LARGEST_AMOUNT = Decimal("999999999999.99")

SEPARATORS = frozenset(".-‐‑–")

# Sex 1 to 4, 7 and 8 (temporary numbers), year, month (some unknown or of old registers), place of birth, order.
NIR_SEX = re.compile(r"[1-478]", re.ASCII)
NIR_MONTH = re.compile(r"0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d", re.ASCII)
NIR_PLACE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-69]|2[AB])(?!000)\d{3}|9[78]\d(?!00)\d{2}", re.ASCII)

AMOUNT = re.compile(
    r"""(?:\d+ | \d{1,3}(?:[ ]\d{3})+) (?:[.,]\d{1,2})?  # 1234,5   1 234,50   1234.50
      | \d{1,3}(?:\.\d{3})+ ,\d{1,2}                     # 1.234,50
      | \d{1,3}(?:,\d{3})+ \.\d{1,2}                     # 1,234.50
    """,
    re.ASCII | re.VERBOSE,
)


class SiretPart(StrEnum):
    SIREN = "siren"
    NIC = "nic"


class NirPart(StrEnum):
    """The part of a NIR that no NIR can have."""

    SEX = "sex"
    MONTH = "month"
    PLACE = "place"
    ORDER = "order"


@dataclass(eq=False)
class DigitsExpected(Refusal):
    """Something else than the digits 0 to 9 was typed."""

    typed: str
    intruders: str


@dataclass(eq=False)
class WrongDigitCount(Refusal):
    """`digits` were typed where one of the counts of `expected` is needed."""

    typed: str
    digits: int
    expected: tuple[int, ...]


@dataclass(eq=False)
class NoSuchSiren(Refusal):
    """The key is wrong; `expected_key` is the last digit that would fit, None for a number of zeros."""

    siren: str
    expected_key: str | None


@dataclass(eq=False)
class NoSuchSiret(Refusal):
    """The key is wrong, and `wrong_part` tells where. `expected_key` is the last digit that would fit, if only one."""

    siret: str
    wrong_part: SiretPart
    expected_key: str | None


@dataclass(eq=False)
class SiretOfAnotherSiren(Refusal):
    """A good SIRET, of `siren_of_siret` and not of the `siren` beside it."""

    siret: str
    siren_of_siret: str
    siren: str


@dataclass(eq=False)
class NoSuchNir(Refusal):
    """No person can have that number, whatever its key."""

    wrong_part: NirPart


@dataclass(eq=False)
class WrongNirKey(Refusal):
    """The two last digits do not fit the others; the number itself is not repeated."""


@dataclass(eq=False)
class OneDigitRepeated(Refusal):
    """An account made of one digit only."""

    typed: str


@dataclass(eq=False)
class AccountIsAnotherNumber(Refusal):
    """The Urssaf account repeats a number given beside it: `which` is siren, siret or nir."""

    which: str


@dataclass(eq=False)
class NotAnAmount(Refusal):
    typed: str


@dataclass(eq=False)
class AmountTooLarge(Refusal):
    typed: str
    at_most: Decimal


@dataclass(frozen=True, slots=True)
class Establishment:
    """A SIREN and, when a SIRET was typed, the NIC of that establishment."""

    siren: str
    nic: str | None = None

    @property
    def siret(self) -> str | None:
        return self.siren + self.nic if self.nic else None


def compact(typed: str) -> str:
    """What was typed without spaces of any kind, dots, hyphens and invisible marks."""
    if typed.isascii() and typed.isalnum():
        return typed
    return "".join(c for c in typed if not (c.isspace() or c in SEPARATORS or is_unseen(c)))


def read_siren(typed: str) -> str:
    """Nine digits. DigitsExpected, WrongDigitCount, NoSuchSiren."""
    siren = _digits(typed, SIREN_LENGTH)
    if not int(siren):
        raise NoSuchSiren(siren, None)
    if not luhn.is_valid(siren):
        raise NoSuchSiren(siren, luhn.calc_check_digit(siren[:-1]))
    return siren


def read_siret(typed: str, of_siren: str | None = None) -> Establishment:
    """An establishment, of that SIREN if one is given.

    Raises DigitsExpected, WrongDigitCount, NoSuchSiret, SiretOfAnotherSiren.
    """
    return _establishment(_digits(typed, SIRET_LENGTH), of_siren)


def read_nic(typed: str, siren: str) -> str:
    """Five digits that make a good SIRET with that SIREN. DigitsExpected, WrongDigitCount, NoSuchSiret."""
    nic = _digits(typed, NIC_LENGTH)
    _check_nic(siren, nic)
    return nic


def read_siren_or_siret(typed: str, of_siren: str | None = None) -> Establishment:
    """One field for both numbers. The refusals of `read_siren` and `read_siret`."""
    digits = _digits(typed, SIREN_LENGTH, SIRET_LENGTH)
    return _establishment(digits, of_siren) if len(digits) == SIRET_LENGTH else Establishment(read_siren(digits))


def read_nir(typed: str) -> str:
    """Fifteen characters, key included, `2A` and `2B` being Corsica.

    Raises DigitsExpected, WrongDigitCount, NoSuchNir, WrongNirKey; none of them repeats what was typed.
    """
    number = compact(typed).upper()
    hidden = "•" * len(number)
    digits = number[:5] + number[5:7].replace("2A", "19").replace("2B", "18") + number[7:]
    _only_digits(hidden, digits)
    if len(number) != NIR_LENGTH:
        raise WrongDigitCount(hidden, len(number), (NIR_LENGTH,))
    for part, fits in (
        (NirPart.SEX, NIR_SEX.fullmatch(number[0])),
        (NirPart.MONTH, NIR_MONTH.fullmatch(number[3:5])),
        (NirPart.PLACE, NIR_PLACE.fullmatch(number[5:10])),
        (NirPart.ORDER, int(number[10:13])),
    ):
        if not fits:
            raise NoSuchNir(part)
    if not nir_rules.is_valid(number):
        raise WrongNirKey
    return number


def read_urssaf_account(typed: str, *, siren: str | None = None, siret: str | None = None) -> str:
    """The digits of an account, 15 to 18 of them; no public key exists to check it by.

    Raises DigitsExpected, AccountIsAnotherNumber, WrongDigitCount, OneDigitRepeated.
    """
    account = compact(typed)
    _only_digits(typed, account)
    for which, number in (("siren", siren), ("siret", siret)):
        if number is not None and account == number:
            raise AccountIsAnotherNumber(which)
    if len(account) not in URSSAF_ACCOUNT_LENGTHS:
        raise WrongDigitCount(typed, len(account), URSSAF_ACCOUNT_LENGTHS)
    if len(set(account)) == 1:
        raise OneDigitRepeated(typed)
    return account


def is_usual_urssaf_account(account: str) -> bool:
    """Whether it has the 18 digits that are expected; a shorter one is kept once the person insists."""
    return len(account) == URSSAF_ACCOUNT_USUAL_LENGTH


def read_amount(typed: str) -> Decimal:
    """An amount of euros with its cents: `1 234,50`, `1234.5`, `1 234 €`. NotAnAmount, AmountTooLarge.

    `1,234` could mean two things and is refused.
    """
    text = " ".join("".join(c for c in typed if c.isspace() or not is_unseen(c)).split())
    text = text.removesuffix("€").removesuffix("EUR").rstrip()
    if not AMOUNT.fullmatch(text):
        raise NotAnAmount(typed)
    whole, point, cents = text.replace(" ", "").replace(",", ".").rpartition(".")
    amount = Decimal(f"{whole.replace('.', '')}.{cents}" if point else cents)
    if amount > LARGEST_AMOUNT:
        raise AmountTooLarge(typed, LARGEST_AMOUNT)
    return amount.quantize(Decimal("0.01"))


def format_nir(nir: str) -> str:
    """`1 84 12 37 261 042 42`, with no-break spaces: for the one person who asked to see it."""
    return _grouped(nir, 1, 2, 2, 2, 3, 3, 2)


def masked_nir(nir: str) -> str:
    """`1 84 •• •• ••• ••• 42`: the sex, the year and the key."""
    return _grouped(nir[:3] + "•" * 10 + nir[13:], 1, 2, 2, 2, 3, 3, 2)


def masked_account(account: str) -> str:
    """`•••• 4321`: the last four digits."""
    return "••••" + NO_BREAK_SPACE + account[-4:]


def _only_digits(typed: str, number: str) -> None:
    if number.isascii() and number.isdigit():
        return
    intruders = "".join(dict.fromkeys(c for c in number if c not in "0123456789"))
    if intruders:
        raise DigitsExpected(typed, intruders)


def _digits(typed: str, *lengths: int) -> str:
    number = compact(typed)
    _only_digits(typed, number)
    if len(number) not in lengths:
        raise WrongDigitCount(typed, len(number), lengths)
    return number


def _establishment(siret: str, of_siren: str | None) -> Establishment:
    siren, nic = siret[:SIREN_LENGTH], siret[SIREN_LENGTH:]
    if not int(siren) or not luhn.is_valid(siren):
        raise NoSuchSiret(siret, SiretPart.SIREN, luhn.calc_check_digit(siren[:-1]) if int(siren) else None)
    _check_nic(siren, nic)
    if of_siren is not None and siren != of_siren:
        raise SiretOfAnotherSiren(siret, siren, of_siren)
    return Establishment(siren, nic)


def _check_nic(siren: str, nic: str) -> None:
    siret = siren + nic
    follows_its_sum = siret_rules.is_valid(siret) if siren == LA_POSTE else luhn.is_valid(siret)
    if not int(nic) or not follows_its_sum:
        # Establishments of La Poste follow another sum, which more than one last digit can satisfy.
        several_fit = siren == LA_POSTE or not int(nic)
        raise NoSuchSiret(siret, SiretPart.NIC, None if several_fit else luhn.calc_check_digit(siret[:-1]))


def _grouped(number: str, *sizes: int) -> str:
    groups, start = [], 0
    for size in sizes:
        groups.append(number[start : start + size])
        start += size
    return NO_BREAK_SPACE.join(groups)
