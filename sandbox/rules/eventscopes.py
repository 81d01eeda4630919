"""The scope that each event of the Events API needs (Slack's events reference); others need none."""

from collections.abc import Collection

CHANNELS = ("channels:read",)
GROUPS = ("groups:read",)
PEOPLE = ("users:read",)
FILES = ("files:read",)
TEAM = ("team:read",)

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    **dict.fromkeys(("assistant_thread_context_changed", "assistant_thread_started"), ("assistant:write",)),
    **dict.fromkeys(
        (
            "channel_archive",
            "channel_created",
            "channel_deleted",
            "channel_id_changed",
            "channel_left",
            "channel_rename",
            "channel_shared",
            "channel_unarchive",
            "channel_unshared",
        ),
        CHANNELS,
    ),
    "channel_history_changed": ("channels:history",),
    "dnd_updated_user": ("dnd:read",),
    "emoji_changed": ("emoji:read",),
    **dict.fromkeys(
        ("file_change", "file_created", "file_deleted", "file_public", "file_shared", "file_unshared"), FILES
    ),
    **dict.fromkeys(
        (
            "group_archive",
            "group_close",
            "group_deleted",
            "group_left",
            "group_open",
            "group_rename",
            "group_unarchive",
        ),
        GROUPS,
    ),
    "group_history_changed": ("groups:history",),
    **dict.fromkeys(("im_close", "im_created", "im_open"), ("im:read",)),
    "im_history_changed": ("im:history",),
    "link_shared": ("links:read",),
    **dict.fromkeys(("member_joined_channel", "member_left_channel"), (*CHANNELS, *GROUPS)),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    **dict.fromkeys(
        ("message_metadata_deleted", "message_metadata_posted", "message_metadata_updated"), ("metadata.message:read",)
    ),
    **dict.fromkeys(("pin_added", "pin_removed"), ("pins:read",)),
    **dict.fromkeys(("reaction_added", "reaction_removed"), ("reactions:read",)),
    **dict.fromkeys(
        ("subteam_created", "subteam_members_changed", "subteam_self_added", "subteam_self_removed", "subteam_updated"),
        ("usergroups:read",),
    ),
    **dict.fromkeys(("team_domain_change", "team_rename"), TEAM),
    **dict.fromkeys(
        ("team_join", "user_change", "user_huddle_changed", "user_profile_changed", "user_status_changed"), PEOPLE
    ),
}


def may_hear(event: str, scopes: Collection[str]) -> bool:
    """Whether these scopes, one of those that the event needs among them, let an app receive it."""
    needed = EVENT_SCOPES.get(event, ())
    return not needed or any(scope in scopes for scope in needed)
