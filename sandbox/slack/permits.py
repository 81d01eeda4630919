"""What Slack lends for a short time: trigger ids for one view, response URLs for a few messages."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5

REMEMBERED_SECONDS = 60 * 60.0
"""How long a permit that is used up or late is still known as such."""

Seconds = Callable[[], float]


class NotPermitted(Exception):
    """Slack's own code for a permit that is unknown, late or used up."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Trigger:
    user: str
    lent_at: float
    view_id: str | None = None
    channel: str | None = None
    """Where the person was; None for a global shortcut or Home."""
    used: bool = False


@dataclass
class Triggers:
    """Trigger ids: for those seconds, once (Slack's interactivity guide)."""

    seconds: float
    clock: Seconds = time.monotonic
    _lent: dict[str, Trigger] = field(default_factory=dict)

    def lend(self, user: str, view_id: str | None = None, channel: str | None = None) -> str:
        number = secrets.randbelow(10**12)
        trigger_id = f"{number}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        _forget_old(self._lent, self.clock())
        self._lent[trigger_id] = Trigger(user, self.clock(), view_id, channel)
        return trigger_id

    def look(self, trigger_id: object) -> Trigger:
        """The trigger, still good; it stays good until it is used."""
        trigger = self._lent.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise NotPermitted("invalid_trigger_id")
        if trigger.used:
            raise NotPermitted("exchanged_trigger_id")
        if self.clock() - trigger.lent_at > self.seconds:
            raise NotPermitted("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    user: str
    channel: str
    message_ts: str | None
    lent_at: float
    uses: int = 0


@dataclass
class ResponseUrls:
    """Response URLs: five uses in thirty minutes."""

    clock: Seconds
    _lent: dict[str, ResponseUrl] = field(default_factory=dict)

    def lend(self, user: str, channel: str, message_ts: str | None = None) -> str:
        key = secrets.token_urlsafe(18)
        _forget_old(self._lent, self.clock())
        self._lent[key] = ResponseUrl(user, channel, message_ts, self.clock())
        return key

    def look(self, key: str) -> ResponseUrl:
        """The permit behind the URL, still good for one more use."""
        permit = self._lent.get(key)
        if permit is None:
            raise NotPermitted("invalid_url")
        if self.clock() - permit.lent_at > RESPONSE_URL_SECONDS:
            raise NotPermitted("expired_url")
        if permit.uses >= RESPONSE_URL_USES:
            raise NotPermitted("used_url")
        return permit


def _forget_old(lent: "dict[str, Trigger] | dict[str, ResponseUrl]", now: float) -> None:
    """Drop what was lent long ago; the oldest come first."""
    while lent and now - lent[first := next(iter(lent))].lent_at > REMEMBERED_SECONDS:
        del lent[first]
