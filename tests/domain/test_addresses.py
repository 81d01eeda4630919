import contextlib

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import (
    COMMON_DOMAINS,
    PLAIN_EMAIL,
    SHORT_EMAIL,
    EmailHasSpaces,
    EmailIncomplete,
    EmailPart,
    HiddenCharacters,
    NotAnEmail,
    NotAPhone,
    NotAPostalCode,
    PhoneIncomplete,
    department_of,
    display_phone,
    domain_of,
    is_public_mail_domain,
    likely_domain,
    read_email,
    read_phone,
    read_postal_code,
)
from domain.refusals import Missing, Refusal, TooLong


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Claire@Atelier-Morel.example ", "claire@atelier-morel.example"),
        ("c.morel+factures@orange.fr", "c.morel+factures@orange.fr"),
        ("contact@münchen.example", "contact@xn--mnchen-3ya.example"),
        ("o'brien@client.test", "o'brien@client.test"),
    ],
)
def test_an_address_is_kept_in_small_letters(typed: str, kept: str) -> None:
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("contact@", EmailPart.DOMAIN),
        ("@orange.fr", EmailPart.LOCAL),
        ("contact", EmailPart.AT),
        ("contact@orange", EmailPart.ENDING),
        ("contact@orange.", EmailPart.ENDING),
    ],
)
def test_an_incomplete_address_tells_what_is_missing(typed: str, missing: EmailPart) -> None:
    with pytest.raises(EmailIncomplete) as refused:
        read_email(typed)
    assert (refused.value.typed, refused.value.missing) == (typed, missing)


def test_an_empty_address_is_missing() -> None:
    with pytest.raises(Missing):
        read_email(" \u00a0")


def test_a_space_inside_an_address_is_named_as_such() -> None:
    with pytest.raises(EmailHasSpaces):
        read_email("claire morel@orange.fr")


@pytest.mark.abuse("S11")
@pytest.mark.parametrize(
    ("typed", "code"),
    [("cl\u202eaire@orange.fr", "U+202E"), ("claire@oran\u200bge.fr", "U+200B"), ("cl\x00aire@orange.fr", "U+0000")],
)
def test_a_hidden_character_in_an_address_is_refused_by_its_number(typed: str, code: str) -> None:
    with pytest.raises(HiddenCharacters) as refused:
        read_email(typed)
    assert refused.value.codes == (code,)


@pytest.mark.parametrize(
    "typed",
    ["a..b@orange.fr", "a@b@orange.fr", "é@orange.fr", "a@[127.0.0.1]", '"a b"@orange.fr'[1:], "a" * 65 + "@x.fr"],
)
def test_an_address_that_no_mail_server_would_take_is_refused(typed: str) -> None:
    with pytest.raises((NotAnEmail, EmailHasSpaces)):
        read_email(typed)


@given(st.from_regex(PLAIN_EMAIL, fullmatch=True))
def test_an_address_taken_without_the_long_check_would_have_passed_it(typed: str) -> None:
    checked = validate_email(typed, check_deliverability=False, strict=True) if len(typed) <= SHORT_EMAIL else None
    assert checked is None or read_email(typed) == checked.normalized.lower()


def test_an_address_longer_than_mail_allows_is_refused() -> None:
    with pytest.raises(TooLong):
        read_email("a" * 60 + "@" + "b" * 60 + "." + "c" * 140 + ".fr")


@given(st.text(max_size=80))
def test_whatever_is_typed_as_an_address_is_read_or_refused_with_a_reason(typed: str) -> None:
    try:
        address = read_email(typed)
    except Refusal:
        return
    assert address == read_email(address)
    assert address.isascii()


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.fr", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("wandoo.fr", "wanadoo.fr"),
        ("ornage.fr", "orange.fr"),
        ("laposte.ne", "laposte.net"),
        ("fre.fr", "free.fr"),
        ("srf.fr", "sfr.fr"),
        ("yaho.com", "yahoo.com"),
    ],
)
def test_a_slip_in_a_common_domain_is_guessed(domain: str, meant: str) -> None:
    assert likely_domain(f"claire@{domain}") == meant


@pytest.mark.parametrize(
    "domain", [*COMMON_DOMAINS, "mail.com", "five.fr", "atelier-morel.example", "hotmail.it", "gmxx.net", "laposte.fr"]
)
def test_a_domain_that_exists_is_no_slip(domain: str) -> None:
    assert likely_domain(f"claire@{domain}") is None


def test_a_slip_in_the_clients_own_domain_is_guessed() -> None:
    known = ["pharmacie-halles.example"]
    assert likely_domain("paul@pharmacie-hales.example", known) == "pharmacie-halles.example"
    assert likely_domain("paul@pharmacie-halles.example", known) is None


@pytest.mark.parametrize("domain", ["Orange.FR", "gmail.com", "hotmail.co.uk", "yahoo.es", "proton.me", "gmx.de"])
def test_a_public_mail_domain_says_nothing_of_a_company(domain: str) -> None:
    assert is_public_mail_domain(domain_of(f"claire@{domain}"))


@pytest.mark.parametrize("domain", ["atelier-morel.example", "grange.fr", "laposte.fr", "outlooks.fr"])
def test_a_domain_of_its_own_tells_the_company(domain: str) -> None:
    assert not is_public_mail_domain(domain)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("06 39 98 12 34", "+33639981234"),
        ("06.39.98.12.34", "+33639981234"),
        ("06\u00a039\u202f98\u00a012 34", "+33639981234"),
        ("+33 (0)2 61 91 04 20", "+33261910420"),
        ("0033 6 39 98 12 34", "+33639981234"),
        ("\u202a+33639981234\u202c", "+33639981234"),
        ("0692 12 34 56", "+262692123456"),
        ("0262 20 12 34", "+262262201234"),
        ("0590 27 12 34", "+590590271234"),
        ("0696 20 12 34", "+596696201234"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_phone_is_kept_as_it_is_called_from_anywhere(typed: str, phone: str) -> None:
    assert read_phone(typed) == phone


@given(st.from_regex(r"0[1-9]\d{8}", fullmatch=True).map(str))
def test_a_plain_number_is_read_as_the_long_check_would(typed: str) -> None:
    try:
        long_way = read_phone(f"+33 {typed[1:]}")
    except Refusal:
        with contextlib.suppress(Refusal):
            # It may still be a number of Réunion or of the Antilles.
            assert not read_phone(typed).startswith("+33")
    else:
        assert read_phone(typed) == long_way


def test_a_phone_typed_abroad_belongs_to_that_country() -> None:
    assert read_phone("020 7946 0958", "GB") == "+442079460958"


def test_too_few_digits_are_counted() -> None:
    for typed, digits in (("06 12 34", 6), ("()", 0), ("1", 1)):
        with pytest.raises(PhoneIncomplete) as refused:
            read_phone(typed)
        assert (refused.value.typed, refused.value.digits) == (typed, digits)


@pytest.mark.parametrize("typed", ["0800 MOREL", "99 99 99 99 99", "٠٦٣٩٩٨١٢٣٤", "+33 6 39 98 12 34 56 78", "abc"])
def test_a_number_that_exists_nowhere_is_refused(typed: str) -> None:
    with pytest.raises(NotAPhone):
        read_phone(typed)


def test_an_empty_phone_is_missing() -> None:
    with pytest.raises(Missing):
        read_phone(" ")


def test_a_phone_is_shown_as_the_french_write_it() -> None:
    assert display_phone("+33261910420") == "02 61 91 04 20".replace(" ", "\u00a0")
    assert display_phone("+33261910420", abroad=True) == "+33 2 61 91 04 20".replace(" ", "\u00a0")
    assert display_phone("+262692123456").startswith("0692\u00a0")
    assert display_phone("+442079460958").startswith("+44\u00a0")
    assert display_phone("+37793152000").startswith("+377\u00a0")


@pytest.mark.parametrize(
    ("typed", "code"), [("37000", "37000"), (" 37 000 ", "37000"), ("98000", "98000"), ("01000", "01000")]
)
def test_a_french_postal_code_has_five_digits(typed: str, code: str) -> None:
    assert read_postal_code(typed) == code


@pytest.mark.parametrize("typed", ["3700", "370000", "37O00", "３７０００", "00000", "96000", "99999", "97900"])
def test_another_postal_code_is_not_french(typed: str) -> None:
    with pytest.raises(NotAPostalCode):
        read_postal_code(typed)


def test_a_postal_code_abroad_follows_its_country() -> None:
    assert read_postal_code("sw1a 1aa", "GB") == "SW1A 1AA"
    assert read_postal_code("97400", "RE") == "97400"
    with pytest.raises(NotAPostalCode) as refused:
        read_postal_code("<b>", "GB")
    assert refused.value.country == "GB"
    with pytest.raises(Missing):
        read_postal_code("  ")


@pytest.mark.parametrize(
    ("postal_code", "department"),
    [
        ("37000", "37"),
        ("01000", "01"),
        ("20000", "2A"),
        ("20167", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
        ("97400", "974"),
        ("97133", "977"),
        ("97150", "978"),
        ("98000", "980"),
        ("SW1A 1AA", None),
        ("", None),
    ],
)
def test_the_department_is_read_from_the_postal_code(postal_code: str, department: str | None) -> None:
    assert department_of(postal_code) == department
