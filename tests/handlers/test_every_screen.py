"""Every screen of the clients' desk, in both languages: Slack takes it, and it fits a phone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from domain.clients import Access, Service
from domain.invitations import InvitationState
from domain.people import Collaborator
from tests.builders import a_message
from tests.handlers.clients.test_new_client import CLAIRE
from tests.handlers.conftest import MOREL
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

Json = dict[str, Any]

LONGEST_LABEL, LONGEST_BUTTON, LONGEST_TITLE = 40, 30, 24


@pytest.fixture(params=["fr", "en"])
def reader(
    request: pytest.FixtureRequest, nadia: Person, office: SmallOffice, at_work: Callable[[Collaborator], Person]
) -> Person:
    """Nadia, in each language in turn."""
    who = replace(nadia.who, language=request.param)
    with office.records() as records:
        records.people.keep(who)
    return at_work(who)


def _wizard(person: Person, office: SmallOffice) -> Iterator[Json]:
    office.registry.companies = [replace(MOREL, is_ceased=True), replace(MOREL, name="Autre Morel", siren="850885054")]
    office.meet(office.follow("SCI Morel", by=person.who, siren="839602299", code="0305"), email=CLAIRE)
    person.command("/client new")
    yield person.view
    person.choose("company", "Atelier Morel", query="atelier")
    person.tick("services", Service.URSSAF)
    yield person.view
    person.pick_menu("company_more", "site")
    yield person.view
    person.close()
    person.pick_menu("company_more", "edit")
    person.tick("no_siren", "none")
    yield person.view
    person.close()
    person.tick("ceased", "yes")
    person.tick("second", "yes")
    person.submit()
    person.choose("access", Access.CHOSEN)
    yield person.view
    person.submit()
    person.type(email=CLAIRE)
    person.submit()
    person.tick("shared", "share")
    yield person.view
    person.press("add_director")
    person.choose("director", "other")
    yield person.view
    person.submit()
    yield person.view
    person.press("preview_invitation")
    yield person.view
    person.close()
    person.submit()
    yield person.view


def _clients(person: Person, office: SmallOffice) -> Iterator[Json]:
    client = office.follow("Boulangerie Lucas", by=person.who, code="0388", siren="850885054")
    contact = office.meet(client, email="amelie@lucas.example", phone="+33639982107")
    office.invite(contact, state=InvitationState.DRAFT, sent_at=None)
    with office.records() as records:
        records.messages.add(a_message(client_id=client.id, needs_person=True))
    yield person.open_home()
    for counter in ("incidents", "mail"):
        person.stack.clear()
        person.press(f"home.more.{counter}")
        yield person.view
    person.command("/client")
    yield person.view
    person.press("client.open")
    yield person.view
    person.pick_menu("client.more", "client.edit")
    yield person.view
    for subject in ("services", "billing", "mails", "custom", "sites"):
        person.pick_filter("subject", subject)
        yield person.view
    person.press("site.add")
    yield person.view
    person.close()
    person.press("client.contacts")
    yield person.view
    person.press("contact.add")
    yield person.view
    person.command("/client assign lucas")
    yield person.view
    person.command("/client invite lucas")
    yield person.view


def test_every_screen_of_the_wizard_fits(reader: Person, office: SmallOffice) -> None:
    faults = [fault for view in _wizard(reader, office) for fault in _too_long(view)]
    assert faults == []


def test_every_screen_of_the_clients_fits(reader: Person, office: SmallOffice) -> None:
    faults = [fault for view in _clients(reader, office) for fault in _too_long(view)]
    assert faults == []


def _too_long(view: Json) -> Iterator[str]:
    """Titles that were cut, labels and buttons too long for a phone."""
    for part in ("title", "submit", "close"):
        text = view.get(part, {}).get("text", "")
        if text.endswith("…") or len(text) > LONGEST_TITLE:
            yield text
    for block in view["blocks"]:
        label = block.get("label", {}).get("text", "")
        if len(label) > LONGEST_LABEL:
            yield label
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button" and len(element["text"]["text"]) > LONGEST_BUTTON:
                yield element["text"]["text"]
