"""conversations.*: channels and direct messages."""

from sandbox.slack import events
from sandbox.slack.conversationpayload import conversation_payload, kind
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.paging import one_page
from sandbox.worldfile import Channel, User

READ = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
MANAGE = {"public_channel": ("channels:manage", "channels:write"), "private_channel": ("groups:write",)}
INVITE = {
    "public_channel": (*MANAGE["public_channel"], "channels:write.invites"),
    "private_channel": (*MANAGE["private_channel"], "groups:write.invites"),
}
LONGEST_NAME = 80


def any_of(by_kind: dict[str, tuple[str, ...]]) -> list[str]:
    return [scope for scopes in by_kind.values() for scope in scopes]


def shown(call: Call, channel: Channel) -> Json:
    return conversation_payload(call.world, channel, is_member=call.is_in(channel))


def listed(call: Call) -> list[tuple[Channel, Json]]:
    """The conversations of the kinds asked for; each kind needs its scope."""
    wanted = {name.strip() for name in (call.text("types") or "public_channel").split(",")}
    if not wanted <= READ.keys():
        raise Refused("invalid_types")
    for name in sorted(wanted):
        call.need(READ[name])
    without_archived = call.flag("exclude_archived")
    return [
        (channel, shown(call, channel))
        for channel in call.world.channels.values()
        if kind(channel) in wanted and call.may_know(channel) and not (channel.archived and without_archived)
    ]


@method("conversations.list", *READ.values())
def conversations_list(call: Call) -> Json:
    page, cursor = one_page(call, [answer for _, answer in listed(call)])
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.info", *READ.values())
def conversations_info(call: Call) -> Json:
    channel = call.exactly()
    call.need(READ[kind(channel)])
    answer = shown(call, channel)
    if not call.flag("include_num_members"):
        answer.pop("num_members", None)
    return {"channel": answer}


@method("conversations.members", *READ.values())
def conversations_members(call: Call) -> Json:
    channel = call.exactly()
    call.need(READ[kind(channel)])
    bot = [call.world.app.bot_user] if channel.with_bot else []
    page, cursor = one_page(call, [*channel.members, *bot])
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", "im:write", "mpim:write")
def conversations_open(call: Call) -> Json:
    """The direct-message channel with one person."""
    if channel_id := call.text("channel"):
        channel = call.world.channels.get(channel_id)
        if channel is None or channel.im_of is None:
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
        return {"channel": shown(call, channel)}
    return {"channel": {"id": channel.id}}


@method("conversations.create", *any_of(MANAGE))
def conversations_create(call: Call) -> Json:
    """A channel of which the caller is the first member."""
    is_private = call.flag("is_private")
    call.need(*MANAGE["private_channel" if is_private else "public_channel"])
    name = _new_name(call)
    world = call.world
    channel_id = f"C0{world.messages.next_ts(world.now()).replace('.', '')}"
    members = [] if call.caller.kind == "bot" else [call.caller.user]
    created = int(world.now().timestamp())
    channel = Channel(
        channel_id,
        name,
        is_private,
        members,
        with_bot=not members,
        creator=call.caller.user,
        created=created,
    )
    world.channels[channel.id] = channel
    world.changed("state")
    if not is_private:
        about = {"id": channel.id, "name": name, "created": created, "creator": call.caller.user}
        events.tell(world, {"type": "channel_created", "channel": about, "event_ts": events.event_ts(world)})
    return {"channel": shown(call, channel)}


def _new_name(call: Call) -> str:
    """The name of a channel to come, by Slack's rules for names."""
    name = (call.text("name") or "").removeprefix("#")
    if not name:
        raise Refused("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise Refused("invalid_name_maxlength")
    if name != name.lower() or not all(letter.isalnum() or letter in "-_" for letter in name):
        raise Refused("invalid_name_specials")
    if not any(letter.isalnum() for letter in name):
        raise Refused("invalid_name_punctuation")
    if any(channel.name == name for channel in call.world.channels.values() if not channel.is_im):
        raise Refused("name_taken")
    return name


@method("conversations.join", "channels:join", "channels:write")
def conversations_join(call: Call) -> Json:
    channel = call.exactly()
    if channel.is_im or channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if call.is_in(channel):
        warnings = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": shown(call, channel), **warnings}
    _add(call, channel, call.person)
    return {"channel": shown(call, channel)}


@method("conversations.invite", *any_of(INVITE))
def conversations_invite(call: Call) -> Json:
    """Up to 1,000 people into a channel of which the caller is a member."""
    channel = _managed(call, INVITE)
    people = [name.strip() for name in call.required("users").split(",")]
    if len(people) > 1000:
        raise Refused("too_many_users")
    for person in people:
        if person == call.caller.user:
            raise Refused("cant_invite_self")
        if person not in call.world.users:
            raise Refused("user_not_found")
        if person in channel.members:
            raise Refused("already_in_channel")
    for person in people:
        _add(call, channel, call.world.users[person])
    return {"channel": shown(call, channel)}


def _add(call: Call, channel: Channel, person: User) -> None:
    """One more member, of whom the app is told."""
    if person.id == call.world.app.bot_user:
        channel.with_bot = True
    else:
        channel.members.append(person.id)
    call.world.changed("state")
    events.membership(call.world, person, channel, joined=True)


@method("conversations.leave", *any_of(MANAGE))
def conversations_leave(call: Call) -> Json:
    channel = call.exactly()
    if channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    call.need(*MANAGE[kind(channel)])
    if not call.is_in(channel):
        return {"not_in_channel": True}
    if channel.name == "general":
        raise Refused("cant_leave_general")
    events.membership(call.world, call.person, channel, joined=False)
    if call.caller.kind == "bot":
        channel.with_bot = False
    else:
        channel.members.remove(call.caller.user)
    call.world.changed("state")
    return {}


def _managed(call: Call, scopes: dict[str, tuple[str, ...]] = MANAGE) -> Channel:
    """The channel, of which the caller is a member and which its scopes let it manage."""
    channel = call.exactly()
    if channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    call.need(*scopes[kind(channel)])
    if not call.is_in(channel):
        raise Refused("not_in_channel")
    return channel


@method("conversations.archive", *any_of(MANAGE))
def conversations_archive(call: Call) -> Json:
    channel = _managed(call)
    if channel.name == "general":
        raise Refused("cant_archive_general")
    if channel.archived:
        raise Refused("already_archived")
    channel.archived = True
    _tell_archived(call, channel, "archive")
    return {}


@method("conversations.unarchive", *any_of(MANAGE))
def conversations_unarchive(call: Call) -> Json:
    channel = _managed(call)
    if not channel.archived:
        raise Refused("not_archived")
    channel.archived = False
    _tell_archived(call, channel, "unarchive")
    return {}


def _tell_archived(call: Call, channel: Channel, what: str) -> None:
    world = call.world
    world.changed("state")
    kind_of_event = f"{'group' if channel.is_private else 'channel'}_{what}"
    told = {"type": kind_of_event, "channel": channel.id, "user": call.caller.user}
    events.tell(world, told | {"event_ts": events.event_ts(world)})
