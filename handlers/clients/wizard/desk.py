"""« Nouveau dossier »: one view, updated from step to step; its draft is kept at each choice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.clients import Access
from domain.default_contact import Mark, marked
from domain.drafts import Draft
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound
from domain.wizard import ClientForm
from domain.wizard_steps import assignment_step, checked_person, company_step, contact_step, warned_of
from handlers.blocks import View
from handlers.clients.scene import Scene
from handlers.clients.wizard.assignment_view import assignment_view
from handlers.clients.wizard.company_view import company_view
from handlers.clients.wizard.contact_view import contact_view
from handlers.clients.wizard.drafting import ASSIGNMENT, CONTACT, FIRST, SUMMARY, begun, draft_of, form_of, keep
from handlers.clients.wizard.step_reading import first_person, read_step
from handlers.clients.wizard.step_views import CALLBACKS, STEPS
from handlers.clients.wizard.summary_view import summary_view
from handlers.desk import DEEPEST, Desk, Payload, become, depth, first_time, metadata, redraw, show, typed
from handlers.explain import errors_in
from handlers.nir.notes import masked_alert, typed_one
from handlers.who_can import allowed_to_open
from handlers.words import Words

desk = Desk()

# What the person must decide in a step is shown there before an error speaks of it.
DECISIONS = frozenset({"second", "ceased", "shared"})


def open_wizard(
    context: BoltContext,
    body: Payload,
    office: Office,
    who: Collaborator,
    words: Words,
    form: ClientForm | None = None,
) -> None:
    """Open « Nouveau dossier », with what is known already. RoleTooLow when the firm leaves it to managers."""
    now = office.now()
    with office.reading() as records:
        allowed_to_open(records, who)
        form = form or ClientForm(services=records.firm.default_services)
        draft = begun(who, now, form)
        view = draw(Scene(records, who, words, now, draft), form, FIRST)
    # One writes at a time, so the view is drawn before.
    with office.records() as records:
        records.drafts.keep(draft)
    if depth(body) < DEEPEST - 1:
        show(context, body, view)
    else:
        # It pushes windows of its own.
        redraw(context, body, view)


def draw(scene: Scene, form: ClientForm, step: int) -> View:
    match step:
        case 2:
            return assignment_view(scene, form)
        case 3:
            return contact_view(scene, form)
        case 4:
            return summary_view(scene, form)
        case _:
            return company_view(scene, form)


def step_at(
    records: Records, office: Office, who: Collaborator, words: Words, view: Mapping[str, Any]
) -> tuple[Scene, ClientForm, int]:
    """The step in which something was pressed, its form as typed. NotFound for a draft of somebody else."""
    now = office.now()
    draft = draft_of(records, metadata(view).get("draft"), who, now)
    if draft.client_id is not None:
        raise NotFound("draft")
    scene = Scene(records, who, words, now, draft)
    step = STEPS.get(str(view.get("callback_id")), FIRST)
    return scene, read_step(scene, form_of(draft), step, view), step


def go(scene: Scene, form: ClientForm, step: int) -> View:
    """Keep the draft at that step, and draw it with what it proposes."""
    if step == ASSIGNMENT and scene.is_firm_of_one:
        step = CONTACT
    if step >= ASSIGNMENT and not form.assigned:
        form = replace(scene.with_assignment(form), assigned=True)
    if step == CONTACT:
        form = first_person(scene.with_sending(form))
    if step == SUMMARY:
        form = replace(form, summed=False)
    draft = keep(scene.records, scene.draft, form, step, scene.now)
    return draw(replace(scene, draft=draft), form, step)


def passed(scene: Scene, form: ClientForm, step: int) -> ClientForm:
    """The form once that step is checked. FormRefused."""
    match step:
        case 1:
            followed, taken = scene.same_company(form), scene.code_taken(form)
            return company_step(form, followed, taken, scene.required_fields, scene.records.firm)
        case 2:
            return assignment_step(form, scene.who, manager_required=scene.records.firm.manager_required)
        case _:
            return contact_step(form, scene.uses(form))


@desk.view(CALLBACKS[FIRST])
@desk.view(CALLBACKS[ASSIGNMENT])
@desk.view(CALLBACKS[CONTACT])
def go_on(ack: Ack, view: dict[str, Any], office: Office, who: Collaborator, words: Words) -> BoltResponse:
    """« Continuer »: the step is checked, and the next one takes its place."""
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, view)
        try:
            form = passed(scene, form, step)
        except FormRefused as refused:
            again = go(scene, form, step)
            if not _decisions(again) <= _decisions(view):
                return become(ack, view, again, words)
            go(scene, warned_of(form, refused), step)
            return ack(response_action="errors", errors=errors_in(view, refused, words))
        if step == CONTACT:
            left = unfinished(scene, form)
            if left is not None:
                return become(ack, view, go(scene, replace(form, at=left), CONTACT), words)
        following = SUMMARY if form.summed else step + 1
        shown = go(scene, form, following)
        if typed_one(typed(view)):
            shown["blocks"].insert(1, masked_alert(words))
        return become(ack, view, shown, words)


def _decisions(view: Mapping[str, Any]) -> set[str]:
    return {name for name in (str(b.get("block_id")).partition(".")[0] for b in view["blocks"]) if name in DECISIONS}


def unfinished(scene: Scene, form: ClientForm) -> int | None:
    """The place of a contact that was left half-typed to edit another."""
    for place, person in enumerate(form.people):
        try:
            checked_person(replace(form, at=place), person, scene.uses(form))
        except FormRefused:
            return place
    return None


@desk.action("value", view=CALLBACKS[FIRST])
@desk.action("value", view=CALLBACKS[ASSIGNMENT])
@desk.action("value", view=CALLBACKS[CONTACT])
def choose(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """A choice or a tick: the draft is kept, and what depends on it is drawn again."""
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        view = go(scene, form, step)
    ack()
    redraw(context, body, view)


@desk.action("back", view=CALLBACKS[ASSIGNMENT])
@desk.action("back", view=CALLBACKS[CONTACT])
@desk.action("back", view=CALLBACKS[SUMMARY])
def back(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Retour »: the step before, as it was left."""
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        before = step - 1
        if form.summed:
            before = SUMMARY
        elif before == ASSIGNMENT and scene.is_firm_of_one:
            before = FIRST
        view = go(scene, form, before)
    ack()
    redraw(context, body, view)


@desk.action("edit_company", view=CALLBACKS[SUMMARY])
@desk.action("edit_assignment", view=CALLBACKS[SUMMARY])
@desk.action("edit_contacts", view=CALLBACKS[SUMMARY])
def edit(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Modifier » in the summary: that step, then back to the summary."""
    steps = {"edit_company": FIRST, "edit_assignment": ASSIGNMENT, "edit_contacts": CONTACT}
    with office.records() as records:
        scene, form, _ = step_at(records, office, who, words, body["view"])
        form = replace(form, summed=True, at=0)
        view = go(scene, form, steps[body["actions"][0]["action_id"]])
    ack()
    redraw(context, body, view)


@desk.action("select_all", view=CALLBACKS[ASSIGNMENT])
def choose_everybody(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Tout cocher »."""
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        everybody = frozenset(person.id for person in scene.people)
        view = go(scene, replace(form, access=Access.CHOSEN, chosen=everybody), step)
    ack()
    redraw(context, body, view)


@desk.action("add_director", view=CALLBACKS[CONTACT])
def add_director(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Ajouter un dirigeant »: the one typed is kept in the list, and the fields are empty again."""
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        if first_time(records, body, scene.now) and form.at < len(form.people) and not form.person.is_untouched:
            try:
                form = contact_step(form, scene.uses(form))
            except FormRefused as refused:
                form = warned_of(form, refused)
            form = replace(form, at=len(form.people))
        view = go(scene, form, step)
    ack()
    redraw(context, body, view)


@desk.action("person_more", view=CALLBACKS[CONTACT])
def about_person(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The ⋮ of a contact already typed: edit, default contact, receives invoices, remove."""
    act, _, place = str((body["actions"][0].get("selected_option") or {}).get("value")).partition(":")
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        if first_time(records, body, scene.now):
            form = _with_act(form, act, place)
        view = go(scene, form, step)
    ack()
    redraw(context, body, view)


def _with_act(form: ClientForm, act: str, place: str) -> ClientForm:
    if not place.isdecimal() or int(place) >= len(form.people):
        raise NotFound("contact")
    at, people = int(place), form.people
    match act:
        case "edit":
            left = form.without_person(form.at) if form.person.is_untouched and form.at < len(people) else form
            return replace(left, at=at - (len(left.people) < len(people) and form.at < at))
        case "default" | "billing":
            return replace(form, people=marked(people, {Mark(act): at}))
        case "remove":
            return form.without_person(at)
        case _:
            raise NotFound("choice")


def resume(records: Records, office: Office, who: Collaborator, words: Words, uid: object) -> tuple[Draft, View]:
    """The draft, and the step at which it was left; the first one when somebody opened that company meanwhile.

    NotFound when it is gone or became a client.
    """
    now = office.now()
    draft = draft_of(records, uid, who, now)
    if draft.client_id is not None:
        raise NotFound("draft")
    scene = Scene(records, who, words, now, draft)
    form = form_of(draft)
    overtaken = scene.same_company(form) is not None and not form.second
    return draft, draw(scene, form, FIRST if overtaken else draft.step)
