"""What a step of the wizard says when Slack sends it: the form, with what was typed in that step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.clients import Access, Kind, Service
from domain.nir import without_nirs
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.wizard import ClientForm, Person, Sending
from handlers.clients.scene import Scene, Surroundings
from handlers.clients.wizard.contact_view import OTHER, directors, person_mark
from handlers.clients.wizard.drafting import ASSIGNMENT, CONTACT, FIRST
from handlers.custom_fields.inputs import read_inputs
from handlers.desk import number_of, typed

Fields = Mapping[str, Any]


def read_step(scene: Scene, form: ClientForm, step: int, view: Mapping[str, Any]) -> ClientForm:
    """The form with the fields of that step as they were typed. NotFound for a choice that was not offered."""
    reader: Callable[[Scene, ClientForm, Fields], ClientForm] | None = {
        FIRST: _company,
        ASSIGNMENT: _assignment,
        CONTACT: _contact,
    }.get(step)
    mark = person_mark(form) if step == CONTACT else None
    return reader(scene, form, typed(view, mark)) if reader else form


def _company(scene: Scene, form: ClientForm, fields: Fields) -> ClientForm:
    if form.company is None:
        return form
    return replace(
        form,
        second=_ticked(fields, "second", form.second),
        ceased=_ticked(fields, "ceased", form.ceased),
        code=_text(fields, "code", form.code),
        kind=_member(Kind, fields.get("kind"), form.kind),
        services=_services(fields, form.services),
        urssaf_account=_text(fields, "urssaf_account", form.urssaf_account),
        last_declaration=_text(fields, "urssaf_amount", form.last_declaration),
        typed_nir=str(fields.get("nir") or ""),
        custom=read_inputs(scene.required_fields, fields, form.custom),
    )


def read_assignment(scene: Surroundings, form: ClientForm, fields: Fields) -> ClientForm:
    """Manager, portfolio, access and people, each of them one that was offered."""
    manager_id, portfolio_id, access, chosen = form.manager_id, form.portfolio_id, form.access, form.chosen
    if "manager" in fields:
        manager_id = _offered(scene.managers, fields["manager"])
    if "portfolio" in fields:
        portfolio_id = number_of(fields["portfolio"], "p") if fields["portfolio"] else None
        if portfolio_id is not None and portfolio_id not in {portfolio.id for portfolio in scene.portfolios}:
            raise NotFound("portfolio")
    if "access" in fields:
        access = _member(Access, fields["access"], form.access)
    if "people" in fields:
        found = (_offered(scene.people, slack_id) for slack_id in fields["people"])
        chosen = frozenset(person_id for person_id in found if person_id is not None)
    if portfolio_id not in (None, form.portfolio_id) and not (access is Access.CHOSEN and chosen):
        access = Access.PORTFOLIO
    if portfolio_id is None and access is Access.PORTFOLIO:
        access = Access.EVERYONE
    if access is Access.CHOSEN and form.access is not Access.CHOSEN and not chosen:
        chosen = frozenset({scene.who.id})
    return replace(form, manager_id=manager_id, portfolio_id=portfolio_id, access=access, chosen=chosen)


def _assignment(scene: Scene, form: ClientForm, fields: Fields) -> ClientForm:
    """The assignment; a portfolio chosen while nobody is named proposes its busiest manager."""
    read = read_assignment(scene, form, fields)
    if read.manager_id is None and read.portfolio_id not in (None, form.portfolio_id):
        proposed = scene.proposed_manager(read.portfolio_id)
        if proposed is not None:
            # Slack keeps what a field held: another block shows the proposal.
            return replace(read, manager_id=proposed.id, drawn=read.drawn + 1)
    return read


def _contact(_scene: Scene, form: ClientForm, fields: Fields) -> ClientForm:
    person = form.person
    known = directors(form)
    picked = fields.get("director")
    if picked == OTHER and person.from_registry:
        person = replace(person, first_name="", last_name="", from_registry=False)
    elif picked and picked != OTHER:
        place = number_of(picked, "dr")
        if not 1 <= place <= len(known):
            raise NotFound("director")
        director = known[place - 1]
        person = replace(person, first_name=director.first_name, last_name=director.last_name, from_registry=True)
    else:
        person = replace(
            person,
            first_name=_text(fields, "first_name", person.first_name),
            last_name=_text(fields, "last_name", person.last_name),
        )
    email = _text(fields, "email", person.email)
    same_address = email.strip().lower() == person.email.strip().lower()
    person = replace(
        person,
        email=email,
        phone=_text(fields, "phone", person.phone),
        by_email="email" in fields["ways"] if fields.get("ways") is not None else person.by_email,
        shares=_ticked(fields, "shared", person.shares) and same_address,
    )
    sending = _member(Sending, fields.get("when"), form.sending)
    return replace(form.with_person(person), sending=sending)


def first_person(form: ClientForm) -> ClientForm:
    """The next director of the registry in the fields, when there is one and nobody is being typed."""
    if form.at < len(form.people):
        return form
    known = directors(form)
    if not known:
        return form
    director = known[0]
    return form.with_person(Person(first_name=director.first_name, last_name=director.last_name, from_registry=True))


def _offered(people: Any, slack_id: str | None) -> int | None:
    """The person of that Slack id among those offered; None for nobody."""
    if not slack_id:
        return None
    found: Collaborator | None = next((person for person in people if person.slack_id == slack_id), None)
    if found is None:
        raise NotFound("person")
    return found.id


def _services(fields: Fields, before: frozenset[Service]) -> frozenset[Service]:
    ticked = fields.get("services")
    if ticked is None:
        return before
    return frozenset(service for service in Service if service.value in ticked)


def _ticked(fields: Fields, name: str, before: bool) -> bool:
    return bool(fields[name]) if name in fields else before


def _text(fields: Fields, name: str, before: str) -> str:
    """What was typed; a social security number is masked before a draft could keep it."""
    return without_nirs(str(fields[name] or "")) if name in fields else before


def _member(kinds: Any, value: object, before: Any) -> Any:
    """The member of that value; what was there before when nothing is chosen. NotFound for another."""
    if value is None:
        return before
    try:
        return kinds(value)
    except ValueError as error:
        raise NotFound("choice") from error
