"""Acts as one person of the pretend Slack, over HTTP: what they type, press and read.

    nadia = Person(page_url, "U0NADIA")
    nadia.types("/client nouveau", channel="courrier")
    form = nadia.waits_for_modal("Nouveau dossier")
    form.fill("E-mail", "claire@atelier-morel.example")
    form.submits()
    nadia.sees("Dossier Atelier Morel créé", channel="@")

A channel is told by its id or name; "@" is the conversation with the app. Waiting is on facts: the server says that
something changed, and the fact is looked at again, until a deadline.
"""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from sandbox.screens import Home, Message, Modal, NotSeen, Refused, Screen, sent_files
from sandbox.waiting import wait_for

Json = dict[str, Any]
Fact = TypeVar("Fact")

PATIENCE = 30.0


class Person:
    def __init__(self, page_url: str, user_id: str, patience: float = PATIENCE) -> None:
        self.id = user_id
        self.patience = patience
        self._http = httpx.Client(base_url=page_url, timeout=40.0, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def state(self) -> Json:
        """Everything the page shows to this person, messages aside."""
        return self._get("/page/state")

    def channel_id(self, channel: str) -> str:
        """The id of a channel told by id or name; "@" is the conversation with the app."""
        for one in self.state()["channels"]:
            with_app = one["is_im"] and one["with_bot"]
            if channel == one["id"] or (with_app if channel == "@" else channel.lstrip("#") == one["name"]):
                return str(one["id"])
        raise NotSeen(f"{self.id} has no channel {channel}")

    def types(
        self, text: str, channel: str = "@", thread: str | None = None, files: dict[str, bytes] | None = None
    ) -> None:
        """A message, or a command when it begins with a slash."""
        place = self.channel_id(channel)
        if text.startswith("/"):
            self.act("command", channel=place, text=text, thread_ts=thread)
            return
        self.act("message", channel=place, text=text, thread_ts=thread, files=sent_files(files or {}))

    def breaks(self, fault: str, broken: bool = True) -> None:
        """Break or mend something of the sandbox on purpose."""
        self._http.post("/page/faults", json={fault: broken}).raise_for_status()

    def chooses(self, callback_id: str) -> None:
        """A global shortcut."""
        self.act("shortcut", callback_id=callback_id)

    def chooses_on(self, message: Message, callback_id: str) -> None:
        """A shortcut from a message's menu."""
        self.act("message_shortcut", callback_id=callback_id, channel=message.channel, ts=message.ts)

    def reacts_to(self, message: Message, emoji: str) -> None:
        """Put an emoji under a message, or take one's own away."""
        self.act("react", channel=message.channel, ts=message.ts, name=emoji)

    def edits(self, message: Message, text: str) -> None:
        """Rewrite one's own message."""
        self.act("edit_message", channel=message.channel, ts=message.ts, text=text)

    def deletes(self, message: Message) -> None:
        """Take one's own message away."""
        self.act("delete_message", channel=message.channel, ts=message.ts)

    def joins(self, channel_id: str) -> None:
        """Become a member of a public channel, told by its id."""
        self.act("join_channel", channel=channel_id)

    def leaves(self, channel: str) -> None:
        self.act("leave_channel", channel=self.channel_id(channel))

    def messages(self, channel: str = "@", thread: str | None = None) -> list[Message]:
        """The messages this person sees there, oldest first."""
        place = self.channel_id(channel)
        shown = self._get("/page/messages", channel=place, **({"thread": thread} if thread else {}))
        return [Message(self, message) for message in shown["messages"]]

    @property
    def home(self) -> Home:
        """The app's Home, opened: the app is told, and what it shows now is returned."""
        self.opens_home()
        return self.waits_for(self._home, "a Home")

    def opens_home(self) -> None:
        self.act("open_home")

    def _home(self) -> Home | None:
        shown = self.state()["home"]
        return Home(self, shown) if shown else None

    @property
    def modal(self) -> Modal:
        """The modal on top; NotSeen when none is open."""
        found = self._top()
        if found is None:
            raise NotSeen(f"{self.id} has no modal open; notices: {self.notices}")
        return found

    @property
    def modals(self) -> list[Modal]:
        """The open modals, bottom first."""
        return [Modal(self, shown) for shown in self.state()["modals"]]

    def _top(self) -> Modal | None:
        shown = self.state()["modals"]
        return Modal(self, shown[-1]) if shown else None

    @property
    def notices(self) -> list[str]:
        """What Slack itself told this person, newest last."""
        return [notice["text"] for notice in self.state()["notices"]]

    def waits_for_modal(self, title: str, containing: str = "") -> Modal:
        """The modal on top, once it has that title (and that text)."""

        def there() -> Modal | None:
            top = self._top()
            return top if top and top.title == title and containing in top.text else None

        return self.waits_for(there, f"the modal {title!r} {containing!r}")

    def sees(self, text: str, channel: str | None = None) -> Screen:
        """The newest message, modal or Home that shows the text; without a channel, the modal and then the Home."""

        def there() -> Screen | None:
            if channel is not None:
                shown: list[Screen] = list(reversed(self.messages(channel)))
            else:
                shown = [one for one in (self._top(), self._home()) if one is not None]
            return next((one for one in shown if text in one.text), None)

        return self.waits_for(there, f"{text!r} in {channel or 'a modal or Home'}")

    def sees_message(self, text: str, channel: str = "@", thread: str | None = None) -> Message:
        """The newest message there that shows the text; with a `thread`, in the thread of the message of that ts."""

        def there() -> Message | None:
            return next((one for one in reversed(self.messages(channel, thread)) if text in one.text), None)

        return self.waits_for(there, f"{text!r} in {channel}")

    def does_not_see(self, text: str, channel: str = "@") -> None:
        """Nothing there shows the text now; wait for what comes after it before asking."""
        if any(text in one.text for one in self.messages(channel)):
            raise AssertionError(f"{self.id} sees {text!r} in {channel}")

    def presses(self, button: str, in_channel: str | None = None) -> None:
        """The button of that label: in the newest message that has it, or in the modal or Home."""

        def there() -> Screen | None:
            if in_channel is not None:
                shown: list[Screen] = list(reversed(self.messages(in_channel)))
            else:
                shown = [one for one in (self._top(), self._home()) if one is not None]
            return next((one for one in shown if one.offers(button)), None)

        self.waits_for(there, f"a button {button!r} in {in_channel or 'a modal or Home'}").press(button)

    def waits_for(self, fact: Callable[[], Fact | None], what: str = "the fact") -> Fact:
        """What `fact` returns once it is true, looked at again after each change."""
        return wait_for(
            self._http, fact, self.patience, lambda: f"{self.id} waited for {what}; {self._what_is_there()}"
        )

    def _what_is_there(self) -> str:
        state = self.state()
        titles = [modal["title"]["text"] for modal in state["modals"]]
        return f"modals {titles}, notices {[notice['text'] for notice in state['notices']]}"

    def act(self, act: str, **asked: Any) -> Json:
        """Any act of the page; Refused when Slack or the app says no."""
        answer: Json = self._http.post("/page/act", json={"user": self.id, "act": act, **asked}).json()
        if not answer["ok"]:
            raise Refused(answer["error"], answer.get("message", ""), answer.get("errors"))
        return answer

    def download(self, path: str) -> bytes:
        """The bytes behind a file's `page_url`."""
        return self._http.get(path).raise_for_status().content

    def _get(self, path: str, **query: Any) -> Json:
        answer: Json = self._http.get(path, params={"user": self.id, **query}).raise_for_status().json()
        return answer
