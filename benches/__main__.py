"""`make bench`: every figure with its floor, printed as a table."""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from benches.slack_load import USER, Load

IN_FLIGHT = (1, 20, 100)
SECONDS = 4.0
ROUNDS = 3


def main() -> None:
    print("| commands over Socket Mode, each with its durable commit | in flight | commands/s | p50 ms | p99 ms |")
    print("|---|---|---|---|---|")
    figures: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
    for _ in range(ROUNDS):
        for name in ("bare Bolt, commit", "bare Bolt, commit and view", "Guichet, `/client nouveau`"):
            with tempfile.TemporaryDirectory() as folder, _bot(name, Path(folder)) as load:
                load.commands("nouveau", 4, 1.0)
                for in_flight in IN_FLIGHT:
                    took = load.commands("nouveau", in_flight, SECONDS)
                    rate, p99 = len(took) / SECONDS, quantiles(took, n=100)[98]
                    figures.setdefault((name, in_flight), []).append((rate, median(took), p99))
    for (name, in_flight), rounds in figures.items():
        rate, p50, p99 = (median(column) for column in zip(*rounds, strict=True))
        print(f"| {name} | {in_flight} | {rate:,.0f} | {p50:.1f} | {p99:.1f} |")
    start, memory = _start_and_memory()
    print(f"\nStart of `guichet run` until Slack is connected: {start:.2f} s. Memory at rest: {memory:.0f} MB.")


@contextmanager
def _bot(name: str, folder: Path) -> Iterator[Load]:
    load = Load(_free_port())
    load.start()
    process = _guichet(load, folder) if name.startswith("Guichet") else _echo(load, folder, name.endswith("view"))
    try:
        load.wait_for_bot(30)
        yield load
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        load.stop()


def _echo(load: Load, folder: Path, view: bool) -> "subprocess.Popen[bytes]":
    arguments = [load.api_url, str(folder / "echo.db"), *(["view"] if view else [])]
    return subprocess.Popen([sys.executable, "-m", "benches.echo_bot", *arguments])  # noqa: S603


def _guichet(load: Load, folder: Path) -> "subprocess.Popen[bytes]":
    settings = {
        "SLACK_API_URL": load.api_url,
        "SLACK_BOT_TOKEN": "xoxb-1234567890-1234567890-benchbenchbench",
        "SLACK_APP_TOKEN": "xapp-1-A0BENCH-1234567890-benchbenchbench",
        "FIRST_ADMIN": USER,
        "MAIL_FROM": "depot@bench.example",
        "DATA_DIR": str(folder),
    }
    environment = {**os.environ, **settings}
    command = [str(Path(sys.executable).parent / "guichet"), "run", "--roles", "slack"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603


def _start_and_memory() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        load = Load(_free_port())
        load.start()
        started = time.perf_counter()
        process = _guichet(load, Path(folder))
        try:
            load.wait_for_bot(30)
            took = time.perf_counter() - started
            time.sleep(2)
            status = Path(f"/proc/{process.pid}/status").read_text()
            memory = int(status.split("VmRSS:")[1].split()[0]) / 1000
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(25)
            load.stop()
    return took, memory


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    main()
