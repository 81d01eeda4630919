"""The lines that envelopes leave by, some of them closed for a while; kept in memory, on the monotonic clock."""

import logging
import random
import threading
import time
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

LONGEST_CLOSED = 60.0


@dataclass
class _Line:
    failures: int = 0
    fell_at: float = 0.0
    closed_until: float = 0.0


@dataclass
class Lines:
    """Which lines are closed; said in the log when one falls, and once more when it is back."""

    _lines: dict[str, _Line] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, names: tuple[str, ...]) -> float:
        """Seconds until all of these are open; 0 when they are."""
        with self._lock:
            closed = max((self._lines[name].closed_until for name in names if name in self._lines), default=0.0)
        return max(0.0, closed - time.monotonic())

    def fell(self, name: str, reason: str, wait: float | None) -> None:
        """Close it: as long as the server asked for, or 2, 4, 8… seconds to a minute."""
        with self._lock:
            line = self._lines.setdefault(name, _Line())
            line.failures += 1
            first = line.failures == 1
            seconds = wait if wait is not None else min(2.0 ** min(line.failures, 10), LONGEST_CLOSED)
            line.fell_at = time.monotonic()
            line.closed_until = line.fell_at + seconds * (1 + random.random() / 4)  # noqa: S311 - jitter
        if first:
            log.warning("line down, what waits for it is kept", extra={"line": name, "reason": reason})

    def works(self, names: tuple[str, ...], begun_at: float) -> None:
        """Something left by them that was begun at that instant: it opens no line that fell meanwhile."""
        with self._lock:
            back = [name for name in names if name in self._lines and self._lines[name].fell_at < begun_at]
            for name in back:
                del self._lines[name]
        for name in back:
            log.info("line up again", extra={"line": name})


@dataclass
class Pace:
    """One message a second in a channel, as Slack asks; each envelope gets a second of its own."""

    every: float
    _next: dict[str, float] = field(default_factory=dict)
    _reserved: dict[int, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, channel: str, envelope_id: int) -> float:
        """Seconds until the turn of that envelope; 0 when it is."""
        if not self.every:
            return 0.0
        now = time.monotonic()
        with self._lock:
            if envelope_id not in self._reserved:
                self._reserved[envelope_id] = max(now, self._next.get(channel, 0.0))
                self._next[channel] = self._reserved[envelope_id] + self.every
            left = self._reserved[envelope_id] - now
            if left <= 0:
                del self._reserved[envelope_id]
        return max(0.0, left)
