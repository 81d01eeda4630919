"""blocks.validate: the rules, asked for without a token."""

from pathlib import Path

import pytest

from sandbox.webapi.routes import run
from sandbox.world import World
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.slack_payloads import Json, actions, button, home, modal, plain, section


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(manifest=MANIFEST, data=tmp_path)


def validated(world: World, **args: object) -> Json:
    return run(world, "blocks.validate", dict(args), "")


def test_what_slack_would_take_is_said_to_be_good(world: World) -> None:
    assert validated(world, blocks=[section()]) == {"ok": True}
    assert validated(world, view=modal(section())) == {"ok": True}
    assert validated(world, view=home(section())) == {"ok": True}
    assert validated(world, message={"text": "a", "blocks": [section()]}) == {"ok": True}


def test_each_broken_rule_is_told_with_its_pointer(world: World) -> None:
    long = actions(button(text=plain("x" * 76)))
    told = {"code": "failed_constraint", "message": "must be less than 76 characters", "constraint": {"limit": 75}}
    refused = validated(world, blocks=[long])
    assert refused["error"] == "invalid_blocks"
    assert refused["errors"] == [{"pointer": "/0/elements/0/text/text", **told}]
    refused = validated(world, view=modal(long))
    assert (refused["error"], refused["errors"][0]["pointer"]) == ("invalid_view", "/blocks/0/elements/0/text/text")
    refused = validated(world, message={"blocks": [long]})
    assert (refused["error"], refused["errors"][0]["pointer"]) == ("invalid_message", "/blocks/0/elements/0/text/text")


def test_one_payload_of_a_hundred_thousand_characters_is_validated_at_a_time(world: World) -> None:
    assert validated(world)["error"] == "invalid_arguments"
    assert validated(world, blocks=[section()], view=modal(section()))["error"] == "invalid_arguments"
    large = [section(text=plain("x" * 2900))] * 40
    assert validated(world, blocks=large[:30])["ok"]
    assert validated(world, blocks=large)["error"] == "invalid_arguments"
