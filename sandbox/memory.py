"""What was said in the pretend Slack outlives the sandbox: messages, files, new channels, what each person has read.

Windows, and what one person alone was shown, end with the sandbox, as they would with a closed browser.
"""

import asyncio
import json
from dataclasses import asdict, fields
from pathlib import Path

from starlette.routing import BaseRoute

from sandbox.slack.messages import Message
from sandbox.slack.schedule import Scheduled
from sandbox.slack.uploads import StoredFile
from sandbox.webapi.content import Content
from sandbox.world import World
from sandbox.worldfile import Channel

AT_MOST_EVERY = 1.0


def routes(_world: World) -> list[BaseRoute]:
    return []


async def start(world: World) -> None:
    """Remember what an earlier sandbox of the same folder kept, and keep what comes."""
    restore(world)
    world.keeping = asyncio.create_task(_keep_up(world))


async def stop(world: World) -> None:
    """Keep the last of it, if `start` began to."""
    if world.keeping is not None:
        task, world.keeping = world.keeping, None
        task.cancel()
        await asyncio.wait([task])
        keep(world)


def keep(world: World) -> None:
    """Write all of it down, in one piece or not at all."""
    files = world.files.complete()
    _folder(world).mkdir(mode=0o700, exist_ok=True)
    for file in files:
        kept = _folder(world) / file.id
        if not kept.exists():
            kept.write_bytes(file.content or b"")
    whole = {
        "base_url": world.base_url,
        "directs": [channel.members for channel in world.channels.values() if channel.between],
        "messages": [asdict(message) for message in world.messages.lasting()],
        "read_up_to": [[user, channel, ts] for (user, channel), ts in world.read_up_to.items()],
        "files": [{**asdict(file), "content": None} for file in files],
        "channels": [asdict(channel) for channel in world.channels.values() if channel.created],
        "archived": [channel.id for channel in world.channels.values() if channel.archived],
        "scheduled": [asdict(message) for message in world.scheduled.of()],
    }
    unfinished = _book(world).with_suffix(".unfinished")
    unfinished.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(_book(world))


def restore(world: World) -> None:
    """Take over what was kept; nothing when nothing was."""
    if not _book(world).exists():
        return
    text = _book(world).read_text(encoding="utf-8")
    # The addresses of files begin with that of the sandbox, whose port may be another today.
    whole = json.loads(text.replace(json.loads(text)["base_url"], world.base_url))
    for file in whole["files"]:
        world.files.restore(StoredFile(**{**file, "content": (_folder(world) / file["id"]).read_bytes()}))
    for one, other in whole.get("directs", []):
        world.direct(one, other)
    known = {field.name for field in fields(Message)}
    for message in whole["messages"]:
        world.messages.restore(Message(**{name: value for name, value in message.items() if name in known}))
    for channel in whole.get("channels", []):
        world.channels.setdefault(channel["id"], Channel(**channel))
    for channel_id in whole.get("archived", []):
        if channel_id in world.channels:
            world.channels[channel_id].archived = True
    for waiting in whole.get("scheduled", []):
        world.scheduled.add(Scheduled(**{**waiting, "content": Content(**waiting["content"])}))
    world.read_up_to |= {(user, channel): ts for user, channel, ts in whole["read_up_to"]}


async def _keep_up(world: World) -> None:
    seen = world.version
    while True:
        seen = await world.wait_for_change(seen, 3600)
        keep(world)
        await asyncio.sleep(AT_MOST_EVERY)  # a burst of changes is written down once


def _book(world: World) -> Path:
    return world.data / "slack.json"


def _folder(world: World) -> Path:
    return world.data / "files"
