"""The line to a mailbox, on a server that behaves as badly as real ones do."""

import socket
import time
from collections.abc import Callable

import pytest

from bot.imap import LineDown, MailboxLine, Throttled, WrongSecret
from bot.mail_urls import mail_server
from domain.books import MailboxProblem
from tests.servers.false_imap import Conversation, FalseMailbox

# A server that says there is mail hangs up on whoever does not come for it.
IMPATIENCE = 60
PATIENCE = 120
# An address of this machine that is none of those known to be: to the bot, another machine.
ELSEWHERE = "127.0.0.2"


def line_to(mailbox: FalseMailbox) -> MailboxLine:
    return MailboxLine(mail_server(mailbox.url))


def hang_up(line: Conversation) -> None:
    line.sendall(b"+ idling\r\n")
    line.shutdown(socket.SHUT_RDWR)


def say_goodbye(line: Conversation) -> None:
    line.sendall(b"+ idling\r\n* BYE maintenance\r\n")
    line.shutdown(socket.SHUT_RDWR)


def say_half_a_line(line: Conversation) -> None:
    line.sendall(b"+ idling\r\n")
    line.sendall(b"* 2 EXI")


def say_a_literal(line: Conversation) -> None:
    line.sendall(b"+ idling\r\n* 1 FETCH (BODY {5}\r\nhello)\r\n")


def say_nothing(line: Conversation) -> None:
    line.sendall(b"+ idling\r\n")


def say_that_mail_came(line: Conversation) -> None:
    line.settimeout(IMPATIENCE)
    line.sendall(b"+ idling\r\n")
    line.sendall(b"* OK Still here\r\n")
    line.sendall(b"* 2 EXISTS\r\n")


def say_all_at_once(line: Conversation) -> None:
    line.settimeout(IMPATIENCE)
    line.sendall(b"+ idling\r\n* 2 EXISTS\r\n")


@pytest.mark.parametrize("event", [hang_up, say_goodbye, say_half_a_line, say_a_literal])
def test_a_line_that_breaks_while_waiting_is_dead_at_once(event: Callable[[Conversation], None]) -> None:
    with FalseMailbox(event) as mailbox:
        line = line_to(mailbox)
        with pytest.raises(LineDown):
            line.wait(PATIENCE)
        line.close()


def test_a_quiet_line_is_waited_on_for_as_long_as_asked() -> None:
    with FalseMailbox(say_nothing) as mailbox:
        line = line_to(mailbox)
        began = time.monotonic()
        line.wait(0.3)
        line.wait(0.3)
        assert time.monotonic() - began >= 0.6
        line.close()


@pytest.mark.parametrize("event", [say_that_mail_came, say_all_at_once])
def test_news_ends_the_wait_even_when_it_comes_with_the_first_word(event: Callable[[Conversation], None]) -> None:
    with FalseMailbox(event) as mailbox:
        line = line_to(mailbox)
        line.wait(PATIENCE)
        line.close()


def test_news_that_came_beside_another_answer_is_not_waited_for() -> None:
    with FalseMailbox(hang_up, beside_search=b"* 2 EXISTS\r\n") as mailbox:
        line = line_to(mailbox)
        line.uids_from(1)
        line.wait(PATIENCE)
        line.close()
    assert b"IDLE" not in mailbox.commands


def test_a_number_of_mails_said_again_and_again_is_no_news() -> None:
    with FalseMailbox(say_nothing, beside_search=b"* 1 EXISTS\r\n") as mailbox:
        line = line_to(mailbox)
        line.uids_from(1)
        line.wait(0.3)
        line.close()
    assert b"IDLE" in mailbox.commands


def test_a_wait_can_be_interrupted_from_another_thread() -> None:
    def interrupt(conversation: Conversation) -> None:
        say_nothing(conversation)
        line.interrupt()

    with FalseMailbox(interrupt) as mailbox:
        line = line_to(mailbox)
        with pytest.raises(LineDown):
            line.wait(PATIENCE)
        line.close()


def test_the_last_mail_is_not_new_again_and_again() -> None:
    with FalseMailbox(say_nothing) as mailbox:
        line = line_to(mailbox)
        assert line.uids_from(1) == [5]
        assert line.uids_from(6) == []
        line.close()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("NO [AUTHENTICATIONFAILED] Authentication failed.", WrongSecret),
        ("NO [ALERT] Too many simultaneous connections.", Throttled),
        ("NO [UNAVAILABLE] Temporary authentication failure.", Throttled),
    ],
)
def test_a_refused_login_says_why(answer: str, problem: type[LineDown]) -> None:
    with FalseMailbox(say_nothing, login=answer) as mailbox, pytest.raises(problem):
        line_to(mailbox)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(LineDown) as down:
        MailboxLine(mail_server("imap://courrier:secret@127.0.0.1:9/INBOX"))
    assert down.value.problem is MailboxProblem.UNREACHABLE


def test_no_password_is_said_in_clear_over_a_network() -> None:
    with FalseMailbox(say_nothing, host=ELSEWHERE) as mailbox:
        with pytest.raises(LineDown):
            line_to(mailbox)
        assert b"LOGIN" not in mailbox.commands
