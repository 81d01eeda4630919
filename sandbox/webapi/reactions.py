"""reactions.add: an emoji under a message."""

import re

from sandbox.webapi.calls import Call, Json, Refused, method

EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


@method("reactions.add", "reactions:write")
def reactions_add(call: Call) -> Json:
    channel = call.channel()
    message = call.world.messages.get(channel.id, call.required("timestamp"))
    if message is None or message.ephemeral_for:
        raise Refused("message_not_found")
    name = call.required("name").strip(":")
    if not EMOJI.fullmatch(name):
        raise Refused("invalid_name")
    bot = call.world.app.bot_user
    reaction = next((one for one in message.reactions if one["name"] == name), None)
    if reaction is None:
        reaction = {"name": name, "users": [], "count": 0}
        message.reactions.append(reaction)
    if bot in reaction["users"]:
        raise Refused("already_reacted")
    reaction["users"].append(bot)
    reaction["count"] += 1
    call.world.changed("messages", channel=channel.id)
    return {}
