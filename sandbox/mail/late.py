"""Mails on their way: each kept in a file of its own until its hour on the sandbox's clock."""

from __future__ import annotations

import base64
import json
import threading
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sandbox.agenda import Due
from sandbox.mail.arrivals import Arrival


@dataclass(frozen=True)
class OnItsWay:
    """A mail that arrives at that instant."""

    path: Path
    at: datetime
    arrival: Arrival


class LateMail:
    """Written by the threads of the page, emptied by the one that delivers."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._root.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._coming = {path: _read(path) for path in root.glob("*.json")}

    def keep(self, arrival: Arrival, at: datetime) -> None:
        """Deliver that mail at that instant, and not before."""
        path = self._root / f"{uuid.uuid4().hex}.json"
        kept = asdict(arrival) | {"raw": base64.b64encode(arrival.raw).decode(), "at": at.isoformat()}
        path.write_text(json.dumps(kept))
        with self._lock:
            self._coming[path] = OnItsWay(path, at, arrival)

    def arrived(self, now: datetime) -> list[OnItsWay]:
        """What has reached its hour, the oldest first; still kept, until `forget`."""
        return sorted((mail for mail in self._all() if mail.at <= now), key=lambda mail: mail.at)

    def forget(self, mail: OnItsWay) -> None:
        """It was delivered."""
        with self._lock:
            self._coming.pop(mail.path, None)
        mail.path.unlink(missing_ok=True)

    def due(self) -> Iterable[Due]:
        """For the clock: when each mail arrives."""
        return [Due(mail.at, "mail", ", ".join(mail.arrival.recipients)) for mail in self._all()]

    def _all(self) -> list[OnItsWay]:
        with self._lock:
            return list(self._coming.values())


def _read(path: Path) -> OnItsWay:
    kept = json.loads(path.read_text())
    at = datetime.fromisoformat(kept.pop("at"))
    kept |= {"raw": base64.b64decode(kept["raw"]), "recipients": tuple(kept["recipients"])}
    return OnItsWay(path, at, Arrival(**kept))
