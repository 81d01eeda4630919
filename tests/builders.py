"""Values of the office for tests: each builder fills in all but the point. Nothing here is kept in a database."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from domain.clients import Client, Company, NewClient
from domain.contacts import Contact, NewContact
from domain.firm import Firm
from domain.invitations import Invitation, InvitationState
from domain.messages import Direction, NewMessage, RawMail
from domain.outbox import Doubt, NewEnvelope, Way
from domain.people import Collaborator, Role
from domain.slack_messages import SlackMessage

# A Monday, 09:00 in Paris.
MONDAY = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)

_numbers = count(1)


def a_firm(**points: Any) -> Firm:
    filled = {"id": 0, "name": "Cabinet Valmont", "slack_team": "T0VALMONT", "mail_from": "courrier@valmont.example"}
    return Firm(**{**filled, **points})


def a_collaborator(**points: Any) -> Collaborator:
    filled = {
        "id": 1,
        "firm_id": 1,
        "slack_id": "U0NADIA",
        "name": "Nadia Benali",
        "email": "nadia@valmont.example",
        "role": Role.COLLABORATOR,
    }
    return Collaborator(**{**filled, **points})


def a_company(**points: Any) -> Company:
    return Company(**{"name": "Atelier Morel", **points})


def a_new_client(name: str = "Atelier Morel", **points: Any) -> NewClient:
    """Its deposit address is its own at each call. `siren` and `nic` may be given beside the client's own fields."""
    company = points.pop("company", None) or a_company(
        name=name, **{key: points.pop(key) for key in ("siren", "nic", "ape", "address") if key in points}
    )
    return NewClient(**{"company": company, "deposit": f"depot+client.{next(_numbers)}", **points})


def a_client(name: str = "Atelier Morel", **points: Any) -> Client:
    company = points.pop("company", None) or a_company(name=name)
    filled = {
        "id": 1,
        "firm_id": 1,
        "company": company,
        "deposit": "depot+atelier-morel.k7qm2z4p",
        "created_at": MONDAY,
        "created_by": 1,
    }
    return Client(**{**filled, **points})


def a_new_contact(**points: Any) -> NewContact:
    filled = {"first_name": "Claire", "last_name": "Morel", "email": "claire@atelier-morel.example"}
    return NewContact(**{**filled, **points})


def a_contact(**points: Any) -> Contact:
    filled = {
        "id": 1,
        "firm_id": 1,
        "client_id": 1,
        "first_name": "Claire",
        "last_name": "Morel",
        "email": "claire@atelier-morel.example",
    }
    return Contact(**{**filled, **points})


def an_invitation(**points: Any) -> Invitation:
    """Sent on Monday unless told otherwise; id 0, as before it is kept."""
    filled = {
        "id": 0,
        "firm_id": 1,
        "client_id": 1,
        "contact_id": 1,
        "state": InvitationState.SENT,
        "created_at": MONDAY,
        "sent_at": MONDAY,
    }
    return Invitation(**{**filled, **points})


def a_message(**points: Any) -> NewMessage:
    filled = {
        "direction": Direction.IN,
        "message_id": f"<{next(_numbers)}@atelier-morel.example>",
        "subject": "Relevé d’avril",
        "sender": "claire@atelier-morel.example",
        "sender_name": "Claire Morel",
        "recipient": "courrier@valmont.example",
        "text": "Bonjour, voici le relevé.",
        "written_at": MONDAY,
        "kind": "direct",
    }
    return NewMessage(**{**filled, **points})


def a_slack_message(**points: Any) -> SlackMessage:
    filled = {
        "uid": f"slack-{next(_numbers)}",
        "firm_id": 1,
        "taken_by": 1,
        "taken_at": MONDAY,
        "channel": "C0GENERAL",
        "ts": "1788764400.000100",
        "author": "U0THOMAS",
        "heading": "Message Slack, lundi 7 septembre à 9 h · Thomas Roux",
        "text": "Le bail est signé.",
    }
    return SlackMessage(**{**filled, **points})


def a_raw_mail(mailbox_id: int, uid: int, **points: Any) -> RawMail:
    filled = {
        "uidvalidity": 1,
        "blob": "ab" * 32,
        "size": 1000,
        "message_id": f"<{uid}@atelier-morel.example>",
        "content_hash": "cd" * 32,
        "received_at": MONDAY,
    }
    return RawMail(mailbox_id=mailbox_id, uid=uid, **{**filled, **points})


def an_envelope(**points: Any) -> NewEnvelope:
    """A letter due at once; its uid and order key are its own at each call."""
    number = next(_numbers)
    filled = {
        "uid": f"letter-{number}",
        "way": Way.MAIL,
        "to": "claire@atelier-morel.example",
        "body": b"Subject: Bonjour\r\n\r\nBonjour\r\n",
        "order_key": f"letter-{number}",
        "due_at": MONDAY,
        "doubt": Doubt.PROBE,
    }
    return NewEnvelope(**{**filled, **points})
