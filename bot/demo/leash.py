"""Runs the sandbox for as long as the demo lives: the pipe from the demo closes, the sandbox stops."""

import os
import runpy
import signal
import sys
import threading


def _watch() -> None:
    # Nothing is ever written there: reading ends when the demo does, however it ends.
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_watch, name="leash", daemon=True).start()
    runpy.run_module("sandbox", run_name="__main__", alter_sys=True)
