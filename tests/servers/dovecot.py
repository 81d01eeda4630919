"""A real Dovecot on a free port, with its mail in a temporary folder; made for Dovecot 2.3 run as root."""

import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.ports import free_port

USER, PASSWORD = "courrier", "un secret"
PATIENCE = 60
# Dovecot gives up privileges for the mails: any user that is not root will do.
MAIL_USER = 65534

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {user}
mail_fsync = never
first_valid_uid = 1
default_internal_user = dovecot
default_login_user = dovenull
default_internal_group = dovecot
mail_max_userip_connections = 100
namespace inbox {{
  inbox = yes
  separator = /
{sent}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""
SENT = """  mailbox Sent {
    special_use = \\Sent
    auto = create
  }"""


class Dovecot:
    """Started at once; `stop` ends it and forgets its mails. Without `sent`, the mailbox has no Sent folder."""

    def __init__(self, sent: bool = True) -> None:
        program = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:/usr/bin")
        if program is None:
            raise RuntimeError("Dovecot is not installed: apt-get install dovecot-imapd")
        self._program = program
        self._folder = Path(tempfile.mkdtemp(prefix="guichet-dovecot-"))
        self._folder.chmod(0o755)
        self.port = free_port()
        self._write(sent)
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return self.url_with(PASSWORD)

    def url_with(self, password: str) -> str:
        return f"imap://{USER}:{password.replace(' ', '%20')}@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        configuration = str(self._folder / "dovecot.conf")
        self._process = subprocess.Popen([self._program, "-F", "-c", configuration])
        for _ in range(PATIENCE * 10):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.settimeout(PATIENCE)
                if line.recv(4).startswith(b"* OK"):
                    return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
                break
        raise RuntimeError((self._folder / "dovecot.log").read_text())

    def halt(self) -> None:
        """Stop serving, the mails kept; every connection falls."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(PATIENCE)
            self._process = None

    def stop(self) -> None:
        self.halt()
        shutil.rmtree(self._folder)

    @contextmanager
    def session(self, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """A connection of somebody else to the same mailbox."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=PATIENCE) as client:
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(USER, PASSWORD)
            client.select_folder(folder)
            yield client

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        with self.session() as client:
            for mail in mails:
                client.append(folder, mail)

    def renumber(self, folder: str = "INBOX") -> None:
        """Give the folder a new UIDVALIDITY and its mails new UIDs, as a restored or moved mailbox has."""
        mails = self.mails(folder)
        self.halt()
        self._maildir(folder).joinpath("dovecot-uidlist").unlink()
        for kept in ("cur", "new"):
            for file in self._maildir(folder).joinpath(kept).iterdir():
                file.unlink()
        for index in self._maildir(folder).glob("dovecot.index*"):
            index.unlink()
        self.start()
        self.deliver(*mails, folder=folder)

    def set_password(self, password: str) -> None:
        """From the next session on."""
        (self._folder / "passwd").write_text(f"{USER}:{{PLAIN}}{password}\n")

    def seen(self, folder: str = "INBOX") -> int:
        with self.session(folder) as client:
            return len(client.search(["SEEN"]))

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """The raw mails of a folder, the oldest first."""
        with self.session(folder) as client:
            found = client.fetch(client.search(), ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def _maildir(self, folder: str) -> Path:
        mail = self._folder / "mail" / USER
        return mail if folder == "INBOX" else mail / f".{folder}"

    def _write(self, sent: bool) -> None:
        values = {"folder": self._folder, "port": self.port, "user": MAIL_USER, "sent": SENT if sent else ""}
        (self._folder / "dovecot.conf").write_text(CONFIGURATION.format(**values))
        self.set_password(PASSWORD)
        for name in ("mail", "home"):
            made = self._folder / name
            made.mkdir()
            shutil.chown(made, MAIL_USER, MAIL_USER)
