"""The firm's token goes to Slack's own files and nowhere else, not even where Slack itself would send us on."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.slack_files import is_of_slack, slack_file
from domain.refusals import NotFound

SLACK = "https://slack.com/api/"
TOKEN = "xoxb-of-tests"


class Listener(BaseHTTPRequestHandler):
    """A server that notes who came with what, and answers as it is told."""

    came: list[tuple[str, str | None]]
    file: dict[str, object]
    moved_to: str | None

    def do_POST(self) -> None:
        self._answer(200, json.dumps({"ok": True, "file": self.file}).encode(), "application/json")

    def do_GET(self) -> None:
        self.came.append((self.path, self.headers.get("Authorization")))
        self._answer(302 if self.moved_to else 200, b"PK of a sheet", "application/zip")

    def _answer(self, status: int, content: bytes, media_type: str) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.moved_to or "")
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def listening() -> Iterator[tuple[type[Listener], str]]:
    kind = type("Here", (Listener,), {"came": [], "file": {}, "moved_to": None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield kind, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


@pytest.mark.abuse("S10")
@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/files.slack.com",
        "https://files.slack.com.x.example/f",
        "https://files.slack.com@x.example/f",
        "https://files.slack.com:8443/f",
        "http://files.slack.com/f",
        "",
    ],
)
def test_an_address_that_only_looks_like_slack_gets_no_token(address: str) -> None:
    assert not is_of_slack(address, SLACK)


def test_slack_s_own_files_and_those_of_a_local_slack_are_fetched() -> None:
    assert is_of_slack("https://files.slack.com/files-pri/T0-F0/download/clients.xlsx", SLACK)
    assert is_of_slack("http://127.0.0.1:8300/files-pri/F0/clients.xlsx", "http://127.0.0.1:8300/api/")
    assert not is_of_slack("http://127.0.0.1:8301/files-pri/F0/clients.xlsx", "http://127.0.0.1:8300/api/")


@pytest.mark.abuse("S10")
def test_a_file_elsewhere_a_redirection_and_an_external_file_never_meet_the_token() -> None:
    with listening() as (slack, slack_url), listening() as (trap, trap_url):
        kept = {"user": "U0NADIA", "url_private_download": f"{slack_url}/files-pri/F0/clients.xlsx"}

        def fetched(**points: object) -> bytes:
            slack.file = {**kept, **points}
            return slack_file(f"{slack_url}/api/", TOKEN, "F0", "U0NADIA")

        assert fetched() == b"PK of a sheet"
        assert slack.came == [("/files-pri/F0/clients.xlsx", f"Bearer {TOKEN}")]
        for elsewhere in (f"{trap_url}/f", f"{slack_url}@{trap_url.removeprefix('http://')}/f"):
            with pytest.raises(NotFound):
                fetched(url_private_download=elsewhere)
        with pytest.raises(NotFound):
            fetched(is_external=True)
        with pytest.raises(NotFound):
            fetched(user="U0THOMAS")
        slack.moved_to = f"{trap_url}/moved"
        with pytest.raises(NotFound):
            fetched()
        assert trap.came == []
