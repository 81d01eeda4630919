"""Messages asked for later, by the world's clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import memory
from sandbox.webapi.scheduling import post_what_is_due
from sandbox.world import World
from tests.sandbox.slack_calls import WIDE, Slack

PLACE = "C0COURRIER"


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, WIDE)


def later(slack: Slack, **by: float) -> int:
    return int((slack.world.now() + timedelta(**by)).timestamp())


def read(world: World) -> list[str]:
    return [message.text for message in world.messages.of(PLACE)]


def test_a_message_comes_at_its_hour_and_not_before(slack: Slack) -> None:
    scheduled = slack.call("chat.scheduleMessage", channel=PLACE, text="Bonjour", post_at=later(slack, hours=1))
    assert scheduled["channel"] == PLACE
    assert scheduled["message"]["text"] == "Bonjour"
    post_what_is_due(slack.world)
    assert read(slack.world) == []
    slack.world.clock.advance(timedelta(hours=1, seconds=1))
    post_what_is_due(slack.world)
    post_what_is_due(slack.world)
    assert read(slack.world) == ["Bonjour"]
    assert slack.call("chat.scheduledMessages.list")["scheduled_messages"] == []


def test_what_waits_is_listed_by_channel_and_by_time_and_taken_back(slack: Slack) -> None:
    first, second = (
        slack.call("chat.scheduleMessage", channel=PLACE, text=f"Dans {hours} h", post_at=later(slack, hours=hours))
        for hours in (1, 3)
    )
    person = slack.call("chat.scheduleMessage", channel="U0NADIA", text="Rappel", post_at=later(slack, hours=2))
    waiting = slack.call("chat.scheduledMessages.list")["scheduled_messages"]
    assert [one["text"] for one in waiting] == ["Dans 1 h", "Rappel", "Dans 3 h"]
    of_the_channel = slack.call("chat.scheduledMessages.list", channel=PLACE, oldest=first["post_at"] + 1)
    assert [one["id"] for one in of_the_channel["scheduled_messages"]] == [second["scheduled_message_id"]]
    page = slack.call("chat.scheduledMessages.list", limit=2)
    assert page["response_metadata"]["next_cursor"]
    assert slack.call("chat.scheduledMessages.list", channel="C0NULLE")["error"] == "invalid_channel"
    taken = {"channel": PLACE, "scheduled_message_id": first["scheduled_message_id"]}
    assert slack.call("chat.deleteScheduledMessage", **taken)["ok"]
    assert slack.call("chat.deleteScheduledMessage", **taken)["error"] == "invalid_scheduled_message_id"
    elsewhere = {"channel": PLACE, "scheduled_message_id": person["scheduled_message_id"]}
    assert slack.call("chat.deleteScheduledMessage", **elsewhere)["error"] == "invalid_scheduled_message_id"


def test_the_hour_is_ahead_and_within_120_days(slack: Slack) -> None:
    def code(post_at: object) -> str | None:
        return slack.call("chat.scheduleMessage", channel=PLACE, text="a", post_at=post_at).get("error")

    assert code(later(slack, minutes=1)) is None
    assert code(later(slack, minutes=-1)) == "time_in_past"
    assert code(later(slack, days=120)) is None
    assert code(later(slack, days=120, minutes=1)) == "time_too_far"
    assert code("demain") == "invalid_time"


def test_thirty_messages_wait_in_five_minutes_of_a_channel(slack: Slack) -> None:
    at = later(slack, hours=1)
    for number in range(30):
        assert slack.call("chat.scheduleMessage", channel=PLACE, text="a", post_at=at + number)["ok"]
    assert slack.call("chat.scheduleMessage", channel=PLACE, text="a", post_at=at)["error"] == "restricted_too_many"
    assert slack.call("chat.scheduleMessage", channel="U0NADIA", text="a", post_at=at)["ok"]
    assert slack.call("chat.scheduleMessage", channel=PLACE, text="a", post_at=at + 300)["ok"]


def test_a_scheduled_message_is_checked_like_any_other(slack: Slack) -> None:
    at = later(slack, hours=1)
    assert slack.call("chat.scheduleMessage", channel=PLACE, post_at=at)["error"] == "no_text"
    assert slack.call("chat.scheduleMessage", channel="C0CABINET", text="a", post_at=at)["error"] == "not_in_channel"
    assert slack.call("chat.scheduleMessage", channel=PLACE, blocks=[{"type": "x"}], post_at=at)["error"] == (
        "invalid_blocks"
    )


def test_what_may_not_be_written_any_more_is_lost(slack: Slack) -> None:
    metadata = {"event_type": "a", "event_payload": {}}
    slack.call("chat.scheduleMessage", channel=PLACE, text="a", post_at=later(slack, hours=1), metadata=metadata)
    slack.world.clock.advance(timedelta(hours=2))
    post_what_is_due(slack.world)
    assert read(slack.world) == [], "Slack never posts a scheduled message with metadata"
    slack.call("chat.scheduleMessage", channel=PLACE, text="a", post_at=later(slack, hours=1))
    slack.world.channels[PLACE].archived = True
    slack.world.clock.advance(timedelta(hours=2))
    post_what_is_due(slack.world)
    assert read(slack.world) == []


def test_what_waits_and_the_channels_made_outlive_the_sandbox(tmp_path: Path) -> None:
    slack = Slack(tmp_path, WIDE)
    made = slack.call("conversations.create", name="dossiers")["channel"]["id"]
    slack.call("chat.scheduleMessage", channel=made, text="Plus tard", post_at=later(slack, hours=1))
    slack.call("conversations.archive", channel=PLACE)
    memory.keep(slack.world)
    again = Slack(tmp_path, WIDE)
    memory.restore(again.world)
    assert again.call("conversations.info", channel=made)["channel"]["name"] == "dossiers"
    assert again.call("conversations.info", channel=PLACE)["channel"]["is_archived"]
    again.world.clock.advance(timedelta(hours=2))
    post_what_is_due(again.world)
    assert [message.text for message in again.world.messages.of(made)] == ["Plus tard"]
