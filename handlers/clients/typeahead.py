"""The lists that answer at each keystroke: companies, activities, countries, clients of the firm."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from slack_bolt import Ack

from domain.activities import activities_for, activity
from domain.books import ClientFilter, Records
from domain.clients import Client, ClientState
from domain.countries import countries
from domain.nir import without_nirs
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.registry import RegistryCompany, RegistryUnavailable
from domain.text import searchable
from handlers import blocks
from handlers.blocks import Element, Option
from handlers.clients.labels import activity_label
from handlers.clients.wizard.drafting import draft_of
from handlers.desk import Desk, Payload, metadata
from handlers.words import Words

desk = Desk()

LINE = TypeAdapter(RegistryCompany)
KEPT_FOR = timedelta(days=1)
VALUE_LENGTH = 100  # of what was typed, carried by the choice « Saisir … à la main »


@desk.options("pick", view="new_client.company")
def suggest_companies(ack: Ack, body: Payload, office: Office, who: Collaborator, words: Words) -> None:
    """Companies for the first step: those of the firm, those of the registry, and by hand."""
    # A social security number must not go to the registry, nor into the choice « à la main ».
    query = without_nirs(str(body.get("value") or ""))
    slow = False
    found: Sequence[RegistryCompany] = ()
    try:
        found = office.registry.search(query) if query.strip() else ()
    except RegistryUnavailable:
        slow = True
    now = office.now()
    with office.records() as records:
        draft = draft_of(records, metadata(body["view"]).get("draft"), who, now)
        clients, _ = records.clients.find(who, ClientFilter(text=query, limit=5))
        lines = [_line(records, draft.uid, company, words, now) for company in found]
    followed = [blocks.option(c.name, f"open:c{c.id}", _followed(c, words)) for c in clients]
    groups = [
        (words.gettext("Already at the firm"), followed),
        (words.gettext("Company registry"), lines),
        (words.gettext("Not in the list?"), [_by_hand(query, words, slow=slow)]),
    ]
    ack(option_groups=[blocks.option_group(label, options) for label, options in groups if options])


@desk.options("value", block="ape")
@desk.options("ape", view="client.edit")
def suggest_activities(ack: Ack, body: Payload) -> None:
    """APE codes, by code or by a word of the activity; a code of NAF 2025 is known by its form."""
    found = activities_for(str(body.get("value") or ""), at_most=50)
    ack(options=[blocks.option(activity_label(one.code), one.code) for one in found])


@desk.options("value", block="country")
@desk.options("country", view="client.edit")
def suggest_countries(ack: Ack, body: Payload, words: Words) -> None:
    wanted = searchable(str(body.get("value") or ""))
    names = {code: name for code, name in countries(words.language).items() if wanted in searchable(name)}
    ordered = sorted(names.items(), key=lambda pair: (not searchable(pair[1]).startswith(wanted), searchable(pair[1])))
    ack(options=[blocks.option(name, code) for code, name in ordered[:50]])


@desk.options("client.find")
def suggest_clients(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    """The quick switch; the terminated ones too, for administrators, when no other is found."""
    ack(options=client_options(office, who, body, ended=True))


def client_options(office: Office, who: Collaborator, body: Payload, *, ended: bool = False) -> list[Option]:
    """Clients that this person may see and that match what was typed."""
    text = str(body.get("value") or "")
    with office.reading() as records:
        clients, _ = records.clients.find(who, ClientFilter(text=text, limit=20))
        if not clients and ended and who.is_administrator:
            clients, _ = records.clients.find(who, ClientFilter(text=text, states=(ClientState.TERMINATED,), limit=20))
        names = {person.id: person.name for person in records.people.active()}
    return [client_option(client, names.get(client.manager_id or 0)) for client in clients]


def client_option(client: Client, manager: str | None) -> Option:
    facts = [client.code, client.company.address.town, manager]
    return blocks.option(client.name, f"c{client.id}", " · ".join(fact for fact in facts if fact))


def picked_company(records: Records, draft_uid: str, key: str, now: datetime) -> RegistryCompany:
    """The line of the registry that was chosen; NotFound when it was never shown to that draft."""
    kept = records.registry.get(f"line:{draft_uid}:{key}", now - KEPT_FOR)
    if kept is None:
        raise NotFound("registry_line")
    return LINE.validate_python(kept)


def keep_line(records: Records, draft_uid: str, company: RegistryCompany, now: datetime) -> str:
    """Keep that line of the registry for the draft; the key by which a view names it."""
    key = "r" + hashlib.sha256(f"{draft_uid}{company.siren}{company.nic}".encode()).hexdigest()[:12]
    kept: dict[str, Any] = LINE.dump_python(company, mode="json")
    records.registry.put(f"line:{draft_uid}:{key}", kept, now)
    return key


def _line(records: Records, draft_uid: str, company: RegistryCompany, words: Words, now: datetime) -> Option:
    key = keep_line(records, draft_uid, company, now)
    town = f"{company.address.postal_code} {company.address.town}".strip() if company.address else ""
    known = activity(company.ape) if company.ape and not company.trade else None
    facts = [words.siren(company.siren), town, company.trade or (known.label if known else "")]
    if company.is_ceased:
        # The trade may be cut off; that the company has ended may not.
        facts = [*facts[:2], words.gettext("ceased")]
    name = company.name or words.gettext("Name not disclosed by the registry")
    return blocks.option(name, key, " · ".join(fact for fact in facts if fact))


def _followed(client: Client, words: Words) -> str:
    facts = [words.gettext("Open the client"), client.code, client.company.address.town]
    return " · ".join(fact for fact in facts if fact)


def _by_hand(query: str, words: Words, *, slow: bool) -> Element:
    shown = blocks.clip(query, 30)
    if not query.strip():
        return blocks.option(words.gettext("Enter by hand"), "by_hand:")
    if slow:
        label = words.gettext("The registry is slow: enter ‘{query}’ by hand").format(query=shown)
        return blocks.option(label, f"slow:{query[:VALUE_LENGTH]}")
    return blocks.option(
        words.gettext("Enter ‘{query}’ by hand").format(query=shown), f"by_hand:{query[:VALUE_LENGTH]}"
    )
