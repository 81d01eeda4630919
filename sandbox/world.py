"""What the pretend Slack and its mail know at this moment, shared by every part of the sandbox."""

import asyncio
import base64
import hashlib
import os
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.clock import Clock
from sandbox.slack.addresses import RequestUrls
from sandbox.slack.appsettings import AppSettings
from sandbox.slack.installation import Installation
from sandbox.slack.messages import MessageBook
from sandbox.slack.modals import ViewBook
from sandbox.slack.notices import NoticeBoard
from sandbox.slack.offers import Offers
from sandbox.slack.permits import ResponseUrls, Triggers
from sandbox.slack.rates import Rates
from sandbox.slack.schedule import Schedule
from sandbox.slack.sockets import Hub
from sandbox.slack.traffic import Traffic
from sandbox.slack.uploads import FileStore, StoredFile
from sandbox.worldfile import Channel, User, WorldFile, small_world

if TYPE_CHECKING:
    from sandbox.mail.service import MailService

Json = dict[str, Any]

ANSWER_WITHIN = 3.0
"""Seconds that Slack waits for an ack, and lends a trigger (Slack's interactivity guide)."""


class Subscription:
    """The changes that one listener has not taken yet."""

    def __init__(self, user: str | None) -> None:
        self.user = user
        self.queue: asyncio.Queue[Json] = asyncio.Queue()


class World:
    """The shared state. Routes run on one event loop; only `changed` may be called from another thread."""

    def __init__(self, file: WorldFile | None = None, manifest: Json | None = None, *, data: Path) -> None:
        file = file or small_world()
        self.settings = AppSettings(manifest or {})
        self.data = data
        self.data.mkdir(parents=True, exist_ok=True)
        self.team = file.team
        self.app = file.app
        self.mail = file.mail
        self.users: dict[str, User] = {user.id: user for user in file.users}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in file.channels}
        for user in file.users:
            if not user.is_bot:
                self.dm(user.id)

        self.base_url = ""
        """http://127.0.0.1:PORT, known once the port is bound."""
        self.addresses: dict[str, str] = {"authserv_id": file.mail.authserv_id}
        """The other lines of the opening JSON object: imap_url, smtp_url, registry_url, clock_url."""
        self.faults: dict[str, bool] = {}
        """What is broken on purpose, by name."""
        self.version = 0
        self.closing = asyncio.Event()
        self.mail_service: MailService | None = None
        """The mail servers, while they run."""
        self.keeping: asyncio.Task[None] | None = None
        """What writes down what was said, while the sandbox runs."""
        self._under_way: set[asyncio.Task[None]] = set()
        self._subscriptions: set[Subscription] = set()
        self._waiting: set[asyncio.Future[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

        self.clock = Clock(file.clock.start, kept_in=self.data / "clock.json")
        path = os.environ.get("SANDBOX_TRAFFIC")
        self.traffic = Traffic(
            Path(path) if path else None,
            clock=lambda: self.now().timestamp(),
            heard=lambda: self.changed("traffic"),
        )
        self.messages = MessageBook()
        self.views = ViewBook()
        self.notices = NoticeBoard()
        self.offers = Offers()
        self.files = FileStore()
        # A machine busier than any bot's own needs more, where the three seconds are not the point.
        patience = float(os.environ.get("SANDBOX_PATIENCE") or ANSWER_WITHIN)
        self.hub = Hub(self.app.id, patience)
        self.request_urls = RequestUrls()
        self.held_event: Json | None = None
        """The event that waits for the next one to overtake it, while `disordered_events` is on."""
        self.triggers = Triggers(patience)
        self.response_urls = ResponseUrls(clock=lambda: self.now().timestamp())
        self.read_up_to: dict[tuple[str, str], str] = {}
        """The ts up to which a person has read a channel, by (user, channel)."""
        self.scheduled = Schedule()
        self.rates = Rates()
        self.installation = Installation(
            self.data,
            self.app.id,
            self.app.bot_user,
            scopes=tuple(self.settings.scopes),
            now=self.now,
            rotated=self.settings.token_rotation,
        )
        if not self.installation.installed:
            self.settings = self.settings.uninstalled()

    @property
    def bot_token(self) -> str:
        return self.installation.bot_token

    @property
    def app_token(self) -> str:
        return self.installation.app_token

    @property
    def signing_secret(self) -> str:
        return self.installation.signing_secret

    @property
    def verification_token(self) -> str:
        """The deprecated token of every payload; signatures replace it."""
        return hashlib.sha256(self.signing_secret.encode()).hexdigest()[:24]

    def now(self) -> datetime:
        """The world's own time, aware, in UTC."""
        return self.clock.now().astimezone(UTC)

    def dm(self, user: str) -> Channel:
        """The direct-message channel of that person and the app."""
        channel_id = f"D{user[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(channel_id, "directmessage", True, [user], True, im_of=user)
        return self.channels[channel_id]

    def direct(self, one: str, other: str) -> Channel:
        """The direct-message channel of two people."""
        pair = sorted((one, other))
        channel_id = f"D{pair[0][1:]}{pair[1][1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(channel_id, "directmessage", True, pair, between=True)
        return self.channels[channel_id]

    def sees(self, user: str, channel: Channel) -> bool:
        """Whether that person finds the channel in their list."""
        return user in channel.members and not channel.archived

    def receive_file(self, user: str, sent: Json) -> Json:
        """The file object of {"name", "content_base64"} that a person put in Slack."""
        content = base64.b64decode(str(sent["content_base64"]), validate=True)
        file = self.files.add(str(sent["name"]), content, user, int(self.now().timestamp()))
        return self.shared_file(file)

    def file_payload(self, file: StoredFile) -> Json:
        """The file as files.info shows it at this moment."""
        return file.shown(self.base_url, ready=not self.faults.get("files_not_ready"))

    def shared_file(self, file: StoredFile) -> Json:
        """The file as it stands in a message; one of a person of another team is marked so."""
        owner = self.users.get(file.user)
        from_elsewhere = owner is not None and owner.team_id not in (None, self.team.id)
        return self.file_payload(file) | ({"file_access": "check_file_info"} if from_elsewhere else {})

    def changed(self, topic: str, user: str | None = None, **keys: str) -> None:
        """Tell every listener; with a user, the listeners of that person alone."""
        loop = self._loop
        if loop is None or _running_loop() is loop:
            self._tell(topic, user, keys)
        else:
            loop.call_soon_threadsafe(self._tell, topic, user, keys)

    def _tell(self, topic: str, user: str | None, keys: dict[str, str]) -> None:
        self.version += 1
        for subscription in self._subscriptions:
            if user is None or subscription.user in (None, user):
                subscription.queue.put_nowait({"topic": topic, "version": self.version, **keys})
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    def bind_loop(self) -> None:
        """Remember the running event loop, where changes are told."""
        self._loop = asyncio.get_running_loop()

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin it, and hold it until it is done: the loop alone would let it be collected."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def subscribe(self, user: str | None = None) -> Subscription:
        """A queue of the changes to come, for that person or for everybody; give it back to `unsubscribe`."""
        subscription = Subscription(user)
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self._subscriptions.discard(subscription)

    async def wait_for_change(self, after: int, seconds: float) -> int:
        """The version, as soon as it is greater than `after`, at the latest after that many seconds."""
        if self.version <= after and not self.closing.is_set():
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.add(waiting)
            await asyncio.wait([waiting], timeout=seconds)
            self._waiting.discard(waiting)
        return self.version

    def close(self) -> None:
        """Wake everyone who waits: the sandbox stops."""
        self.closing.set()
        self._tell("closing", None, {})


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
