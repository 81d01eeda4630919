"""Buttons, menus and fields: block_actions, and the options of external selects."""

from typing import Any

from sandbox.acts.interactions import (
    Impossible,
    ask,
    base_payload,
    channel_payload,
    response_url,
    trouble,
    view_container,
)
from sandbox.rules.options import check_options_answer
from sandbox.slack.answers import NotAnswered
from sandbox.slack.elements import (
    INITIAL_KEY,
    STATE_KEY,
    Placed,
    UnknownOption,
    find_element,
    kept_values,
    placed_elements,
    state_from,
    with_state,
)
from sandbox.slack.messages import Message
from sandbox.slack.modals import View
from sandbox.slack.offers import Place
from sandbox.world import World
from sandbox.worldfile import User

Json = dict[str, Any]

DEFAULT_MIN_QUERY = 3
TYPED = ("value", "rich_text_value")
"""The states of what is typed rather than chosen."""


def _holder(world: World, user: User, container: Json) -> View | Message:
    """The view or message where the person acts."""
    if container.get("type") == "view":
        return view_container(world, user, container.get("view_id"))[0]
    message = world.messages.get(str(container.get("channel")), container.get("ts"))
    if message is None or not message.seen_by(user.id):
        raise Impossible("message_not_found")
    return message


def _named(holder: View | Message) -> str:
    return holder.id if isinstance(holder, View) else f"{holder.channel}:{holder.ts}"


def _place(holder: View | Message, placed: Placed) -> Place:
    return (_named(holder), *placed.key)


def _around(world: World, user: User, holder: View | Message) -> Json:
    """The payload parts that name the view or the message."""
    if isinstance(holder, View):
        return view_container(world, user, holder.id)[1]
    container = {
        "type": "message",
        "message_ts": holder.ts,
        "channel_id": holder.channel,
        "is_ephemeral": holder.ephemeral_for is not None,
    }
    channel = channel_payload(world.channels[holder.channel])
    message: Json = holder.for_the_app(world.app.id)
    if holder.ephemeral_for:
        # Slack does not keep ephemeral messages, so it cannot hand one back.
        return {"container": container, "channel": channel}
    return {"container": container, "channel": channel, "message": message}


def keep_inputs(world: World, holder: View | Message, raw: Json) -> None:
    """Write what the fields hold at this moment into the values of the view or message."""
    for placed in placed_elements(holder.blocks):
        block_id, action_id = placed.key
        if placed.type in STATE_KEY and action_id in raw.get(block_id, {}):
            put = received_files(world, holder, placed, raw[block_id][action_id])
            _check_known(world, placed, put)
            with_state(holder.values, placed, state_from(placed.element, put, _offered(world, holder, placed)))


def _offered(world: World, holder: View | Message, placed: Placed) -> dict[str, Json]:
    """The options that stand besides those written in the element: offered from outside, or held already."""
    block_id, action_id = placed.key
    held = holder.values.get(block_id, {}).get(action_id, {})
    several = [held.get("selected_option"), *(held.get("selected_options") or [])]
    known = {option["value"]: option for option in several if option}
    return known | world.offers.at(_place(holder, placed))


def _check_known(world: World, placed: Placed, put: Any) -> None:
    """Menus of people and channels offer those of the world, and nobody else."""
    chosen = put if isinstance(put, list) else [put] if put else []
    offered: dict[str, Any] = {
        "users_select": world.users,
        "channels_select": world.channels,
        "conversations_select": world.users | world.channels,
    }
    for one in chosen if placed.type.removeprefix("multi_") in offered else []:
        if one not in offered[placed.type.removeprefix("multi_")]:
            raise UnknownOption(str(one))


def received_files(world: World, holder: View | Message, placed: Placed, raw: Any) -> Any:
    """For a file field, the file objects of what the person put in; anything else as it is."""
    if placed.type != "file_input":
        return raw
    user = holder.user or ""
    return [one if "id" in one else world.receive_file(user, one) for one in raw or []]


def dispatches(placed: Placed, trigger: str | None) -> bool:
    """Whether Slack tells the app at once: always outside inputs, in them where `dispatch_action` says so.

    A field of text waits for the key that its `dispatch_action_config` names, Enter by default; `trigger` is
    "on_enter_pressed" or "on_character_entered", None for what is chosen rather than typed.
    """
    if placed.is_input and not placed.block.get("dispatch_action"):
        return False
    if trigger is None or STATE_KEY.get(placed.type) not in TYPED:
        return True
    configured = placed.element.get("dispatch_action_config") or {}
    return trigger in configured.get("trigger_actions_on", ["on_enter_pressed"])


async def block_action(
    world: World, user: User, container: Json, block_id: Any, action_id: Any, raw: Any, inputs: Json, trigger: Any
) -> None:
    """The person used an element; told to the app where it dispatches."""
    holder = _holder(world, user, container)
    placed = find_element(holder.blocks, block_id, action_id)
    if placed is None:
        raise Impossible("element_not_found")
    try:
        keep_inputs(world, holder, inputs)
        action = _action(world, holder, placed, raw)
    except UnknownOption as problem:
        raise Impossible("unknown_option", str(problem)) from None
    if not dispatches(placed, trigger):
        return
    payload = base_payload(world, user) | {
        "type": "block_actions",
        "trigger_id": world.triggers.lend(user.id, holder.id if isinstance(holder, View) else None, holder.channel),
        **_around(world, user, holder),
        "actions": [action],
    }
    if isinstance(holder, Message):
        payload["state"] = {"values": kept_values(holder.blocks, holder.values, holder.blocks)}
        payload["response_url"] = response_url(world, user, holder.channel, holder.ts)
    try:
        await ask(world, "interactive", payload)
    except NotAnswered as problem:
        trouble(world, user, problem.code)
        raise


def _action(world: World, holder: View | Message, placed: Placed, raw: Any) -> Json:
    """The entry of `actions`, the new state written in the holder."""
    block_id, action_id = placed.key
    action: Json = {
        "type": placed.type,
        "action_id": action_id,
        "block_id": block_id,
        "action_ts": world.messages.next_ts(world.now()),
    }
    element = placed.element
    match placed.type:
        case "button":
            action |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
        case "icon_button":
            action |= {name: element[name] for name in ("text", "value", "icon") if name in element}
        case "feedback_buttons":
            offered = [element["positive_button"], element["negative_button"]]
            pressed = next((one for one in offered if one.get("value") == raw), None)
            if pressed is None:
                raise UnknownOption(str(raw))
            action |= {"text": pressed["text"], "value": pressed["value"]}
        case "overflow":
            chosen = next((option for option in element["options"] if option.get("value") == raw), None)
            if chosen is None:
                raise UnknownOption(str(raw))
            action["selected_option"] = chosen
        case kind if kind in STATE_KEY:
            put = received_files(world, holder, placed, raw)
            _check_known(world, placed, put)
            state = state_from(element, put, _offered(world, holder, placed))
            with_state(holder.values, placed, state)
            action |= state
            echoed = ("placeholder", INITIAL_KEY.get(STATE_KEY[kind], ""))
            action |= {name: element[name] for name in echoed if name in element}
    return action


async def suggest(
    world: World, user: User, container: Json, block_id: Any, action_id: Any, query: str
) -> tuple[str, list[Json]]:
    """("options" or "option_groups", their list) for what the person typed in an external select."""
    holder = _holder(world, user, container)
    placed = find_element(holder.blocks, block_id, action_id)
    if placed is None or not placed.type.endswith("external_select"):
        raise Impossible("element_not_found")
    if len(query) < placed.element.get("min_query_length", DEFAULT_MIN_QUERY):
        return "options", []
    payload = base_payload(world, user) | {
        "type": "block_suggestion",
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
        **_around(world, user, holder),
    }
    try:
        ack = await ask(world, "interactive", payload)
    except NotAnswered as problem:
        trouble(world, user, problem.code)
        raise
    if problems := check_options_answer(ack.payload):
        world.traffic.refused(ack.envelope_id, {"messages": problems}, "invalid_options")
        trouble(world, user, "invalid_options")
        raise NotAnswered("invalid_options")
    world.offers.remember(_place(holder, placed), ack.payload)
    name = "option_groups" if ack.payload.get("option_groups") else "options"
    return name, ack.payload.get(name) or []
