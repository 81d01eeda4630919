"""The pretend Slack and the pretend mail servers of the demo: a child process, met only over its sockets."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from bot.manifest import manifest_file
from bot.settings import SettingsWrong

WORLD = Path(__file__).with_name("world.json")
LONGEST_START = 60.0


class Sandbox:
    """Started by `start`, which gives its addresses and tokens."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._process: subprocess.Popen[str] | None = None
        self.page = ""

    def start(self) -> dict[str, str]:
        """The opening line of the sandbox: page, slack_api_url, bot_token, imap_url…"""
        check_free(self._port)
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "bot.demo.leash", "--manifest", str(manifest_file()), "--world", str(WORLD)]
        command += ["--port", str(self._port), "--data", str(self._folder)]
        with (self._folder / "sandbox.log").open("w") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # Ctrl-C reaches the demo alone, which then closes the pipe.
                start_new_session=True,
            )
        addresses = self._opening_line(self._process)
        self.page = addresses["page"]
        return addresses

    def when_it_ends(self, act: Callable[[], None]) -> None:
        process = self._process

        def wait() -> None:
            if process is not None:
                process.wait()
                act()

        threading.Thread(target=wait, name="sandbox", daemon=True).start()

    def send_mail(self, letter: dict[str, object]) -> None:
        """Have one of the pretend people write."""
        body, kind = json.dumps(letter).encode(), {"Content-Type": "application/json"}
        request = Request(self.page + "mail/send", body, kind)  # noqa: S310 - the page of our own child
        with urlopen(request, timeout=20) as answer:  # noqa: S310 - the same
            answer.read()

    def stop(self) -> None:
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _opening_line(self, process: subprocess.Popen[str]) -> dict[str, str]:
        patience = threading.Timer(LONGEST_START, process.kill)
        patience.start()
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
        finally:
            patience.cancel()
        try:
            opening: dict[str, str] = json.loads(line)
        except ValueError:
            self.stop()
            told = (self._folder / "sandbox.log").read_text(errors="replace").strip().splitlines()
            why = told[-1] if told else "it said nothing"
            raise SettingsWrong({"sandbox": f"The demo's own Slack did not start: {why}"}) from None
        return opening


def check_free(port: int) -> None:
    """SettingsWrong when another program listens on that port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        taken = f"PORT {port} is taken by another program: choose another one, for example PORT={port + 1} make demo."
        raise SettingsWrong({"PORT": taken}) from None
