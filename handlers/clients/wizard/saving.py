"""« Créer »: the client, its contacts, their invitations, the history and what must go out, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.acts import Act
from domain.clients import Client
from domain.contacts import Contact, NewContact
from domain.office import Office
from domain.opening import FirstLetter, calendar_for, client_created, first_letter, leaving, open_client, sending_at
from domain.refusals import FormRefused
from domain.tokens import new_deposit
from domain.wizard import ClientForm, Person
from domain.wizard_steps import held_nir
from handlers.clients.contacts.inviting import prepare_invitation, queue_invitation, tell_of_client
from handlers.clients.contacts.new_contact import keep_new_contact
from handlers.clients.scene import Scene
from handlers.clients.wizard.created import tell_created, tell_draft_served
from handlers.mail.filing import attach
from handlers.mail.posting import redraw_card
from handlers.nir.notes import note_nir


def save(scene: Scene, office: Office, form: ClientForm) -> Client:
    """Keep the client and all that follows from it; FormRefused when a step no longer holds, RoleTooLow."""
    records, who, now = scene.records, scene.who, scene.now
    gone_meanwhile = scene.gone(form)
    if gone_meanwhile:
        raise FormRefused(gone_meanwhile)
    new, people = open_client(
        form,
        by=who,
        firm=records.firm,
        deposit=new_deposit(records.firm.inbox, form.name),
        followed=scene.same_company(form),
        taken=scene.code_taken(form),
        uses=scene.uses(form),
        fields=scene.required_fields,
    )
    gone = leaving(form, records.firm, scene.accounts(form), now)
    client = records.clients.add(new, who, now)
    records.note(client_created(client.id, client, who, now))
    if form.registry_silent:
        records.registry_waits.add(client.id)
    nir = held_nir(form, records.firm)
    if nir:
        records.nirs.keep(client.id, nir)
        note_nir(records, Act.NIR_KEPT, client.id, who, now)
    written = _contacts(scene, office, form, client, people)
    _attach_letter(scene, office, form, client)
    tell_created(scene, client, gone, written)
    tell_draft_served(scene, client)
    records.drafts.keep(replace(scene.draft, client_id=client.id, updated_at=now, nir=None))
    return client


def _attach_letter(scene: Scene, office: Office, form: ClientForm, client: Client) -> None:
    """The letter that the client was created from goes into its file, unless somebody placed it meanwhile."""
    message = scene.records.messages.get(form.message_id) if form.message_id else None
    if message is not None and message.client_id is None:
        attached = attach(scene.records, message, client, scene.who, scene.now)
        redraw_card(scene.records, office, attached, scene.now)


def _contacts(
    scene: Scene, office: Office, form: ClientForm, client: Client, people: Sequence[tuple[Person, NewContact]]
) -> list[tuple[Contact, FirstLetter]]:
    """Keep the contacts, and write to those who are to be; the ones written to, with what each receives."""
    records, who, now = scene.records, scene.who, scene.now
    at = sending_at(form.sending, calendar_for(form, records.firm), now)
    written: list[tuple[Contact, FirstLetter]] = []
    for person, new in people:
        contact, account = keep_new_contact(records, client, person, new, who, now)
        letter = first_letter(person, account)
        if letter is FirstLetter.NONE:
            continue
        if at is None:
            if letter is FirstLetter.INVITATION:
                prepare_invitation(records, contact, who, now)
            continue
        written.append((contact, letter))
        _write(scene, office, client, contact, letter, None if at <= now else at)
    return written


def _write(
    scene: Scene,
    office: Office,
    client: Client,
    contact: Contact,
    letter: FirstLetter,
    not_before: datetime | None,
) -> None:
    records, who, now = scene.records, scene.who, scene.now
    if letter is FirstLetter.INVITATION:
        queue_invitation(records, office, client, contact, who, now, not_before)
    else:
        tell_of_client(records, office, client, contact, who, now)
