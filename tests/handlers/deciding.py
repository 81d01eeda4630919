"""One person of two, in a process of their own: the same press or form as the other's, sent at the same instant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from slack_bolt import BoltRequest

from bot.slack import slack_app
from storage.database import open_database
from storage.encryption import KeyRing
from tests.handlers.conftest import SlackHouse
from tests.handlers.rights_table import Try
from tests.handlers.slack_server import slack_server
from tests.handlers.surfaces import PLAIN_SPACES
from tests.handlers.test_rights_matrix import DOORS, payload
from tests.offices import SmallHouse


@dataclass(frozen=True)
class Decision:
    """What both send, and the database where they meet."""

    url: str
    key: str
    firm_id: int
    folder: Path
    door: str
    attempt: Try
    ids: Mapping[str, object]


def decide(decision: Decision, slack_id: str, start: Barrier, heard: Path) -> None:
    """Send it, and write down all that this person is told."""
    database = open_database(decision.url, KeyRing([decision.key]))
    house = SmallHouse(database, decision.folder)
    office = house.of(decision.firm_id)
    with slack_server() as (slack, url):
        app = slack_app(SlackHouse(house, office), url)  # type: ignore[arg-type]  # what Slack's side needs
        with office.reading() as records:
            who = records.people.of_slack(slack_id)
        assert who is not None
        body = payload(DOORS[decision.door], decision.attempt, who, {"own_draft": "", **decision.ids}, url)
        # Each has their own windows, and their own instant.
        body["trigger_id"] = slack_id
        for action in body.get("actions", ()):
            action["action_ts"] = slack_id
        if "view" in body:
            body["view"]["id"] = slack_id
        start.wait()
        answer: Any = app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        said = json.loads(answer.body) if answer.body else None
        told = json.dumps([said, slack.ephemerals, slack.calls], ensure_ascii=False)
        heard.write_text(told.translate(PLAIN_SPACES), "utf-8")
    database.close()
