"""POST or GET /api/METHOD: reads the arguments and the token, runs the method, writes the exchange in the traffic."""

import asyncio
import base64
import binascii
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.slack.installation import Caller, NotGranted
from sandbox.webapi import (
    auth,
    chat,
    conversations,
    files,
    history,
    install,
    oauth,
    reactions,
    scheduling,
    users,
    validate,
    views,
)
from sandbox.webapi.calls import METHODS, Call, Listed, Refused
from sandbox.world import World

Json = dict[str, Any]

SLOWNESS = 2.0
MODULES = (auth, chat, conversations, files, history, oauth, reactions, scheduling, users, validate, views)

start = scheduling.start


async def arguments(request: Request) -> tuple[Json, str]:
    """The arguments of the query, then of the body; and the token of a form, the only body that may carry one."""
    args: Json = dict(request.query_params)
    args.pop("token", None)
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        body.pop("token", None)
        return args | body, ""
    async with request.form() as form:
        sent = {key: value for key, value in form.items() if isinstance(value, str)}
    token = sent.pop("token", "")
    return args | sent, token


def credentials(request: Request) -> tuple[Json, str]:
    """The client's id and secret of Basic authentication, or the token of Bearer."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}, value.strip()
    try:
        client_id, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}, ""
    return {"client_id": client_id, "client_secret": secret}, ""


def charset_warning(request: Request) -> str | None:
    """What Slack remarks on the content type; it goes on all the same."""
    kind, _, more = request.headers.get("content-type", "").partition(";")
    has_charset = "charset=" in more.lower()
    if kind == "application/json" and not has_charset:
        return "missing_charset"
    return "superfluous_charset" if kind == "application/x-www-form-urlencoded" and has_charset else None


def _caller(world: World, token: str, listed: Listed) -> Caller | None:
    """Whom the token stands for, if the method takes such tokens; None when it takes none."""
    if not listed.tokens:
        return None
    if not token:
        raise Refused("not_authed")
    try:
        caller = world.installation.caller(token)
    except NotGranted as problem:
        raise Refused(problem.code) from None
    if caller.kind not in listed.tokens:
        raise Refused("not_allowed_token_type")
    if caller.kind == "user":
        person = world.users.get(caller.user)
        if person is None or person.deleted:
            raise Refused("account_inactive")
    return caller


def run(world: World, name: str, args: Json, token: str) -> Json:
    """What the method answers; a refusal of any kind is an answer too."""
    try:
        listed = METHODS.get(name)
        if listed is None:
            raise Refused("unknown_method", req_method=name)
        call = Call(world, args, _caller(world, token, listed), token)
        if listed.scopes:
            call.need(*listed.scopes)
        return {"ok": True, **listed.run(call)}
    except Refused as refused:
        return refused.answer()


def seconds_to_wait(world: World, name: str, args: Json) -> int:
    """Retry-After, when the call comes too soon: always under one fault, at Slack's own rate under another."""
    if world.faults.get("rate_limited"):
        return 1
    if world.faults.get("real_rates") and name in METHODS:
        outside = bool(world.faults.get("outside_marketplace"))
        return world.rates.wait_for(name, str(args.get("channel")), outside)
    return 0


def routes(world: World) -> list[Route]:
    async def api(request: Request) -> Response:
        if world.faults.get("slow_web_api"):
            await asyncio.sleep(SLOWNESS)  # the fault itself
        if world.faults.get("web_api_down"):
            return Response("upstream connect error", status_code=503)
        name = request.path_params["method"]
        args, token = credentials(request)
        headers = {"x-oauth-scopes": ",".join(world.installation.scopes)}
        if listed := METHODS.get(name):
            headers["x-accepted-oauth-scopes"] = ",".join(listed.scopes)
        status = 200
        try:
            given, token_of_form = await arguments(request)
        except Refused as refused:
            answer = refused.answer()
        else:
            args |= given
            if seconds := seconds_to_wait(world, name, args):
                answer, status = {"ok": False, "error": "ratelimited"}, 429
                headers["Retry-After"] = str(seconds)
            else:
                answer = run(world, name, args, token or token_of_form)
                if answer["ok"] and (warning := charset_warning(request)):
                    _warn(answer, warning)
        told = {key: value for key, value in args.items() if key != "code"} if name == "oauth.v2.access" else args
        world.traffic.method(name, told, answer)
        return JSONResponse(answer, status_code=status, headers=headers)

    return [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        *install.routes(world),
        *files.transfers(world),
        *chat.response_routes(world),
    ]


def _warn(answer: Json, warning: str) -> None:
    metadata = answer.setdefault("response_metadata", {})
    metadata["warnings"] = [*metadata.get("warnings", []), warning]
    answer.setdefault("warning", warning)
