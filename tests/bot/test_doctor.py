"""`guichet doctor` on the sandbox: green when all is right; each fault injected, its own sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.keys import key_ring
from bot.run import open_books
from bot.settings import load_settings
from sandbox.person import Person
from storage.encryption import new_key
from tests.bot.opened import Opened

pytestmark = pytest.mark.slow

Doctor = Callable[..., tuple[int, str]]


@pytest.fixture
def doctor(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Examines the office of the sandbox, some of its settings changed; its exit code and all that it printed."""

    def visit(**changed: str | None) -> tuple[int, str]:
        for name, value in {**opened.environment(tmp_path / "data"), **changed}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        printed: list[str] = []
        return examine(printed.append, env_file=None), "\n".join(printed)

    return visit


@pytest.fixture
def breaks(nadia: Person) -> Iterator[Callable[[str], None]]:
    broken: list[str] = []

    def break_it(fault: str) -> None:
        broken.append(fault)
        nadia.breaks(fault)

    yield break_it
    for fault in broken:
        nadia.breaks(fault, False)


def test_all_green_the_office_can_start(doctor: Doctor) -> None:
    code, printed = doctor()
    assert code == 0
    assert "WRONG" not in printed
    for said in (
        "SLACK_BOT_TOKEN is accepted by Slack",
        "SLACK_BOT_TOKEN has the scopes of manifest.yml, and no other",
        "SLACK_APP_TOKEN opens a socket",
        "FIRST_ADMIN is a full member of the workspace",
        "IMAP_URL opens the mailbox",
        "SMTP_URL takes mail from us",
        "REGISTRY_URL answers",
        "DATA_DIR can be written, and has room",
        "`guichet run` can start",
    ):
        assert said in printed


@pytest.mark.abuse("P6")
def test_what_it_prints_may_be_published(doctor: Doctor, opened: Opened) -> None:
    for faulty in ({}, {"SMTP_URL": "smtp://127.0.0.1:9"}, {"IMAP_URL": None}, {"MAIL_FROM": "canary"}):
        _, printed = doctor(**faulty)
        for secret in ("bot_token", "app_token", "imap_url", "signing_secret"):
            assert opened.addresses[secret] not in printed
        for name in ("Valmont", "valmont", "Hélène", "canary"):
            assert name not in printed


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-000000000-of-nobody", "SLACK_BOT_TOKEN is refused by Slack (invalid_auth)"),
        ("SLACK_APP_TOKEN", "xapp-1-A0-000000000", "SLACK_APP_TOKEN is refused by Slack (invalid_auth)"),
        ("SLACK_BOT_TOKEN", None, "SLACK_BOT_TOKEN is missing"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack does not answer"),
        ("FIRST_ADMIN", "U0NOBODY", "FIRST_ADMIN names nobody"),
        ("FIRST_ADMIN", "nobody@cabinet.example", "FIRST_ADMIN names nobody"),
        ("IMAP_URL", "imap://depot:x@127.0.0.1:9/INBOX", "IMAP_URL: the server does not answer"),
        ("SMTP_URL", "smtp://127.0.0.1:9", "SMTP_URL: the server does not answer"),
        ("PORT", "eighty", "PORT is not a port number"),
        ("DATABASE_URL", "postgresql://me@127.0.0.1:9/guichet", "DATABASE_URL does not answer"),
        ("DATABASE_URL", "sqlite:////nowhere/guichet.db", "DATABASE_URL leads to a folder that does not exist"),
        ("GUICHET_KEYS", "not-a-key", "GUICHET_KEYS"),
        ("DATA_DIR", "/dev/null/guichet", "DATA_DIR cannot be written"),
    ],
)
def test_each_fault_has_its_sentence(doctor: Doctor, name: str, value: str | None, says: str) -> None:
    if name == "GUICHET_KEYS":
        doctor()
    there_already = {"DATABASE_URL": "sqlite:///guichet.db"} if name == "GUICHET_KEYS" else {}
    code, printed = doctor(**{name: value, **there_already})
    assert code == 1
    (line,) = [line for line in printed.splitlines() if line.startswith("WRONG") and says in line]
    assert line.endswith((".", "…"))


def test_a_wrong_mailbox_password_is_told_from_a_server_that_is_away(doctor: Doctor, opened: Opened) -> None:
    user, _, host = opened.addresses["imap_url"].partition("@")
    code, printed = doctor(IMAP_URL=f"{user.rpartition(':')[0]}:wrong@{host}")
    assert code == 1
    assert "the server refuses the user or the password" in printed


def test_a_mailbox_that_does_not_exist_is_named_as_such(doctor: Doctor, opened: Opened) -> None:
    code, printed = doctor(IMAP_URL=opened.addresses["imap_url"].replace("/INBOX", "/NOWHERE"))
    assert code == 1
    assert "the mailbox cannot be opened" in printed


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"MAIL_AUTHSERV_ID": None}, "MAIL_AUTHSERV_ID is missing"),
        ({"PUBLIC_URL": None}, "PUBLIC_URL is missing or leads to this machine"),
        ({}, "CLOCK_URL moves the firm's time"),
        ({"REGISTRY_URL": "http://127.0.0.1:9"}, "REGISTRY_URL did not answer"),
    ],
)
def test_what_only_weakens_the_office_is_a_warning(doctor: Doctor, changed: dict[str, str | None], says: str) -> None:
    code, printed = doctor(**changed)
    assert code == 0
    assert any(line.startswith("warning") and says in line for line in printed.splitlines())


def test_a_database_that_other_keys_sealed_is_told(doctor: Doctor, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    doctor()
    settings = load_settings(env_file=None)
    assert settings.data_dir == folder
    key_ring(settings)
    database = open_books(settings)
    database.migrate()
    database.close()
    code, printed = doctor(GUICHET_KEYS=new_key())
    assert code == 1
    assert "does not open this database: give it the keys it had" in printed


def test_a_key_file_that_others_may_read_is_told(doctor: Doctor, tmp_path: Path) -> None:
    doctor()
    key_ring(load_settings(env_file=None))
    (tmp_path / "data" / "keys").chmod(0o644)
    code, printed = doctor()
    assert code == 1
    assert "others may read the key file" in printed
