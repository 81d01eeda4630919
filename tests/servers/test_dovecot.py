"""The tests' own servers: a real Dovecot, and a sending server that files its copies there."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SendingHouse

pytestmark = pytest.mark.slow

MAIL = b"From: claire@atelier-morel.example\r\nSubject: Relev\xc3\xa9\r\n\r\nBonjour\r\n"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.stop()


def test_a_mail_is_kept_byte_for_byte_while_the_server_is_away(dovecot: Dovecot) -> None:
    dovecot.deliver(MAIL)
    dovecot.halt()
    dovecot.start()
    assert dovecot.mails()[-1] == MAIL


def test_whoever_idles_hears_of_a_new_mail(dovecot: Dovecot) -> None:
    with dovecot.session() as client:
        client.idle()
        delivery = threading.Thread(target=dovecot.deliver, args=(MAIL,))
        delivery.start()
        heard = client.idle_check(timeout=60)
        client.idle_done()
        delivery.join()
    assert any(b"EXISTS" in line for line in heard)


def test_a_sent_mail_is_filed_before_its_sender_hears_that_it_was_taken(dovecot: Dovecot, tmp_path: Path) -> None:
    house = SendingHouse(tmp_path, sent=dovecot.url)
    try:
        with smtplib.SMTP("127.0.0.1", house.port, timeout=60) as client:
            client.sendmail("contact@cabinet.example", ["claire@atelier-morel.example"], MAIL)
            assert dovecot.mails("Sent") == [MAIL]
    finally:
        house.stop()
    (taken,) = house.taken()
    assert (taken.to, taken.content) == (["claire@atelier-morel.example"], MAIL)


def test_a_mailbox_without_a_sent_folder_has_none() -> None:
    server = Dovecot(sent=False)
    try:
        with server.session() as client:
            assert [name for _, _, name in client.list_folders()] == ["INBOX"]
    finally:
        server.stop()
