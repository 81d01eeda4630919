"""Submitting and closing modals: the checks of Slack's own screen, then the app's answer."""

from typing import Any

from sandbox.acts.actions import keep_inputs
from sandbox.acts.formchecks import field_errors
from sandbox.acts.interactions import Impossible, ask, base_payload, response_url, trouble, view_container
from sandbox.slack.answers import Ack, NotAnswered
from sandbox.slack.elements import UnknownOption, placed_elements
from sandbox.slack.modals import STACK_SIZE, View
from sandbox.slack.viewpayload import view_payload
from sandbox.webapi.calls import Refused
from sandbox.webapi.views import accepted
from sandbox.world import World
from sandbox.worldfile import User

Json = dict[str, Any]


class Unusable(Exception):
    """The app's answer to a submission breaks a rule; Slack shows the person its own trouble instead."""


def _modal(world: World, user: User, view_id: Any) -> View:
    view, _ = view_container(world, user, view_id)
    if view not in world.views.stack(user.id):
        raise Impossible("view_not_found")
    return view


async def submit(world: World, user: User, view_id: Any, inputs: Json) -> dict[str, str]:
    """The errors to show beside fields, by block_id; none when the app took the form."""
    view = _modal(world, user, view_id)
    if view is not world.views.stack(user.id)[-1] or not view.content.get("submit"):
        raise Impossible("view_not_submittable")
    try:
        keep_inputs(world, view, inputs)
    except UnknownOption as problem:
        raise Impossible("unknown_option", str(problem)) from None
    if errors := field_errors(view.blocks, view.values, user.locale):
        return errors
    payload = base_payload(world, user) | {
        "type": "view_submission",
        "trigger_id": world.triggers.lend(user.id, view.id, view.channel),
        "view": view_payload(world, view),
        "response_urls": _response_urls(world, user, view),
    }
    try:
        ack = await ask(world, "interactive", payload)
    except NotAnswered as problem:
        trouble(world, user, problem.code)
        raise
    try:
        return _follow(world, view, ack)
    except (Unusable, Refused) as problem:
        detail = problem.answer() if isinstance(problem, Refused) else {"error": str(problem)}
        world.traffic.refused(ack.envelope_id, detail, "invalid_response")
        trouble(world, user, "invalid_response")
        raise NotAnswered("invalid_response") from None


def _response_urls(world: World, user: User, view: View) -> list[Json]:
    """One for each conversation chosen in a menu with response_url_enabled."""
    urls: list[Json] = []
    for placed in placed_elements(view.blocks):
        block_id, action_id = placed.key
        state = view.values.get(block_id, {}).get(action_id, {})
        channel = state.get("selected_conversation") or state.get("selected_channel")
        if placed.element.get("response_url_enabled") and channel in world.channels:
            url = response_url(world, user, channel)
            urls.append({"response_url": url, "channel_id": channel, "block_id": block_id, "action_id": action_id})
    return urls


def _follow(world: World, view: View, ack: Ack) -> dict[str, str]:
    """Do what the app's answer says."""
    answer = ack.payload or {}
    if not isinstance(answer, dict):
        raise Unusable("the answer is not an object")
    books = world.views
    match answer.get("response_action"):
        case None if not answer:
            books.close(view)
        case "clear":
            books.close(view, everything=True)
        case "errors":
            return _errors(view, answer.get("errors"))
        case "update":
            view.show(accepted(world, answer.get("view"), "modal", replacing=view))
        case "push":
            content = accepted(world, answer.get("view"), "modal")
            if len(books.stack(view.user)) >= STACK_SIZE:
                raise Unusable("push_limit_reached")
            books.push(books.new(view.user, content, view.channel))
        case unknown:
            raise Unusable(f"unknown response_action: {unknown}")
    world.changed("modals", user=view.user)
    return {}


def _errors(view: View, errors: Any) -> dict[str, str]:
    if not isinstance(errors, dict) or not errors:
        raise Unusable("errors must be an object that is not empty")
    inputs = {placed.key[0] for placed in placed_elements(view.blocks) if placed.is_input}
    for block_id, sentence in errors.items():
        if block_id not in inputs:
            raise Unusable(f"errors names {block_id}, which is not an input block of the view")
        if not isinstance(sentence, str) or not sentence:
            raise Unusable(f"the error of {block_id} is not a text")
    return dict(errors)


async def close(world: World, user: User, view_id: Any, clear: bool) -> None:
    """The person closes a view, or with `clear` every one; the app is told where it asked to be."""
    view = _modal(world, user, view_id)
    everything = clear or bool(view.content.get("clear_on_close"))
    if everything:
        view = world.views.stack(user.id)[0]
    told = bool(view.content.get("notify_on_close"))
    payload = base_payload(world, user) | {
        "type": "view_closed",
        "view": view_payload(world, view),
        "is_cleared": everything,
    }
    world.views.close(view, everything=everything)
    world.changed("modals", user=user.id)
    if told:
        # The view is gone whatever the app does: a missing ack is not shown to the person.
        await _tell_quietly(world, payload)


async def _tell_quietly(world: World, payload: Json) -> None:
    try:
        await ask(world, "interactive", payload)
    except NotAnswered:
        return
