"""The wizard's draft: its author's alone, kept at each step, each choice and each tick."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from domain.books import Records
from domain.drafts import KEPT_FOR, Draft
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.wizard import ClientForm
from domain.wizard_steps import held_nir
from handlers.who_can import allowed_to_open

FIRST, ASSIGNMENT, CONTACT, SUMMARY = 1, 2, 3, 4


def begun(who: Collaborator, now: datetime, form: ClientForm) -> Draft:
    """A new draft, with what is known already; not kept yet."""
    return Draft(
        uid=uuid4().hex,
        firm_id=who.firm_id,
        author_id=who.id,
        step=FIRST,
        name=form.name,
        data=form.written(),
        updated_at=now,
    )


def draft_of(records: Records, uid: object, who: Collaborator, now: datetime) -> Draft:
    """The draft of that person, to go on with. NotFound, and RoleTooLow once they may no longer create."""
    draft = own_draft(records, uid, who, now)
    allowed_to_open(records, who)
    return draft


def own_draft(records: Records, uid: object, who: Collaborator, now: datetime) -> Draft:
    """The draft of that person; NotFound for another's, for none, and after thirty days."""
    draft = records.drafts.get(str(uid or ""), who)
    if draft is None or draft.updated_at < now - KEPT_FOR:
        raise NotFound("draft")
    return draft


def form_of(draft: Draft) -> ClientForm:
    """The form that the draft holds. NotFound when an older Guichet wrote it otherwise."""
    return replace(ClientForm.read(draft.data), nir=draft.nir or "")


def keep(records: Records, draft: Draft, form: ClientForm, step: int, now: datetime) -> Draft:
    """The draft as it now stands; a social security number leaves it with its ground."""
    nir = held_nir(form, records.firm) or None
    kept = replace(draft, step=step, name=form.name, data=form.written(), updated_at=now, nir=nir)
    records.drafts.keep(kept)
    return kept


def resumable(records: Records, who: Collaborator, now: datetime, *, but: str = "") -> list[Draft]:
    """Drafts in which something was chosen, the latest first."""
    drafts = [
        draft
        for draft in records.drafts.of_author(who)
        if draft.name and draft.client_id is None and draft.uid != but and draft.updated_at >= now - KEPT_FOR
    ]
    return sorted(drafts, key=lambda draft: draft.updated_at, reverse=True)
