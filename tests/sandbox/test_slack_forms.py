"""What Slack's own screen checks in a form, and the state of each kind of field."""

from typing import Any

import pytest

from sandbox.acts.formchecks import field_errors
from sandbox.slack.composed import completed, completed_blocks
from sandbox.slack.elements import STATE_KEY, UnknownOption, first_state, kept_values, state_from
from tests.sandbox.slack_payloads import actions, button, element, field, modal, option, options, plain, section

Json = dict[str, Any]

CHOSEN = option("1")


@pytest.mark.parametrize(
    ("shown", "raw", "held"),
    [
        (element("plain_text_input"), "Morel", "Morel"),
        (element("plain_text_input"), "", None),
        (element("email_text_input"), "a@b.example", "a@b.example"),
        (element("number_input", is_decimal_allowed=True), 1.5, "1.5"),
        (element("static_select", options=options(2)), "1", CHOSEN),
        (element("static_select", options=options(2)), None, None),
        (element("static_select", option_groups=[{"label": plain(), "options": options(2)}]), "1", CHOSEN),
        (element("radio_buttons", options=options(2)), "1", CHOSEN),
        (element("checkboxes", options=options(2)), ["1"], [CHOSEN]),
        (element("checkboxes", options=options(2)), [], []),
        (element("multi_static_select", options=options(2)), ["0", "1"], options(2)),
        (element("external_select"), "9", option("9")),
        (element("external_select", initial_option=option("7")), "7", option("7")),
        (element("users_select"), "U0NADIA", "U0NADIA"),
        (element("multi_channels_select"), ["C0COURRIER"], ["C0COURRIER"]),
        (element("datepicker"), "2026-11-23", "2026-11-23"),
        (element("timepicker"), "", None),
        (element("datetimepicker"), "1795420800", 1_795_420_800),
    ],
)
def test_what_a_person_puts_in_becomes_slacks_state(shown: Json, raw: Any, held: Any) -> None:
    state = state_from(shown, raw, offered={"9": option("9")})
    assert state == {"type": shown["type"], STATE_KEY[shown["type"]]: held}


def test_a_rich_text_is_written_as_sections() -> None:
    state = state_from(element("rich_text_input"), "Bonjour", offered={})
    assert state["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "Bonjour"}]


def test_a_choice_that_is_not_offered_is_impossible() -> None:
    with pytest.raises(UnknownOption):
        state_from(element("static_select", options=options(1)), "9", offered={})


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("datepicker", "23/11/2026"),
        ("datepicker", "2026-02-30"),
        ("datepicker", "20261123"),
        ("timepicker", "9:30"),
        ("timepicker", "24:00"),
        ("timepicker", "09:30:00"),
    ],
)
def test_a_picker_offers_days_and_hours_of_the_calendar_alone(kind: str, raw: str) -> None:
    with pytest.raises(UnknownOption):
        state_from(element(kind), raw, offered={})


def test_a_field_begins_with_its_initial_value() -> None:
    assert first_state(element("datepicker", initial_date="2026-11-23")) == {
        "type": "datepicker",
        "selected_date": "2026-11-23",
    }
    assert first_state(element("checkboxes", options=options(1))) == {"type": "checkboxes", "selected_options": []}
    assert first_state(button()) is None


def test_a_chosen_option_that_is_no_longer_offered_is_forgotten() -> None:
    def shown(count: int) -> list[Json]:
        return [field(element("static_select", options=options(count)), block_id="b")]

    held = {"b": {"a": {"type": "static_select", "selected_option": CHOSEN}}}
    assert kept_values(shown(2), held, shown(2)) == held
    assert kept_values(shown(2), held, shown(1))["b"]["a"]["selected_option"] is None


def one_field(shown: Json, **more: Any) -> list[Json]:
    return [field(shown, block_id="b", **more)]


def wrong(shown: Json, raw: Any, locale: str = "en-US", **more: Any) -> dict[str, str]:
    values = {"b": {"a": state_from(shown, raw, offered={})}}
    return field_errors(one_field(shown, **more), values, locale)


PDF: Json = {"name": "releve.PDF"}
DRAWING: Json = {"name": "plan.dwg"}


@pytest.mark.parametrize(
    ("shown", "inside", "outside"),
    [
        (element("plain_text_input"), "a", ""),
        (element("plain_text_input", min_length=2), "ab", "a"),
        (element("plain_text_input", max_length=2), "ab", "abc"),
        (element("email_text_input"), "a@b.example", "a@b"),
        (element("email_text_input"), "a@b.example", "a b@c.example"),
        (element("url_text_input"), "https://a.example", "a.example"),
        (element("number_input", is_decimal_allowed=False), "3", "3.5"),
        (element("number_input", is_decimal_allowed=True), "3.5", "trois"),
        (element("number_input", is_decimal_allowed=True, min_value="2"), "2", "1.9"),
        (element("number_input", is_decimal_allowed=True, max_value="2"), "2", "2.1"),
        (element("checkboxes", options=options(1)), ["0"], []),
        (element("multi_users_select", max_selected_items=1), ["U1"], ["U1", "U2"]),
        (element("file_input", filetypes=["pdf"]), [PDF], [DRAWING]),
        (element("file_input"), [PDF | {"size": 10_000_000}], [PDF | {"size": 10_000_001}]),
        (element("file_input", max_files=1), [PDF], [PDF, PDF]),
    ],
)
def test_slacks_screen_stops_a_form_that_is_not_filled_right(shown: Json, inside: Any, outside: Any) -> None:
    assert wrong(shown, inside) == {}
    assert list(wrong(shown, outside)) == ["b"]


def test_an_optional_field_may_stay_empty() -> None:
    assert wrong(element("plain_text_input"), "", optional=True) == {}


def test_slacks_screen_speaks_the_persons_language() -> None:
    assert wrong(element("plain_text_input"), "", "fr-FR") == {"b": "Veuillez remplir ce champ obligatoire."}
    assert wrong(element("plain_text_input"), "", "de-DE") == {"b": "Please complete this required field."}


def test_slack_names_what_the_app_left_without_a_name() -> None:
    [kept] = completed_blocks([{"type": "actions", "elements": [{"type": "button", "text": plain()}]}])
    assert kept["block_id"]
    assert kept["elements"][0]["action_id"]
    assert kept["elements"][0]["text"]["emoji"] is True
    assert completed(modal(section()))["blocks"][0]["text"]["verbatim"] is False
    assert completed_blocks([actions(button())])[0]["elements"][0]["action_id"] == "b"
