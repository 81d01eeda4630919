"""What an office finds when it opens again, and what it leaves behind when it is killed."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from imapclient import FLAGGED

from tests.sandbox.conftest import MANIFEST, ROOT
from tests.sandbox.mail_office import CLAIRE, CONTACT, mail_office
from tests.waiting import eventually

pytestmark = pytest.mark.slow


def test_an_office_that_reopens_finds_its_mails_uids_flags_and_address(tmp_path: Path) -> None:
    with mail_office(tmp_path) as office:
        office.send(CLAIRE, CONTACT, subject="Premier")
        office.send(CLAIRE, CONTACT, subject="Deuxième")
        office.submit(CLAIRE, subject="Bienvenue")
        office.message(office.box(CLAIRE)[0]["id"])
        with office.imap() as client:
            before = client.select_folder("INBOX")
            first, second = client.search()
            client.add_flags([second], [FLAGGED])
            client.move([first], "Trash")
        address = office.world.addresses["imap_url"]
    with mail_office(tmp_path) as office:
        with office.imap() as client:
            after = client.select_folder("INBOX")
            assert after[b"UIDVALIDITY"] == before[b"UIDVALIDITY"]
            assert after[b"UIDNEXT"] == before[b"UIDNEXT"]
            assert client.search() == [second]
            assert FLAGGED in client.get_flags([second])[second]
        assert [mail["Subject"] for mail in office.firm_mails("Trash")] == ["Premier"]
        assert [line["subject"] for line in office.box(CLAIRE)] == ["Bienvenue"]
        assert not office.box(CLAIRE)[0]["unread"]
        assert len(office.firm_mails("Sent")) == 1
        assert office.world.addresses["imap_url"] == address


def test_a_mail_on_its_way_is_not_lost_when_the_office_closes(tmp_path: Path) -> None:
    with mail_office(tmp_path) as office:
        office.send(CLAIRE, "paul@durand.example", subject="En retard", delay_seconds=60)
    with mail_office(tmp_path) as office:
        office.moves_the_clock(timedelta(minutes=2))
        (line,) = eventually(lambda: office.box("paul@durand.example"))
    assert line["subject"] == "En retard"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_mail_servers_end_with_the_sandbox_however_it_ends(tmp_path: Path, ending: signal.Signals) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(yaml.safe_dump(MANIFEST))
    command = [sys.executable, "-m", "sandbox", "--manifest", str(manifest), "--port", "0", "--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as sandbox:
        assert sandbox.stdout is not None
        opening = json.loads(sandbox.stdout.readline())
        ports = [urlsplit(opening[name]).port for name in ("imap_url", "smtp_url")]
        # A server that dies closes the conversation: waiting for the end of it is waiting for the fact.
        with contextlib.ExitStack() as stack:
            conversations = [
                stack.enter_context(socket.create_connection(("127.0.0.1", port or 0), timeout=30)) for port in ports
            ]
            for conversation in conversations:
                assert conversation.recv(1000)
            sandbox.send_signal(ending)
            for conversation in conversations:
                with contextlib.suppress(ConnectionResetError):
                    while conversation.recv(1000):
                        pass
