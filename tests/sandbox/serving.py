"""A Starlette application on a real port, for as long as a test needs it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


@contextmanager
def serving(routes: Sequence[BaseRoute], lifespan: Lifespan | None = None) -> Iterator[httpx.Client]:
    """A client of those routes; connections wait in the listening socket until the server takes them."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        application = Starlette(routes=list(routes), lifespan=lifespan)
        config = uvicorn.Config(application, log_level="warning", lifespan="on" if lifespan else "off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
