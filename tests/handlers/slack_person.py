"""A person in Slack, for the desks' tests: what they type, choose, press and see.

The desks run in the real Bolt app, before a small server in place of Slack; the person keeps their own stack of
windows and what they have typed in each.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from domain.people import Collaborator
from sandbox.rules.options import check_options_answer
from sandbox.rules.views import check_view
from tests.handlers.slack_server import TEAM, Json, SlackServer, ill_closed
from tests.handlers.surfaces import PLAIN_SPACES, held_elements, unanswered, words_of

HELD_BY_NAME = ("option", "options", "user", "conversation", "time", "date")
SELECTED = tuple(f"selected_{name}" for name in HELD_BY_NAME)


class Person:
    """Somebody at the firm, with Slack open. `stack` are the windows open, the topmost last."""

    def __init__(self, app: App, slack: SlackServer, api_url: str, who: Collaborator, team: str = TEAM) -> None:
        self.app = app
        self.slack = slack
        self.who = who
        self.team = team
        self.home: Json | None = None
        self.answer: Json = {}
        self.slack.stacks[who.slack_id] = []
        self._respond_url = api_url.replace("/api/", "/respond")
        self._ticks = count(1)
        self._states: dict[str, Json] = {}

    @property
    def stack(self) -> list[Json]:
        return self.slack.stacks[self.who.slack_id]

    # What they do.

    def command(self, text: str) -> Json:
        name, _, rest = text.partition(" ")
        self.stack.clear()
        return self._send(
            {
                "command": name,
                "text": rest,
                "team_id": self.team,
                "user_id": self.who.slack_id,
                "channel_id": "C0COURRIER",
                "trigger_id": self._tick(),
                "response_url": self._respond_url,
            }
        )

    def shortcut(self, callback_id: str) -> Json:
        self.stack.clear()
        return self._send(self._interaction("shortcut", callback_id=callback_id))

    def shortcut_on(self, message: Json, callback_id: str = "attach_message", channel: str = "C0GENERAL") -> Json:
        """A shortcut of the menu of that message."""
        self.stack.clear()
        return self._send(
            self._interaction(
                "message_action",
                callback_id=callback_id,
                channel={"id": channel, "name": "general"},
                message_ts=message.get("ts"),
                message=message,
                response_url=self._respond_url,
            )
        )

    def open_home(self) -> Json:
        event = {"type": "app_home_opened", "user": self.who.slack_id, "tab": "home", "channel": "D1"}
        self._send({"type": "event_callback", "team_id": self.team, "event_id": f"Ev{self._tick()}", "event": event})
        assert self.home is not None
        return self.home

    def type(self, **fields: str) -> None:
        for name, text in fields.items():
            block = self.block(name)
            self._state(block, self._element(block), {"value": text or None})

    def attach(self, field: str, file_id: str, name: str) -> None:
        """Put a file in that field; Slack has it."""
        block = self.block(field)
        self._state(block, self._element(block), {"files": [{"id": file_id, "name": name}]})

    def suggestions(self, field: str, query: str) -> list[Json]:
        """The choices of a typeahead, those of its groups together."""
        block = self.block(field)
        element = self._element(block)
        answer = self._send(
            self._interaction(
                "block_suggestion",
                block_id=block["block_id"],
                action_id=element["action_id"],
                value=query,
                view=self._seen(self.view),
            )
        )
        problems = check_options_answer(answer)
        assert problems == [], problems
        groups = answer.get("option_groups", [])
        return answer.get("options") or [option for group in groups for option in group["options"]]

    def choose(self, field: str, value: str, query: str | None = None) -> Json:
        """Choose one of a list, by its value or its visible text; of a typeahead, after typing `query`."""
        block = self.block(field)
        element = self._element(block)
        offered = self.suggestions(field, query) if query is not None else element["options"]
        option = next((o for o in offered if value in (o["value"], o["text"]["text"])), None)
        assert option is not None, f"{value} is not offered: {[o['text']['text'] for o in offered]}"
        return self._chosen(block, element, {"selected_option": option})

    def name(self, field: str, slack_id: str) -> Json:
        """Choose a person or a channel of Slack's own lists."""
        block = self.block(field)
        element = self._element(block)
        held = {"users_select": "selected_user", "conversations_select": "selected_conversation"}[element["type"]]
        return self._chosen(block, element, {held: slack_id})

    def pick_day(self, field: str, day: str) -> Json:
        """Choose a day of a calendar."""
        block = self.block(field)
        return self._chosen(block, self._element(block), {"selected_date": day})

    def choose_forged(self, field: str, value: str) -> Json:
        """Send a choice that was never offered."""
        block = self.block(field)
        option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        return self._chosen(block, self._element(block), {"selected_option": option})

    def press_enter(self, field: str) -> Json:
        """End with Enter what is typed in a field that tells us at once."""
        block = self.block(field)
        return self._act(block, {**self._element(block), "value": self.value(field)})

    def pick_time(self, field: str, hour: str) -> Json:
        block = self.block(field)
        return self._chosen(block, self._element(block), {"selected_time": hour})

    def choose_several(self, block: Json, options: list[Json]) -> Json:
        """Choose exactly those lines of a typeahead that takes several."""
        return self._chosen(block, self._element(block), {"selected_options": options})

    def forge(self, action_id: str, value: str) -> Json:
        """Press a button of the window on top, with another value than it carries."""
        block, element = self._button(self.view, action_id, None)
        return self._act(block, {**element, "value": value})

    def tick(self, field: str, *values: str) -> Json:
        """Leave exactly those boxes ticked."""
        block = self.block(field)
        element = self._element(block)
        options = [option for option in element["options"] if option["value"] in values]
        assert len(options) == len(values), [option["value"] for option in element["options"]]
        return self._chosen(block, element, {"selected_options": options})

    def press(self, action_id: str, value: str | None = None, *, times: int = 1) -> Json:
        """Press a button of the window on top (or of the Home)."""
        block, element = self._button(self.view if self.stack else self.home or {}, action_id, value)
        return self._act(block, {**element, "value": element.get("value")}, times=times)

    def press_and_close(self, action_id: str) -> Json:
        """Press a button of the window on top, and close everything before Guichet has answered."""
        body = self._pressed(*self._button(self.view, action_id, None))
        self.stack.clear()
        return self._send(body)

    def pick_menu(self, action_id: str, value: str) -> Json:
        """Choose an entry of a ⋮ menu."""
        for block in self.view["blocks"]:
            element = block.get("accessory") or {}
            entry = next((o for o in element.get("options", ()) if o["value"] == value), None)
            if element.get("action_id") == action_id and entry:
                return self._act(block, {**element, "selected_option": entry})
        raise AssertionError(f"no menu {action_id} offers {value}")

    def pick_filter(self, action_id: str, value: str, *, forged: bool = False) -> Json:
        """Choose in one of the lists that stand side by side in a row."""
        for block in self.view["blocks"]:
            for element in block.get("elements", []):
                if element.get("action_id") != action_id:
                    continue
                option = next((o for o in element["options"] if o["value"] == value), None)
                assert option or forged, f"{value} is not offered"
                held = {"selected_option": option or {"text": element["options"][0]["text"], "value": value}}
                self._state(block, element, held)
                return self._act(block, {**element, **held})
        raise AssertionError(f"no list {action_id}")

    def choose_in_home(self, block: Json, value: str) -> Json:
        """Choose a client in the search box of the Home."""
        self.stack.clear()
        element = self._element(block)
        option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        return self._act(block, {**element, "selected_option": option})

    def press_in_message(self, message: Json, action_id: str, *, value: str | None = None, times: int = 1) -> Json:
        """Press a button of a message; `value` forges what it carries."""
        self.stack.clear()
        block, element = self._button(message, action_id, None)
        pressed = {**element, "value": element.get("value") if value is None else value}
        return self._act(block, pressed, times=times, in_message=True)

    def submit(self, *, times: int = 1) -> Json:
        """Press the window's submit; Slack itself asks for the required fields."""
        missing = [block["block_id"] for block in self.view["blocks"] if self._lacks(block)]
        assert missing == [], f"Slack asks for {missing}"
        view = self.view
        body = self._interaction("view_submission", view=self._seen(view))
        answers = [self._send(body, keep=False) for _ in range(times)]
        self._follow(view, answers[0])
        return answers[-1]

    def submit_at_once(self, times: int) -> list[Json]:
        """The same submission, delivered that many times in parallel: the answers."""
        body = self._interaction("view_submission", view=self._seen(self.view))
        with ThreadPoolExecutor(times) as sockets:
            sent = [sockets.submit(self._send, body, keep=False) for _ in range(times)]
            return [each.result() for each in sent]

    def close(self) -> None:
        view = self.stack.pop()
        if view.get("notify_on_close"):
            self._send(self._interaction("view_closed", view=self._seen(view), is_cleared=False))

    # What they see.

    @property
    def view(self) -> Json:
        assert self.stack, "no window is open"
        return self.stack[-1]

    def block(self, name: str) -> Json:
        """The block of that field, whatever mark it was drawn with."""
        found = [b for b in self.view["blocks"] if str(b.get("block_id", "")).partition(".")[0] == name]
        assert found, f"no field {name} in {[b.get('block_id') for b in self.view['blocks']]}"
        first: Json = found[0]
        return first

    def shows(self, name: str) -> bool:
        return any(str(b.get("block_id", "")).partition(".")[0] == name for b in self.view["blocks"])

    def value(self, field: str) -> Any:
        """What stands in that field."""
        block = self.block(field)
        state = self._states[self.view["id"]][block["block_id"]][self._element(block)["action_id"]]
        for key in ("selected_option", "selected_options", "value"):
            if key in state:
                return state[key]
        return None

    @property
    def text(self) -> str:
        """Every word of the window on top."""
        return words_of(self.view)

    @property
    def errors(self) -> Json:
        """The sentences beside the fields, after a refused submit."""
        assert self.answer.get("response_action") == "errors", self.answer
        errors = self.answer["errors"].items()
        return {block_id.partition(".")[0]: text.translate(PLAIN_SPACES) for block_id, text in errors}

    # How Slack does it.

    def _send(self, body: Json, *, keep: bool = True) -> Json:
        before = len(self.slack.calls)
        response: BoltResponse = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert response.status == 200, response.body
        assert self.slack.faults == [], self.slack.faults
        for method, arguments in self.slack.calls[before:]:
            self._shown(method, arguments)
        answer: Json = json.loads(response.body) if response.body else {}
        if "command" in body and answer:
            self.slack.respond(answer)
            assert self.slack.faults == [], self.slack.faults
        if keep:
            self.answer = answer
        return answer

    def _shown(self, method: str, arguments: Json) -> None:
        if method == "views.publish":
            self.home = arguments["view"]
            assert unanswered(arguments["view"]) == []
        if method in ("views.open", "views.push"):
            assert method == "views.push" or not self.stack, "views.open with a window open"
            self.stack.append(self._new(arguments["view"], f"V{self.who.slack_id}{next(self._ticks)}"))
        if method == "views.update":
            place = next(i for i, view in enumerate(self.stack) if view["id"] == arguments["view_id"])
            assert ill_closed(arguments["view"], pushed=place > 0) == []
            self.stack[place] = self._new(arguments["view"], arguments["view_id"])

    def _new(self, view: Json, view_id: str) -> Json:
        """The window drawn: a block of the same name keeps what was typed in it."""
        assert unanswered(view) == []
        before = self._states.get(view_id, {})
        state: Json = {}
        for block in view["blocks"]:
            for element in held_elements(block):
                drawn = {key.removeprefix("initial_"): v for key, v in element.items() if key.startswith("initial_")}
                held = {f"selected_{key}" if key in HELD_BY_NAME else key: v for key, v in drawn.items()}
                if "checkboxes" in element["type"] or element["type"].startswith("multi"):
                    held.setdefault("selected_options", [])
                kept = before.get(block["block_id"], {}).get(element["action_id"])
                state.setdefault(block["block_id"], {})[element["action_id"]] = kept or {
                    "type": element["type"],
                    **held,
                }
        self._states[view_id] = state
        return {**view, "id": view_id, "hash": self._tick()}

    def _seen(self, view: Json) -> Json:
        below = self.stack[self.stack.index(view) - 1]["id"] if view in self.stack[1:] else None
        state = {"values": self._states[view["id"]]}
        return {**view, "state": state, "previous_view_id": below, "root_view_id": (self.stack or [view])[0]["id"]}

    def _follow(self, view: Json, answer: Json) -> None:
        self.answer = answer
        match answer.get("response_action"):
            case None:
                self.stack.remove(next(v for v in self.stack if v["id"] == view["id"]))
            case "clear":
                self.stack.clear()
            case "errors":
                inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
                assert set(answer["errors"]) <= set(inputs), "an error beside no input"
            case "update" | "push" as how:
                problems = check_view(answer["view"], "modal")
                assert problems == [], problems
                if how == "push":
                    self.stack.append(self._new(answer["view"], f"V{self.who.slack_id}{next(self._ticks)}"))
                else:
                    place = next(i for i, v in enumerate(self.stack) if v["id"] == view["id"])
                    assert ill_closed(answer["view"], pushed=place > 0) == []
                    self.stack[place] = self._new(answer["view"], view["id"])

    def _chosen(self, block: Json, element: Json, held: Json) -> Json:
        self._state(block, element, held)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return {}
        return self._act(block, {**element, **held})

    def _act(self, block: Json, element: Json, *, times: int = 1, in_message: bool = False) -> Json:
        body = self._pressed(block, element, in_message=in_message)
        answer: Json = {}
        for _ in range(times):
            answer = self._send(body)
        return answer

    def _pressed(self, block: Json, element: Json, *, in_message: bool = False) -> Json:
        action = {
            key: element.get(key) for key in ("type", "action_id", "value", *SELECTED) if element.get(key) is not None
        }
        action |= {"block_id": block.get("block_id", "b"), "action_ts": self._tick()}
        body = self._interaction("block_actions", actions=[action])
        if in_message:
            body |= {"response_url": self._respond_url, "container": {"type": "message"}}
        else:
            body["view"] = self._seen(self.view) if self.stack else {**(self.home or {}), "id": "VHOME"}
        return body

    def _interaction(self, kind: str, **more: Any) -> Json:
        return {
            "type": kind,
            "team": {"id": self.team},
            "user": {"id": self.who.slack_id, "team_id": self.team},
            "trigger_id": self._tick(),
            **more,
        }

    def _state(self, block: Json, element: Json, held: Json) -> None:
        self._states[self.view["id"]].setdefault(block["block_id"], {})[element["action_id"]] = {
            "type": element["type"],
            **held,
        }

    def _element(self, block: Json) -> Json:
        if block["type"] in ("input", "section"):
            element: Json = block["element" if block["type"] == "input" else "accessory"]
            return element
        found: Json = next(element for element in block["elements"] if element["type"] not in ("button", "overflow"))
        return found

    def _lacks(self, block: Json) -> bool:
        if block["type"] != "input" or block.get("optional"):
            return False
        state = self._states[self.view["id"]].get(block["block_id"], {})
        held = state.get(block["element"]["action_id"], {})
        return not any(held.get(key) for key in ("value", "files", *SELECTED))

    def _button(self, surface: Json, action_id: str, value: str | None) -> tuple[Json, Json]:
        for block in surface["blocks"]:
            for element in [*block.get("elements", []), block.get("accessory") or {}]:
                if element.get("action_id") == action_id and value in (None, element.get("value")):
                    return block, element
        raise AssertionError(f"no button {action_id} in {words_of(surface)}")

    def _tick(self) -> str:
        return f"{self.who.slack_id}.{next(self._ticks)}"
