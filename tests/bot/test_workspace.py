"""The firm's office set up from its Slack workspace, and its members kept true to it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.office import FirmOffice, House
from bot.settings import Settings, SettingsWrong
from bot.slack_client import web_client
from bot.workspace import accounts, set_up_administrator, set_up_firm, set_up_mailbox
from domain.acts import Act
from domain.people import Role
from handlers.team.members import refresh_members
from tests.bot.opened import Opened

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    for name, value in opened.environment(tmp_path_factory.mktemp("data")).items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


@pytest.fixture
def slack(opened: Opened) -> WebClient:
    return web_client(opened.addresses["slack_api_url"], opened.addresses["bot_token"])


@pytest.fixture
def house(opened: Opened, open_house: Callable[..., House]) -> House:
    return open_house(slack_api_url=opened.addresses["slack_api_url"])


@pytest.fixture
def office(house: House, settings: Settings, slack: WebClient) -> FirmOffice:
    return house.of(set_up_firm(house, settings, slack))


def test_a_firm_is_opened_once_for_its_workspace(house: House, settings: Settings, slack: WebClient) -> None:
    first = set_up_firm(house, settings, slack)
    assert set_up_firm(house, settings, slack) == first
    assert list(house.database.firms()) == [first]
    with house.of(first).reading() as records:
        firm = records.firm
        assert [line.act for line in records.firm_history(frozenset(Act))] == [Act.FIRM_OPENED]
    assert (firm.name, firm.slack_team, firm.mail_from) == (
        "Cabinet Valmont",
        "T0VALMONT",
        "depot@cabinet-valmont.example",
    )
    assert firm.invitation_read_at is None


def test_a_new_token_of_the_same_workspace_replaces_the_old_one(
    house: House, office: FirmOffice, settings: Settings, slack: WebClient, opened: Opened
) -> None:
    house.database.keep_bot_token(office.firm_id, "xoxb-an-older-one")
    assert set_up_firm(house, settings, slack) == office.firm_id
    assert house.bot_token(office.firm_id) == opened.addresses["bot_token"]


def test_a_new_password_of_the_mailbox_replaces_the_old_one(office: FirmOffice, settings: Settings) -> None:
    set_up_mailbox(office, settings)
    set_up_mailbox(office, settings)
    with office.records() as records:
        (mailbox,) = records.inbound.mailboxes()
        records.inbound.keep_mailbox(replace(mailbox, url="imaps://me:old@imap.example/INBOX"))
    set_up_mailbox(office, settings)
    with office.reading() as records:
        (mailbox,) = records.inbound.mailboxes()
    assert settings.imap_url is not None
    assert mailbox.url == settings.imap_url.get_secret_value()


@pytest.mark.parametrize("named", ["helene@cabinet-valmont.example", "U0HELENE"])
@pytest.mark.abuse("S8")
def test_the_first_administrator_is_the_one_of_the_settings(
    office: FirmOffice, settings: Settings, slack: WebClient, named: str
) -> None:
    set_up_administrator(office, settings.model_copy(update={"first_admin": named}), slack)
    with office.reading() as records:
        (helene,) = records.people.active()
    assert (helene.slack_id, helene.role, helene.language) == ("U0HELENE", Role.ADMINISTRATOR, "fr")


@pytest.mark.abuse("S8")
def test_later_the_settings_name_nobody_any_more(office: FirmOffice, settings: Settings, slack: WebClient) -> None:
    set_up_administrator(office, settings, slack)
    set_up_administrator(office, settings.model_copy(update={"first_admin": "U0NADIA"}), slack)
    with office.reading() as records:
        assert [member.slack_id for member in records.people.active()] == ["U0HELENE"]


@pytest.mark.parametrize("named", ["U0NOBODY", "nobody@cabinet-valmont.example", "U0GUICHET"])
def test_an_administrator_must_be_a_full_member(
    office: FirmOffice, settings: Settings, slack: WebClient, named: str
) -> None:
    with pytest.raises(SettingsWrong, match="FIRST_ADMIN names"):
        set_up_administrator(office, settings.model_copy(update={"first_admin": named}), slack)


def test_the_members_take_their_names_and_language_from_slack_and_nobody_joins(
    office: FirmOffice, slack: WebClient
) -> None:
    with office.records() as records:
        records.people.add("U0OLIVIA", "O. H.", None, Role.COLLABORATOR, "fr")
    refresh_members(office, accounts(slack))
    with office.reading() as records:
        (olivia,) = records.people.active()
    assert (olivia.name, olivia.language, olivia.email) == ("Olivia Hart", "en", "olivia@cabinet-valmont.example")
