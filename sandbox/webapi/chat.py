"""chat.*: what the app writes in channels and to people."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack import events
from sandbox.slack.messages import Message
from sandbox.webapi import responses
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.content import Content, post, read_content, write
from sandbox.world import World
from sandbox.worldfile import Channel


def warned(answer: Json, content: Content) -> Json:
    if content.warnings:
        answer |= {"warning": content.warnings[0], "response_metadata": {"warnings": content.warnings}}
    return answer


def may_write(call: Call, channel: Channel) -> None:
    """Refuse where the caller is no member, unless its scope opens every public channel to its bot."""
    if channel.is_im and not call.world.settings.messages_tab:
        raise Refused("messages_tab_disabled")
    public = call.caller.kind == "bot" and "chat:write.public" in call.scopes
    if not call.is_in(channel) and (channel.is_private or not public):
        raise Refused("not_in_channel")
    if channel.archived:
        raise Refused("is_archived")


def thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if thread_ts and call.world.messages.get(channel.id, thread_ts) is None:
        raise Refused("thread_not_found")
    return thread_ts


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    channel = call.channel()
    may_write(call, channel)
    content = read_content(call)
    message = post(call.world, channel, content, thread(call, channel), user=call.caller.user)
    shown = message.for_the_app(call.world.app.id)
    return warned({"channel": channel.id, "ts": message.ts, "message": shown}, content)


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    may_write(call, channel)
    user = call.user()
    if user.id not in channel.members:
        raise Refused("user_not_in_channel")
    content = read_content(call)
    message = post(call.world, channel, content, call.text("thread_ts"), user.id, call.caller.user)
    return warned({"message_ts": message.ts}, content)


def _own(call: Call, refusal: str) -> Message:
    """The caller's own message, sent by the app, of `channel` and `ts`; the channel by its id alone."""
    channel = call.world.channels.get(call.required("channel"))
    if channel is None:
        raise Refused("channel_not_found")
    message = call.world.messages.get(channel.id, call.required("ts"))
    if message is None or message.ephemeral_for:
        raise Refused("message_not_found")
    if message.bot_id != call.world.app.bot_id or message.user != call.caller.user:
        raise Refused(refusal)
    return message


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    message = _own(call, "cant_update_message")
    content = read_content(call, update=True)
    before = message.for_the_app(call.world.app.id)
    write(message, content)
    message.edited = call.world.messages.next_ts(call.world.now())
    call.world.changed("messages", channel=message.channel)
    events.message_changed(call.world, message, before)
    shown = message.for_the_app(call.world.app.id)
    return warned({"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}, content)


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    call.world.messages.remove(message)
    call.world.changed("messages", channel=message.channel)
    events.message_deleted(call.world, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("message_ts")
    if call.world.messages.get(channel.id, ts) is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": f"{call.world.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"}


def response_routes(world: World) -> list[Route]:
    """The response URLs lent with commands, buttons and message shortcuts."""

    async def respond(request: Request) -> Response:
        try:
            args = await request.json()
        except ValueError:
            args = None
        code: str | None = None
        try:
            responses.use(world, request.path_params["key"], args)
        except Refused as refused:
            code = refused.code
            answer: Response = JSONResponse(refused.answer(), status_code=404 if code.endswith("_url") else 400)
        else:
            answer = PlainTextResponse("ok")
        world.traffic.response_url(str(request.url), args if isinstance(args, dict) else {}, code)
        return answer

    return [Route("/response/{key}", respond, methods=["POST"])]
