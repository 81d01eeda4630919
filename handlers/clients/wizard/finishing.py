"""Step 4 of the wizard: « Créer et inviter », and the invitation as it will be read before that."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.clients import imagined
from domain.office import Office
from domain.opening import language_in, new_contact
from domain.people import Collaborator
from domain.refusals import AlreadyFollowed, FormRefused, NotFound
from domain.wizard import ClientForm
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.card import client_card
from handlers.clients.facts import facts_of
from handlers.clients.letter_preview import invitation_in, letter_blocks, sender_line
from handlers.clients.scene import Scene
from handlers.clients.wizard.desk import go, step_at, unfinished
from handlers.clients.wizard.drafting import ASSIGNMENT, CONTACT, FIRST, SUMMARY, draft_of, form_of, own_draft
from handlers.clients.wizard.saving import save
from handlers.clients.wizard.step_views import CALLBACKS
from handlers.desk import Desk, Payload, become, metadata
from handlers.explain import explain
from handlers.words import Words

desk = Desk()

FIELDS = {
    FIRST: {"company", "ceased", "code", "urssaf_account", "urssaf_amount"},
    ASSIGNMENT: {"manager", "portfolio", "access", "people"},
}


@desk.view(CALLBACKS[SUMMARY])
def create(ack: Ack, view: dict[str, Any], office: Office, who: Collaborator, words: Words) -> BoltResponse:
    """Everything is checked again, kept in one transaction, and the view becomes the client card."""
    uid = metadata(view).get("draft")
    try:
        shown = _card(office, who, words, _created(office, who, words, uid))
    except FormRefused as refused:
        shown = _back_to(office, who, words, uid, refused)
    return become(ack, view, shown, words)


def _created(office: Office, who: Collaborator, words: Words, uid: object) -> int:
    """The client of that draft: made now, or found again when it was made already."""
    now = office.now()
    with office.records() as records:
        # Two submissions at once: the second waits here for the first, and then finds its client.
        records.first_time(f"client of {uid}", now)
        draft = own_draft(records, uid, who, now)
        if draft.client_id is not None:
            return draft.client_id
        return save(Scene(records, who, words, now, draft), office, form_of(draft)).id


def _card(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        return client_card(facts_of(records, client, words, office.now()), who)


def _back_to(office: Office, who: Collaborator, words: Words, uid: object, refused: FormRefused) -> View:
    """The step that no longer holds, with the reason above it."""
    now = office.now()
    with office.records() as records:
        draft = draft_of(records, uid, who, now)
        scene = Scene(records, who, words, now, draft)
        form = scene.without_gone(form_of(draft))
        refused_names = {"company" if name.startswith("custom") else name for name in refused.errors}
        step = next((step for step, names in FIELDS.items() if names & refused_names), CONTACT)
        if step == CONTACT:
            form = replace(form, at=unfinished(scene, form) or 0)
        view = go(scene, replace(form, summed=True), step)
        view["blocks"].insert(1, blocks.alert(_why(scene, form, refused), "warning"))
        return view


def _why(scene: Scene, form: ClientForm, refused: FormRefused) -> str:
    twin = scene.twin(form) if isinstance(refused.errors.get("company"), AlreadyFollowed) else None
    author = scene.records.people.get(twin.created_by) if twin else None
    if author is not None and author.id != scene.who.id:
        return scene.words.gettext("{name} has just created this client.").format(name=escape(author.name, 80))
    return explain(refused, scene.words)


@desk.action("preview_invitation", view=CALLBACKS[SUMMARY])
def preview_invitation(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Voir l’invitation »: the letter as it will be read."""
    with office.records() as records:
        _, form, _ = step_at(records, office, who, words, body["view"])
        if not form.invited or form.company is None:
            raise NotFound("invitation")
        manager = records.people.get(form.manager_id)
        signed_by = manager or who
        client = imagined(form.company, who.firm_id, who.id)
        contact = new_contact(form.invited[0], language_in(form.company.address.country)).as_contact()
        letter = invitation_in(records, client, contact, signed_by, office)
        sender = sender_line(records.firm, signed_by)
    ack()
    pushed = blocks.modal(
        "new_client.preview",
        words.gettext("The invitation"),
        letter_blocks(letter, sender),
        close=words.gettext("Back"),
    )
    context.client.views_push(trigger_id=body["trigger_id"], view=pushed)
