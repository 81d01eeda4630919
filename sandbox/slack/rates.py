"""How often each method may be called (Slack's rate limits page and its SDK's table of tiers)."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0
TIER = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute."""
SPECIAL = 600
"""Calls a minute of methods said to allow "hundreds"; the page gives no figure."""

TIERS: dict[int, tuple[str, ...]] = {
    1: ("apps.uninstall",),
    2: (
        "conversations.archive",
        "conversations.create",
        "conversations.list",
        "conversations.unarchive",
        "reactions.list",
        "reactions.remove",
        "users.list",
    ),
    3: (
        "auth.revoke",
        "bots.info",
        "chat.delete",
        "chat.deleteScheduledMessage",
        "chat.scheduleMessage",
        "chat.scheduledMessages.list",
        "chat.update",
        "conversations.history",
        "conversations.info",
        "conversations.invite",
        "conversations.join",
        "conversations.leave",
        "conversations.open",
        "conversations.replies",
        "files.delete",
        "reactions.add",
        "reactions.get",
        "team.info",
        "users.conversations",
        "users.lookupByEmail",
    ),
    4: (
        "api.test",
        "chat.postEphemeral",
        "conversations.members",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "files.info",
        "oauth.v2.access",
        "users.info",
        "users.profile.get",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
    ),
}

PER_MINUTE = {method: TIER[tier] for tier, methods in TIERS.items() for method in methods}
PER_MINUTE["apps.connections.open"] = 10
"""Of tier 1, which tolerates "a small amount of burst": an app may open its ten connections at once."""
PER_CHANNEL = "chat.postMessage"
READS_HISTORY = ("conversations.history", "conversations.replies")
"""One call a minute and 15 messages for an app distributed outside the Marketplace."""
FEW_MESSAGES = 15


@dataclass
class Rates:
    """Counts the calls of the last minute; Slack counts for each method, team and app."""

    clock: Callable[[], float] = time.monotonic
    _calls: dict[str, deque[float]] = field(default_factory=dict)

    def wait_for(self, method: str, channel: str, outside_marketplace: bool = False) -> int:
        """The seconds to wait before that call, written in Retry-After; 0 counts it as made."""
        if method == PER_CHANNEL:
            return self._count(f"{method} {channel}", 1, 1.0) or self._count(method, SPECIAL, MINUTE)
        most = 1 if outside_marketplace and method in READS_HISTORY else PER_MINUTE.get(method, SPECIAL)
        return self._count(method, most, MINUTE)

    def _count(self, key: str, most: int, seconds: float) -> int:
        now = self.clock()
        calls = self._calls.setdefault(key, deque())
        while calls and now - calls[0] >= seconds:
            calls.popleft()
        if len(calls) >= most:
            return math.ceil(calls[0] + seconds - now)
        calls.append(now)
        return 0
