"""A conversation as Slack shows it to apps."""

from typing import TYPE_CHECKING, Any

from sandbox.worldfile import Channel

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]


def kind(channel: Channel) -> str:
    """Its type, as conversations.list names it."""
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def conversation_payload(world: "World", channel: Channel, is_member: bool) -> Json:
    """The conversation object."""
    if channel.is_im:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_archived": channel.archived,
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
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": is_member,
        "created": channel.created,
        "creator": channel.creator or (channel.members[0] if channel.members else world.app.bot_user),
        "num_members": len(channel.members) + channel.with_bot,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
