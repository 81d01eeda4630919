"""The firm's IMAP server, a process of its own: pymap, over mailboxes that outlive it.

pymap's own disk backend writes mails anew from its parse; here the bytes stay as they came. Run by the sandbox,
which sends one line of settings (`folder`, `user`, `password`, `port`) and ends it by closing the pipe.
"""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from pathlib import Path

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata

from sandbox.mail.kept_mailbox import KeptMailboxSet
from sandbox.mail.pipes import leave_interrupts_to_the_parent, listening_socket, parent_lines, say

FOLDERS = ("Sent", "Drafts", "Trash")


async def run() -> None:
    """Serve until the parent closes the pipe."""
    lines = await parent_lines()
    settings = json.loads(await lines.readline())
    with listening_socket(settings["port"]) as listener:
        config = Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=None,
            port=0,
            tls_enabled=False,
            demo_data=False,
            demo_user=settings["user"],
            demo_password=settings["password"],
        )
        config.apply_context()
        login = Login(config)
        password = await Passwords(config).hash_password(settings["password"])
        await login.demo_user_identity.set(UserMetadata(config, settings["user"], password=password))
        mailboxes = await KeptMailboxSet.open(Path(settings["folder"]), FOLDERS)
        config.set_cache[settings["user"]] = (mailboxes, FilterSet())
        callback = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(login, config))
        await asyncio.start_server(callback, sock=listener)
        say({"port": listener.getsockname()[1]})
        await lines.read()


def main() -> None:
    leave_interrupts_to_the_parent()
    asyncio.run(run())


if __name__ == "__main__":
    main()
