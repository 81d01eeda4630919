"""`guichet demo`, as a visitor meets it: one address, an office at work, and nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.demo.demo import REAL, Demo, refuse_outside
from bot.demo.pdf import one_page
from bot.settings import Settings, SettingsWrong
from sandbox.person import Person

LONGEST_START = 120


class Visit:
    """A demo in a child process, in a folder of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.main", "demo", "--data", str(folder), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self.printed = ""
        self.page = self._page()

    def _page(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line
            if "open http" in line:
                return line.split("open ")[1].strip()
        log = self.folder / "guichet.log"
        raise AssertionError(self.printed + (log.read_text() if log.exists() else ""))

    def leave(self, by: signal.Signals = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(by)
        self.process.wait(60)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def visits(tmp_path: Path, quiet_environment: dict[str, str]) -> Iterator[Callable[[], Visit]]:
    begun: list[Visit] = []

    def begin() -> Visit:
        begun.append(Visit(tmp_path / "demo", quiet_environment))
        return begun[-1]

    yield begin
    for visit in begun:
        visit.leave()


def processes_with(word: str) -> list[str]:
    """The command lines of this machine that hold that word."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if word in line:
                found.append(line)
    return found


@pytest.mark.slow
def test_a_visitor_finds_an_office_at_work_and_leaves_nothing_behind(visits: Callable[[], Visit]) -> None:
    visit = visits()
    with Person(visit.page, "U0HELENE", patience=60) as helene:
        helene.sees("Relevé de novembre", channel="courrier")
        port = int((visit.folder / "web-port").read_text())
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).close()
    visit.leave()
    assert visit.process.returncode == 0
    assert processes_with(str(visit.folder)) == []

    again = visits()
    assert (again.folder / "web-port").read_text() == str(port)
    journal = [json.loads(line) for line in (again.folder / "guichet.log").read_text().splitlines()]
    assert [line["event"] for line in journal].count("firm opened") == 1


@pytest.mark.slow
@pytest.mark.abuse("P6")
def test_no_secret_of_the_office_reaches_its_log(visits: Callable[[], Visit]) -> None:
    visit = visits()
    with Person(visit.page, "U0HELENE", patience=60) as helene:
        helene.sees("Relevé de novembre", channel="courrier")
    visit.leave()
    log = (visit.folder / "guichet.log").read_text()
    tokens = json.loads((visit.folder / "sandbox" / "tokens.json").read_text())
    secrets = [*tokens.values(), (visit.folder / "keys").read_text().strip()]
    names = ["Lucas", "Valmont", "Amélie", "boulangerie", "novembre", "cabinet-valmont.example"]
    assert [word for word in (*secrets, *names) if word in log] == []


@pytest.mark.slow
def test_a_demo_that_is_killed_takes_its_servers_with_it(visits: Callable[[], Visit]) -> None:
    visit = visits()
    visit.leave(signal.SIGKILL)
    with Person(visit.page, "U0HELENE", patience=1) as helene:
        for _ in range(200):
            try:
                helene.state()
            except OSError:
                break
            except Exception as error:
                if "Connect" in type(error).__name__ or "Protocol" in type(error).__name__:
                    break
                raise


@pytest.mark.abuse("D2")
@pytest.mark.parametrize("name", REAL)
def test_a_real_setting_keeps_the_demo_from_starting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, "xoxb-1234567890-real")
    with pytest.raises(SettingsWrong, match=f"{name} is set: the demo uses no account"):
        Demo(tmp_path / "demo", 0).run()
    assert not (tmp_path / "demo").exists()


@pytest.mark.abuse("D2")
@pytest.mark.parametrize(
    "outside",
    [
        {"slack_api_url": "https://slack.com/api/"},
        {"slack_api_url": "https://127.0.0.1.example:8300/api/"},
        {"registry_url": "https://recherche-entreprises.api.gouv.fr"},
        {"imap_url": "imaps://me:word@imap.example:993/INBOX"},
        {"smtp_url": "smtps://me:word@smtp.example:465"},
        {"public_url": "https://espace.example"},
    ],
)
def test_the_demo_speaks_to_this_machine_alone(outside: dict[str, str]) -> None:
    here = {
        "slack_api_url": "http://127.0.0.1:8300/api/",
        "registry_url": "http://127.0.0.1:8300/registry",
        "imap_url": "imap://depot:word@127.0.0.1:1143/INBOX",
        "smtp_url": "smtp://127.0.0.1:1025",
    }
    refuse_outside(Settings(**here))  # type: ignore[arg-type]
    with pytest.raises(SettingsWrong, match="leads out of this machine"):
        refuse_outside(Settings(**{**here, **outside}))  # type: ignore[arg-type]


def test_a_port_that_is_taken_is_said_with_what_to_type(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsWrong, match=f"PORT {port} is taken by another program"):
            Demo(tmp_path / "demo", port).run()


def test_the_papers_that_pretend_clients_send_are_real_pdfs() -> None:
    file = one_page(["Relevé (novembre)", "€ 300"])
    assert file.startswith(b"%PDF-1.4")
    start = int(file.split(b"startxref\n")[1].split(b"\n")[0])
    assert file[start:].startswith(b"xref")
    assert file.endswith(b"%%EOF\n")
