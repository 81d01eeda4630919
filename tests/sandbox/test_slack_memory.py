"""What was said in the pretend Slack is still there when it is started again."""

import os
import signal
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from sandbox.screens import Refused
from tests.sandbox.conftest import sandbox_in
from tests.waiting import eventually

pytestmark = pytest.mark.slow


def test_messages_and_files_are_found_again_and_ephemerals_are_not(tmp_path: Path) -> None:
    with sandbox_in(tmp_path) as running, running.person("U0HELENE") as helene:
        helene.types("Voici le relevé", channel="courrier", files={"releve.txt": b"solde 12,50"})
        told = WebClient(token=running.bot_token, base_url=running.slack_api_url)
        told.chat_postEphemeral(channel="C0COURRIER", user="U0HELENE", text="Pour vous seule")
        before = helene.messages("courrier")
        assert [message.ephemeral for message in before] == [False, True]
    with sandbox_in(tmp_path) as running:
        with running.person("U0HELENE") as helene:
            (found,) = helene.messages("courrier")
            assert (found.notification, found.ts) == (before[0].notification, before[0].ts)
            address = found.files[0]["url_private"]
            helene.types("Merci", channel="courrier")
            assert [message.notification for message in helene.messages("courrier")] == ["Voici le relevé", "Merci"]
        answer = httpx.get(address, headers={"Authorization": f"Bearer {running.bot_token}"}, trust_env=False)
        assert answer.content == b"solde 12,50"


def test_what_two_people_wrote_to_each_other_is_theirs_alone_and_is_found_again(tmp_path: Path) -> None:
    with sandbox_in(tmp_path) as running:
        with running.person("U0HELENE") as helene, running.person("U0JULIEN") as julien:
            place = helene.act("open_direct", **{"with": "U0NADIA"})["channel"]
            helene.types("Entre nous", channel=place)
            assert place not in [channel["id"] for channel in julien.state()["channels"]]
            with pytest.raises(Refused, match="user_not_found"):
                helene.act("open_direct", **{"with": "U0APP"})
        bot = WebClient(token=running.bot_token, base_url=running.slack_api_url)
        assert place not in [channel["id"] for channel in bot.conversations_list(types="private_channel")["channels"]]
    with sandbox_in(tmp_path) as running, running.person("U0NADIA") as nadia:
        assert [message.notification for message in nadia.messages(place)] == ["Entre nous"]
        found = next(channel for channel in nadia.state()["channels"] if channel["id"] == place)
        assert (found["with"], found["unread"], found["mentions"]) == ("U0HELENE", 1, 1)


def test_a_killed_sandbox_keeps_what_was_said_a_moment_before(tmp_path: Path) -> None:
    with sandbox_in(tmp_path) as running:
        with running.person("U0HELENE") as helene:
            helene.types("Bonjour", channel="courrier")
        kept = tmp_path / "data" / "slack.json"
        eventually(lambda: kept.exists() and "Bonjour" in kept.read_text(encoding="utf-8"))
        os.kill(running.sandbox.pid, signal.SIGKILL)
    with sandbox_in(tmp_path) as running, running.person("U0HELENE") as helene:
        assert [message.notification for message in helene.messages("courrier")] == ["Bonjour"]
