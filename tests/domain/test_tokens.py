import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tokens import (
    NotACode,
    deposit_in,
    hash_code,
    hash_token,
    is_token,
    new_code,
    new_deposit,
    new_token,
    read_code,
    same,
)

KEY = b"a key of the firm"


def counting(count: int) -> bytes:
    """A source that is not random at all."""
    return bytes(range(count))


@pytest.mark.abuse("W4")
def test_a_token_has_26_characters_of_five_random_bits() -> None:
    seen = {new_token() for _ in range(1000)}
    assert len(seen) == 1000
    assert all(len(token) == 26 and is_token(token) for token in seen)
    assert [len({token[place] for token in seen}) for place in range(26)] == [32] * 26


def test_a_token_is_made_of_the_bytes_it_is_given() -> None:
    assert new_token(counting) == new_token(counting)
    assert new_token(counting) == "aaaqeayeaudaocajbifqydiob4"


@pytest.mark.parametrize("text", ["", "a" * 25, "a" * 27, "A" * 26, "1" * 26, "../" * 8 + "aa", "a" * 25 + "\n"])
def test_what_has_not_the_shape_of_a_token_is_none(text: str) -> None:
    assert not is_token(text)


@pytest.mark.abuse("W4")
def test_only_the_hash_of_a_token_is_kept() -> None:
    token = new_token()
    assert hash_token(token) == hashlib.sha256(token.encode()).hexdigest()
    assert token not in hash_token(token)


def test_a_deposit_address_carries_the_clients_name_and_a_suffix_nobody_guesses() -> None:
    deposit = new_deposit("depot", "Atelier Morel", counting)
    assert deposit == "depot+atelier-morel.aaaqeaye"
    assert len({new_deposit("depot", "Atelier Morel").rpartition(".")[2] for _ in range(500)}) == 500


def test_a_client_without_a_latin_letter_still_gets_a_deposit_address() -> None:
    assert new_deposit("depot", "木村", counting) == "depot+dossier.aaaqeaye"


@given(st.text(alphabet="abcdefghij", min_size=1, max_size=40), st.text(max_size=300))
def test_every_deposit_address_fits_in_a_mail_header_and_is_recognised(inbox: str, name: str) -> None:
    deposit = new_deposit(inbox, name)
    assert len(deposit) <= 64
    assert deposit_in(f"{deposit}@cabinet.example", f"{inbox}@cabinet.example") == deposit


@pytest.mark.parametrize(
    "recipient",
    [
        "depot@cabinet.example",
        "depot+@cabinet.example",
        "depot+atelier-morel.aaaqeaye@autre.example",
        "contact+atelier-morel.aaaqeaye@cabinet.example",
        "depot+'; drop.aaaqeaye@cabinet.example",
        "",
    ],
)
def test_another_recipient_is_no_deposit_address(recipient: str) -> None:
    assert deposit_in(recipient, "depot@cabinet.example") is None


def test_a_deposit_address_is_recognised_in_capitals() -> None:
    recipient = " Depot+Atelier-Morel.AAAQEAYE@Cabinet.Example"
    assert deposit_in(recipient, "Depot@cabinet.example") == "depot+atelier-morel.aaaqeaye"


def test_a_deposit_address_renamed_by_a_person_has_the_form_of_one() -> None:
    recipient = "depot+morel.k7qm2z@cabinet.example"
    assert deposit_in(recipient, "depot@cabinet.example") == "depot+morel.k7qm2z"


def test_a_code_has_six_digits_and_keeps_its_zeros() -> None:
    assert new_code(lambda count: b"\0" * (count - 1) + b"\x2a") == "000042"
    assert len({new_code() for _ in range(200)}) > 190


def test_a_code_is_read_with_its_spaces() -> None:
    assert read_code(" 004 217\u00a0") == "004217"


@pytest.mark.parametrize(
    ("typed", "digits"), [("12345", 5), ("1234567", 7), ("12345a", 5), ("", 0), ("１２３４５６", 6)]
)
def test_what_is_not_six_plain_digits_is_no_code(typed: str, digits: int) -> None:
    with pytest.raises(NotACode) as refused:
        read_code(typed)
    assert refused.value.digits == digits


def test_the_hash_of_a_code_depends_on_the_address_and_on_the_key() -> None:
    hashes = {
        hash_code("004217", "claire@atelier-morel.example", KEY),
        hash_code("004217", "paul@atelier-morel.example", KEY),
        hash_code("004218", "claire@atelier-morel.example", KEY),
        hash_code("004217", "claire@atelier-morel.example", b"another key"),
    }
    assert len(hashes) == 4


def test_two_secrets_are_compared_whole() -> None:
    assert same("kéy", "kéy")
    assert not same("key", "kez")
