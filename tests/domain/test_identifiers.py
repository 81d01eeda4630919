from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import (
    AccountIsAnotherNumber,
    AmountTooLarge,
    DigitsExpected,
    Establishment,
    NirPart,
    NoSuchNir,
    NoSuchSiren,
    NoSuchSiret,
    NotAnAmount,
    OneDigitRepeated,
    SiretOfAnotherSiren,
    SiretPart,
    WrongDigitCount,
    WrongNirKey,
    format_nir,
    is_usual_urssaf_account,
    masked_account,
    masked_nir,
    read_amount,
    read_nic,
    read_nir,
    read_siren,
    read_siren_or_siret,
    read_siret,
    read_urssaf_account,
)

MOREL = "839602299"
ANOTHER = "850885054"


def nir(start: str) -> str:
    """A NIR that begins with those 13 characters, with its right key."""
    number = int(start.replace("2A", "19").replace("2B", "18"))
    return f"{start}{97 - number % 97:02}"


def siret_of(siren: str) -> str:
    """The first good SIRET of that SIREN."""
    for number in range(10, 20):
        nic = f"{number:05}"
        digits = [int(d) for d in siren + nic]
        doubled = [sum(divmod(2 * d, 10)) if place % 2 == 0 else d for place, d in enumerate(digits)]
        if sum(doubled) % 10 == 0:
            return siren + nic
    raise AssertionError(siren)


def is_siren(digits: str) -> bool:
    try:
        return read_siren(digits) == digits
    except NoSuchSiren:
        return False


@pytest.mark.parametrize("typed", ["839602299", "839 602 299", " 839.602.299 ", "839\u00a0602\u202f299", "839-602-299"])
def test_a_siren_is_read_however_it_is_spaced(typed: str) -> None:
    assert read_siren(typed) == MOREL


def test_a_siren_pasted_with_invisible_marks_is_read() -> None:
    assert read_siren("\u202a839602299\u202c\u200b") == MOREL


@pytest.mark.parametrize(("typed", "digits"), [("80331", 5), ("", 0), ("8396022990", 10)])
def test_a_siren_of_another_length_tells_how_many_digits_were_typed(typed: str, digits: int) -> None:
    with pytest.raises(WrongDigitCount) as refused:
        read_siren(typed)
    assert (refused.value.digits, refused.value.expected) == (digits, (9,))


def test_a_wrong_key_tells_the_one_that_would_fit() -> None:
    with pytest.raises(NoSuchSiren) as refused:
        read_siren("839 602 298")
    assert (refused.value.siren, refused.value.expected_key) == ("839602298", "9")


def test_a_siren_of_zeros_does_not_exist() -> None:
    with pytest.raises(NoSuchSiren) as refused:
        read_siren("000 000 000")
    assert refused.value.expected_key is None


@pytest.mark.parametrize(
    ("typed", "intruders"), [("83960229O", "O"), ("８39602299", "８"), ("83960229٩", "٩"), ("FR839602299", "FR")]
)
def test_only_the_ten_plain_digits_are_digits(typed: str, intruders: str) -> None:
    with pytest.raises(DigitsExpected) as refused:
        read_siren(typed)
    assert refused.value.intruders == intruders


@given(st.integers(min_value=1, max_value=99_999_999))
def test_of_the_ten_keys_of_a_siren_exactly_one_is_right(number: int) -> None:
    good = [siren for siren in (f"{number:08}{key}" for key in range(10)) if is_siren(siren)]
    assert len(good) == 1
    for key in range(10):
        siren = f"{number:08}{key}"
        if siren not in good:
            with pytest.raises(NoSuchSiren) as refused:
                read_siren(siren)
            assert [siren[:8] + str(refused.value.expected_key)] == good


@given(st.integers(min_value=0, max_value=8), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_always_seen(place: int, shift: int) -> None:
    wrong = str((int(MOREL[place]) + shift) % 10)
    with pytest.raises(NoSuchSiren):
        read_siren(MOREL[:place] + wrong + MOREL[place + 1 :])


def test_one_field_takes_a_siren_or_a_siret() -> None:
    siret = siret_of(MOREL)
    assert read_siren_or_siret("839 602 299") == Establishment(MOREL)
    assert read_siren_or_siret(f"{siret[:9]}\u00a0{siret[9:]}") == Establishment(MOREL, siret[9:])
    assert Establishment(MOREL).siret is None
    assert Establishment(MOREL, siret[9:]).siret == siret
    with pytest.raises(WrongDigitCount) as refused:
        read_siren_or_siret("80331")
    assert refused.value.expected == (9, 14)


def test_a_siret_tells_which_part_is_wrong() -> None:
    siret = siret_of(MOREL)
    with pytest.raises(NoSuchSiret) as refused:
        read_siret("839602298" + siret[9:])
    assert (refused.value.wrong_part, refused.value.expected_key) == (SiretPart.SIREN, "9")
    wrong_end = str((int(siret[-1]) + 1) % 10)
    with pytest.raises(NoSuchSiret) as refused:
        read_siret(siret[:-1] + wrong_end)
    assert (refused.value.wrong_part, refused.value.expected_key) == (SiretPart.NIC, siret[-1])


@pytest.mark.parametrize(("typed", "part"), [("0" * 14, SiretPart.SIREN), (MOREL + "00000", SiretPart.NIC)])
def test_a_siret_with_a_part_of_zeros_does_not_exist(typed: str, part: SiretPart) -> None:
    with pytest.raises(NoSuchSiret) as refused:
        read_siret(typed)
    assert (refused.value.wrong_part, refused.value.expected_key) == (part, None)


def test_the_siret_of_another_company_is_said_so() -> None:
    siret = siret_of(ANOTHER)
    with pytest.raises(SiretOfAnotherSiren) as refused:
        read_siren_or_siret(siret, of_siren=MOREL)
    assert (refused.value.siren_of_siret, refused.value.siren) == (ANOTHER, MOREL)
    assert read_siret(siret, of_siren=ANOTHER).siren == ANOTHER


def test_a_nic_is_checked_with_its_siren() -> None:
    siret = siret_of(MOREL)
    assert read_nic(siret[9:], MOREL) == siret[9:]
    with pytest.raises(NoSuchSiret):
        read_nic(siret[9:], ANOTHER)
    with pytest.raises(DigitsExpected):
        read_nic("0001A", MOREL)
    with pytest.raises(WrongDigitCount):
        read_nic("12", MOREL)


def test_la_poste_numbers_its_offices_by_a_rule_of_its_own() -> None:
    assert read_siret("35600000000048").nic == "00048"  # its head office follows the common rule
    assert read_siret("356 000 000 00006").nic == "00006"  # the others: 14 digits whose sum is a multiple of 5
    with pytest.raises(NoSuchSiret) as refused:
        read_siret("356 000 000 00007")
    assert (refused.value.wrong_part, refused.value.expected_key) == (SiretPart.NIC, None)


def test_a_social_security_number_is_read_with_its_key() -> None:
    assert read_nir("2 95 10 99 126 111 93") == "295109912611193"


def test_a_corsican_birth_place_counts_in_the_key() -> None:
    assert read_nir(nir("253072A073004").lower()) == nir("253072A073004")
    assert read_nir("2 53 07 2b 073 004 70") == "253072B07300470"


@pytest.mark.parametrize(
    ("start", "part"),
    [
        ("5951099126111", NirPart.SEX),
        ("9951099126111", NirPart.SEX),
        ("2951399126111", NirPart.MONTH),
        ("2950099126111", NirPart.MONTH),
        ("2951000126111", NirPart.PLACE),
        ("2951037000111", NirPart.PLACE),
        ("2951097400111", NirPart.PLACE),
        ("2951099126000", NirPart.ORDER),
    ],
)
def test_a_number_that_no_person_can_have_is_refused_whatever_its_key(start: str, part: NirPart) -> None:
    with pytest.raises(NoSuchNir) as refused:
        read_nir(nir(start))
    assert refused.value.wrong_part is part


@pytest.mark.parametrize("start", ["1842037261042", "1843337261042", "1849937261042", "7841297411042", "1841298711042"])
def test_unknown_months_overseas_births_and_temporary_numbers_exist(start: str) -> None:
    assert read_nir(nir(start)) == nir(start)


@given(st.integers(min_value=0, max_value=96))
def test_of_all_keys_of_a_social_security_number_one_is_right(key: int) -> None:
    number = f"2951099126111{key:02}"
    if key == 93:
        assert read_nir(number) == number
    else:
        with pytest.raises(WrongNirKey):
            read_nir(number)


@pytest.mark.abuse("P6")
def test_a_refused_social_security_number_is_not_repeated_in_the_refusal() -> None:
    for typed in ("295109912611194", "29510991261119", "2951099126111A3", "295139912611193"):
        with pytest.raises((WrongNirKey, WrongDigitCount, DigitsExpected, NoSuchNir)) as refused:
            read_nir(typed)
        assert typed[:6] not in repr(refused.value) + str(refused.value)


def test_thirteen_digits_lack_their_key() -> None:
    with pytest.raises(WrongDigitCount) as refused:
        read_nir("2951099126111")
    assert (refused.value.digits, refused.value.expected) == (13, (15,))


def test_a_social_security_number_is_shown_masked() -> None:
    assert masked_nir("184123726104242") == "1 84 •• •• ••• ••• 42".replace(" ", "\u00a0")
    assert format_nir("184123726104242") == "1 84 12 37 261 042 42".replace(" ", "\u00a0")


def test_an_urssaf_account_has_eighteen_digits_and_seldom_fewer() -> None:
    assert read_urssaf_account("117 000 001 234 567 890") == "117000001234567890"
    assert is_usual_urssaf_account("117000001234567890")
    assert read_urssaf_account("11700000123456789") == "11700000123456789"
    assert not is_usual_urssaf_account("11700000123456789")


def test_an_urssaf_account_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(DigitsExpected):
        read_urssaf_account("117A00001234567890")
    with pytest.raises(WrongDigitCount) as refused:
        read_urssaf_account("1170000012345678901")
    assert refused.value.digits == 19
    with pytest.raises(OneDigitRepeated):
        read_urssaf_account("0" * 18)


@pytest.mark.parametrize(("which", "number"), [("siren", MOREL), ("siret", siret_of(MOREL))])
def test_an_urssaf_account_does_not_repeat_the_number_beside_it(which: str, number: str) -> None:
    with pytest.raises(AccountIsAnotherNumber) as refused:
        read_urssaf_account(number, **{which: number})
    assert refused.value.which == which


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("1234.5", "1234.50"),
        ("1234", "1234.00"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12 345 678 EUR", "12345678.00"),
        ("0", "0.00"),
        ("0,07", "0.07"),
    ],
)
def test_an_amount_is_read_in_the_french_and_the_english_way(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)
    assert str(read_amount(typed)) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "douze",
        "",
        "-5",
        "1,234",
        "1.234",
        "12 34",
        "1 234,567",
        "1,2,3",
        "1e3",
        "١٢",
        "NaN",
        "Infinity",
        "1 234,",
        ",5",
    ],
)
def test_what_is_not_clearly_an_amount_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount) as refused:
        read_amount(typed)
    assert refused.value.typed == typed


def test_an_amount_has_a_limit() -> None:
    assert read_amount("999999999999.99") == Decimal("999999999999.99")
    with pytest.raises(AmountTooLarge):
        read_amount("1000000000000")


@given(st.decimals(min_value=0, max_value=10**12 - 1, places=2))
def test_an_amount_written_in_french_is_read_back(amount: Decimal) -> None:
    written = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")
    assert read_amount(written) == amount


def test_numbers_are_shown_in_groups_that_do_not_break() -> None:
    assert masked_account("117000001234567890") == "••••\u00a07890"
