"""conversations.history and conversations.replies: what was written, to an app that may read it."""

from sandbox.slack.conversationpayload import kind
from sandbox.slack.messages import Message
from sandbox.slack.rates import FEW_MESSAGES
from sandbox.slack.uploads import as_told
from sandbox.webapi.calls import Call, Json, Refused, method
from sandbox.webapi.paging import one_page
from sandbox.worldfile import Channel

READ = {
    "public_channel": "channels:history",
    "private_channel": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
HISTORY_PAGE = 100
REPLIES_PAGE = 1000
LARGEST_PAGE = 999


def _readable(call: Call) -> Channel:
    """The channel, if the caller may read it; a bot reads only where it is a member."""
    channel = call.exactly()
    call.need(READ[kind(channel)])
    if not call.is_in(channel) and call.caller.kind == "bot":
        raise Refused("not_in_channel")
    return channel


def _within(call: Call, messages: list[Message]) -> list[Message]:
    """Those between `oldest` and `latest`, the ends left out unless `inclusive`."""
    oldest = call.instant("oldest", "invalid_ts_oldest")
    latest = call.instant("latest", "invalid_ts_latest")
    ends = call.flag("inclusive")
    if oldest:
        messages = [one for one in messages if one.ts > oldest or (ends and one.ts == oldest)]
    if latest:
        messages = [one for one in messages if one.ts < latest or (ends and one.ts == latest)]
    return messages


def _page(call: Call, messages: list[Message], default: int, threads: dict[str, list[Message]]) -> Json:
    few = FEW_MESSAGES if call.world.faults.get("outside_marketplace") else None
    page, cursor = one_page(call, messages, default=few or default, largest=few or LARGEST_PAGE)
    with_metadata = call.flag("include_all_metadata")
    shown = [_shown(call, one, threads.get(one.ts, []), with_metadata) for one in page]
    answer: Json = {"messages": shown, "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _shown(call: Call, message: Message, replies: list[Message], with_metadata: bool) -> Json:
    shown = message.for_the_app(call.world.app.id)
    if not with_metadata:
        shown.pop("metadata", None)
    if message.files:
        shown["files"] = [_file(call, one) for one in message.files]
    if replies:
        people = list(dict.fromkeys(one.user for one in replies))
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
        }
    return shown


def _file(call: Call, kept: Json) -> Json:
    """The file as it is now: it may have been scanned since the message was written."""
    file = call.world.files.get(kept["id"])
    return as_told(call.world.shared_file(file) if file is not None else kept)


def _threads(messages: list[Message]) -> dict[str, list[Message]]:
    """The replies of each thread, by the ts of its first message."""
    threads: dict[str, list[Message]] = {}
    for one in messages:
        if one.thread_ts and one.thread_ts != one.ts:
            threads.setdefault(one.thread_ts, []).append(one)
    return threads


def _kept(call: Call, channel: Channel) -> list[Message]:
    """What Slack keeps of that channel: ephemeral messages are not."""
    return [one for one in call.world.messages.of(channel.id) if not one.ephemeral_for]


@method("conversations.history", *READ.values())
def conversations_history(call: Call) -> Json:
    """The messages of the channel itself, the newest first."""
    channel = _readable(call)
    kept = _kept(call, channel)
    threads = _threads(kept)
    own = [one for one in kept if one.thread_ts in (None, one.ts)]
    return _page(call, _within(call, own)[::-1], HISTORY_PAGE, threads) | {"pin_count": 0}


@method("conversations.replies", *READ.values())
def conversations_replies(call: Call) -> Json:
    """A message and the replies to it, the oldest first."""
    channel = _readable(call)
    first = call.world.messages.get(channel.id, call.required("ts"))
    if first is None or first.ephemeral_for:
        raise Refused("thread_not_found")
    kept = _kept(call, channel)
    threads = _threads(kept)
    thread = first.thread_ts or first.ts
    above = [one for one in kept if one.ts == thread]
    return _page(call, [*above, *_within(call, threads.get(thread, []))], REPLIES_PAGE, threads)
