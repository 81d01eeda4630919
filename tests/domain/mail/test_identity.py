"""A mail is named before it is opened, and our own letters are known when they come back."""

import pytest

from domain.mail.identity import identity_of
from domain.mail.return_path import RETURN_TOKEN, return_path
from tests.domain.mail.desk import Mail, read_mail


@pytest.mark.parametrize(
    "raw", [Mail().raw(), b"Subject: x\r\n\r\nBonjour", b"", b"\xff\x00", b"Message-ID: <>\r\n\r\nx"]
)
def test_a_mail_has_the_same_name_opened_or_not(raw: bytes) -> None:
    message_id, _ = identity_of(raw)
    assert message_id == read_mail(raw).message_id


def test_two_mails_that_reuse_one_id_have_two_contents() -> None:
    one, other = identity_of(Mail().raw()), identity_of(Mail(text="Autre chose\n").raw())
    assert one[0] == other[0]
    assert one[1] != other[1]


def test_a_return_address_gives_its_letter_back() -> None:
    token = RETURN_TOKEN.search(return_path("depot@cabinet-valmont.example", "k7qm2zk7qm2z"))
    assert token is not None
    assert token[1] == "k7qm2zk7qm2z"
