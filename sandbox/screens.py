"""What a person reads and touches: messages, modals and Home, by their labels."""

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from sandbox.slack.elements import STATE_KEY, Placed, options_of, placed_elements

if TYPE_CHECKING:
    from sandbox.person import Person

Json = dict[str, Any]

ENTER, CHARACTER = "on_enter_pressed", "on_character_entered"


class NotSeen(AssertionError):
    """The fact did not come before the deadline; the message says what was there instead."""


class Refused(AssertionError):
    """Slack did not let the person do that; `code` is Slack's, `errors` are the sentences beside fields."""

    def __init__(self, code: str, message: str, errors: dict[str, str] | None = None) -> None:
        super().__init__(f"{code}: {message} {errors or ''}".strip())
        self.code = code
        self.message = message
        self.errors = errors or {}


class NotThere(AssertionError):
    """Nothing of that label is on the screen; the message lists what is."""


def words(value: Any) -> list[str]:
    """Every text of blocks, in reading order."""
    if isinstance(value, list):
        return [word for inner in value for word in words(inner)]
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("type") in (
            "plain_text",
            "mrkdwn",
            "text",
            "raw_text",
            "link",
        ):
            return [value["text"]]
        kept = ("title", "text", "fields", "label", "hint", "elements", "element", "accessory", "rows", "options")
        return [word for name in kept if name in value for word in words(value[name])]
    return []


def sent_files(files: dict[str, bytes]) -> list[Json]:
    """Files as the page sends them."""
    return [{"name": name, "content_base64": b64encode(content).decode()} for name, content in files.items()]


class Screen:
    """Something with blocks that one person looks at."""

    def __init__(self, person: "Person", shown: Json) -> None:
        self.person = person
        self._typed: Json = {}
        self._look(shown)

    def _look(self, shown: Json) -> None:
        self.shown = shown
        self.blocks: list[Json] = shown["blocks"]

    @property
    def container(self) -> Json:
        raise NotImplementedError

    @property
    def texts(self) -> list[str]:
        return words(self.blocks)

    @property
    def text(self) -> str:
        """Everything written on it, a line each."""
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[str]:
        return [_label(placed) for placed in placed_elements(self.blocks) if placed.type == "button"]

    def offers(self, button: str) -> bool:
        return button in self.buttons

    def find(self, name: str) -> Placed:
        """The element with that label, placeholder, block_id or action_id; a label may also be its beginning."""
        every = list(placed_elements(self.blocks))
        for placed in every:
            if name in _names(placed):
                return placed
        for placed in every:
            if any(known.startswith(name) for known in _names(placed)):
                return placed
        raise NotThere(f"no {name!r} here; there is {[sorted(_names(placed)) for placed in every]}")

    def press(self, button: str) -> None:
        """A button by its label or action_id."""
        for placed in placed_elements(self.blocks):
            if placed.type == "button" and button in (_label(placed), placed.element["action_id"]):
                self._use(placed, None)
                return
        raise NotThere(f"no button {button!r} here; there is {self.buttons}")

    def choose(self, name: str, *options: str) -> None:
        """Options of a menu, overflow, radio or boxes, by their texts or values."""
        placed = self.find(name)
        values = [_value_of(placed, option) for option in options]
        self._use(placed, values if _takes_many(placed) else values[0])

    def suggestions(self, name: str, query: str) -> list[Json]:
        """The options an external menu shows for that query, groups opened."""
        placed = self.find(name)
        block_id, action_id = placed.key
        answer = self.person.act(
            "suggest", container=self.container, block_id=block_id, action_id=action_id, query=query
        )
        groups = [option for group in answer.get("option_groups", []) for option in group["options"]]
        return [*answer.get("options", []), *groups]

    def suggests(self, name: str, query: str, option: str) -> bool:
        """Whether one of the options an external menu shows for that query begins so."""
        return any(one["text"]["text"].startswith(option) for one in self.suggestions(name, query))

    def pick(self, name: str, query: str, option: str) -> None:
        """Type in an external menu, and take the option that begins so, besides those already taken."""
        found = self.suggestions(name, query)
        for one in found:
            if one["text"]["text"].startswith(option):
                placed = self.find(name)
                held = self.held(name) if _takes_many(placed) else []
                self._use(placed, [*held, one["value"]] if _takes_many(placed) else one["value"])
                return
        raise NotThere(f"{option!r} is not among {[one['text']['text'] for one in found]}")

    def clears(self, name: str) -> None:
        """Take back what a menu, picker or set of boxes holds."""
        placed = self.find(name)
        self._use(placed, [] if _takes_many(placed) else None)

    def _use(self, placed: Placed, value: Any, trigger: str | None = None) -> None:
        block_id, action_id = placed.key
        self.person.act(
            "block_action",
            container=self.container,
            block_id=block_id,
            action_id=action_id,
            value=value,
            state=self.filled(),
            trigger=trigger,
        )
        self._typed.get(block_id, {}).pop(action_id, None)
        self.again()

    @property
    def values(self) -> Json:
        """Slack's state of the fields: block_id, action_id, state."""
        values: Json = self.shown["state"]["values"]
        return values

    def held(self, name: str) -> Any:
        """What the field of that label holds: a text, a date, an option's value or a list of them."""
        placed = self.find(name)
        block_id, action_id = placed.key
        if action_id in self._typed.get(block_id, {}):
            return self._typed[block_id][action_id]
        held = self.values[block_id][action_id][STATE_KEY[placed.type]]
        if isinstance(held, list):
            return [one["value"] if isinstance(one, dict) and "value" in one else one for one in held]
        return held["value"] if isinstance(held, dict) and "value" in held else held

    @property
    def fields(self) -> list[str]:
        """The labels of its fields."""
        return [placed.block["label"]["text"] for placed in placed_elements(self.blocks) if placed.is_input]

    def fill(self, name: str, value: Any) -> None:
        """Type in a field; nothing leaves until something is pressed, unless the field tells each character."""
        placed = self.find(name)
        block_id, action_id = placed.key
        self._typed.setdefault(block_id, {})[action_id] = value
        config = placed.element.get("dispatch_action_config", {})
        if CHARACTER in config.get("trigger_actions_on", []):
            self._use(placed, value, CHARACTER)

    def enters(self, name: str, value: str) -> None:
        """Type in a field of one line, and press Enter."""
        self.fill(name, value)
        self._use(self.find(name), value, ENTER)

    def attach(self, name: str, files: dict[str, bytes]) -> None:
        """Put files in a field, by their names; nothing leaves until something is pressed."""
        self.fill(name, sent_files(files))

    def tick(self, name: str, *options: str, only: bool = False) -> None:
        """Tick boxes by their texts, besides those already ticked; with `only`, these alone."""
        placed = self.find(name)
        ticked = [] if only else list(self.held(name))
        wanted = [_value_of(placed, option) for option in options]
        self._use(placed, [*ticked, *(value for value in wanted if value not in ticked)])

    def untick(self, name: str, *options: str) -> None:
        placed = self.find(name)
        gone = [_value_of(placed, option) for option in options]
        self._use(placed, [value for value in self.held(name) if value not in gone])

    def filled(self) -> Json:
        here = {placed.key for placed in placed_elements(self.blocks)}
        return {
            block_id: {action_id: value for action_id, value in typed.items() if (block_id, action_id) in here}
            for block_id, typed in self._typed.items()
        }

    def again(self) -> None:
        """Look at the screen as it is now."""


class Message(Screen):
    channel = property(lambda self: str(self.shown["channel"]))
    ts = property(lambda self: str(self.shown["ts"]))
    ephemeral = property(lambda self: bool(self.shown["ephemeral"]))
    files = property(lambda self: list(self.shown["files"]))

    @property
    def container(self) -> Json:
        return {"type": "message", "channel": self.channel, "ts": self.ts}

    @property
    def notification(self) -> str:
        """The text of the phone's lock screen."""
        return str(self.shown["text"])

    @property
    def texts(self) -> list[str]:
        return words(self.blocks) or [self.notification]

    @property
    def reactions(self) -> list[str]:
        """The names of the emoji under it."""
        return [reaction["name"] for reaction in self.shown["reactions"]]

    def again(self) -> None:
        for one in self.person.messages(self.channel, self.shown["thread_ts"]):
            if one.ts == self.ts:
                self._look(one.shown)


class _View(Screen):
    id = property(lambda self: str(self.shown["id"]))

    @property
    def container(self) -> Json:
        return {"type": "view", "view_id": self.id}


class Modal(_View):
    @property
    def title(self) -> str:
        return str(self.shown["title"]["text"])

    @property
    def submit(self) -> str | None:
        """The label of the submit button."""
        return self.shown["submit"]["text"] if self.shown["submit"] else None

    def submits(self) -> dict[str, str]:
        """Press submit: the errors beside fields, by block_id; none when the form was taken."""
        try:
            self.person.act("view_submit", view_id=self.id, state=self.filled())
        except Refused as refused:
            if refused.code != "errors":
                raise
            return refused.errors
        self._typed = {}
        self.again()
        return {}

    def closes(self, everything: bool = False) -> None:
        self.person.act("view_close", view_id=self.id, clear=everything)

    def again(self) -> None:
        for shown in self.person.state()["modals"]:
            if shown["id"] == self.id:
                self._look(shown)


class Home(_View):
    def again(self) -> None:
        shown = self.person.state()["home"]
        if shown:
            self._look(shown)


def _label(placed: Placed) -> str:
    return str(placed.element["text"]["text"]) if "text" in placed.element else ""


def _names(placed: Placed) -> set[str]:
    block, element = placed.block, placed.element
    texts = [block.get("label"), element.get("placeholder"), element.get("text")]
    if block["type"] == "section" and isinstance(block.get("text"), dict):
        texts.append(block["text"])
    return {text["text"] for text in texts if isinstance(text, dict)} | set(placed.key)


def _takes_many(placed: Placed) -> bool:
    return placed.type == "checkboxes" or placed.type.startswith("multi_")


def _value_of(placed: Placed, option: str) -> str:
    offered = options_of(placed.element)
    for one in offered:
        if option in (one["text"]["text"], one.get("value")):
            return str(one["value"])
    if not offered:
        return option
    raise NotThere(f"{option!r} is not among {[one['text']['text'] for one in offered]}")
