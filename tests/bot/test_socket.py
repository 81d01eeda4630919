"""The socket to Slack is opened as soon as Slack answers, whatever it answered before."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from bot.office import House
from bot.slack import slack_app
from bot.slack_client import web_client
from bot.socket import SlackSocket

A_WHILE = 60


class Stammering:
    """A server whose answers are no HTTP; `asked_again` once it was asked twice."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api/"
        self.asked_again = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        asked = 0
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                line.recv(65536)
                line.sendall(b"Bonjour\r\n\r\n")
            asked += 1
            if asked == 2:
                self.asked_again.set()


@pytest.fixture
def stammering() -> Iterator[Stammering]:
    server = Stammering()
    yield server
    server.close()


def test_a_slack_that_answers_nonsense_is_asked_again(stammering: Stammering, open_house: Callable[..., House]) -> None:
    line = SlackSocket(slack_app(open_house(), stammering.url), "xapp-1", web_client(stammering.url))
    line.start()
    assert stammering.asked_again.wait(A_WHILE)
    line.stop()
