"""Answers by a response URL: five uses, thirty minutes, and what each field does."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.slack.messages import Message
from sandbox.webapi import responses
from sandbox.webapi.calls import Refused
from sandbox.webapi.routes import run
from sandbox.world import World
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.slack_payloads import section

PLACE = "C0COURRIER"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(manifest=MANIFEST, data=tmp_path)


def posted(world: World) -> Message:
    answer = run(world, "chat.postMessage", {"channel": PLACE, "text": "Carte", "blocks": [section()]}, world.bot_token)
    message = world.messages.get(PLACE, answer["ts"])
    assert message is not None
    return message


def read(world: World, user: str = "U0NADIA") -> list[str]:
    return [message.text for message in world.messages.of(PLACE, user)]


def test_an_answer_is_for_its_person_alone_unless_it_says_otherwise(world: World) -> None:
    key = world.response_urls.lend("U0NADIA", PLACE)
    responses.use(world, key, {"text": "Pour vous"})
    responses.use(world, key, {"text": "Pour tous", "response_type": "in_channel"})
    assert read(world) == ["Pour vous", "Pour tous"]
    assert read(world, "U0HELENE") == ["Pour tous"]


def test_an_answer_reaches_a_channel_where_the_app_may_not_write(world: World) -> None:
    key = world.response_urls.lend("U0NADIA", "C0CABINET")
    responses.use(world, key, {"text": "Ici aussi", "response_type": "in_channel"})
    assert [message.text for message in world.messages.of("C0CABINET")] == ["Ici aussi"]


def test_the_original_is_replaced_whole(world: World) -> None:
    card = posted(world)
    key = world.response_urls.lend("U0NADIA", PLACE, card.ts)
    responses.use(world, key, {"text": "Traité", "replace_original": True})
    assert (card.text, card.blocks) == ("Traité", [])
    assert len(read(world)) == 1


def test_the_original_is_deleted_and_nothing_else_is_said(world: World) -> None:
    card = posted(world)
    key = world.response_urls.lend("U0NADIA", PLACE, card.ts)
    with pytest.raises(Refused, match="invalid_payload"):
        responses.use(world, key, {"delete_original": True, "text": "Adieu"})
    responses.use(world, key, {"delete_original": True})
    assert read(world) == []


def test_an_ephemeral_original_can_be_replaced_and_deleted(world: World) -> None:
    first = world.response_urls.lend("U0NADIA", PLACE)
    responses.use(world, first, {"text": "Choisissez"})
    [shown] = world.messages.of(PLACE, "U0NADIA")
    key = world.response_urls.lend("U0NADIA", PLACE, shown.ts)
    responses.use(world, key, {"text": "Choisi", "replace_original": True})
    assert read(world) == ["Choisi"]
    responses.use(world, key, {"delete_original": True})
    assert read(world) == []


def test_it_serves_five_times_in_thirty_minutes(world: World) -> None:
    now = 0.0
    world.response_urls.clock = lambda: now
    key = world.response_urls.lend("U0NADIA", PLACE)
    for number in range(5):
        responses.use(world, key, {"text": f"Réponse {number}"})
    with pytest.raises(Refused, match="used_url"):
        responses.use(world, key, {"text": "De trop"})
    other = world.response_urls.lend("U0NADIA", PLACE)
    now = 30 * 60.0
    responses.use(world, other, {"text": "À temps"})
    now += 1
    with pytest.raises(Refused, match="expired_url"):
        responses.use(world, other, {"text": "Trop tard"})


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({}, "no_text"),
        ([], "invalid_payload"),
        ({"text": "a", "response_type": "everyone"}, "invalid_payload"),
        ({"text": "a", "blocks": [{"type": "header"}]}, "invalid_blocks"),
    ],
)
def test_an_answer_that_slack_cannot_read_is_refused_and_costs_nothing(world: World, args: Any, code: str) -> None:
    key = world.response_urls.lend("U0NADIA", PLACE)
    with pytest.raises(Refused, match=code):
        responses.use(world, key, args)
    assert world.response_urls.look(key).uses == 0


def test_an_unknown_address_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="invalid_url"):
        responses.use(world, "faux", {"text": "a"})
