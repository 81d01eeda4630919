"""The keys of the house: one ring seals and opens, a key file is its owner's alone, and no key is ever told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.encryption import BadKeys, KeyRing, WrongKeys, new_key

OLD, NEW = new_key(), new_key()


@given(st.binary())
def test_what_is_sealed_is_opened_again(content: bytes) -> None:
    ring = KeyRing([NEW])
    assert ring.open(ring.seal(content)) == content


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed() -> None:
    sealed = KeyRing.read(OLD).seal(b"token")
    assert KeyRing.read(f" {NEW} , {OLD}\n").open(sealed) == b"token"
    with pytest.raises(WrongKeys):
        KeyRing.read(NEW).open(sealed)


def test_the_newest_key_seals() -> None:
    sealed = KeyRing.read(f"{NEW},{OLD}").seal(b"token")
    assert KeyRing.read(NEW).open(sealed) == b"token"


def test_what_was_tampered_with_is_not_opened() -> None:
    ring = KeyRing([NEW])
    sealed = bytearray(ring.seal(b"token"))
    sealed[-1] ^= 1
    with pytest.raises(WrongKeys):
        ring.open(bytes(sealed))


@pytest.mark.parametrize(
    "text",
    ["", " , ", "not-a-key", f"{NEW},short", NEW[:-2]],
    ids=["nothing", "commas", "a word", "one good, one short", "one cut"],
)
@pytest.mark.abuse("P6", "D2")
def test_what_is_no_key_is_refused_and_never_repeated(text: str) -> None:
    with pytest.raises(BadKeys) as refusal:
        KeyRing.read(text)
    assert text.strip(" ,") == "" or text not in str(refusal.value)


@pytest.mark.abuse("D2")
def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "data" / "keys"
    sealed = KeyRing.of_file(file).seal(b"token")
    assert file.stat().st_mode & 0o777 == 0o600
    assert KeyRing.of_file(file).open(sealed) == b"token"


def test_two_houses_never_have_the_same_key(tmp_path: Path) -> None:
    sealed = KeyRing.of_file(tmp_path / "one").seal(b"token")
    with pytest.raises(WrongKeys):
        KeyRing.of_file(tmp_path / "other").open(sealed)
