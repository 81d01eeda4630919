"""`guichet demo`, as a visitor meets it: one address, an office at work, and nothing left behind."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from bot.demo.demo import REAL, Demo, refuse_outside
from bot.demo.pdf import one_page
from bot.settings import Settings, SettingsWrong
from sandbox.person import Person
from tests.waiting import eventually


class Visit:
    """A demo in a child process, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.main", "demo", "--data", str(folder), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields},
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


def processes_of(folder: Path) -> dict[int, str]:
    """The processes of this machine whose command line holds that folder, ours left out."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(folder) in line:
                found[int(entry.name)] = line
    return found


def is_alive(port: str) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60).close()
    except urllib.error.URLError:
        return False
    return True


@pytest.fixture(scope="module")
def past_visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """A demo that a visitor opened, saw at work, and left with Ctrl-C."""
    visit = Visit(tmp_path_factory.mktemp("visited") / "demo")
    try:
        with Person(visit.page, "U0HELENE", patience=60) as helene:
            helene.sees("Relevé de novembre", channel="courrier")
        port = (visit.folder / "web-port").read_text()
        eventually(lambda: is_alive(port))
    finally:
        visit.leave()
    return visit


@pytest.mark.slow
def test_a_visitor_who_leaves_leaves_nothing_running(past_visit: Visit) -> None:
    assert past_visit.process.returncode == 0
    assert processes_of(past_visit.folder) == {}


@pytest.mark.slow
@pytest.mark.abuse("P6")
def test_no_secret_and_no_name_of_the_office_reaches_its_log(past_visit: Visit) -> None:
    log = (past_visit.folder / "guichet.log").read_text()
    tokens = json.loads((past_visit.folder / "sandbox" / "tokens.json").read_text())
    secrets = [*tokens.values(), (past_visit.folder / "keys").read_text().strip()]
    names = ["Lucas", "Valmont", "Amélie", "boulangerie", "novembre", "cabinet-valmont.example"]
    assert "part started" in log
    assert [word for word in (*secrets, *names) if word in log] == []


@pytest.mark.slow
def test_a_visitor_who_comes_back_finds_the_same_office_and_a_killed_one_takes_its_servers_along(
    past_visit: Visit, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(past_visit.folder, folder)
    visit = Visit(folder)
    try:
        with Person(visit.page, "U0HELENE", patience=60) as helene:
            helene.opens_home()
            helene.sees("Boulangerie Lucas")
        events = [json.loads(line)["event"] for line in (folder / "guichet.log").read_text().splitlines()]
        assert events.count("firm opened") == 1
        servers = [os.pidfd_open(pid) for pid in processes_of(folder) if pid != visit.process.pid]
        assert servers
    finally:
        visit.leave(signal.SIGKILL)
    for server in servers:
        assert select.select([server], [], [], 60)[0], "still running"
        os.close(server)


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
def test_the_demo_speaks_to_this_machine_alone(outside: dict[str, Any]) -> None:
    here: dict[str, Any] = {
        "slack_api_url": "http://127.0.0.1:8300/api/",
        "registry_url": "http://127.0.0.1:8300/registry",
        "imap_url": "imap://depot:word@127.0.0.1:1143/INBOX",
        "smtp_url": "smtp://127.0.0.1:1025",
    }
    refuse_outside(Settings(**here))
    with pytest.raises(SettingsWrong, match="leads out of this machine"):
        refuse_outside(Settings(**{**here, **outside}))


def test_a_port_that_is_taken_is_said_with_what_to_type(tmp_path: Path) -> None:
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
