"""conversations.*: channels and direct messages."""

from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.paging import one_page
from sandbox.world import World
from sandbox.worldfile import Channel

KIND_SCOPE = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def shown(world: World, channel: Channel) -> Json:
    """The conversation object."""
    if channel.is_im:
        return {
            "id": channel.id,
            "created": 0,
            "is_im": True,
            "is_archived": False,
            "is_org_shared": False,
            "user": channel.im_of,
            "is_user_deleted": world.users[str(channel.im_of)].deleted,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": False,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": channel.with_bot,
        "created": 0,
        "creator": channel.members[0] if channel.members else world.app.bot_user,
        "num_members": len(channel.members) + channel.with_bot,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def listed(call: Call) -> list[Json]:
    """The conversations of the kinds asked for; each kind needs its scope."""
    kinds = (call.text("types") or "public_channel").split(",")
    for wanted in kinds:
        if wanted.strip() not in KIND_SCOPE:
            raise Refused("invalid_types")
        call.need(KIND_SCOPE[wanted.strip()])
    wanted_kinds = {wanted.strip() for wanted in kinds}
    world = call.world
    return [
        shown(world, channel)
        for channel in world.channels.values()
        if kind(channel) in wanted_kinds and (channel.with_bot or not channel.is_private)
    ]


@method("conversations.list", *KIND_SCOPE.values())
def conversations_list(call: Call) -> Json:
    page, cursor = one_page(call, listed(call))
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.info", *KIND_SCOPE.values())
def conversations_info(call: Call) -> Json:
    channel = exactly(call)
    call.need(KIND_SCOPE[kind(channel)])
    answer = shown(call.world, channel)
    if not call.flag("include_num_members"):
        answer.pop("num_members", None)
    return {"channel": answer}


@method("conversations.members", *KIND_SCOPE.values())
def conversations_members(call: Call) -> Json:
    channel = exactly(call)
    call.need(KIND_SCOPE[kind(channel)])
    bot = [call.world.app.bot_user] if channel.with_bot else []
    page, cursor = one_page(call, [*channel.members, *bot])
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", "im:write", "mpim:write")
def conversations_open(call: Call) -> Json:
    """The direct-message channel with one person."""
    if channel_id := call.text("channel"):
        channel = call.world.channels.get(channel_id)
        if channel is None or not channel.is_im:
            raise Refused("channel_not_found")
    else:
        people = call.required("users").split(",")
        if len(people) > 1:
            call.need("mpim:write")
            raise Refused("method_not_supported_for_channel_type")
        call.need("im:write")
        user = call.world.users.get(people[0].strip())
        if user is None:
            raise Refused("user_not_found")
        if user.is_bot:
            raise Refused("cannot_dm_bot")
        if user.deleted:
            raise Refused("user_disabled")
        channel = call.world.dm(user.id)
    if call.flag("return_im"):
        return {"channel": shown(call.world, channel)}
    return {"channel": {"id": channel.id}}


def exactly(call: Call) -> Channel:
    """The channel of that very id, if the app may know it."""
    channel = call.world.channels.get(call.required("channel"))
    if channel is None or (channel.is_private and not channel.with_bot):
        raise Refused("channel_not_found")
    return channel
