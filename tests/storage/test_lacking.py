"""The lists « À compléter » and « À inviter », beside the domain's own words for them."""

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Any

from domain.books import ClientFilter, Only
from domain.clients import ClientState, Kind, Service
from domain.completeness import gaps
from domain.contacts import ContactRole
from domain.custom_fields import FieldType, NewField, lacking
from domain.firm import Firm
from domain.invitations import Invitation, InvitationState, StopReason
from domain.people import Role
from handlers.clients.facts import facts_of_all
from handlers.words import words_for
from storage.database import Database
from tests.builders import MONDAY, a_firm, a_new_client, a_new_contact, an_invitation


def _furnish(database: Database, firm: Firm) -> None:
    """A client for each way of being complete or not."""
    with database.records(firm.id) as records:
        boss = records.people.add("U0BOSS", "Hélène Valmont", None, Role.ADMINISTRATOR, "fr")
        software = records.custom_fields.add(NewField("Logiciel", FieldType.TEXT, required=True))
        unused = records.custom_fields.add(NewField("Ancien", FieldType.TEXT, required=True))
        records.custom_fields.keep(replace(unused, removed_at=MONDAY))
        every = product((None, "43.32A"), Kind, (frozenset(), frozenset({Service.URSSAF})), (None, "1" * 17 + "2"))
        for number, (ape, kind, services, account) in enumerate(every):
            new = a_new_client(
                f"Client {number}", siren="839602299", ape=ape, kind=kind, services=services, urssaf_account=account
            )
            client = records.clients.add(new, boss, MONDAY)
            role = ContactRole.DIRECTOR if number % 5 else ContactRole.BILLING
            records.contacts.add(client.id, a_new_contact(role=role, email=None if number % 7 == 0 else "a@b.example"))
            records.custom_fields.keep_values(client.id, {software.id: "Cegid" if number % 3 else ""})


def test_the_list_to_complete_holds_the_clients_that_lack_something(database: Database) -> None:
    for required in (False, True):
        firm = database.create_firm(a_firm(slack_team=f"T{required}", manager_required=required))
        _furnish(database, firm)
        with database.reading(firm.id) as records:
            boss = records.people.active()[0]
            every, _ = records.clients.find(boss, ClientFilter(limit=1000))
            listed, count = records.clients.find(boss, ClientFilter(only=Only.INCOMPLETE, limit=1000))
            fields = records.custom_fields.current()
            missing = {
                c.id: gaps(
                    c,
                    records.contacts.of_client(c.id),
                    records.firm,
                    lacking(fields, records.custom_fields.values_of(c.id)),
                )
                for c in every
            }
            counted = records.clients.count_gaps(boss)
        assert counted == Counter(gap[0] for gap in missing.values() if gap)
        assert {client.id for client in listed} == {client_id for client_id, gap in missing.items() if gap}
        assert count == len(listed)
        assert required or 0 < count < len(every)


def test_what_needs_a_decision_stands_first_then_by_name(database: Database) -> None:
    firm = database.create_firm(a_firm())
    with database.records(firm.id) as records:
        boss = records.people.add("U0BOSS", "Hélène Valmont", None, Role.ADMINISTRATOR, "fr")

        def follow(name: str, *letters: Invitation, **points: Any) -> int:
            client = records.clients.add(a_new_client(name, siren=None), boss, MONDAY)
            contact = records.contacts.add(client.id, a_new_contact(role=ContactRole.DIRECTOR))
            records.contacts.keep(replace(contact, **points))
            for letter in letters:
                records.invitations.add(replace(letter, firm_id=firm.id, client_id=client.id, contact_id=contact.id))
            return client.id

        sent = an_invitation()
        to_call = replace(sent, state=InvitationState.EXPIRED, escalated_at=MONDAY)
        follow("Zinc: an address refused", email_failed_at=MONDAY)
        follow("Yacht: a call to make", to_call)
        records.clients.add(a_new_client("Xylophone: nobody to reach"), boss, MONDAY)
        follow("Avoine: waiting", sent)
        follow("Blé: given up", replace(to_call, stopped=StopReason.GIVEN_UP))
        follow("Colza: invited again", to_call, replace(sent, state=InvitationState.ACCEPTED))
        gone = follow("Dattes: somebody who left", to_call, removed_at=MONDAY)
        records.contacts.add(gone, a_new_contact(role=ContactRole.DIRECTOR, email="b@dattes.example"))
        wanted = ClientFilter(states=(ClientState.ACTIVE,), worst_first=True, limit=100)
        listed, _ = records.clients.find(boss, wanted)
        marks = [each.standing().dot for each in facts_of_all(records, listed, words_for("fr"), MONDAY)]
        page, count = records.clients.find(boss, replace(wanted, offset=2, limit=2))
    names = [client.name.partition(":")[0] for client in listed]
    assert names == ["Xylophone", "Yacht", "Zinc", "Avoine", "Blé", "Colza", "Dattes"]
    assert marks == ["🟠"] * 3 + ["🟢"] * 4
    assert (list(page), count) == (list(listed[2:4]), 7)


def test_the_list_to_invite_holds_the_invitations_prepared(database: Database) -> None:
    firm = database.create_firm(a_firm())
    with database.records(firm.id) as records:
        boss = records.people.add("U0BOSS", "Hélène Valmont", None, Role.ADMINISTRATOR, "fr")
        for state in (InvitationState.DRAFT, InvitationState.SENT, None):
            client = records.clients.add(a_new_client(f"Client {state}"), boss, MONDAY)
            contact = records.contacts.add(client.id, a_new_contact())
            if state:
                ids = {"firm_id": firm.id, "client_id": client.id, "contact_id": contact.id}
                records.invitations.add(an_invitation(**ids, state=state, sent_at=None))
        listed, _ = records.clients.find(boss, ClientFilter(only=Only.TO_INVITE))
    assert [client.name for client in listed] == ["Client draft"]
