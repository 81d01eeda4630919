"""The sending server, real: what is handed to it, and what is made of its answers."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.fates import Fate, Left, NotNow, Refused, Unsure
from bot.mail_urls import mail_server
from bot.smtp import LINE, SendingServer
from tests.servers.smtp import SendingHouse

pytestmark = pytest.mark.slow

SENDER = "courrier+b.0123456789@valmont.example"
LETTER = b"Subject: Bonjour\r\n\r\nBonjour\r\n"
# An address of this machine that is none of those known to be: to the bot, another machine.
ELSEWHERE = "127.0.0.2"


@pytest.fixture
def open_smtp(tmp_path: Path) -> Iterator[Callable[..., SendingHouse]]:
    """Opens sending servers, and closes them after the test."""
    opened: list[SendingHouse] = []

    def open_one(**points: Any) -> SendingHouse:
        opened.append(SendingHouse(tmp_path / f"{len(opened)}", **points))
        return opened[-1]

    yield open_one
    for house in opened:
        house.stop()


def hand_over(url: str, to: str, letter: bytes = LETTER, seconds: float = 120) -> Fate:
    return SendingServer(mail_server(url), timeout=60).send(SENDER, to, letter, time.monotonic() + seconds)


def test_each_answer_has_its_fate(open_smtp: Callable[..., SendingHouse]) -> None:
    house = open_smtp()
    assert hand_over(house.url, "claire@x.example") == Left()
    assert hand_over(house.url, "refused@x.example") == Refused("550 5.1.1 No such user")
    for name in ("full", "relay", "later"):
        fate = hand_over(house.url, f"{name}@x.example")
        assert isinstance(fate, NotNow)
        assert fate.line is None
    assert isinstance(hand_over(house.url, "silence@x.example"), Unsure)
    assert [taken.to for taken in house.taken()] == [["claire@x.example"], ["silence@x.example"]]


def test_a_letter_arrives_as_it_was_written_dots_and_all(open_smtp: Callable[..., SendingHouse]) -> None:
    house = open_smtp()
    letter = b".\r\n..\r\nSubject: x\r\n\r\n.\r\n.point\r\nfin sans saut"
    assert hand_over(house.url, "claire@x.example", letter) == Left()
    assert house.taken()[0].content == letter + b"\r\n"


def test_lines_end_as_mail_wants_them(open_smtp: Callable[..., SendingHouse]) -> None:
    house = open_smtp()
    hand_over(house.url, "claire@x.example", b"Subject: x\n\nun\n.\ndeux\r\n")
    assert house.taken()[0].content == b"Subject: x\r\n\r\nun\r\n.\r\ndeux\r\n"


def test_the_last_byte_is_not_said_too_late(open_smtp: Callable[..., SendingHouse]) -> None:
    house = open_smtp()
    fate = hand_over(house.url, "claire@x.example", seconds=-1)
    assert fate == NotNow("the sending server is too slow", line=LINE)
    assert house.taken() == []


def test_nothing_is_said_in_clear_over_a_network(open_smtp: Callable[..., SendingHouse]) -> None:
    house = open_smtp(host=ELSEWHERE)
    fate = hand_over(house.url, "claire@x.example")
    assert isinstance(fate, NotNow)
    assert fate.line == LINE
    assert house.taken() == []


def test_a_server_that_is_not_there_takes_the_whole_line_down() -> None:
    fate = hand_over("smtp://127.0.0.1:9", "claire@x.example")
    assert isinstance(fate, NotNow)
    assert fate.line == LINE


def test_a_login_that_is_not_taken_is_no_fault_of_the_letter(open_smtp: Callable[..., SendingHouse]) -> None:
    server = replace(mail_server(open_smtp().url), user="courrier", password="faux")
    fate = SendingServer(server, timeout=60).send(SENDER, "claire@x.example", LETTER, time.monotonic() + 120)
    assert isinstance(fate, NotNow)
    assert fate.line == LINE


@pytest.mark.parametrize("password", ["sésame", "sesame"])
def test_a_password_may_have_accents(open_smtp: Callable[..., SendingHouse], password: str) -> None:
    server = replace(mail_server(open_smtp(password=password).url), user="courrier", password=password)
    sending = SendingServer(server, timeout=60)
    assert sending.send(SENDER, "claire@x.example", LETTER, time.monotonic() + 120) == Left()
    other = replace(sending, server=replace(server, password="sésamé"))
    refused = other.send(SENDER, "claire@x.example", LETTER, time.monotonic() + 120)
    assert isinstance(refused, NotNow)
    assert refused.reason.startswith("535")


def test_an_address_with_accents_goes_where_the_server_takes_it(open_smtp: Callable[..., SendingHouse]) -> None:
    assert hand_over(open_smtp().url, "élise@x.example") == Left()
    assert isinstance(hand_over(open_smtp(accents=False).url, "élise@x.example"), Refused)


@pytest.mark.abuse("M15")
@pytest.mark.parametrize(
    "address",
    ["a@x.example>\r\nRCPT TO:<b@x.example", "a@x.example, b@x.example", "A <a@x.example>", "a@x.example\n", ""],
)
def test_an_address_cannot_bring_others_nor_commands(open_smtp: Callable[..., SendingHouse], address: str) -> None:
    house = open_smtp()
    assert isinstance(hand_over(house.url, address), Refused)
    assert house.taken() == []
