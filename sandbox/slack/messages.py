"""Messages of the pretend Slack: channels, threads, and those that one person alone sees."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.slack.uploads import as_told

Json = dict[str, Any]


@dataclass
class Message:
    ts: str
    channel: str
    user: str | None
    text: str
    bot_id: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    edited: str | None = None
    ephemeral_for: str | None = None
    files: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    reactions: list[Json] = field(default_factory=list)
    values: Json = field(default_factory=dict)
    """What people chose in the elements of its blocks: block_id, action_id, state."""

    def seen_by(self, user: str) -> bool:
        return self.ephemeral_for in (None, user)

    def add_reaction(self, name: str, user: str) -> bool:
        """Put that person's emoji under it; False when it is there already."""
        reaction = self._reaction(name)
        if reaction is None:
            reaction = {"name": name, "users": [], "count": 0}
            self.reactions.append(reaction)
        if user in reaction["users"]:
            return False
        reaction["users"].append(user)
        reaction["count"] += 1
        return True

    def remove_reaction(self, name: str, user: str) -> bool:
        """Take that person's emoji away; False when there is none."""
        reaction = self._reaction(name)
        if reaction is None or user not in reaction["users"]:
            return False
        reaction["users"].remove(user)
        reaction["count"] -= 1
        if not reaction["users"]:
            self.reactions.remove(reaction)
        return True

    def _reaction(self, name: str) -> Json | None:
        return next((one for one in self.reactions if one["name"] == name), None)

    def for_the_app(self, app_id: str) -> Json:
        """The message as Slack hands it to an app."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.bot_id:
            shown |= {"bot_id": self.bot_id, "app_id": app_id}
        for name in ("blocks", "attachments", "files", "metadata", "reactions", "thread_ts"):
            if value := getattr(self, name):
                shown[name] = value
        if self.files:
            shown["files"] = [as_told(file) for file in self.files]
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        return shown


@dataclass
class MessageBook:
    """Every message by channel and ts; a ts never comes twice."""

    _messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    _last_microsecond: int = 0

    def next_ts(self, now: datetime) -> str:
        """A ts for that instant, later than every other even when the clock goes back."""
        self._last_microsecond = max(self._last_microsecond + 1, int(now.timestamp() * 1_000_000))
        seconds, rest = divmod(self._last_microsecond, 1_000_000)
        return f"{seconds}.{rest:06d}"

    def add(self, message: Message) -> None:
        self._messages[message.channel, message.ts] = message

    def restore(self, message: Message) -> None:
        """Take over a message of an earlier day; what is said from now on comes after it."""
        self.add(message)
        seconds, _, rest = message.ts.partition(".")
        self._last_microsecond = max(self._last_microsecond, int(seconds) * 1_000_000 + int(rest or 0))

    def lasting(self) -> list[Message]:
        """Every message but those that one person alone was shown."""
        return [message for message in self._messages.values() if message.ephemeral_for is None]

    def get(self, channel: str, ts: object) -> Message | None:
        return self._messages.get((channel, ts)) if isinstance(ts, str) else None

    def remove(self, message: Message) -> None:
        del self._messages[message.channel, message.ts]

    def of(self, channel: str, user: str | None = None) -> list[Message]:
        """The channel's messages, oldest first; with a user, those that this person sees."""
        found = [message for (place, _), message in self._messages.items() if place == channel]
        if user is not None:
            found = [message for message in found if message.seen_by(user)]
        return sorted(found, key=lambda message: message.ts)
