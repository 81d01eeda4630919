"""files.*: sending by an upload address, and reading with the token."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack.messages import Message
from sandbox.slack.uploads import StoredFile
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.world import World

LARGEST_FILE = 1_000_000_000


@method("files.getUploadURLExternal", "files:write")
def upload_address(call: Call) -> Json:
    length = call.number("length", 0)
    if not 1 <= length <= LARGEST_FILE:
        raise Refused("invalid_arguments", ["length must be at least 1 [json-pointer:/length]"])
    if len(call.text("alt_txt") or "") > 1000:
        raise Refused("alt_txt_too_large")
    world = call.world
    file = world.files.expect(call.required("filename"), length, world.app.bot_user, int(world.now().timestamp()))
    return {"upload_url": f"{world.base_url}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    world = call.world
    wanted = call.value("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments", ["missing required field: files"])
    files = [_uploaded(call, one) for one in wanted]
    named = call.text("channels") or call.text("channel_id") or ""
    places = [Call(world, {"channel": one}).channel() for one in named.split(",") if one]
    for file in files:
        file.shared = True
    for channel in places:
        if not channel.with_bot:
            raise Refused("not_in_channel")
        message = Message(
            ts=world.messages.next_ts(world.now()),
            channel=channel.id,
            user=world.app.bot_user,
            bot_id=world.app.bot_id,
            text=call.text("initial_comment") or "",
            thread_ts=call.text("thread_ts"),
        )
        for file in files:
            file.channels.append(channel.id)
            message.files.append(file.shown(world.base_url))
        world.messages.add(message)
        world.changed("messages", channel=channel.id)
    return {"files": [file.shown(world.base_url) for file in files]}


def _uploaded(call: Call, wanted: object) -> StoredFile:
    file = call.world.files.get(wanted.get("id")) if isinstance(wanted, dict) else None
    if file is None or file.content is None:
        raise Refused("file_not_found")
    if file.shared:
        raise Refused("file_update_failed")
    if isinstance(wanted, dict) and wanted.get("title"):
        file.title = str(wanted["title"])
    return file


@method("files.info", "files:read")
def files_info(call: Call) -> Json:
    file = call.world.files.get(call.required("file"))
    if file is None or not file.shared:
        raise Refused("file_not_found")
    return {"file": file.shown(call.world.base_url), "comments": [], "response_metadata": {"next_cursor": ""}}


def transfers(world: World) -> list[Route]:
    """The addresses that carry the bytes themselves."""

    async def receive(request: Request) -> Response:
        file = world.files.get(request.path_params["file"])
        if file is None or file.content is not None:
            return PlainTextResponse("unknown or used upload address", status_code=404)
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                parts = [value for value in form.values() if not isinstance(value, str)]
                content = await parts[0].read() if parts else b""
        else:
            content = await request.body()
        if len(content) != file.length:
            return PlainTextResponse("the length differs from the one announced", status_code=400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def give(request: Request) -> Response:
        file = world.files.get(request.path_params["file"])
        allowed = request.headers.get("authorization") == f"Bearer {world.bot_token}"
        if not allowed or "files:read" not in world.settings.scopes:
            # Slack answers 200 with its sign-in page, so the content type alone tells.
            return HTMLResponse("<!DOCTYPE html><html><title>Sign in</title><p>Sign in to this workspace</p></html>")
        if file is None or file.content is None:
            return PlainTextResponse("file_not_found", status_code=404)
        media_type = file.shown("")["mimetype"]
        return Response(file.content, media_type=media_type, headers={"x-content-type-options": "nosniff"})

    return [
        Route("/upload/{file}", receive, methods=["POST", "PUT"]),
        Route("/files-pri/{file}/{name:path}", give, methods=["GET"]),
    ]
