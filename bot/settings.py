"""Settings of a running Guichet: the environment, or a `.env` file, checked before anything starts."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.mail_urls import LOOPBACK

T = TypeVar("T")

SLACK_API = "https://slack.com/api/"
REGISTRY = "https://recherche-entreprises.api.gouv.fr"

MISSING = {
    "SLACK_BOT_TOKEN": "copy the Bot User OAuth Token (xoxb-…) of your Slack app, page OAuth & Permissions.",
    "SLACK_APP_TOKEN": "create an app-level token (xapp-…) with connections:write, page Basic Information.",
    "IMAP_URL": "write the mailbox that Guichet reads as imaps://user:password@host/INBOX.",
    "SMTP_URL": "write the server that sends the firm's mail as smtps://user:password@host.",
    "MAIL_FROM": "write the firm's own address, the one that clients answer to.",
    "FIRST_ADMIN": "write the Slack id (U…) or the e-mail of the first administrator.",
}

# What people forget to replace in the example file, and what nobody should keep as a password.
_PLACEHOLDER = re.compile(
    r"replace-me|change-?me|your-(bot-)?token|xoxb-\.\.\.|admin:admin|user:password@", re.IGNORECASE
)


class SettingsWrong(Exception):
    """Some settings are missing or wrong: one sentence each, naming it, never its value."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.sentences = dict(sentences)
        super().__init__("\n".join(self.sentences.values()))


class Settings(BaseSettings):
    """Every setting. Those that hold a secret are `SecretStr`; the rest may be shown."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    data_dir: Path = Path("var")
    database_url: SecretStr | None = None
    guichet_keys: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = SLACK_API
    first_admin: str | None = None
    imap_url: SecretStr | None = None
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    mail_authserv_id: str | None = None
    registry_url: str = REGISTRY
    public_url: str | None = None
    port: int = Field(default=8300, ge=0, le=65535)
    clock_url: str | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _replaced(cls, value: object) -> object:
        if isinstance(value, str) and _PLACEHOLDER.search(value):
            raise ValueError("still holds the value of the example: replace it with your own.")
        return value.strip() if isinstance(value, str) else value

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        return _beginning(value, "xoxb-", "the Bot User OAuth Token of the page OAuth & Permissions")

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: SecretStr) -> SecretStr:
        return _beginning(value, "xapp-", "an app-level token with connections:write, of the page Basic Information")

    @field_validator("slack_api_url")
    @classmethod
    def _slack_api(cls, value: str) -> str:
        return _web_address(value).rstrip("/") + "/"

    @field_validator("registry_url", "public_url")
    @classmethod
    def _web(cls, value: str) -> str:
        return _web_address(value).rstrip("/")

    @field_validator("clock_url")
    @classmethod
    def _clock(cls, value: str) -> str:
        if urlsplit(value).hostname not in LOOPBACK:
            raise ValueError("is for the demo and the tests: only an address of this machine is accepted.")
        return value

    @field_validator("imap_url")
    @classmethod
    def _imap(cls, value: SecretStr) -> SecretStr:
        url = _mail_address(value, ("imap", "imaps"), "imaps://user:password@host/INBOX")
        if not (url.username and url.password):
            raise ValueError("has no user or no password: write imaps://user:password@host/INBOX.")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: SecretStr) -> SecretStr:
        _mail_address(value, ("smtp", "smtps"), "smtps://user:password@host")
        return value

    @field_validator("mail_from")
    @classmethod
    def _from(cls, value: str) -> str:
        if not re.fullmatch(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+", value):
            raise ValueError("is not one bare e-mail address, such as contact@cabinet.fr.")
        return value.lower()

    @field_validator("first_admin")
    @classmethod
    def _admin(cls, value: str) -> str:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,}|[^@\s]+@[^@\s]+", value):
            raise ValueError("is neither a Slack user id (U…) nor an e-mail address.")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        try:
            url = urlsplit(value.get_secret_value())
            _ = url.port
        except ValueError:
            raise ValueError("cannot be read: write postgresql://user:password@host:5432/name.") from None
        if url.scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
            raise ValueError("begins with neither sqlite:/// nor postgresql://.")
        if url.scheme == "sqlite" and url.path.removeprefix("/") in ("", ":memory:"):
            raise ValueError("names no file: write sqlite:///guichet.db.")
        return value

    def database(self) -> str:
        """Where the firm's books are: by default a SQLite file of the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.absolute() / 'guichet.db'}"

    def is_real_slack(self) -> bool:
        return self.slack_api_url == SLACK_API


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment and of that file; SettingsWrong names all that are wrong."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as refused:
        raise SettingsWrong(_sentences(refused)) from None
    except UnicodeDecodeError:
        raise SettingsWrong({".env": f"{env_file} is not written in UTF-8: save it again in that encoding."}) from None


def given(value: T | None, name: str) -> T:
    """A setting that this command cannot do without."""
    if value is None:
        raise SettingsWrong({name: missing(name)})
    return value


def missing(name: str) -> str:
    return f"{name} is missing: {MISSING[name]}"


def is_here(url: str) -> bool:
    """Whether that address is of this very machine."""
    return urlsplit(url).hostname in LOOPBACK


def _sentences(refused: ValidationError) -> dict[str, str]:
    sentences = {}
    for error in refused.errors(include_input=False, include_url=False):
        name = str(error["loc"][0]).upper()
        said = str(error.get("ctx", {}).get("error", ""))
        if name == "PORT":
            said = "is not a port number, 0 to 65535."
        sentences[name] = f"{name} {said or 'cannot be read.'}"
    return sentences


def _beginning(value: SecretStr, prefix: str, where: str) -> SecretStr:
    if not re.fullmatch(re.escape(prefix) + r"[\w-]{8,}", value.get_secret_value()):
        raise ValueError(f"does not look like a {prefix} token: copy {where}.")
    return value


def _split(value: str) -> SplitResult | None:
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        return None
    return url if url.hostname else None


def _web_address(value: str) -> str:
    url = _split(value)
    if url is None or url.scheme not in ("http", "https"):
        raise ValueError("is not a web address that begins with https://.")
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        raise ValueError("must begin with https://: http is for this machine alone.")
    return value


def _mail_address(value: SecretStr, schemes: tuple[str, str], form: str) -> SplitResult:
    url = _split(value.get_secret_value())
    if url is None or url.scheme not in schemes:
        raise ValueError(f"cannot be read: write {form}, special characters of the password percent-encoded.")
    return url
