"""The sentence of a message that a lock screen shows: whoever is named in it, nothing acts."""

import pytest

from domain.about import About
from handlers.blocks import escape, fallback
from handlers.post import post
from tests.handlers.post_office import Outbox
from tests.offices import SmallOffice


@pytest.mark.abuse("S11")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<!channel> a ouvert son espace.", "&lt;!channel&gt; a ouvert son espace."),
        ("<https://x.example|impots.gouv>", "&lt;https://x.example|impots.gouv&gt;"),
        ("Jean & Co", "Jean &amp; Co"),
        ("Jean &amp; Co, déjà échappé", "Jean &amp; Co, déjà échappé"),
        ("Morel \u202eSARL", "Morel SARL"),
        ("jean_paul@x.example", "jean_paul@x.example"),
    ],
)
def test_what_others_wrote_never_acts(office: SmallOffice, outbox: Outbox, written: str, read: str) -> None:
    with office.records() as records:
        post(records, office.now(), "U0NADIA", written, [], about=(About.CLIENT, 1))
    assert [message["text"] for message in outbox.posts("U0NADIA")] == [read]


def test_it_is_cut_where_slack_would_refuse_it() -> None:
    assert fallback("abcdef", 4) == "abc…"


@pytest.mark.abuse("S11")
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("jean_paul@x.example", "jean_paul@x.example"),
        ("_jean_ paul__", "jean paul"),
        ("*_~`gras`~_*", "gras"),
        ("a_ _b", "a b"),
    ],
)
def test_an_underscore_makes_no_italics_and_stays_in_an_address(written: str, shown: str) -> None:
    assert escape(written) == shown
