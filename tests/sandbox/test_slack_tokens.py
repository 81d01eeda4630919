"""Tokens: given on the install page, exchanged once, kept, renewed, refused, taken away."""

import copy
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.webapi.routes import routes
from tests.sandbox.serving import serving
from tests.sandbox.slack_calls import Slack, with_scopes

Json = dict[str, Any]
BACK = "https://essai.example/oauth/callback"
MANIFEST = with_scopes("chat:write", "users:read", "commands", "channels:read", "groups:read")
MANIFEST["oauth_config"] |= {"redirect_urls": [BACK, "http://127.0.0.1:3000/slack"]}
MANIFEST["oauth_config"]["scopes"] |= {"user": ["users:read", "chat:write"], "bot_optional": ["team:read"]}


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, MANIFEST)


@pytest.fixture
def http(slack: Slack) -> Iterator[httpx.Client]:
    with serving(routes(slack.world)) as client:
        yield client


def asked(slack: Slack, **more: str) -> dict[str, str]:
    """What an app puts in its « Add to Slack » link."""
    return {"client_id": slack.world.installation.client_id, "scope": "chat:write,users:read", "state": "é&1", **more}


def allowed(http: httpx.Client, fields: dict[str, str], answer: str = "allow", **more: str) -> dict[str, list[str]]:
    """What the app is sent back with, once the person answered."""
    page = http.get("/oauth/v2/authorize", params=fields)
    assert page.status_code == 200, page.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text.replace("&amp;", "&")))
    back = http.post("/oauth/v2/authorize", data={**hidden, "answer": answer, **more})
    assert back.status_code == 302
    assert back.headers["location"].startswith(BACK)
    return parse_qs(urlsplit(back.headers["location"]).query)


def exchange(slack: Slack, code: str, **more: str) -> Json:
    installation = slack.world.installation
    client = {"client_id": installation.client_id, "client_secret": installation.client_secret}
    return slack.call("oauth.v2.access", **client | {"code": code} | more)


def test_the_app_gets_a_code_that_it_exchanges_once(slack: Slack, http: httpx.Client) -> None:
    back = allowed(http, asked(slack))
    assert back["state"] == ["é&1"]
    given = exchange(slack, back["code"][0])
    assert (given["token_type"], given["team"]["id"], given["authed_user"]["id"]) == ("bot", "T0VALMONT", "U0HELENE")
    assert slack.call("auth.test", token=given["access_token"])["bot_id"] == "B0APP"
    assert exchange(slack, back["code"][0])["error"] == "invalid_code"
    assert exchange(slack, "1.2.abc")["error"] == "invalid_code"


def test_a_code_waits_ten_minutes(slack: Slack, http: httpx.Client) -> None:
    first, second = (allowed(http, asked(slack))["code"][0] for _ in range(2))
    slack.world.clock.advance(timedelta(minutes=9))
    assert exchange(slack, first)["ok"]
    slack.world.clock.advance(timedelta(minutes=2))
    assert exchange(slack, second)["error"] == "invalid_code"


def test_the_app_proves_who_it_is(slack: Slack, http: httpx.Client) -> None:
    code = allowed(http, asked(slack))["code"][0]
    assert exchange(slack, code, client_id="1.2")["error"] == "invalid_client_id"
    assert exchange(slack, code, client_secret="faux")["error"] == "bad_client_secret"
    assert exchange(slack, code, grant_type="password")["error"] == "invalid_grant_type"
    assert exchange(slack, code, redirect_uri=BACK)["error"] == "bad_redirect_uri"
    installation = slack.world.installation
    basic = (installation.client_id, installation.client_secret)
    given = http.post("/api/oauth.v2.access", data={"code": code}, auth=basic).json()
    assert given["ok"]
    line = str(slack.world.traffic.lines[-1])
    assert [secret for secret in (code, *basic[1:], given["access_token"]) if secret in line] == []


def test_the_address_to_go_back_to_is_one_of_the_manifest_or_under_it(slack: Slack, http: httpx.Client) -> None:
    under = f"{BACK}/here?from=slack"
    back = allowed(http, asked(slack, redirect_uri=under))
    assert back["from"] == ["slack"]
    assert exchange(slack, back["code"][0], redirect_uri=under)["ok"]
    for elsewhere in ("https://elsewhere.example/", "https://essai.example/oauth", f"{BACK}/../other", f"{BACK}er"):
        refused = http.get("/oauth/v2/authorize", params=asked(slack, redirect_uri=elsewhere))
        assert (refused.status_code, "bad_redirect_uri" in refused.text) == (400, True), elsewhere


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": ""}, "no_scopes"),
        ({"user_scope": "files:write"}, "invalid_scope"),
    ],
)
def test_the_page_refuses_what_the_manifest_does_not_ask_for(
    slack: Slack, http: httpx.Client, more: dict[str, str], code: str
) -> None:
    assert http.get("/oauth/v2/authorize", params=asked(slack)).status_code == 200
    refused = http.get("/oauth/v2/authorize", params=asked(slack, **more))
    assert (refused.status_code, code in refused.text) == (400, True)
    assert http.post("/oauth/v2/authorize", data=asked(slack, **more) | {"answer": "allow"}).status_code == 400


def test_a_person_who_cancels_sends_the_app_away_with_its_state(slack: Slack, http: httpx.Client) -> None:
    back = allowed(http, asked(slack), answer="cancel")
    assert back == {"error": ["access_denied"], "state": ["é&1"]}


def test_the_page_speaks_the_language_of_the_person_and_escapes_what_it_is_given(
    slack: Slack, http: httpx.Client
) -> None:
    french = http.get("/oauth/v2/authorize", params=asked(slack, state='"><script>')).text
    english = http.get("/oauth/v2/authorize", params=asked(slack, user="U0JULIEN")).text
    assert "Autoriser" in french
    assert "Allow" in english
    assert "<script>" not in french


def test_a_person_may_refuse_what_is_optional(slack: Slack, http: httpx.Client) -> None:
    slack.call("auth.revoke")
    wanted = asked(slack, scope="chat:write,team:read")
    assert exchange(slack, allowed(http, wanted)["code"][0])["scope"] == "chat:write"
    assert slack.call("team.info")["error"] == "missing_scope"
    assert exchange(slack, allowed(http, wanted, allowed="team:read")["code"][0])["scope"] == "chat:write,team:read"
    assert slack.call("team.info")["ok"]


def test_a_persons_token_acts_as_that_person(slack: Slack, http: httpx.Client) -> None:
    wanted = asked(slack, user_scope="chat:write,users:read", user="U0NADIA")
    person = exchange(slack, allowed(http, wanted)["code"][0])["authed_user"]
    assert (person["id"], person["token_type"], person["scope"]) == ("U0NADIA", "user", "chat:write,users:read")
    token = person["access_token"]
    assert slack.call("auth.test", token=token)["user_id"] == "U0NADIA"
    assert slack.call("chat.postMessage", token=token, channel="C0CABINET", text="Moi")["message"]["user"] == "U0NADIA"
    refused = slack.call("team.info", token=token)
    assert (refused["error"], refused["provided"]) == ("missing_scope", "chat:write,users:read")
    assert slack.call("apps.connections.open", token=token)["error"] == "not_allowed_token_type"
    posted = slack.call("chat.postMessage", channel="C0COURRIER", text="L’application")
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    assert slack.call("chat.update", token=token, **place, text="Moi")["error"] == "cant_update_message"


def test_the_token_of_somebody_who_left_is_worth_nothing(slack: Slack, http: httpx.Client) -> None:
    wanted = asked(slack, user_scope="users:read", user="U0NADIA")
    token = exchange(slack, allowed(http, wanted)["code"][0])["authed_user"]["access_token"]
    assert slack.call("users.list", token=token)["ok"]
    slack.world.users["U0NADIA"].deleted = True
    assert slack.call("users.list", token=token)["error"] == "account_inactive"


def test_an_app_token_opens_connections_and_nothing_else(slack: Slack) -> None:
    for method in ("auth.test", "chat.postMessage", "views.open", "users.info", "auth.revoke"):
        assert slack.call(method, token=slack.world.app_token)["error"] == "not_allowed_token_type"
    assert slack.call("apps.connections.open")["error"] == "not_allowed_token_type"


def test_a_token_is_in_the_header_or_in_the_form(slack: Slack, http: httpx.Client) -> None:
    token = slack.world.bot_token
    assert http.get("/api/auth.test", headers={"authorization": f"Bearer {token}"}).json()["ok"]
    assert http.post("/api/auth.test", data={"token": token}).json()["ok"]
    assert http.post("/api/auth.test", json={"token": token}).json()["error"] == "not_authed"
    assert http.get("/api/auth.test", params={"token": token}).json()["error"] == "not_authed"


def test_the_content_type_is_remarked_on(slack: Slack, http: httpx.Client) -> None:
    headers = {"authorization": f"Bearer {slack.world.bot_token}", "content-type": "application/json"}
    bare = http.post("/api/auth.test", content=b"{}", headers=headers).json()
    assert (bare["ok"], bare["warning"]) == (True, "missing_charset")
    told = http.post(
        "/api/auth.test", content=b"{}", headers=headers | {"content-type": "application/json; charset=utf-8"}
    )
    assert "warning" not in told.json()
    form = headers | {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert http.post("/api/auth.test", content=b"", headers=form).json()["warning"] == "superfluous_charset"
    assert told.headers["x-oauth-scopes"].startswith("chat:write")


def test_a_revoked_token_is_good_for_nothing_and_the_next_installation_gives_another(
    slack: Slack, http: httpx.Client
) -> None:
    old = slack.world.bot_token
    assert slack.call("auth.revoke", test=True) == {"ok": True, "revoked": False}
    assert slack.call("auth.revoke") == {"ok": True, "revoked": True}
    assert slack.call("auth.test", token=old)["error"] == "token_revoked"
    new = exchange(slack, allowed(http, asked(slack))["code"][0])
    assert new["access_token"] != old
    assert new["scope"] == "chat:write,users:read"
    assert slack.call("users.info", user="U0NADIA")["ok"]


def test_an_uninstalled_app_has_no_token_no_command_and_no_place(slack: Slack, http: httpx.Client) -> None:
    installation = slack.world.installation
    client = {"client_id": installation.client_id, "client_secret": installation.client_secret}
    assert slack.call("apps.uninstall", **client | {"client_id": "1.2"})["error"] == "invalid_client_id"
    assert slack.call("apps.uninstall", **client | {"client_secret": "faux"})["error"] == "bad_client_secret"
    assert slack.call("apps.uninstall", **client) == {"ok": True}
    assert slack.call("auth.test")["error"] == "account_inactive"
    settings = slack.world.settings
    assert (settings.commands, settings.shortcuts, settings.events, settings.home_tab) == ([], [], [], False)
    assert not slack.world.channels["C0COURRIER"].with_bot
    again = Slack(slack.world.data, MANIFEST)
    assert again.world.settings.commands == []
    assert exchange(slack, allowed(http, asked(slack))["code"][0])["ok"]
    assert slack.call("auth.test")["ok"]
    assert [command["command"] for command in slack.world.settings.commands] == ["/essai"]


def test_tokens_outlive_the_sandbox_and_follow_the_manifest(slack: Slack, http: httpx.Client) -> None:
    kept = (slack.world.bot_token, slack.world.app_token, slack.world.installation.client_secret)
    again = Slack(slack.world.data, with_scopes("team:read"))
    assert (again.world.bot_token, again.world.app_token, again.world.installation.client_secret) == kept
    assert again.world.installation.scopes == ("team:read",)
    slack.call("auth.revoke")
    exchange(slack, allowed(http, asked(slack))["code"][0])
    chosen = Slack(slack.world.data, MANIFEST)
    assert chosen.world.installation.scopes == ("chat:write", "users:read"), "what a person chose stays"


def rotated() -> Json:
    made = copy.deepcopy(MANIFEST)
    made["settings"]["token_rotation_enabled"] = True
    return made


def test_a_rotated_token_lives_twelve_hours_and_is_renewed_once(tmp_path: Path) -> None:
    slack = Slack(tmp_path, rotated())
    with serving(routes(slack.world)) as http:
        first = exchange(slack, allowed(http, asked(slack))["code"][0])
    assert first["access_token"].startswith("xoxe.xoxb-")
    assert first["expires_in"] in (43_199, 43_200)
    slack.world.clock.advance(timedelta(hours=11))
    renewal = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = exchange(slack, "", **renewal)
    assert slack.call("auth.test", token=first["access_token"])["ok"]
    assert exchange(slack, "", **renewal)["error"] == "invalid_refresh_token"
    slack.world.clock.advance(timedelta(hours=1, seconds=1))
    assert slack.call("auth.test", token=first["access_token"])["error"] == "token_expired"
    assert slack.call("auth.test", token=second["access_token"])["ok"]
    assert slack.world.bot_token == second["access_token"]
