"""What the administrator writes in the environment or in .env."""

from pathlib import Path

import pytest

from bot.run import ROLES, check_needed, roles_of
from bot.settings import SettingsWrong, load_settings

ROOT = Path(__file__).parents[2]


def sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as refused:
        load_settings(env_file=None)
    return refused.value.sentences[name]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-A0-123456", "does not look like a xoxb- token"),
        ("SLACK_APP_TOKEN", "xoxb-123456789-abc", "does not look like a xapp- token"),
        ("SLACK_API_URL", "http://slack.example/api/", "must begin with https://"),
        ("SLACK_API_URL", "slack.com", "is not a web address"),
        ("IMAP_URL", "imaps://mail.example/INBOX", "has no user or no password"),
        ("IMAP_URL", "https://mail.example/", "cannot be read: write imaps://"),
        ("IMAP_URL", "imaps://me:p#ss@mail.example", "percent-encoded"),
        ("SMTP_URL", "mail.example:587", "cannot be read: write smtps://"),
        ("MAIL_FROM", "Cabinet <contact@cabinet.example>", "is not one bare e-mail address"),
        ("FIRST_ADMIN", "Hélène", "is neither a Slack user id (U…) nor an e-mail address"),
        ("DATABASE_URL", "mysql://localhost/guichet", "begins with neither sqlite:/// nor postgresql://"),
        ("DATABASE_URL", "sqlite://guichet.db", "names no file"),
        ("DATABASE_URL", "sqlite:///:memory:", "names no file"),
        ("DATABASE_URL", "postgresql://me@db.example:none/guichet", "cannot be read"),
        ("PUBLIC_URL", "http://espace.cabinet.example", "must begin with https://"),
        ("PORT", "eighty", "is not a port number"),
        ("PORT", "70000", "is not a port number"),
        ("CLOCK_URL", "http://clock.example/clock", "only an address of this machine"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    said = sentence(monkeypatch, name, value)
    assert said.startswith(f"{name} ")
    assert says in said
    assert value not in said.replace("imaps://user:password@host/INBOX", "")


@pytest.mark.abuse("D2")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-replace-me"),
        ("SLACK_BOT_TOKEN", "xoxb-your-bot-token"),
        ("GUICHET_KEYS", "changeme"),
        ("IMAP_URL", "imaps://user:password@host/INBOX"),
        ("DATABASE_URL", "postgresql://guichet:change-me@db/guichet"),
    ],
)
def test_a_value_of_an_example_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert "still holds the value of the example" in sentence(monkeypatch, name, value)


@pytest.mark.abuse("D2")
def test_the_example_file_as_it_stands_starts_nothing() -> None:
    with pytest.raises(SettingsWrong) as refused:
        check_needed(load_settings(ROOT / ".env.example"), ROLES)
    assert {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "IMAP_URL", "SMTP_URL", "FIRST_ADMIN"} <= set(refused.value.sentences)


def test_a_first_start_asks_for_six_settings_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsWrong) as refused:
        check_needed(load_settings(env_file=None), ROLES)
    assert len(refused.value.sentences) <= 6
    assert all(said.startswith(f"{name} is missing: ") for name, said in refused.value.sentences.items())


def test_an_empty_setting_is_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_FROM", "")
    assert load_settings(env_file=None).mail_from is None


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("MAIL_FROM=file@cabinet.example\nPORT=8500\n")
    monkeypatch.setenv("MAIL_FROM", "Environment@cabinet.example")
    settings = load_settings(file)
    assert (settings.mail_from, settings.port) == ("environment@cabinet.example", 8500)


def test_the_books_are_in_the_data_folder_unless_said_otherwise(tmp_path: Path) -> None:
    settings = load_settings(env_file=None).model_copy(update={"data_dir": tmp_path})
    assert settings.database() == f"sqlite:///{tmp_path}/guichet.db"


@pytest.mark.parametrize("text", ["", "slack,kitchen"])
def test_an_unknown_role_is_refused_with_the_list_of_roles(text: str) -> None:
    with pytest.raises(SettingsWrong, match="slack, mail, clock, dispatch, web"):
        roles_of(text)


def test_a_role_asks_only_for_its_own_settings() -> None:
    check_needed(load_settings(env_file=None), roles_of("web, clock"))
