"""The programs that a bench runs beside the load: Guichet itself, and the bare Bolt bot."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benches.slack_load import USER, Load
from tests.servers.ports import free_port

Program = subprocess.Popen[bytes]
PATIENCE = 30
COMPILED = tempfile.TemporaryDirectory(prefix="guichet-bench-")


@contextmanager
def slack() -> Iterator[Load]:
    load = Load(free_port())
    load.start()
    try:
        yield load
    finally:
        load.stop()


def settings(load: Load, folder: Path, **more: str) -> dict[str, str]:
    """What `guichet run` reads from its environment."""
    return {
        "SLACK_API_URL": load.api_url,
        "SLACK_BOT_TOKEN": "xoxb-1234567890-1234567890-benchbenchbench",
        "SLACK_APP_TOKEN": "xapp-1-A0BENCH-1234567890-benchbenchbench",
        "FIRST_ADMIN": USER,
        "MAIL_FROM": "depot@bench.example",
        "DATA_DIR": str(folder),
        "PORT": "0",
        **more,
    }


@contextmanager
def guichet(environment: dict[str, str], roles: str) -> Iterator[Program]:
    command = [str(Path(sys.executable).parent / "guichet"), "run", "--roles", roles]
    with _running(command, {**os.environ, **environment}) as program:
        yield program


@contextmanager
def bare_bolt(load: Load, folder: Path, *, view: bool) -> Iterator[Program]:
    arguments = [load.api_url, str(folder / "echo.db"), *(["view"] if view else [])]
    with _running([sys.executable, "-m", "benches.echo_bot", *arguments], dict(os.environ)) as program:
        yield program


def memory_of(program: Program) -> float:
    """What it keeps in memory, in MB."""
    status = Path(f"/proc/{program.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[Program]:
    # As installed: Python keeps what it compiled, even where the environment tells it not to.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = COMPILED.name
    program = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield program
    finally:
        program.send_signal(signal.SIGTERM)
        try:
            program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
