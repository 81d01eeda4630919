"""The JSON interface of the page: what a person sees, and what a person does."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox import page_state
from sandbox.acts import by_name as acts
from sandbox.slack import faults as breakage
from sandbox.world import World
from sandbox.worldfile import User

Json = dict[str, Any]

LONGEST_WAIT = 25.0


def _user(world: World, request: Request) -> User | None:
    return world.users.get(request.query_params.get("user", ""))


def _unknown(what: str) -> JSONResponse:
    return JSONResponse({"ok": False, "error": f"{what}_not_found"}, status_code=404)


async def _body(request: Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def routes(world: World) -> list[BaseRoute]:
    async def state(request: Request) -> Response:
        user = _user(world, request)
        return JSONResponse(page_state.state(world, user)) if user else _unknown("user")

    async def app(_request: Request) -> Response:
        return JSONResponse(page_state.app(world))

    async def messages(request: Request) -> Response:
        user = _user(world, request)
        channel = world.channels.get(request.query_params.get("channel", ""))
        if user is None:
            return _unknown("user")
        if channel is None or not world.sees(user.id, channel):
            return _unknown("channel")
        shown = page_state.messages(world, channel, user, request.query_params.get("thread"))
        return JSONResponse({"version": world.version, "messages": shown})

    async def act(request: Request) -> Response:
        return JSONResponse(await acts.perform(world, await _body(request)))

    async def traffic(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        lines = world.traffic.after(int(after) if after.isdecimal() else 0)
        return JSONResponse({"last": world.traffic.last, "lines": lines})

    async def wait(request: Request) -> Response:
        """Answers as soon as something changed after that version."""
        after = request.query_params.get("after", "0")
        asked = request.query_params.get("seconds", "10")
        seconds = min(float(asked) if asked.replace(".", "", 1).isdecimal() else 10.0, LONGEST_WAIT)
        return JSONResponse({"version": await world.wait_for_change(int(after) if after.isdecimal() else 0, seconds)})

    async def faults(request: Request) -> Response:
        if request.method == "POST":
            for name, broken in (await _body(request)).items():
                await breakage.set_fault(world, name, bool(broken))
        return JSONResponse(breakage.shown(world))

    async def file(request: Request) -> Response:
        found = world.files.get(request.path_params["file"])
        if found is None or found.content is None:
            return PlainTextResponse("No such file.", status_code=404)
        headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
        return Response(found.content, media_type=found.shown("")["mimetype"], headers=headers)

    async def permalink(request: Request) -> Response:
        return RedirectResponse(f"/#/channel/{request.path_params['channel']}")

    return [
        Route("/archives/{channel}/{message}", permalink),
        Route("/page/state", state),
        Route("/page/app", app),
        Route("/page/messages", messages),
        Route("/page/act", act, methods=["POST"]),
        Route("/page/traffic", traffic),
        Route("/page/wait", wait),
        Route("/page/faults", faults, methods=["GET", "POST"]),
        Route("/page/file/{file}", file),
        WebSocketRoute("/page/live", lambda socket: live(world, socket)),
    ]


async def live(world: World, socket: WebSocket) -> None:
    """Pushes each change to the page until it leaves."""
    await socket.accept()
    subscription = world.subscribe(socket.query_params.get("user"))

    async def push() -> None:
        while not world.closing.is_set():
            await socket.send_json(await subscription.queue.get())

    pushing = asyncio.create_task(push())
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        pushing.cancel()
        world.unsubscribe(subscription)
