"""The example firm of the demo: Cabinet Valmont in Tours, its people, a dozen clients, a chase under way."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.demo.pdf import one_page
from bot.demo.sandbox import Sandbox
from domain.acts import Act
from domain.books import Records
from domain.clients import Access, Address, Client, Company, Kind, NewClient, Service
from domain.contacts import Contact, ContactRole, NewContact
from domain.history import By, HistoryLine
from domain.office import Office
from domain.opening import first_invitation
from domain.people import Collaborator, Role
from domain.rights import seen_by
from domain.steps import chased, first_left
from domain.tokens import new_deposit

HERE = Path(__file__).parent
A_WEEK = timedelta(days=7)

Json = Mapping[str, Any]


def seed(office: Office) -> bool:
    """Fill the books of a firm that has just been opened; False when they hold clients already."""
    firm = json.loads((HERE / "firm.json").read_text(encoding="utf-8"))
    people = {user["id"]: user for user in json.loads((HERE / "world.json").read_text(encoding="utf-8"))["users"]}
    now = office.now()
    with office.records() as records:
        opener = _administrator(records)
        if records.clients.count(opener):
            return False
        _firm(records, firm, now)
        members = _members(records, firm, people)
        portfolios = _portfolios(records, firm, members)
        for row in firm["clients"]:
            client = _client(records, row, members, portfolios, opener, now)
            for place, person in enumerate(row["contacts"]):
                first = {"is_default": place == 0, "receives_invoices": place == 0}
                new = NewContact(**{**person, **first, "role": ContactRole(person["role"])})
                contact = records.contacts.add(client.id, new)
                _invitation(records, row.get("state"), client, contact, now)
    return True


def first_letter(office: Office, sandbox: Sandbox) -> None:
    """A client writes to the firm: the first unread letter goes the whole way, from a mail server to Slack."""
    letter = json.loads((HERE / "firm.json").read_text(encoding="utf-8"))["letter"]
    with office.reading() as records:
        writer = records.contacts.of_email(letter["from"])[0]
        client = seen_by(_administrator(records), records.clients.get(writer.client_id))
        to = records.firm.deposit_address(client.deposit)
    paper = {
        "name": letter["filename"],
        "content_type": "application/pdf",
        "content_base64": b64encode(
            one_page(["Banque de Touraine", "Relevé de compte, novembre 2026", client.name])
        ).decode(),
    }
    sandbox.send_mail(
        {
            "from": letter["from"],
            "to": [to],
            "subject": letter["subject"],
            "text": letter["text"],
            "attachments": [paper],
            "program": "apple",
            "authentication": "pass",
        }
    )


def _administrator(records: Records) -> Collaborator:
    return records.people.administrators()[0]


def _firm(records: Records, firm: Json, now: datetime) -> None:
    names = ("mail_channel", "department", "street", "postal_code", "town", "phone")
    settled = replace(
        records.firm,
        **{name: firm[name] for name in names},
        default_services=frozenset({Service.URSSAF}),
        closed_days=frozenset(map(date.fromisoformat, firm["closed_days"])),
        # The visitor's invitations may leave at once; a real firm reads the text first.
        invitation_read_at=now,
    )
    records.keep_firm(settled)
    records.note(HistoryLine(at=now, act=Act.INVITATION_READ_ONCE, by=By.GUICHET))


def _members(records: Records, firm: Json, people: Json) -> dict[str, Collaborator]:
    members = {}
    for row in firm["members"]:
        user = people[row["slack_id"]]
        language = "en" if user["locale"].startswith("en") else "fr"
        role = Role(row["role"])
        known = records.people.of_slack(user["id"])
        members[user["id"]] = known or records.people.add(user["id"], user["real_name"], user["email"], role, language)
    return members


def _portfolios(records: Records, firm: Json, members: Mapping[str, Collaborator]) -> dict[str, int]:
    portfolios = {}
    for name in firm["portfolios"]:
        theirs = [members[row["slack_id"]].id for row in firm["members"] if name in row["portfolios"]]
        portfolio = records.people.add_portfolio(name, theirs)
        if name in firm["portfolio_channels"]:
            records.people.keep_portfolio(replace(portfolio, channel=firm["portfolio_channels"][name]))
        portfolios[name] = portfolio.id
    return portfolios


def _client(
    records: Records,
    row: Json,
    members: Mapping[str, Collaborator],
    portfolios: Mapping[str, int],
    opener: Collaborator,
    now: datetime,
) -> Client:
    company = Company(
        name=row["name"],
        siren=row["siren"],
        nic=row["nic"],
        ape=row["ape"],
        sector=row["sector"],
        address=Address(row["street"], row["postal_code"], row["town"]),
        from_registry=True,
    )
    manager = members[row["manager"]] if row["manager"] else None
    new = NewClient(
        company=company,
        deposit=new_deposit(records.firm.inbox, row["name"]),
        code=row["code"],
        kind=Kind(row["kind"]),
        services=frozenset(Service(service) for service in row["services"]),
        urssaf_account=row.get("urssaf_account"),
        last_declaration=Decimal(row["last_declaration"]) if "last_declaration" in row else None,
        portfolio_id=portfolios[row["portfolio"]],
        manager_id=manager.id if manager else None,
        access=Access.PORTFOLIO,
    )
    opened_at = now - 2 * A_WEEK
    client = records.clients.add(new, opener, opened_at)
    opened = HistoryLine.by_person(
        opener, Act.CLIENT_CREATED, opened_at, client_id=client.id, subject_id=client.id, after={"code": client.code}
    )
    records.note(opened)
    return client


def _invitation(records: Records, state: str | None, client: Client, contact: Contact, now: datetime) -> None:
    """An accepted one of two weeks ago, or one of last Monday whose first chase left on Thursday."""
    if state is None:
        return
    sent_at = now - (2 * A_WEEK if state == "accepted" else A_WEEK)
    queued = first_invitation(contact, records.firm, sent_at).queue(sent_at)
    invitation = first_left(records.invitations.add(queued), client, records.firm, sent_at)
    records.note(HistoryLine(sent_at, Act.INVITATION_SENT, By.GUICHET, None, client.id, invitation.id))
    if state == "accepted":
        accepted_at = sent_at + timedelta(hours=3)
        records.accounts.add(contact, None, accepted_at)
        invitation = invitation.accept(accepted_at)
        accepted = HistoryLine(accepted_at, Act.INVITATION_ACCEPTED, By.CONTACT, contact.id, client.id, invitation.id)
        records.note(accepted)
    elif invitation.next_at is not None and invitation.next_at <= now:
        chased_at = invitation.next_at
        invitation = chased(invitation, client, records.firm, chased_at)
        records.note(HistoryLine(chased_at, Act.CHASE_WRITTEN, By.GUICHET, None, client.id, invitation.id))
    records.invitations.keep(invitation)
