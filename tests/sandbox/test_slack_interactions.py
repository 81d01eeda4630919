"""What Slack sends for each act of a person, and what it makes of the answer."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest

from sandbox.person import Person
from sandbox.running import Sandbox
from sandbox.screens import CHARACTER, ENTER, Modal, Refused
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.slack_payloads import actions, element, field, modal, option, options, plain, section
from tests.sandbox.socket_bot import SocketBot, silence, socket_bot

pytestmark = pytest.mark.slow
Json = dict[str, Any]

PLACE = "C0COURRIER"
NO_ACCESSORY = {"datetimepicker"}
"""Elements that stand in a block of actions alone."""


def manifest() -> Json:
    whole: Json = copy.deepcopy(MANIFEST)
    whole["oauth_config"]["scopes"]["bot"] += ["channels:history", "groups:history", "im:history", "reactions:read"]
    whole["settings"]["event_subscriptions"]["bot_events"] += [
        "message.channels",
        "reaction_added",
        "reaction_removed",
        "member_joined_channel",
        "member_left_channel",
    ]
    return whole


@dataclass
class Office:
    slack: Sandbox
    bot: SocketBot
    nadia: Person

    def opens(self, *blocks: Json, **more: Any) -> Modal:
        """The modal of those blocks, opened by Nadia's command in the channel."""
        self.nadia.types("/essai", channel="courrier")
        trigger = self.bot.hears("/essai")["trigger_id"]
        self.bot.web.views_open(trigger_id=trigger, view=modal(*blocks, **more))
        return self.nadia.modal

    def posts(self, *blocks: Json) -> str:
        return str(self.bot.web.chat_postMessage(channel=PLACE, text="Carte", blocks=list(blocks))["ts"])


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(manifest()) as slack:
        yield slack


@pytest.fixture
def office(running: Sandbox) -> Iterator[Office]:
    with socket_bot(running) as bot, Person(running.page, "U0NADIA") as nadia:
        yield Office(running, bot, nadia)


def test_a_command_carries_every_field_that_slack_sends(office: Office) -> None:
    office.nadia.types("/essai #courrier @julien", channel="courrier")
    told = office.bot.hears("/essai")
    assert told["text"] == "<#C0COURRIER|courrier> <@U0JULIEN>"
    assert {"command", "team_domain", "channel_id", "channel_name", "user_id", "trigger_id", "token"} <= told.keys()
    assert {"team_id", "user_name", "response_url", "api_app_id", "is_enterprise_install"} <= told.keys()


def test_a_command_is_not_taken_in_a_thread(office: Office) -> None:
    office.nadia.types("Premier", channel="courrier")
    first = office.nadia.sees_message("Premier", channel="courrier")
    with pytest.raises(Refused, match="ne fonctionne pas dans les fils"):
        office.nadia.types("/essai", channel="courrier", thread=first.ts)


def test_a_person_uses_a_shortcut_only_on_a_message_they_see(office: Office) -> None:
    office.nadia.types("Pour l’équipe", channel="courrier")
    message = office.nadia.sees_message("Pour l’équipe", channel="courrier")
    office.nadia.leaves("courrier")
    with pytest.raises(Refused, match="message_not_found"):
        office.nadia.chooses_on(message, "essai_message")
    office.nadia.joins(PLACE)
    office.nadia.chooses_on(message, "essai_message")
    assert office.bot.hears("message_action")["message"]["text"] == "Pour l’équipe"


def test_a_global_shortcut_has_neither_channel_nor_response_url(office: Office) -> None:
    office.nadia.chooses("essai_global")
    told = office.bot.hears("shortcut")
    assert told["trigger_id"]
    assert not {"channel", "response_url", "message"} & told.keys()


def test_letters_beyond_ascii_come_as_escapes_in_view_payloads(office: Office) -> None:
    form = office.opens(field(element("plain_text_input"), block_id="b"), callback_id="c")
    form.fill("b", "Hélène 🙂")
    form.submits()
    text, payload = office.bot.hears_raw("view_submission")
    assert text.isascii()
    assert "H\\u00e9l\\u00e8ne \\ud83d\\ude42" in text
    assert payload["view"]["state"]["values"]["b"]["a"]["value"] == "Hélène 🙂"


@pytest.mark.parametrize(
    ("config", "told_by"),
    [
        ({}, [ENTER]),
        ({"dispatch_action_config": {"trigger_actions_on": [CHARACTER]}}, [CHARACTER]),
        ({"dispatch_action_config": {"trigger_actions_on": [ENTER, CHARACTER]}}, [CHARACTER, ENTER]),
    ],
)
def test_a_typed_field_tells_the_app_by_the_key_it_asked_for(office: Office, config: Json, told_by: list[str]) -> None:
    form = office.opens(field(element("plain_text_input", **config), block_id="b", dispatch_action=True))
    form.fill("b", "mo")
    form.enters("b", "mor")
    form.closes()
    office.nadia.chooses("essai_global")
    told = []
    while (heard := office.bot.hears("block_actions", "shortcut"))["type"] != "shortcut":
        told.append(heard["actions"][0]["value"])
    expected = {ENTER: ["mor"], CHARACTER: ["mo", "mor"]}
    assert told == [value for one in told_by for value in expected[one]]


def test_an_input_without_dispatch_action_keeps_its_choice_to_itself(office: Office) -> None:
    form = office.opens(
        field(element("static_select", options=options(2)), block_id="quiet"),
        actions(element("radio_buttons", action_id="loud", options=options(2))),
    )
    form.choose("quiet", "1")
    form.choose("loud", "0")
    told = office.bot.hears("block_actions")
    assert told["actions"][0]["action_id"] == "loud"
    assert told["view"]["state"]["values"]["quiet"]["a"]["selected_option"]["value"] == "1"
    form.closes()


@pytest.mark.parametrize(
    ("shown", "chosen", "told"),
    [
        (element("overflow", options=options(2)), "1", {"selected_option": "1"}),
        (element("static_select", options=options(2)), "1", {"selected_option": "1"}),
        (element("radio_buttons", options=options(2)), "0", {"selected_option": "0"}),
        (element("checkboxes", options=options(2)), "0", {"selected_options": ["0"]}),
        (element("multi_static_select", options=options(2)), "1", {"selected_options": ["1"]}),
        (element("users_select"), "U0HELENE", {"selected_user": "U0HELENE"}),
        (element("multi_users_select"), "U0HELENE", {"selected_users": ["U0HELENE"]}),
        (element("channels_select"), PLACE, {"selected_channel": PLACE}),
        (element("multi_channels_select"), PLACE, {"selected_channels": [PLACE]}),
        (element("conversations_select"), PLACE, {"selected_conversation": PLACE}),
        (element("multi_conversations_select"), "U0HELENE", {"selected_conversations": ["U0HELENE"]}),
        (element("datepicker"), "2026-11-30", {"selected_date": "2026-11-30"}),
        (element("timepicker"), "09:30", {"selected_time": "09:30"}),
        (element("datetimepicker"), "1795420800", {"selected_date_time": 1795420800}),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_each_element_tells_what_was_chosen(office: Office, shown: Json, chosen: str, told: Json) -> None:
    form = office.opens(section(accessory=shown) if shown["type"] not in NO_ACCESSORY else actions(shown))
    form.choose("a", chosen)
    heard = office.bot.hears("block_actions")
    [action] = heard["actions"]
    [(name, value)] = told.items()
    assert action["type"] == shown["type"]
    assert values_of(action[name]) == value
    if shown["type"] != "overflow":
        [state] = heard["view"]["state"]["values"].values()
        assert values_of(state["a"][name]) == value
    form.closes()


def values_of(chosen: Any) -> Any:
    """Options by their values; anything else as it is."""
    if isinstance(chosen, list):
        return [values_of(one) for one in chosen]
    return chosen["value"] if isinstance(chosen, dict) else chosen


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [("users_select", "U0NOBODY"), ("channels_select", "C0NOWHERE"), ("multi_conversations_select", "D0NOBODY")],
)
def test_nobody_chooses_who_is_not_there(office: Office, kind: str, chosen: str) -> None:
    form = office.opens(field(element(kind), block_id="who"))
    with pytest.raises(Refused, match="unknown_option"):
        form.choose("who", chosen)
    form.closes()


def test_a_conversation_menu_may_begin_where_the_person_was(office: Office) -> None:
    form = office.opens(
        field(element("conversations_select", default_to_current_conversation=True), block_id="one"),
        field(element("multi_conversations_select", default_to_current_conversation=True), block_id="many"),
    )
    assert (form.held("one"), form.held("many")) == (PLACE, [PLACE])
    form.closes()


def test_closing_a_view_that_clears_closes_all_and_says_so_of_the_root(office: Office) -> None:
    form = office.opens(actions(element("button", text=plain("Suite"))), notify_on_close=True, callback_id="root")
    form.press("Suite")
    trigger = office.bot.hears("block_actions")["trigger_id"]
    office.bot.web.views_push(trigger_id=trigger, view=modal(section(), clear_on_close=True))
    office.nadia.modal.closes()
    assert office.nadia.modals == []
    told = office.bot.hears("view_closed")
    assert (told["view"]["callback_id"], told["is_cleared"]) == ("root", True)


def test_a_view_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    form = office.opens(actions(element("button", text=plain("Presser"))))
    form.press("Presser")
    view = office.bot.hears("block_actions")["view"]
    office.bot.web.views_update(view_id=view["id"], hash=view["hash"], view=modal(section()))
    with pytest.raises(Exception, match="hash_conflict"):
        office.bot.web.views_update(view_id=view["id"], hash=view["hash"], view=modal(section()))
    office.nadia.modal.closes()


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "home", "blocks": []}},
        {"response_action": "push", "view": {"type": "modal", "blocks": []}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"nowhere": "Non."}},
        {"response_action": "explode"},
    ],
)
def test_an_answer_that_slack_cannot_use_leaves_the_form_and_shows_trouble(office: Office, answer: Json) -> None:
    form = office.opens(field(element("plain_text_input"), block_id="b"))
    form.fill("b", "a")
    office.bot.answers["view_submission"] = lambda _: answer
    with pytest.raises(Refused, match="invalid_response"):
        form.submits()
    assert "problème de connexion" in office.nadia.notices[-1]
    assert office.nadia.modal.id == form.id
    form.closes()


def test_a_fourth_view_is_not_pushed_by_an_answer_either(office: Office) -> None:
    pushed = {"response_action": "push", "view": modal(section())}
    office.bot.answers["view_submission"] = lambda _: pushed
    office.opens(section())
    for _ in range(2):
        office.nadia.modal.submits()
    assert len(office.nadia.modals) == 3
    with pytest.raises(Refused, match="invalid_response"):
        office.nadia.modal.submits()
    office.nadia.modal.closes(everything=True)


def test_a_button_that_is_not_acked_shows_trouble_to_its_person(office: Office) -> None:
    ts = office.posts(actions(element("button", text=plain("Presser"))))
    office.bot.answers["block_actions"] = silence
    card = office.nadia.messages("courrier")[-1]
    assert card.ts == ts
    with pytest.raises(Refused, match="operation_timeout"):
        card.press("Presser")
    assert "problème de connexion" in office.nadia.notices[-1]


def answering(answer: Json, _: Json) -> Json:
    return answer


def test_options_that_slack_cannot_show_are_trouble(office: Office) -> None:
    office.posts(actions(element("external_select", min_query_length=0, placeholder=plain("Choisir"))))
    card = office.nadia.messages("courrier")[-1]
    unusable: list[Json] = [{"options": options(101)}, {"options": [], "option_groups": []}, {"choices": []}]
    for answer in unusable:
        office.bot.answers["block_suggestion"] = partial(answering, answer)
        with pytest.raises(Refused, match="invalid_options"):
            card.suggestions("Choisir", "a")
    office.bot.answers["block_suggestion"] = lambda _: {"options": options(100)}
    assert len(card.suggestions("Choisir", "a")) == 100


def test_options_that_come_late_are_trouble(office: Office) -> None:
    office.posts(actions(element("external_select", min_query_length=0, placeholder=plain("Choisir"))))
    office.bot.answers["block_suggestion"] = silence
    with pytest.raises(Refused, match="operation_timeout"):
        office.nadia.messages("courrier")[-1].suggestions("Choisir", "a")
    assert "problème de connexion" in office.nadia.notices[-1]


def test_a_menu_of_several_choices_is_filled_one_by_one_and_emptied(office: Office) -> None:
    office.bot.answers["block_suggestion"] = lambda _: {"options": [option("a", "Alpha"), option("b", "Bêta")]}
    form = office.opens(field(element("multi_external_select", min_query_length=0), block_id="many"))
    form.pick("many", "", option="Bêta")
    form.pick("many", "", option="Alpha")
    assert form.held("many") == ["b", "a"]
    form.clears("many")
    assert form.submits() == {"many": "Veuillez remplir ce champ obligatoire."}
    form.closes()


def test_a_choice_in_a_message_comes_with_its_state_and_its_message(office: Office) -> None:
    ts = office.posts(
        actions(
            element("multi_static_select", action_id="many", options=options(3), initial_options=options(1)),
            element("datepicker", action_id="day", initial_date="2026-11-23"),
        )
    )
    card = office.nadia.messages("courrier")[-1]
    card.choose("day", "2026-11-30")
    told = office.bot.hears("block_actions")
    [action] = told["actions"]
    assert (action["selected_date"], action["initial_date"]) == ("2026-11-30", "2026-11-23")
    assert (told["container"]["message_ts"], told["message"]["text"]) == (ts, "Carte")
    [state] = told["state"]["values"].values()
    assert [one["value"] for one in state["many"]["selected_options"]] == ["0"]


def test_an_answer_by_response_url_may_go_to_a_thread(office: Office) -> None:
    office.nadia.types("/essai", channel="courrier")
    address = office.bot.hears("/essai")["response_url"]
    ts = office.posts(section())
    answer = {"text": "Dans le fil", "response_type": "in_channel", "thread_ts": ts, "replace_original": False}
    assert httpx.post(address, json=answer).text == "ok"
    office.nadia.sees_message("Dans le fil", channel="courrier", thread=ts)


def test_a_response_url_ends_with_the_half_hour_of_the_clock(office: Office) -> None:
    office.nadia.types("/essai", channel="courrier")
    address = office.bot.hears("/essai")["response_url"]
    office.slack.moves_clock(minutes=29)
    assert httpx.post(address, json={"text": "À temps"}).status_code == 200
    office.slack.moves_clock(minutes=2)
    assert httpx.post(address, json={"text": "Trop tard"}).json()["error"] == "expired_url"


def test_what_people_do_with_messages_is_told(office: Office) -> None:
    office.nadia.types("Bonjour", channel="courrier")
    message = office.nadia.sees_message("Bonjour", channel="courrier")
    assert office.bot.hears_event("message")["text"] == "Bonjour"
    office.nadia.reacts_to(message, "eyes")
    assert office.bot.hears_event("reaction_added")["item"]["ts"] == message.ts
    office.nadia.reacts_to(message, "eyes")
    assert office.bot.hears_event("reaction_removed")["reaction"] == "eyes"
    office.nadia.edits(message, "Bonsoir")
    edited = office.bot.hears_event("message")
    assert (edited["subtype"], edited["message"]["text"]) == ("message_changed", "Bonsoir")
    assert edited["previous_message"]["text"] == "Bonjour"
    office.nadia.deletes(message)
    assert office.bot.hears_event("message")["subtype"] == "message_deleted"
    office.nadia.leaves("courrier")
    assert office.bot.hears_event("member_left_channel")["user"] == "U0NADIA"
    office.nadia.joins(PLACE)
    assert office.bot.hears_event("member_joined_channel")["channel"] == PLACE


def test_an_app_that_reads_no_message_says_so_in_the_person_s_language() -> None:
    made = manifest()
    made["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    off = "L’envoi de messages à cette application est désactivé"
    with Sandbox(made) as slack, Person(slack.page, "U0NADIA") as nadia, pytest.raises(Refused, match=off):
        nadia.types("Bonjour")


def test_people_rewrite_only_what_they_wrote(office: Office) -> None:
    office.posts(section())
    card = office.nadia.messages("courrier")[-1]
    with pytest.raises(Refused, match="not_your_message"):
        office.nadia.edits(card, "Autre chose")
    with pytest.raises(Refused, match="not_your_message"):
        office.nadia.deletes(card)
