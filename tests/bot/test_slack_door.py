"""The one check at Slack's door: who is acting, for which firm; and what those who may not are told."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse

from bot.office import FirmOffice, House
from bot.slack import slack_app
from domain.clients import Access
from domain.office import Office
from domain.people import Collaborator, Role
from domain.refusals import Missing, NotFound
from handlers.desk import Desk
from handlers.doors import open_doors
from handlers.team.accounts import outsider
from handlers.words import Words
from storage.records import FirmRecords
from storage.tables import envelopes
from tests.builders import a_firm, a_new_client

Json = dict[str, Any]

TEAM = "T0VALMONT"


class Bell:
    """A desk that notes who was let in."""

    def __init__(self) -> None:
        self.rung: list[tuple[str, str]] = []
        self.desk = Desk()
        self.desk.command("/bell")(self.ring)
        self.desk.command("/broken")(self.break_it)
        self.desk.command("/refused")(self.refuse)
        self.desk.action("bell.press")(self.ring)
        self.desk.view("bell.form")(self.read_form)
        self.desk.options("bell.choice")(self.break_it)

    def ring(self, ack: Ack, who: Collaborator, office: Office, words: Words) -> None:
        self.rung.append((who.name, words.language))
        assert office.firm_id == who.firm_id
        ack()

    def break_it(self, ack: Ack) -> None:
        raise RuntimeError("Boulangerie Lucas")

    def refuse(self, ack: Ack) -> None:
        raise NotFound

    def read_form(self, ack: Ack, view: Json) -> None:
        if view["callback_id"] == "bell.form" and view["private_metadata"] == "refuse":
            raise Missing
        raise RuntimeError("Boulangerie Lucas")


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()


@pytest.fixture
def office(house: House) -> FirmOffice:
    office = house.of(house.database.create_firm(a_firm(slack_team=TEAM), bot_token="xoxb-1-2").id)
    with office.records() as records:
        records.people.add("U0HELENE", "Hélène Valmont", None, Role.ADMINISTRATOR, "fr")
        records.people.add("U0NADIA", "Nadia Benali", None, Role.COLLABORATOR, "fr")
        records.people.add("U0OLIVIA", "Olivia Hart", None, Role.COLLABORATOR, "en")
    return office


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def app(house: House, office: FirmOffice, bell: Bell) -> App:
    app = slack_app(house, "http://127.0.0.1:9/")
    open_doors(app, (bell.desk,))
    return app


def posted(office: FirmOffice) -> list[Json]:
    """The messages that wait to be posted in Slack."""
    with office.reading() as records:
        assert isinstance(records, FirmRecords)
        return [json.loads(row["body"])["args"] for row in records.rows(records.of(envelopes).order_by(envelopes.c.id))]


def send(app: App, body: Json) -> BoltResponse:
    return app.dispatch(BoltRequest(mode="socket_mode", body=body))


def command(name: str = "/bell", user: str = "U0NADIA", team: str = TEAM) -> Json:
    return {"command": name, "text": "", "team_id": team, "user_id": user, "trigger_id": "1.2.3", "channel_id": "C0"}


def press(user: str = "U0NADIA", team: str = TEAM, user_team: str = TEAM) -> Json:
    return {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": user, "team_id": user_team},
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": "bell.press", "block_id": "b", "action_ts": "1.2"}],
    }


def form(metadata: str = "", blocks: list[Json] | None = None) -> Json:
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U0NADIA", "team_id": TEAM},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "bell.form",
            "private_metadata": metadata,
            "blocks": [{"type": "input", "block_id": "email"}] if blocks is None else blocks,
            "state": {"values": {}},
        },
    }


def said(answer: BoltResponse) -> Json:
    assert answer.status == 200
    told: Json = json.loads(answer.body) if answer.body else {}
    return told


def test_a_member_is_let_in_with_the_words_of_their_language(app: App, bell: Bell) -> None:
    send(app, command(user="U0NADIA"))
    send(app, command(user="U0OLIVIA"))
    assert bell.rung == [("Nadia Benali", "fr"), ("Olivia Hart", "en")]


@pytest.mark.abuse("S6")
def test_a_person_of_another_company_is_refused_and_learns_no_name(app: App, bell: Bell, office: FirmOffice) -> None:
    for body in (
        press(user_team="T0OTHER"),
        press(user="U0STRANGER", user_team="T0OTHER"),
        press(user="U0STRANGER", user_team="E0GRID"),
        {**press(user="U0NADIA"), "user": {"id": "U0NADIA", "team_id": "E0GRID"}},
    ):
        assert said(send(app, body)) == {}
    assert bell.rung == []
    with office.reading() as records:
        assert len(records.people.active()) == 3


@pytest.mark.abuse("S6", "S7")
def test_a_stranger_who_types_is_told_in_private_whom_to_ask(app: App, bell: Bell, office: FirmOffice) -> None:
    told = said(send(app, command(user="U0ZOE")))
    assert told["response_type"] == "ephemeral"
    assert "Hélène Valmont" in told["text"]
    assert bell.rung == []
    with office.reading() as records:
        assert records.people.of_slack("U0ZOE") is None


@pytest.mark.abuse("S7")
def test_a_leaver_may_do_nothing(app: App, bell: Bell, office: FirmOffice) -> None:
    with office.records() as records:
        nadia = records.people.of_slack("U0NADIA")
        assert nadia is not None
        records.people.keep(replace(nadia, active=False))
    send(app, command())
    send(app, press())
    assert bell.rung == []


@pytest.mark.abuse("S7")
@pytest.mark.parametrize("mark", ["deleted", "is_restricted", "is_ultra_restricted", "is_bot"])
def test_the_access_of_an_account_that_is_closed_or_lowered_ends_at_once(
    app: App, bell: Bell, office: FirmOffice, mark: str
) -> None:
    user = {"id": "U0NADIA", "team_id": TEAM, "name": "nadia", "real_name": "Nadia Benali", mark: True}
    assert outsider(user, TEAM) is not None
    event = {"type": "user_change", "user": user}
    answer = send(app, {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event})
    assert answer.status == 200
    send(app, command())
    assert bell.rung == []
    with office.reading() as records:
        nadia = records.people.of_slack("U0NADIA")
        assert nadia is not None
        assert not nadia.active


@pytest.mark.abuse("R3")
def test_the_clients_of_who_left_slack_are_proposed_to_the_administrators(app: App, office: FirmOffice) -> None:
    with office.records() as records:
        nadia = records.people.of_slack("U0NADIA")
        assert nadia is not None
        given = a_new_client("Deux", access=Access.CHOSEN, chosen=frozenset({nadia.id}))
        records.clients.add(a_new_client("Un", manager_id=nadia.id), nadia, office.now())
        shared = records.clients.add(given, nadia, office.now())
    user = {"id": "U0NADIA", "team_id": TEAM, "name": "nadia", "real_name": "Nadia Benali", "deleted": True}
    body = {"type": "event_callback", "team_id": TEAM, "event": {"type": "user_change", "user": user}}
    for number in range(2):
        send(app, {**body, "event_id": f"Ev{number}"})
    with office.reading() as records:
        kept = records.clients.get(shared.id)
    assert kept is not None
    assert kept.chosen == frozenset()
    told = posted(office)
    assert [(message["channel"], message["text"]) for message in told] == [
        ("U0HELENE", "Nadia Benali n’est plus dans l’équipe. 1 dossier n’a plus de responsable.")
    ]


@pytest.mark.abuse("S7")
def test_a_change_in_an_account_that_is_no_members_makes_nobody_a_member(app: App, office: FirmOffice) -> None:
    event = {"type": "user_change", "user": {"id": "U0ZOE", "name": "zoe", "team_id": TEAM}}
    send(app, {"type": "event_callback", "team_id": TEAM, "event_id": "Ev2", "event": event})
    with office.reading() as records:
        assert records.people.of_slack("U0ZOE") is None


@pytest.mark.abuse("S8")
def test_twenty_people_who_type_first_become_nothing_at_all(app: App, bell: Bell, office: FirmOffice) -> None:
    together = threading.Barrier(20)

    def type_first(number: int) -> BoltResponse:
        together.wait()
        return send(app, command(user=f"U0FIRST{number}"))

    with ThreadPoolExecutor(20) as people:
        answers = list(people.map(type_first, range(20)))
    assert all(said(answer)["response_type"] == "ephemeral" for answer in answers)
    assert bell.rung == []
    with office.reading() as records:
        assert [member.name for member in records.people.active() if member.is_administrator] == ["Hélène Valmont"]


@pytest.mark.abuse("S9")
def test_a_workspace_that_is_no_firm_of_ours_is_answered_nothing_of_the_firm(app: App, bell: Bell) -> None:
    answer = send(app, command(team="T0UNKNOWN"))
    assert bell.rung == []
    assert "Valmont" not in answer.body


def test_what_breaks_is_told_with_a_reference_and_nothing_of_its_inside(app: App) -> None:
    told = said(send(app, command("/broken")))
    assert told["response_type"] == "ephemeral"
    assert "Lucas" not in told["text"]
    assert "RuntimeError" not in told["text"]


def test_a_refused_command_is_answered_in_its_own_words(app: App) -> None:
    assert said(send(app, command("/refused")))["text"] == said(send(app, command("/refused")))["text"] != ""


def test_a_form_that_breaks_keeps_what_was_typed_and_says_so_beside_its_first_field(app: App) -> None:
    told = said(send(app, form()))
    assert told["response_action"] == "errors"
    assert list(told["errors"]) == ["email"]


def test_a_form_without_a_field_becomes_the_sentence(app: App) -> None:
    told = said(send(app, form(blocks=[])))
    assert told["response_action"] == "update"


def test_a_refusal_that_a_form_let_through_is_shown_in_the_form(app: App) -> None:
    told = said(send(app, form("refuse")))
    assert told["response_action"] == "errors"


def test_a_typeahead_that_breaks_offers_nothing_rather_than_turn_for_ever(app: App) -> None:
    body = {**press(), "type": "block_suggestion", "action_id": "bell.choice", "block_id": "b", "value": "mor"}
    assert said(send(app, body)) == {"options": []}


def test_a_button_that_nobody_answers_does_not_leave_a_spinner(app: App) -> None:
    body = press()
    body["actions"][0]["action_id"] = "nobody.knows"
    assert send(app, body).status == 200
