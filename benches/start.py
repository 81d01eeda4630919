"""`guichet run` on books that exist: how soon Slack is connected, and what it keeps in memory with nothing to do."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benches.programs import guichet, memory_of, settings, slack
from benches.rows import Row
from tests.servers.dovecot import Dovecot

ROUNDS = 5
AT_REST = 3.0
MOST_SECONDS, MOST_MEMORY = 2.0, 150.0
EVERY_ROLE = "slack,mail,clock,dispatch,web"


def rows() -> Iterator[Row]:
    dovecot = Dovecot()
    try:
        with tempfile.TemporaryDirectory() as folder:
            first, *others = (_start(Path(folder), dovecot.url) for _ in range(ROUNDS + 1))
    finally:
        dovecot.stop()
    seconds, memory = (median(column) for column in zip(*others, strict=True))
    yield Row(
        "start of `guichet run`, every role, until Slack is connected",
        f"{seconds:.2f} s",
        f"the very first, which compiles the program and makes the books: {first[0]:.2f} s",
        None,
        f"< {MOST_SECONDS:.0f} s",
        seconds < MOST_SECONDS,
    )
    yield Row(
        "memory at rest, every role", f"{memory:.0f} MB", "", None, f"< {MOST_MEMORY:.0f} MB", memory < MOST_MEMORY
    )


def _start(folder: Path, imap_url: str) -> tuple[float, float]:
    """Seconds until Slack is connected, and MB a moment later."""
    with slack() as load:
        environment = settings(load, folder, IMAP_URL=imap_url, SMTP_URL="smtp://127.0.0.1:9")
        began = time.perf_counter()
        with guichet(environment, EVERY_ROLE) as program:
            load.wait_for_bot(60)
            took = time.perf_counter() - began
            time.sleep(AT_REST)  # what is measured is a program left alone so long
            return took, memory_of(program)
