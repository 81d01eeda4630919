"""Web API methods: what they answer, and the codes they refuse with."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.webapi.routes import run
from tests.sandbox.slack_calls import Slack, with_scopes
from tests.sandbox.slack_payloads import actions, button, element, field, home, modal, plain, rows, section

Json = dict[str, Any]


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path)


def test_the_token_says_who_it_is(slack: Slack) -> None:
    assert slack.call("auth.test")["bot_id"] == "B0APP"
    assert slack.call("auth.test", token="xoxb-faux")["error"] == "invalid_auth"
    assert run(slack.world, "auth.test", {}, "")["error"] == "not_authed"
    assert slack.call("auth.test", token=slack.world.app_token)["error"] == "not_allowed_token_type"
    assert slack.call("apps.connections.open")["error"] == "not_allowed_token_type"
    assert slack.call("no.such")["error"] == "unknown_method"


def test_a_method_needs_the_scope_of_the_manifest(tmp_path: Path) -> None:
    narrow = Slack(tmp_path, with_scopes("commands"))
    refused = narrow.call("chat.postMessage", channel="C0COURRIER", text="Bonjour")
    assert refused == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands"}
    assert narrow.call("users.info", user="U0NADIA")["error"] == "missing_scope"
    assert narrow.call("files.info", file="F1")["error"] == "missing_scope"
    assert narrow.call("conversations.open", users="U0NADIA")["error"] == "missing_scope"


def test_the_email_is_shown_with_its_scope_alone(slack: Slack, tmp_path: Path) -> None:
    assert slack.call("users.info", user="U0NADIA")["user"]["profile"]["email"] == "nadia@cabinet-valmont.example"
    narrow = Slack(tmp_path, with_scopes("users:read"))
    assert "email" not in narrow.call("users.info", user="U0NADIA")["user"]["profile"]
    assert narrow.call("users.lookupByEmail", email="nadia@cabinet-valmont.example")["error"] == "missing_scope"


def test_people_are_found_and_paged(slack: Slack) -> None:
    assert slack.call("users.info", user="U0JULIEN", include_locale="true")["user"]["locale"] == "en-US"
    assert "locale" not in slack.call("users.info", user="U0JULIEN")["user"]
    assert slack.call("users.info", user="U0PERSONNE")["error"] == "user_not_found"
    assert slack.call("users.lookupByEmail", email="Nadia@cabinet-valmont.example")["user"]["id"] == "U0NADIA"
    assert slack.call("users.lookupByEmail", email="x@y.example")["error"] == "users_not_found"
    first = slack.call("users.list", limit=3)
    rest = slack.call("users.list", limit=3, cursor=first["response_metadata"]["next_cursor"])
    everyone = [user["id"] for user in first["members"] + rest["members"]]
    assert everyone == ["U0HELENE", "U0NADIA", "U0JULIEN", "U0APP"]
    assert rest["response_metadata"]["next_cursor"] == ""


def test_the_zone_of_a_person_is_told_as_it_is_on_the_world_s_day(slack: Slack) -> None:
    offsets = {}
    for day in ("2026-07-01T09:00:00+00:00", "2026-12-01T09:00:00+00:00"):
        slack.world.clock.set(datetime.fromisoformat(day))
        offsets[day[:7]] = slack.call("users.info", user="U0NADIA")["user"]["tz_offset"]
    assert offsets == {"2026-07": 7200, "2026-12": 3600}


def test_channels_are_listed_with_their_members(slack: Slack) -> None:
    assert [one["name"] for one in slack.call("conversations.list")["channels"]] == ["courrier", "cabinet"]
    assert [one["name"] for one in slack.call("users.conversations")["channels"]] == ["courrier"]
    assert slack.call("conversations.info", channel="C0COURRIER")["channel"]["is_member"]
    assert "U0APP" in slack.call("conversations.members", channel="C0COURRIER")["members"]
    assert slack.call("conversations.list", types="im")["error"] == "missing_scope"
    assert slack.call("conversations.list", types="rooms")["error"] == "invalid_types"
    assert slack.call("conversations.info", channel="C0NULLE")["error"] == "channel_not_found"


def test_a_conversation_with_a_person_is_opened_once(slack: Slack) -> None:
    opened = slack.call("conversations.open", users="U0NADIA")["channel"]["id"]
    assert slack.call("conversations.open", users="U0NADIA")["channel"]["id"] == opened
    assert slack.call("chat.postMessage", channel="U0NADIA", text="Bonjour")["channel"] == opened
    slack.world.users["U0NADIA"].deleted = True
    assert slack.call("conversations.open", users="U0NADIA")["error"] == "user_disabled"


def test_a_message_needs_a_body_and_a_place(slack: Slack) -> None:
    refusals: list[tuple[Json, str]] = [
        ({"channel": "C0COURRIER"}, "no_text"),
        ({"channel": "C0COURRIER", "text": "  "}, "no_text"),
        ({"channel": "C0NULLE", "text": "a"}, "channel_not_found"),
        ({"channel": "C0CABINET", "text": "a"}, "not_in_channel"),
        ({"text": "a"}, "invalid_arguments"),
        ({"channel": "C0COURRIER", "text": "a", "markdown_text": "b"}, "markdown_text_conflict"),
        ({"channel": "C0COURRIER", "markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"channel": "C0COURRIER", "text": "a", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0COURRIER", "text": "a", "blocks": {}}, "invalid_blocks_format"),
        ({"channel": "C0COURRIER", "text": "a", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"channel": "C0COURRIER", "text": "a", "thread_ts": "1.2"}, "thread_not_found"),
        ({"channel": "C0COURRIER", "text": "a", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"channel": "C0COURRIER", "blocks": [{"type": "table", "rows": rows(1)}] * 2}, "only_one_table_allowed"),
        ({"channel": "C0COURRIER", "blocks": [section(text=plain("x" * 3000))] * 5}, "msg_blocks_too_long"),
    ]
    for args, code in refusals:
        assert slack.call("chat.postMessage", **args)["error"] == code, args


def test_refused_blocks_are_told_with_their_pointer(slack: Slack) -> None:
    blocks = [actions(button(text=plain("x" * 76)))]
    refused = slack.call("chat.postMessage", channel="C0COURRIER", text="a", blocks=blocks)
    problem = "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"
    assert refused["error"] == "invalid_blocks"
    assert refused["errors"] == [problem]
    assert refused["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


def test_blocks_without_text_are_taken_with_a_warning(slack: Slack) -> None:
    answer = slack.call("chat.postMessage", channel="C0COURRIER", blocks=[section()])
    assert answer["ok"]
    assert answer["warning"] == "missing_text_in_message"


def test_a_long_text_is_cut_when_posted_and_refused_when_updated(slack: Slack) -> None:
    posted = slack.call("chat.postMessage", channel="C0COURRIER", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    update = {"channel": "C0COURRIER", "ts": posted["ts"]}
    assert slack.call("chat.update", **update, text="x" * 4000)["ok"]
    assert slack.call("chat.update", **update, text="x" * 4001)["error"] == "msg_too_long"


def test_a_message_is_updated_and_deleted_by_its_channel_id(slack: Slack) -> None:
    posted = slack.call("chat.postMessage", channel="U0NADIA", text="Un", blocks=[section()])
    assert slack.call("chat.update", channel="U0NADIA", ts=posted["ts"], text="a")["error"] == "channel_not_found"
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    assert "blocks" in slack.call("chat.update", **place, text="Deux")["message"]
    assert "blocks" not in slack.call("chat.update", **place, text="Trois", blocks=[])["message"]
    assert slack.call("chat.getPermalink", channel=place["channel"], message_ts=place["ts"])["ok"]
    assert slack.call("chat.delete", **place)["ok"]
    assert slack.call("chat.delete", **place)["error"] == "message_not_found"


def test_an_ephemeral_message_is_for_a_member_and_cannot_be_updated(slack: Slack) -> None:
    ephemeral = {"channel": "C0COURRIER", "text": "Pour vous"}
    posted = slack.call("chat.postEphemeral", **ephemeral, user="U0NADIA")
    update = {"channel": "C0COURRIER", "ts": posted["message_ts"], "text": "a"}
    assert slack.call("chat.update", **update)["error"] == "message_not_found"
    slack.world.channels["C0COURRIER"].members.remove("U0JULIEN")
    assert slack.call("chat.postEphemeral", **ephemeral, user="U0JULIEN")["error"] == "user_not_in_channel"


def test_a_view_is_opened_by_a_good_trigger_alone(slack: Slack) -> None:
    now = 1000.0
    slack.world.triggers.clock = lambda: now
    trigger = slack.trigger()
    assert slack.call("views.open", trigger_id=trigger, view=modal(section()))["ok"]
    assert slack.call("views.open", trigger_id=trigger, view=modal(section()))["error"] == "exchanged_trigger_id"
    assert slack.call("views.open", trigger_id="1.2.abc", view=modal(section()))["error"] == "invalid_trigger_id"
    just, late = slack.trigger(), slack.trigger()
    now += 3
    assert slack.call("views.open", trigger_id=just, view=modal(section()))["ok"]
    now += 0.1
    assert slack.call("views.open", trigger_id=late, view=modal(section()))["error"] == "expired_trigger_id"


def test_a_refused_view_leaves_its_trigger_unused(slack: Slack) -> None:
    trigger = slack.trigger()
    refused = slack.call("views.open", trigger_id=trigger, view=modal(section(), title=plain("x" * 25)))
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert slack.call("views.open", trigger_id=trigger, view=modal(section()))["ok"]


def test_a_view_of_more_than_250_kilobytes_is_too_large(slack: Slack) -> None:
    large = modal(*[section(text=plain("x" * 2900))] * 80)
    assert slack.call("views.open", trigger_id=slack.trigger(), view=large)["ok"]
    larger = modal(*[section(text=plain("x" * 2900))] * 90)
    assert slack.call("views.open", trigger_id=slack.trigger(), view=larger)["error"] == "view_too_large"


def test_three_views_pile_up_and_the_fourth_is_refused(slack: Slack) -> None:
    assert slack.call("views.push", trigger_id=slack.trigger(), view=modal(section()))["error"] == "not_found"
    root = slack.call("views.open", trigger_id=slack.trigger(), view=modal(section()))["view"]
    second = slack.call("views.push", trigger_id=slack.trigger(), view=modal(section()))["view"]
    assert (second["previous_view_id"], second["root_view_id"]) == (root["id"], root["id"])
    assert slack.call("views.push", trigger_id=slack.trigger(), view=modal(section()))["ok"]
    assert slack.call("views.push", trigger_id=slack.trigger(), view=modal(section()))["error"] == "push_limit_reached"


def test_an_update_with_an_old_hash_is_a_conflict(slack: Slack) -> None:
    view = slack.call("views.open", trigger_id=slack.trigger(), view=modal(section(), external_id="dossier"))["view"]
    by_id = {"view_id": view["id"], "view": modal(section())}
    assert slack.call("views.update", **by_id, hash=view["hash"])["ok"]
    assert slack.call("views.update", **by_id, hash=view["hash"])["error"] == "hash_conflict"
    assert slack.call("views.update", view=modal(section()))["error"] == "invalid_arguments"
    assert slack.call("views.update", **by_id, external_id="dossier")["error"] == "invalid_arguments"
    assert slack.call("views.update", view_id="V0", view=modal(section()))["error"] == "not_found"


def test_an_external_id_names_one_view(slack: Slack) -> None:
    view = modal(section(), external_id="dossier")
    assert slack.call("views.open", trigger_id=slack.trigger("U0NADIA"), view=view)["ok"]
    refused = slack.call("views.open", trigger_id=slack.trigger("U0HELENE"), view=view)
    assert refused["error"] == "duplicate_external_id"
    assert slack.call("views.update", external_id="dossier", view=view)["ok"]


def test_home_is_published_for_one_person_and_guarded_by_its_hash(slack: Slack) -> None:
    first = slack.call("views.publish", user_id="U0NADIA", view=home(section()))["view"]
    assert slack.call("views.publish", user_id="U0NADIA", view=home(section()), hash=first["hash"])["ok"]
    again = slack.call("views.publish", user_id="U0NADIA", view=home(section()), hash=first["hash"])
    assert again["error"] == "hash_conflict"
    assert slack.call("views.publish", user_id="U0PERSONNE", view=home(section()))["error"] == "user_not_found"
    assert slack.call("views.publish", user_id="U0NADIA", view=modal(section()))["error"] == "invalid_arguments"


def test_an_update_keeps_what_was_typed_where_the_ids_are_the_same(slack: Slack) -> None:
    def form(action_id: str) -> Json:
        return modal(field(element("plain_text_input", action_id=action_id, initial_value="x"), block_id="nom"))

    view = slack.call("views.open", trigger_id=slack.trigger(), view=form("value"))["view"]
    kept = slack.world.views.get(view["id"])
    assert kept is not None
    kept.values["nom"]["value"]["value"] = "Morel"
    updated = slack.call("views.update", view_id=view["id"], view=form("value"))["view"]
    assert updated["state"]["values"]["nom"]["value"]["value"] == "Morel"
    renamed = slack.call("views.update", view_id=view["id"], view=form("other"))["view"]
    assert renamed["state"]["values"] == {"nom": {"other": {"type": "plain_text_input", "value": "x"}}}


def test_the_team_and_the_bot_say_who_they_are(tmp_path: Path) -> None:
    slack = Slack(tmp_path, with_scopes("team:read", "users:read", "users.profile:read", "users:read.email"))
    assert slack.call("team.info")["team"]["domain"] == "cabinet-valmont"
    assert slack.call("bots.info", bot="B0APP")["bot"]["user_id"] == "U0APP"
    assert slack.call("bots.info", bot="B0AUTRE")["error"] == "bot_not_found"
    profile = slack.call("users.profile.get", user="U0NADIA")["profile"]
    assert (profile["real_name"], profile["email"]) == ("Nadia Benali", "nadia@cabinet-valmont.example")
    assert slack.call("users.profile.get")["profile"]["real_name"] == "Essai"
    assert slack.call("users.profile.get", user="U0PERSONNE")["error"] == "user_not_found"
