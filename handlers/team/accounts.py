"""A Slack account, as Slack describes it: whose it is, and whether it can be one of the firm's people."""

from collections.abc import Mapping
from typing import Any

from domain.team import Outsider

Json = Mapping[str, Any]

SLACKBOT = "USLACKBOT"  # Slack's own program bears no mark of one


def outsider(account: Json, team: str) -> Outsider | None:
    """Why that account cannot be one of the people of that workspace; None when it can."""
    if account.get("deleted"):
        return Outsider.LEAVER
    if account.get("is_bot") or account.get("id") == SLACKBOT:
        return Outsider.PROGRAM
    if account.get("is_stranger") or account.get("team_id") not in (None, team):
        return Outsider.STRANGER
    if account.get("is_restricted") or account.get("is_ultra_restricted"):
        return Outsider.GUEST
    return None


def real_name(account: Json) -> str:
    profile = account.get("profile") or {}
    name = profile.get("real_name") or account.get("real_name") or account.get("name") or account["id"]
    return str(name)[:200]


def email_of(account: Json) -> str | None:
    email = (account.get("profile") or {}).get("email")
    return str(email).lower() if email else None


def language_of(account: Json) -> str:
    """French, unless Slack speaks English to that person."""
    return "en" if str(account.get("locale") or "").lower().startswith("en") else "fr"
