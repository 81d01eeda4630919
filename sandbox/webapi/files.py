"""files.*: sending by an upload address, and reading with the token."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack import events
from sandbox.slack.installation import NotGranted
from sandbox.slack.messages import Message
from sandbox.slack.uploads import StoredFile
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.chat import may_write, thread
from sandbox.webapi.content import Content, read_content
from sandbox.world import World

LARGEST_FILE = 1_000_000_000
MOST_CHANNELS = 100
LONGEST_ALT_TEXT = 1000


@method("files.getUploadURLExternal", "files:write")
def upload_address(call: Call) -> Json:
    filename = call.required("filename")
    call.required("length")
    length = call.number("length", 0)
    if length < 1:
        raise Refused("missing_argument")
    if length > LARGEST_FILE:
        raise Refused("file_upload_size_restricted")
    if len(call.text("alt_txt") or "") > LONGEST_ALT_TEXT:
        raise Refused("alt_txt_too_large")
    world = call.world
    file = world.files.expect(filename, length, call.caller.user, int(world.now().timestamp()))
    return {"upload_url": f"{world.base_url}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    world = call.world
    wanted = call.value("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments", ["missing required field: files"])
    files = [_uploaded(call, one) for one in wanted]
    named = call.text("channels") or call.text("channel_id") or ""
    names = [one.strip() for one in named.split(",") if one.strip()]
    if len(names) > MOST_CHANNELS:
        raise Refused("invalid_arguments", [f"no more than {MOST_CHANNELS} items allowed [json-pointer:/channels]"])
    places = [replace(call, args={"channel": one}).channel() for one in names]
    for channel in places:
        may_write(call, channel)
    comment = call.text("initial_comment") or ""
    # Blocks say in other words what the comment says, and are looked at without one alone.
    said = read_content(replace(call, args={"blocks": call.args["blocks"]})) if _says_blocks(call) else Content(comment)
    for file in files:
        file.shared = True
    for channel in places:
        message = Message(
            ts=world.messages.next_ts(world.now()),
            channel=channel.id,
            user=call.caller.user,
            bot_id=world.app.bot_id,
            text=said.text,
            blocks=said.blocks or [],
            thread_ts=thread(replace(call, args=call.args | {"channel": channel.id}), channel),
        )
        for file in files:
            file.channels.append(channel.id)
            message.files.append(world.file_payload(file))
        world.messages.add(message)
        world.changed("messages", channel=channel.id)
        events.app_wrote(world, message)
    return {"files": [world.file_payload(file) for file in files]}


def _says_blocks(call: Call) -> bool:
    return bool(call.args.get("blocks")) and not call.text("initial_comment")


def _uploaded(call: Call, wanted: object) -> StoredFile:
    file = call.world.files.get(wanted.get("id")) if isinstance(wanted, dict) else None
    if file is None or file.content is None or file.user != call.caller.user:
        raise Refused("file_not_found")
    if file.shared:
        raise Refused("file_update_failed")
    if isinstance(wanted, dict) and wanted.get("title"):
        file.title = str(wanted["title"])
    return file


def _visible(call: Call) -> StoredFile:
    """The file, if it is the caller's own, was given to the app in a form, or stands where the caller may look."""
    file = call.world.files.get(call.required("file"))
    if file is None or not file.shared or not _may_see(call, file):
        raise Refused("file_not_found")
    return file


def _may_see(call: Call, file: StoredFile) -> bool:
    world = call.world
    places = [
        channel
        for channel in world.channels.values()
        if any(one["id"] == file.id for message in world.messages.of(channel.id) for one in message.files)
    ]
    return file.user == call.caller.user or not places or any(call.is_in(channel) for channel in places)


@method("files.info", "files:read")
def files_info(call: Call) -> Json:
    file = _visible(call)
    if file.deleted:
        raise Refused("file_deleted")
    return {"file": call.world.file_payload(file), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete", "files:write")
def files_delete(call: Call) -> Json:
    """The caller's own file, gone from every message."""
    file = _visible(call)
    if file.deleted:
        raise Refused("file_deleted")
    if file.user != call.caller.user:
        raise Refused("cant_delete_file")
    world = call.world
    file.deleted, file.content = True, None
    for channel in world.channels.values():
        for message in world.messages.of(channel.id):
            message.files = [one for one in message.files if one["id"] != file.id]
    world.changed("messages")
    events.tell(world, {"type": "file_deleted", "file_id": file.id, "event_ts": events.event_ts(world)})
    return {}


def _may_download(world: World, authorization: str) -> bool:
    scheme, _, token = authorization.partition(" ")
    try:
        return scheme == "Bearer" and "files:read" in world.installation.caller(token).scopes
    except NotGranted:
        return False


def transfers(world: World) -> list[Route]:
    """The addresses that carry the bytes themselves."""

    async def receive(request: Request) -> Response:
        file = world.files.get(request.path_params["file"])
        if file is None or file.content is not None or file.deleted:
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
        if not _may_download(world, request.headers.get("authorization", "")):
            # Slack answers 200 with its sign-in page, so the content type alone tells.
            return HTMLResponse("<!DOCTYPE html><html><title>Sign in</title><p>Sign in to this workspace</p></html>")
        if file is None or file.content is None or world.faults.get("files_not_ready"):
            return PlainTextResponse("file_not_found", status_code=404)
        media_type = file.shown("")["mimetype"]
        return Response(file.content, media_type=media_type, headers={"x-content-type-options": "nosniff"})

    return [
        Route("/upload/{file}", receive, methods=["POST", "PUT"]),
        Route("/files-pri/{file}/{name:path}", give, methods=["GET"]),
    ]
