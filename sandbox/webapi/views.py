"""views.*: modals and Home."""

import json
from typing import Any

from sandbox.rules.views import check_view
from sandbox.slack.composed import completed
from sandbox.slack.modals import View
from sandbox.slack.permits import NotPermitted, Trigger
from sandbox.slack.viewpayload import view_payload
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.content import need_scopes_of
from sandbox.world import World

LARGEST_VIEW = 250_000


def accepted(world: World, view: Any, kind: str, replacing: View | None = None) -> Json:
    """The view's content as Slack keeps it; Refused when it breaks a rule."""
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise Refused("view_too_large")
    if messages := check_view(view, kind):
        raise Refused("invalid_arguments", messages)
    need_scopes_of(Call(world, {}), view["blocks"])
    twin = world.views.by_external_id(view.get("external_id"))
    if twin is not None and twin is not replacing:
        raise Refused("duplicate_external_id")
    content: Json = completed(view)
    return content


def _trigger(call: Call) -> Trigger:
    trigger_id = call.text("trigger_id") or call.required("interactivity_pointer")
    try:
        return call.world.triggers.look(trigger_id)
    except NotPermitted as problem:
        raise Refused(problem.code) from None


def _view(call: Call) -> Any:
    view = call.value("view")
    if view is None:
        raise Refused("invalid_arguments", ["missing required field: view"])
    return view


@method("views.open")
def views_open(call: Call) -> Json:
    trigger = _trigger(call)
    content = accepted(call.world, _view(call), "modal")
    trigger.used = True
    view = call.world.views.new(trigger.user, content, trigger.channel)
    call.world.views.open(view)
    call.world.changed("modals", user=trigger.user)
    return {"view": view_payload(call.world, view)}


@method("views.push")
def views_push(call: Call) -> Json:
    trigger = _trigger(call)
    content = accepted(call.world, _view(call), "modal")
    stack = call.world.views.stack(trigger.user)
    if not stack:
        raise Refused("not_found")
    view = call.world.views.new(trigger.user, content, trigger.channel)
    if not call.world.views.push(view):
        raise Refused("push_limit_reached")
    trigger.used = True
    call.world.changed("modals", user=trigger.user)
    return {"view": view_payload(call.world, view)}


@method("views.update")
def views_update(call: Call) -> Json:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if (view_id is None) == (external_id is None):
        raise Refused("invalid_arguments", ["exactly one of view_id and external_id must be given"])
    books = call.world.views
    view = books.get(view_id) if view_id else books.by_external_id(external_id)
    if view is None:
        raise Refused("not_found")
    content = accepted(call.world, _view(call), view.type, replacing=view)
    _same_hash(call, view)
    view.show(content)
    call.world.changed("modals" if view.type == "modal" else "home", user=view.user)
    return {"view": view_payload(call.world, view)}


@method("views.publish")
def views_publish(call: Call) -> Json:
    world = call.world
    if not world.settings.home_tab:
        raise Refused("not_enabled")
    user = call.user("user_id")
    old = world.views.homes.get(user.id)
    content = accepted(world, _view(call), "home", replacing=old)
    if old is None:
        old = world.views.homes[user.id] = world.views.new(user.id, content)
    else:
        _same_hash(call, old)
        old.show(content)
    world.changed("home", user=user.id)
    return {"view": view_payload(world, old)}


def _same_hash(call: Call, view: View) -> None:
    seen = call.text("hash")
    if seen is not None and seen != view.hash:
        raise Refused("hash_conflict")
