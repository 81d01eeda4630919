"""A view as Slack hands it to apps and to the person's own screen."""

from typing import TYPE_CHECKING, Any

from sandbox.slack.modals import View

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]


def view_payload(world: "World", view: View) -> Json:
    """The view object of payloads and of views.* answers."""
    content = view.content
    return {
        "id": view.id,
        "team_id": world.team.id,
        "type": view.type,
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": content.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": world.app.id,
        "external_id": content.get("external_id", ""),
        "app_installed_team_id": world.team.id,
        "bot_id": world.app.bot_id,
    }
