"""Apps written after Bolt's own documentation run on the sandbox as they are, each in a process of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbox.running import Sandbox
from tests.sandbox.conftest import MANIFEST
from tests.servers.ports import free_port

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).with_name("examples")


@contextmanager
def example(name: str) -> Iterator[Sandbox]:
    with Sandbox(EXAMPLES / f"{name}.yml") as slack, slack.runs(EXAMPLES / f"{name}.py"):
        yield slack
        assert slack.refusals == []


def test_a_command_is_answered_to_its_person_or_to_everybody() -> None:
    with example("command") as slack:
        nadia, helene = slack.person("U0NADIA"), slack.person("U0HELENE")
        nadia.types("/echo hello @helene", channel="courrier")
        assert nadia.sees_message("hello <@U0HELENE>", channel="courrier").ephemeral
        nadia.types("/announce cake in the kitchen", channel="courrier")
        helene.sees_message("<@U0NADIA> announces: cake in the kitchen", channel="courrier")


def test_three_views_are_stacked_and_cleared() -> None:
    with example("modals") as slack:
        nadia = slack.person("U0NADIA")
        nadia.types("/order", channel="courrier")
        order = nadia.waits_for_modal("Order")
        order.fill("Dish", "crêpe")
        order.press("Allergies…")
        allergies = nadia.waits_for_modal("Allergies")
        allergies.fill("None of", "nuts, milk")
        assert allergies.submits() == {"list": "One at a time, please."}
        allergies.fill("None of", "nuts")
        allergies.submits()
        sure = nadia.waits_for_modal("Sure?", containing="No *nuts* at all.")
        assert [view.title for view in nadia.modals] == ["Order", "Allergies", "Sure?"]
        sure.submits()
        assert nadia.modals == []
        nadia.sees_message("Noted: no nuts.")


def test_a_view_keeps_what_was_typed_is_replaced_and_says_when_it_is_closed() -> None:
    with example("modals") as slack:
        nadia = slack.person("U0NADIA")
        nadia.types("/order")
        order = nadia.waits_for_modal("Order")
        order.fill("Dish", "crêpe")
        order.press("Allergies…")
        nadia.waits_for_modal("Allergies").closes()
        assert nadia.modal.held("Dish") == "crêpe"
        nadia.modal.submits()
        nadia.waits_for_modal("Thank you", containing="Your crêpe is being made.").closes()
        nadia.types("/order")
        nadia.waits_for_modal("Order").closes(everything=True)
        nadia.sees_message("Closed, all of it: True.")


def test_a_menu_is_filled_from_outside_as_the_person_types() -> None:
    with example("external_select") as slack:
        nadia = slack.person("U0NADIA")
        nadia.types("/trip")
        trip = nadia.waits_for_modal("Trip")
        assert trip.suggestions("Town", "") == []
        assert [option["value"] for option in trip.suggestions("Town", "n")] == ["Dunkerque", "Nice", "Nîmes"]
        trip.pick("Town", "nî", option="Nîmes")
        trip = nadia.waits_for_modal("Trip", containing="Off to *Nîmes*.")
        trip.submits()
        nadia.sees_message("Have a good time in Nîmes.")


def test_home_is_published_for_each_person() -> None:
    with example("home") as slack:
        nadia, helene = slack.person("U0NADIA"), slack.person("U0HELENE")
        nadia.opens_home()
        nadia.sees("Welcome home, Nadia Benali.")
        nadia.presses("Press me")
        nadia.sees("Pressed 1 times.")
        helene.opens_home()
        helene.sees("Welcome home, Hélène Valmont.* Pressed 0 times.")


def test_a_file_reaches_the_app_and_comes_back() -> None:
    with example("file_input") as slack:
        nadia = slack.person("U0NADIA")
        nadia.types("/scan")
        scan = nadia.waits_for_modal("Scan")
        scan.attach("Papers", {"letter.txt": "Chère Nadia".encode()})
        assert scan.submits() == {}
        copy = nadia.sees_message("12 bytes").files[0]
        assert copy["name"] == "copy-letter.txt"
        assert nadia.download(copy["page_url"]).decode() == "Chère Nadia"


def test_shortcuts_are_global_or_on_a_message() -> None:
    with example("shortcuts") as slack:
        nadia = slack.person("U0NADIA")
        nadia.chooses("open_modal")
        nadia.waits_for_modal("My App", containing="the simplest modal")
        nadia.types("three little words", channel="courrier")
        message = nadia.sees_message("three little words", channel="courrier")
        nadia.chooses_on(message, "count_words")
        nadia.sees_message("3 words", channel="courrier", thread=message.ts)


def test_any_command_may_start_a_bot_that_is_told_where_slack_is() -> None:
    with Sandbox(MANIFEST) as slack, slack.runs(sys.executable, "-m", "tests.sandbox.bolt_app"):
        nadia = slack.person("U0NADIA")
        nadia.types("/essai texte bonjour", channel="courrier")
        nadia.sees_message("Reçu : texte bonjour", channel="courrier")


def test_an_app_behind_http_is_served_as_well() -> None:
    port = free_port()
    with (
        Sandbox(EXAMPLES / "http_mode.yml", request_url=f"http://127.0.0.1:{port}") as slack,
        slack.runs(EXAMPLES / "http_mode.py", PORT=str(port)),
    ):
        nadia = slack.person("U0NADIA")
        nadia.types("/lunch", channel="courrier")
        nadia.sees_message("Lunch?", channel="courrier").pick("Dish", "", option="Crêpe")
        nadia.sees_message("A Crêpe is on its way.", channel="courrier")
        nadia.types("/lunch", channel="cabinet")
        nadia.presses("Later", in_channel="cabinet")
        nadia.waits_for(lambda: not nadia.messages("cabinet"), "the question to go")
        nadia.types("@lunch are you there?", channel="courrier")
        asked = nadia.sees_message("are you there?", channel="courrier")
        nadia.sees_message("You called?", channel="courrier", thread=asked.ts)
        assert slack.refusals == []
