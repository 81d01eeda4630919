"""Slash commands, and what Slack does to their text."""

import re

from sandbox.acts.interactions import Impossible, command_failed, response_url
from sandbox.slack.answers import NotAnswered
from sandbox.slack.delivery import deliver
from sandbox.slack.notices import NOT_IN_THREADS, in_language
from sandbox.webapi.calls import Json, Refused
from sandbox.webapi.responses import respond
from sandbox.world import World
from sandbox.worldfile import Channel, User


def escaped(text: str) -> str:
    """Only these three are escaped in Slack's texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_mentions(world: World, text: str) -> str:
    """@name and #channel as the tokens Slack writes; the text is escaped already."""

    def person(match: re.Match[str]) -> str:
        app = re.sub(r"\W+", "_", world.settings.name.lower())
        if match[1] == app:
            return f"<@{world.app.bot_user}>"
        found = next((user.id for user in world.users.values() if user.name == match[1]), None)
        return f"<@{found}>" if found else match[0]

    def place(match: re.Match[str]) -> str:
        places = (channel for channel in world.channels.values() if not channel.is_im)
        found = next((channel for channel in places if channel.name == match[1]), None)
        if found is None:
            return match[0]
        return f"<#{found.id}|{'' if found.is_private else found.name}>"

    text = re.sub(r"(?<!\S)@([\w.-]+\w)", person, text)
    return re.sub(r"(?<!\S)#([\w-]+)", place, text)


def channel_name(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


async def run(world: World, user: User, channel_id: str, typed: str, thread_ts: str | None = None) -> None:
    """The person sends a command; NotAnswered when the app does not ack."""
    channel = world.channels.get(channel_id)
    if channel is None or not world.sees(user.id, channel):
        raise Impossible("channel_not_found")
    command, _, text = typed.strip().partition(" ")
    declared = next((one for one in world.settings.commands if one["command"] == command), None)
    if declared is None:
        raise Impossible("invalid_command", f"{command} is not a valid command")
    if thread_ts:
        raise Impossible("command_in_thread", in_language(NOT_IN_THREADS, user.locale).format(command=command))
    text = escaped(text.strip())
    if declared.get("should_escape"):
        text = with_mentions(world, text)
    payload: Json = {
        "team_id": world.team.id,
        "team_domain": world.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(world, user, channel.id),
        "trigger_id": world.triggers.lend(user.id, channel=channel.id),
    }
    try:
        ack = await deliver(world, "slash_commands", payload)
    except NotAnswered as problem:
        command_failed(world, user, command, problem.code)
        raise
    if ack.payload:
        try:
            respond(world, ack.payload, user.id, channel.id)
        except Refused as refused:
            world.traffic.refused(ack.envelope_id, refused.answer(), refused.code)
            command_failed(world, user, command, refused.code)
