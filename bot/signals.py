"""Being told to stop: SIGTERM from the system, Ctrl-C from a person."""

import queue
import signal
import threading
from collections.abc import Callable


def when_told_to_stop(act: Callable[[], None]) -> None:
    """Have `act` called, in a thread of its own, at the first SIGTERM or Ctrl-C.

    A signal may find the main thread holding the very lock that `act` needs (an Event's, while it waits):
    a SimpleQueue is the one thing that may be filled then.
    """
    heard: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: heard.put(number))

    def listen() -> None:
        heard.get()
        act()

    threading.Thread(target=listen, name="signals", daemon=True).start()
