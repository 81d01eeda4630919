"""The traffic file: every exchange, one JSON object a line, in the shape that other programs read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.slack.traffic import KEPT, Traffic

Json = dict[str, Any]


@pytest.fixture
def traffic(tmp_path: Path) -> Iterator[Traffic]:
    traffic = Traffic(tmp_path / "traffic.jsonl")
    yield traffic
    traffic.close()


def written(traffic: Traffic) -> list[Json]:
    assert traffic.path is not None
    return [json.loads(line) for line in traffic.path.read_text(encoding="utf-8").splitlines()]


def test_each_kind_of_exchange_has_its_keys_and_no_other(traffic: Traffic) -> None:
    traffic.inbound("slash_commands", "e1", {"command": "/essai", "text": "été"})
    traffic.ack("e1", None)
    traffic.ack("e1", {"text": "Reçu"}, "too_late")
    traffic.method("views.open", {"trigger_id": "1"}, {"ok": False, "error": "expired_trigger_id"})
    traffic.response_url("http://127.0.0.1/response/k", {"text": "a"}, "used_url")
    traffic.refused("e1", {"messages": ["trop long"]}, "invalid_options")
    lines = written(traffic)
    assert [set(line) for line in lines] == [
        {"inbound", "envelope_id", "payload", "ts"},
        {"ack", "payload", "ts"},
        {"ack", "payload", "ts"},
        {"method", "args", "response", "ts"},
        {"response_url", "args", "ts"},
    ]
    assert lines[0]["payload"] == {"command": "/essai", "text": "été"}
    assert all(isinstance(line["ts"], float) for line in lines)


def test_what_slack_refuses_is_in_the_list_with_its_reason(traffic: Traffic) -> None:
    traffic.ack("e1", None, "too_late")
    traffic.refused("e1", {"messages": ["trop long"]}, "invalid_options")
    assert [(line["kind"], line["error"]) for line in traffic.after(0)] == [
        ("ack", "too_late"),
        ("ack", "invalid_options"),
    ]


def test_tokens_are_masked_wherever_they_stand(traffic: Traffic) -> None:
    secrets = ["xoxb-1-2-abc", "xapp-1-A0-def"]
    traffic.method("api.test", {"token": secrets[0], "text": f"see {secrets[1]}"}, {"ok": True, "args": secrets})
    traffic.inbound("events_api", "e1", {"type": "event_callback", "token": "verification", "event": {"type": "x"}})
    kept = json.dumps([written(traffic), traffic.after(0)])
    assert not [secret for secret in (*secrets, "verification") if secret in kept]


def test_the_page_reads_on_from_where_it_was(traffic: Traffic) -> None:
    for number in range(KEPT + 10):
        traffic.ack(f"e{number}", None)
    assert [line["n"] for line in traffic.after(KEPT + 7)] == [KEPT + 8, KEPT + 9, KEPT + 10]
    assert len(traffic.after(0)) == KEPT
    assert traffic.after(traffic.last) == []
    assert len(written(traffic)) == KEPT + 10
