"""The public company registry (API Recherche d'entreprises): asked at most 1.5 s, its answers kept a day."""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from bot.registry_answer import companies
from domain.books import Records
from domain.registry import RegistryCompany, RegistryUnavailable

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

PATIENCE = 1.5
KEPT_FOR = timedelta(hours=24)
SHORTEST, LONGEST = 3, 100
LARGEST_ANSWER = 4_000_000
LONGEST_SILENCE = 300.0
USER_AGENT = "Guichet/0.1 (front desk of accounting firms)"

_companies = TypeAdapter(tuple[RegistryCompany, ...])


class RegistryLine:
    """The one line to the registry, shared by all firms: silent as long as the registry asked for (429).

    `patience` is what a whole question may take, in seconds.
    """

    def __init__(
        self, base_url: str, monotonic: Callable[[], float] = time.monotonic, patience: float = PATIENCE
    ) -> None:
        self._base_url = base_url
        self._monotonic = monotonic
        self._patience = patience
        self._silent_until = 0.0
        self._http: httpx.Client | None = None
        self._opening = threading.Lock()
        # The patience is for the whole question, name resolution and slow bytes included: only a thread can be left.
        # Loading httpx, which the first question pays, is not the registry's slowness.
        self._askers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="registry")

    def ask(self, query: str) -> list[RegistryCompany]:
        """What the registry answers now; RegistryUnavailable when it is late, down, or asked for silence."""
        if self._monotonic() < self._silent_until:
            raise RegistryUnavailable
        asking = self._askers.submit(self._ask, self._opened(), query)
        try:
            answer = asking.result(timeout=self._patience)
        except TooLate:
            asking.cancel()
            log.warning("registry late")
            raise RegistryUnavailable from None
        return companies(answer, query if re.fullmatch(r"\d{14}", query) else None)

    def close(self) -> None:
        self._askers.shutdown(wait=False, cancel_futures=True)
        if self._http is not None:
            self._http.close()

    def _opened(self) -> "httpx.Client":
        import httpx  # heavy: paid by the first question, not by the start

        with self._opening:
            if self._http is None:
                self._http = httpx.Client(timeout=self._patience, headers={"User-Agent": USER_AGENT})
            return self._http

    def _ask(self, http: "httpx.Client", query: str) -> dict[str, Any]:
        import httpx

        try:
            with http.stream("GET", f"{self._base_url}/search", params={"q": query, "per_page": 10}) as answer:
                return self._read(answer)
        except (httpx.HTTPError, ValueError) as error:
            log.warning("registry not answering", extra={"problem": type(error).__name__})
            raise RegistryUnavailable from None

    def _read(self, answer: "httpx.Response") -> dict[str, Any]:
        if answer.status_code == 429:
            self._silent_until = self._monotonic() + _seconds(answer.headers.get("Retry-After"))
            log.warning("registry asks to wait")
            raise RegistryUnavailable
        if answer.status_code == 400:  # a question it cannot read: nothing of that name
            return {}
        if answer.status_code != 200:
            log.warning("registry not answering", extra={"status": answer.status_code})
            raise RegistryUnavailable
        body = b""
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise ValueError
        read = json.loads(body)
        if not isinstance(read, dict):
            raise ValueError
        return read


class KeptRegistry:
    """The registry as one firm's office asks it: what it answered within 24 hours is not asked again.

    To be called outside any transaction: it opens its own.
    """

    def __init__(
        self,
        line: RegistryLine,
        now: Callable[[], datetime],
        reading: Callable[[], AbstractContextManager[Records]],
        records: Callable[[], AbstractContextManager[Records]],
    ) -> None:
        self._line = line
        self._now = now
        self._reading = reading
        self._records = records

    def search(self, query: str) -> Sequence[RegistryCompany]:
        wanted = question(query)
        if len(wanted) < SHORTEST:
            return ()
        now, key = self._now(), f"search:{wanted}"
        with self._reading() as records:
            kept = records.registry.get(key, now - KEPT_FOR)
        if kept is not None:
            try:
                return _companies.validate_python(kept["companies"])
            except (KeyError, ValidationError):
                log.info("registry answer of an older form dropped")
        found = tuple(self._line.ask(wanted))
        if found:
            with self._records() as records:
                records.registry.put(key, {"companies": _companies.dump_python(found, mode="json")}, now)
        return found


def question(query: str) -> str:
    """The search as it is asked and kept: spaces single, a SIREN or SIRET without any."""
    text = " ".join(query.split())[:LONGEST].casefold()
    digits = re.sub(r"[\s.]", "", text)
    return digits if digits.isdecimal() and digits.isascii() else text


def _seconds(retry_after: str | None) -> float:
    """What Retry-After asks for (RFC 9110: seconds, or a date), within five minutes; 1 s when it says nothing."""
    if retry_after is None:
        return 1.0
    try:
        wait = float(retry_after)
    except ValueError:
        try:
            wait = (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return 1.0
    return min(max(wait, 0.0), LONGEST_SILENCE)
