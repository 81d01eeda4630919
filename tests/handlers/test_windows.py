"""Windows that change while Guichet draws them."""

import logging

import pytest

from tests.handlers.slack_person import Person
from tests.offices import SmallOffice


def test_a_window_that_was_closed_meanwhile_is_not_drawn_again_and_nothing_breaks(
    helene: Person, office: SmallOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot")
    for number in range(9):
        office.hire(f"Collaborateur{number} Durand")
    helene.command("/cabinet utilisateurs")
    assert helene.press_and_close("page.next") == {}
    assert helene.stack == []
    assert caplog.records == []
