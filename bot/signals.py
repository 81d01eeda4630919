"""Being told to stop: SIGTERM from the system, Ctrl-C from a person."""

import signal
import socket
import threading
from collections.abc import Callable

STOPS = (signal.SIGTERM, signal.SIGINT)


def when_told_to_stop(act: Callable[[], None]) -> None:
    """Have `act` called, in a thread of its own, at each SIGTERM or Ctrl-C.

    A Python handler waits for the main thread, which may have gone to wait an instant too early to notice the
    signal, or hold the very lock that `act` needs. What the C handler writes to this socket waits for nobody.
    """
    hears, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    for number in STOPS:
        signal.signal(number, lambda *_: None)

    def listen() -> None:
        while told.fileno() >= 0 and (heard := hears.recv(1)):
            if heard[0] in STOPS:
                act()

    threading.Thread(target=listen, name="signals", daemon=True).start()
