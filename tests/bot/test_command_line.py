"""The installed command, as an administrator types it."""

import json
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.main import main


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Typed = Callable[..., Answer]

LETTER = """From: Claire Morel <claire@atelier-morel.example>
To: depot@cabinet-valmont.example
Subject: Facture
Date: Mon, 23 Nov 2026 09:00:00 +0100
Message-ID: <1@atelier-morel.example>
Authentication-Results: mx.cabinet-valmont.example; dmarc=pass header.from=atelier-morel.example

Bonjour
"""

FIRM = {
    "mailbox": "depot@cabinet-valmont.example",
    "domain": "cabinet-valmont.example",
    "authserv_id": "mx.cabinet-valmont.example",
    "staff": [],
    "clients": [
        {
            "id": "c1",
            "name": "Atelier Morel",
            "siren": "839602299",
            "contacts": [{"name": "Claire Morel", "email": "claire@atelier-morel.example"}],
        }
    ],
    "sent": [],
}


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Answer]]:
    """What a command answers, typed in an empty folder."""
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*words: str, **settings: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["guichet", *words])
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        code = ended.value.code
        # A sentence given to `sys.exit` is written by the interpreter, which exits with 1.
        return Answer(1, shown.out, shown.err + code) if isinstance(code, str) else Answer(code or 0, *shown)

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.eml"
    file.write_text(LETTER)
    return file


def test_a_mail_is_explained_against_a_firm_in_a_file(typed: Typed, letter: Path, tmp_path: Path) -> None:
    firm = tmp_path / "FIRM.json"
    firm.write_text(json.dumps(FIRM))
    answer = typed("mail", "explain", "--json", "--firm", str(firm), str(letter))
    told = json.loads(answer.out)
    assert (told["kind"], told["auth"]) == ("direct", "pass")
    assert told["attribution"]["client"] == {"id": "c1", "siren": "839602299", "name": "Atelier Morel"}
    assert answer.code == 0


@pytest.mark.parametrize("content", ["not json", "[]", '{"mailbox": 3}'])
def test_a_file_that_describes_no_firm_is_said_in_a_sentence(
    typed: Typed, letter: Path, tmp_path: Path, content: str
) -> None:
    firm = tmp_path / "FIRM.json"
    firm.write_text(content)
    answer = typed("mail", "explain", "--firm", str(firm), str(letter))
    assert answer.code == 1
    assert "does not describe a firm" in answer.err
    assert "Traceback" not in answer.err


def test_a_file_that_is_not_there_is_said_in_a_sentence(typed: Typed, letter: Path, tmp_path: Path) -> None:
    answer = typed("mail", "explain", "--firm", str(tmp_path / "nowhere" / "FIRM.json"), str(letter))
    assert answer.code == 1
    assert answer.err.endswith("FIRM.json is not there: check its name and its folder.")
    assert "Traceback" not in answer.err


def test_a_port_that_is_taken_is_said_in_a_sentence(typed: Typed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        answer = typed("run", "--roles", "web", PORT=str(other.getsockname()[1]))
    assert answer.code == 1
    assert "is taken by another program" in answer.err
    assert "Traceback" not in answer.err


def test_a_key_file_that_holds_something_else_is_said_in_a_sentence(typed: Typed) -> None:
    Path("var").mkdir()
    Path("var/keys").write_text("clé", "utf-8")
    answer = typed("migrate")
    assert answer.code == 1
    assert "does not hold keys" in answer.err
    assert "clé" not in answer.err


def test_a_data_folder_that_is_a_file_is_said_in_a_sentence(typed: Typed) -> None:
    answer = typed("migrate", DATA_DIR="/dev/null/guichet")
    assert answer.code == 1
    assert "/dev/null/guichet is not there" in answer.err


def test_settings_in_another_encoding_are_said_in_a_sentence(typed: Typed) -> None:
    Path(".env").write_bytes("GUICHET_KEYS=été".encode("cp1252"))
    answer = typed("migrate")
    assert answer.code == 1
    assert ".env is not written in UTF-8" in answer.err
    assert "Traceback" not in answer.err


def test_a_mail_is_explained_against_the_firm_of_the_database(typed: Typed, letter: Path) -> None:
    migrated = typed("migrate")
    assert (migrated.code, migrated.out) == (0, "The database has the newest schema.\n")
    answer = typed("mail", "explain", str(letter))
    assert answer.code == 1
    assert "The database holds no firm yet" in answer.err


@pytest.mark.parametrize(
    ("words", "settings", "says"),
    [
        (["run"], {}, "SLACK_BOT_TOKEN is missing"),
        (["run", "--roles", "kitchen"], {}, "--roles takes some of"),
        (["migrate"], {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL begins with neither"),
        (["migrate"], {"DATABASE_URL": "postgresql://x:secret@127.0.0.1:9/y"}, "DATABASE_URL does not answer"),
        (["migrate"], {"DATABASE_URL": "sqlite:////nowhere/x.db"}, "leads to a folder that does not exist"),
        (["migrate"], {"GUICHET_KEYS": "abc"}, "GUICHET_KEYS does not hold keys"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_never_a_trace(
    typed: Typed, words: list[str], settings: dict[str, str], says: str
) -> None:
    answer = typed(*words, **settings)
    assert answer.code == 1
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert "secret" not in answer.err


def test_the_link_that_creates_the_app_is_printed_alone(typed: Typed) -> None:
    (line,) = typed("slack-link").out.splitlines()
    assert line.startswith("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
