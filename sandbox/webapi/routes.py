"""POST or GET /api/METHOD: reads the arguments and the token, runs the method, writes the exchange in the traffic."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.webapi import auth, chat, conversations, files, reactions, users, views
from sandbox.webapi.calls import METHODS, Call, Refused
from sandbox.world import World

Json = dict[str, Any]

SLOWNESS = 2.0
MODULES = (auth, chat, conversations, files, reactions, users, views)


async def arguments(request: Request) -> Json:
    """The arguments of the query, then of the form or JSON body."""
    args: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return args | body
    async with request.form() as form:
        return args | {key: value for key, value in form.items() if isinstance(value, str)}


def check_token(world: World, token: str, needs_app_token: bool) -> None:
    if not token:
        raise Refused("not_authed")
    if token not in (world.bot_token, world.app_token):
        raise Refused("invalid_auth")
    if (token == world.app_token) != needs_app_token:
        raise Refused("not_allowed_token_type")


def run(world: World, name: str, args: Json, token: str) -> Json:
    """What the method answers; a refusal of any kind is an answer too."""
    try:
        listed = METHODS.get(name)
        if listed is None:
            raise Refused("unknown_method", req_method=name)
        if name != "api.test":
            check_token(world, token, listed.app_token)
        call = Call(world, args)
        if listed.scopes:
            call.need(*listed.scopes)
        return {"ok": True, **listed.run(call)}
    except Refused as refused:
        return refused.answer()


def routes(world: World) -> list[Route]:
    async def api(request: Request) -> Response:
        if world.faults.get("slow_web_api"):
            await asyncio.sleep(SLOWNESS)
        if world.faults.get("web_api_down"):
            return Response("upstream connect error", status_code=503)
        name = request.path_params["method"]
        if world.faults.get("rate_limited"):
            limited = {"ok": False, "error": "ratelimited"}
            world.traffic.method(name, {}, limited)
            return JSONResponse(limited, status_code=429, headers={"Retry-After": "1"})
        args: Json = {}
        try:
            args = await arguments(request)
        except Refused as refused:
            answer = refused.answer()
        else:
            token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
            answer = run(world, name, args, token or str(args.get("token", "")))
        world.traffic.method(name, args, answer)
        scopes = {"x-oauth-scopes": ",".join(world.settings.scopes)}
        return JSONResponse(answer, headers=scopes)

    return [Route("/api/{method}", api, methods=["GET", "POST"]), *files.transfers(world), *chat.response_routes(world)]
