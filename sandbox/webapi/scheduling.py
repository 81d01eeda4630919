"""chat.scheduleMessage and its sisters: what the app asks Slack to post later, by the world's clock."""

from datetime import UTC, datetime

from sandbox.agenda import Due
from sandbox.slack.schedule import Scheduled
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.chat import may_write, thread, warned
from sandbox.webapi.content import post, read_content
from sandbox.webapi.paging import one_page
from sandbox.world import World

LONGEST_AHEAD = 120 * 24 * 3600
LONGEST_SLEEP = 3600.0


@method("chat.scheduleMessage", "chat:write")
def schedule_message(call: Call) -> Json:
    world = call.world
    channel = call.channel()
    may_write(call, channel)
    content = read_content(call)
    post_at = _post_at(call)
    now = int(world.now().timestamp())
    if post_at <= now:
        raise Refused("time_in_past")
    if post_at > now + LONGEST_AHEAD:
        raise Refused("time_too_far")
    if world.scheduled.is_full(channel.id, post_at):
        raise Refused("restricted_too_many")
    place = thread(call, channel)
    scheduled = Scheduled(world.scheduled.new_id(), channel.id, call.caller.user, post_at, now, content, place)
    world.scheduled.add(scheduled)
    world.changed("scheduled")
    message: Json = {
        "type": "delayed_message",
        "text": content.text,
        "user": call.caller.user,
        "bot_id": world.app.bot_id,
    }
    if content.blocks:
        message["blocks"] = content.blocks
    answer = {"channel": channel.id, "scheduled_message_id": scheduled.id, "post_at": post_at, "message": message}
    return warned(answer, content)


def _post_at(call: Call) -> int:
    value = call.required("post_at")
    if not value.isdecimal():
        raise Refused("invalid_time")
    return int(value)


@method("chat.scheduledMessages.list")
def scheduled_messages(call: Call) -> Json:
    """Those of the caller that wait, the next first."""
    world = call.world
    channel = call.text("channel")
    if channel is not None and channel not in world.channels:
        raise Refused("invalid_channel")
    oldest, latest = call.number("oldest", 0), call.number("latest", 2**40)
    waiting = [
        {
            "id": one.id,
            "channel_id": one.channel,
            "post_at": one.post_at,
            "date_created": one.created,
            "text": one.content.text,
        }
        for one in world.scheduled.of(channel)
        if one.user == call.caller.user and oldest <= one.post_at <= latest
    ]
    page, cursor = one_page(call, waiting, default=100)
    return {"scheduled_messages": page, "response_metadata": {"next_cursor": cursor}}


@method("chat.deleteScheduledMessage", "chat:write")
def delete_scheduled_message(call: Call) -> Json:
    world = call.world
    channel = call.channel()
    wanted = call.required("scheduled_message_id")
    waiting = next((one for one in world.scheduled.of(channel.id) if one.id == wanted), None)
    if waiting is None or waiting.user != call.caller.user:
        raise Refused("invalid_scheduled_message_id")
    world.scheduled.take(wanted)
    return {}


def post_what_is_due(world: World) -> None:
    """Post the messages whose hour has come; what may not be written any more is lost, as in Slack."""
    now = world.now().timestamp()
    for waiting in list(world.scheduled.of()):
        if waiting.post_at > now:
            return
        world.scheduled.take(waiting.id)
        channel = world.channels[waiting.channel]
        written_by_bot = waiting.user == world.app.bot_user
        is_member = channel.with_bot if written_by_bot else waiting.user in channel.members
        # A message scheduled with metadata never comes: the method's own page says so.
        if is_member and not channel.archived and world.installation.installed and not waiting.content.metadata:
            post(world, channel, waiting.content, waiting.thread_ts, user=waiting.user)


async def post_on_time(world: World) -> None:
    """Post messages as their hour comes, wherever the world's clock is moved, until the sandbox stops."""
    while not world.closing.is_set():
        version = world.version
        post_what_is_due(world)
        next_at = world.scheduled.next_at
        seconds = LONGEST_SLEEP if next_at is None else max(next_at - world.now().timestamp(), 0.0)
        await world.wait_for_change(version, min(seconds, LONGEST_SLEEP))


def _due(world: World) -> list[Due]:
    """What the agenda of the sandbox is told."""
    return [Due(datetime.fromtimestamp(one.post_at, UTC), "message", one.user) for one in world.scheduled.of()]


def start(world: World) -> None:
    """Post on time for as long as the server runs."""
    world.clock.agenda.ask(lambda: _due(world))
    world.in_background(post_on_time(world))
