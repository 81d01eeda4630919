"""The app's installation in the team: its tokens, what they may do, and how they are given, renewed and taken away."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

TokenKind = Literal["bot", "user", "app"]

CODE_LASTS = timedelta(minutes=10)
TOKEN_LASTS = timedelta(hours=12)
"""Of a token that is rotated (Slack's token rotation guide)."""


@dataclass(frozen=True)
class Caller:
    """Whom a token stands for."""

    kind: TokenKind
    user: str
    scopes: tuple[str, ...]


@dataclass
class Token:
    kind: TokenKind
    user: str
    scopes: tuple[str, ...]
    expires_at: float | None = None
    refresh: str | None = None
    state: Literal["good", "revoked", "uninstalled"] = "good"


@dataclass(frozen=True)
class Grant:
    """What a person allowed on the install page, to be exchanged once."""

    user: str
    bot_scopes: tuple[str, ...]
    user_scopes: tuple[str, ...]
    redirect_uri: str | None
    lasts_until: datetime


class NotGranted(Exception):
    """Slack's own code for a token or a grant that is not good."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


PREFIX = {"bot": "xoxb", "user": "xoxp"}


def _read(path: Path) -> Any:
    return json.loads(path.read_text()) if path.exists() else {}


def _secret(prefix: str) -> str:
    return f"{prefix}-{secrets.randbelow(10**12)}-{secrets.token_hex(12)}"


class Installation:
    """Kept in the data folder, so that an app survives a restart of the sandbox; a new app is installed at once."""

    def __init__(
        self,
        folder: Path,
        app_id: str,
        bot_user: str,
        *,
        scopes: tuple[str, ...],
        now: Callable[[], datetime],
        rotated: bool = False,
    ) -> None:
        self._secrets_path = folder / "tokens.json"
        self._path = folder / "installation.json"
        self._bot_user = bot_user
        self._now = now
        self._rotated = rotated
        self._grants: dict[str, Grant] = {}
        kept: dict[str, str] = _read(self._secrets_path)
        granted = _read(self._path)
        self.bot_token: str = kept.get("bot") or _secret("xoxb")
        self.app_token: str = kept.get("app") or f"xapp-1-{app_id}-{secrets.token_hex(16)}"
        self.signing_secret: str = kept.get("signing") or secrets.token_hex(16)
        self.client_id: str = kept.get("client_id") or f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}"
        self.client_secret: str = kept.get("client_secret") or secrets.token_hex(16)
        self._chosen = bool(granted.get("chosen"))
        """Whether a person chose the scopes on the install page; until then the manifest's are granted."""
        self._tokens = {
            text: Token(**token | {"scopes": tuple(token["scopes"])})
            for text, token in granted.get("tokens", {}).items()
        }
        self._tokens[self.app_token] = Token("app", bot_user, ("connections:write",))
        known = self._tokens.setdefault(self.bot_token, Token("bot", bot_user, scopes))
        if not self._chosen:
            known.scopes = scopes
        self.keep()

    def keep(self) -> None:
        kept = {
            "bot": self.bot_token,
            "app": self.app_token,
            "signing": self.signing_secret,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        tokens = {text: asdict(token) for text, token in self._tokens.items()}
        for path, value in ((self._secrets_path, kept), (self._path, {"chosen": self._chosen, "tokens": tokens})):
            path.touch(mode=0o600)
            path.write_text(json.dumps(value))

    @property
    def installed(self) -> bool:
        return self._tokens[self.bot_token].state != "uninstalled"

    @property
    def bot(self) -> Caller:
        """The app itself, whatever the state of its token."""
        token = self._tokens[self.bot_token]
        return Caller("bot", token.user, token.scopes)

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the app may do and hear as its bot."""
        return self.bot.scopes

    def caller(self, text: str) -> Caller:
        """Whom that token stands for; NotGranted with the reason when it is good for nothing."""
        token = self._tokens.get(text)
        if token is None:
            raise NotGranted("invalid_auth")
        if token.state != "good":
            raise NotGranted("token_revoked" if token.state == "revoked" else "account_inactive")
        if token.expires_at is not None and self._now().timestamp() >= token.expires_at:
            raise NotGranted("token_expired")
        return Caller(token.kind, token.user, token.scopes)

    def grant(
        self, user: str, bot_scopes: tuple[str, ...], user_scopes: tuple[str, ...], redirect_uri: str | None
    ) -> str:
        """The code that stands for what the person allowed."""
        code = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        self._grants[code] = Grant(user, bot_scopes, user_scopes, redirect_uri, self._now() + CODE_LASTS)
        return code

    def exchange(self, code: str, redirect_uri: str | None) -> Grant:
        """The grant behind the code, which is worth nothing afterwards."""
        grant = self._grants.get(code)
        if grant is None or self._now() >= grant.lasts_until:
            raise NotGranted("invalid_code")
        if grant.redirect_uri != redirect_uri:
            raise NotGranted("bad_redirect_uri")
        del self._grants[code]
        return grant

    def install(self, grant: Grant) -> tuple[str, str | None]:
        """The bot's token and the person's, None when no user scope was allowed."""
        if grant.bot_scopes:
            good = self._tokens[self.bot_token].state == "good"
            scopes = tuple(dict.fromkeys((*(self.scopes if good else ()), *grant.bot_scopes)))
            if self._rotated or not good:
                self.bot_token = self._new("bot", self._bot_user, scopes)
            else:
                self._tokens[self.bot_token].scopes = scopes
            self._chosen = True
        person = self._new("user", grant.user, grant.user_scopes) if grant.user_scopes else None
        self.keep()
        return self.bot_token, person

    def renew(self, refresh: str) -> str:
        """A new token for a refresh token, which is worth nothing afterwards; the old one lives to its hour."""
        for text, token in list(self._tokens.items()):
            if token.refresh == refresh and token.state == "good":
                token.refresh = None
                renewed = self._new(token.kind, token.user, token.scopes)
                if text == self.bot_token:
                    self.bot_token = renewed
                self.keep()
                return renewed
        raise NotGranted("invalid_refresh_token")

    def refresh_of(self, text: str) -> tuple[str, int] | None:
        """The refresh token of a token that is rotated, and the seconds it lives; None for the others."""
        token = self._tokens[text]
        if token.refresh is None or token.expires_at is None:
            return None
        return token.refresh, int(token.expires_at - self._now().timestamp())

    def revoke(self, text: str) -> None:
        self._tokens[text].state = "revoked"
        self.keep()

    def uninstall(self) -> list[str]:
        """Take every token of this installation away; gives the people who had one."""
        people = [token.user for token in self._tokens.values() if token.kind == "user" and token.state == "good"]
        for token in self._tokens.values():
            if token.kind != "app":
                token.state = "uninstalled"
        self.keep()
        return people

    def _new(self, kind: TokenKind, user: str, scopes: tuple[str, ...]) -> str:
        text = _secret(PREFIX[kind])
        token = Token(kind, user, scopes)
        if self._rotated:
            text = f"xoxe.{text}"
            token.expires_at = (self._now() + TOKEN_LASTS).timestamp()
            token.refresh = f"xoxe-1-{secrets.token_hex(24)}"
        self._tokens[text] = token
        return text
