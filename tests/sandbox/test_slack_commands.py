"""What Slack makes of the text of a command."""

from pathlib import Path

import pytest

from sandbox.acts.commands import escaped, with_mentions
from sandbox.world import World
from sandbox.worldfile import Channel, User, WorldFile
from tests.sandbox.conftest import MANIFEST


@pytest.fixture
def world(tmp_path: Path) -> World:
    people = [User("U1", "zoe", "Zoé Petit"), User("U2", "jean.noel", "Jean-Noël Roux")]
    places = [Channel("C1", "general"), Channel("C2", "direction", is_private=True)]
    return World(WorldFile(users=people, channels=places), MANIFEST, data=tmp_path)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@zoe", "<@U1>"),
        ("@jean.noel.", "<@U2>."),
        ("@essai", "<@U0APP>"),
        ("#general", "<#C1|general>"),
        ("#direction", "<#C2|>"),
        ("#nowhere @nobody", "#nowhere @nobody"),
        ("zoe@petit.example", "zoe@petit.example"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("<@U1>", "&lt;@U1&gt;"),
    ],
)
def test_people_and_channels_become_tokens_and_three_letters_are_escaped(world: World, typed: str, sent: str) -> None:
    assert with_mentions(world, escaped(typed)) == sent
