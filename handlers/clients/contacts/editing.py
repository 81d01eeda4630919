"""« Modifier » and « Retirer du dossier »: another address closes the old links, and nobody is left without a director
unasked.
"""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact, is_last_director, readdressed, remove
from domain.history import HistoryLine
from domain.invitations import InvitationState
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused
from domain.rights import may_lead
from domain.wizard import ClientForm, Person
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.contacts.form import (
    asks_to_share,
    checked_contact,
    contact_fields,
    shared_with,
    typed_contact,
    uses_of,
)
from handlers.clients.contacts.inviting import queue_invitation, tell_of_client
from handlers.clients.contacts.listing import contact_of, contacts_of
from handlers.desk import Desk, Payload, become, first_time, metadata, named, number_of, redraw, typed
from handlers.explain import errors_in
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

EDIT, REMOVE = "contact.edit", "contact.remove"
NOBODY = "none"


def edit_contact_view(records: Records, client: Client, contact: Contact, who: Collaborator, words: Words) -> View:
    others = _others(records, client, contact)
    form = ClientForm(company=client.company, people=(*(Person() for _ in others), _as_person(contact)), at=len(others))
    return _edit_view(records, client, contact, form, contact.language, "", who, words)


def _as_person(contact: Contact) -> Person:
    return Person(
        first_name=contact.first_name,
        last_name=contact.last_name,
        email=contact.email or "",
        phone=contact.phone or "",
        role=contact.role,
    )


def _edit_view(
    records: Records,
    client: Client,
    contact: Contact,
    form: ClientForm,
    language: str,
    used: str,
    who: Collaborator,
    words: Words,
) -> View:
    body = [
        blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
        *contact_fields(form, language, used, words),
    ]
    if _was_invited(records, contact) and may_lead(who, client):
        box = blocks.option(
            words.gettext("Resend to the new address"),
            "yes",
            words.gettext("If the address changes, its old links are closed."),
        )
        body.append(
            blocks.input_(
                "resend",
                words.gettext("Invitation"),
                blocks.checkboxes("value", [box], initial=["yes"]),
                optional=True,
            )
        )
    body.append(blocks.actions(blocks.button(words.gettext("Back to the contacts"), "contact.back"), block_id="nav"))
    return blocks.modal(
        EDIT,
        words.gettext("Edit a contact"),
        body,
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"client": f"c{client.id}", "contact": f"ct{contact.id}"},
    )


def remove_contact_view(records: Records, client: Client, contact: Contact, words: Words) -> View:
    others = _others(records, client, contact)
    fact = words.gettext("{contact} leaves this client file. What they wrote and received stays.")
    body = [
        blocks.section(fact.format(contact=f"*{escape(contact.name)}*")),
        blocks.context(words.gettext("Their invitation and their access to this client file end at once.")),
    ]
    if is_last_director(contact, others):
        options = [blocks.option(words.gettext("Nobody for now"), NOBODY)]
        options += [blocks.option(other.name, f"ct{other.id}") for other in others[: blocks.OPTIONS_AT_MOST - 1]]
        hint = words.gettext("Without anybody, the client file will be “to complete”.")
        first = options[1]["value"] if others else NOBODY
        heirs = blocks.select("value", options, initial=first)
        body.append(blocks.input_("heir", words.gettext("Who takes over the management"), heirs, hint=hint))
    body.append(blocks.actions(blocks.button(words.gettext("Back to the contacts"), "contact.back"), block_id="nav"))
    return blocks.modal(
        REMOVE,
        words.gettext("Remove a contact"),
        body,
        close=words.gettext("Close"),
        submit=words.gettext("Remove"),
        metadata={"client": f"c{client.id}", "contact": f"ct{contact.id}"},
    )


@desk.action("value", view=EDIT)
def tick(ack: Ack) -> None:
    """The tick is read on saving."""
    ack()


@desk.action("contact.back", view=EDIT)
@desk.action("contact.back", view=REMOVE)
def back(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    view = contacts_of(office, who, words, number_of(metadata(body["view"]).get("client"), "c"))
    ack()
    redraw(context, body, view)


@desk.view(EDIT)
def save_contact(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    with office.records() as records:
        client, contact = _of_view(records, view, who)
        form, language = typed_contact(client, _others(records, client, contact), view)
        uses = uses_of(records, form, contact)
        try:
            person = checked_contact(records, view, form, uses, office)
        except FormRefused as refused:
            if asks_to_share(uses, view):
                used = shared_with(records, who, uses, words)
                again = _edit_view(records, client, contact, form, language, used, who, words)
                return become(ack, view, again, words)
            return ack(response_action="errors", errors=errors_in(view, refused, words, office.now().date()))
        if first_time(records, body, office.now()):
            _keep(records, office, client, contact, person, language, who, resend=bool(typed(view).get("resend")))
        client_id = client.id
    return become(ack, view, contacts_of(office, who, words, client_id), words)


def _keep(
    records: Records,
    office: Office,
    client: Client,
    before: Contact,
    person: Person,
    language: str,
    who: Collaborator,
    *,
    resend: bool,
) -> None:
    after = replace(
        readdressed(before, person.email or None),
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone or None,
        role=person.role,
        language=language,
    )
    if after == before:
        return
    moved = after.email != before.email
    invited = moved and _was_invited(records, before)
    if moved:
        _close_access(records, before, office)
        account = records.accounts.of_address(email=after.email) if after.email and person.shares else None
        after = replace(after, account_id=account.id if account else None)
    records.contacts.keep(after)
    _note(records, office, client, Act.CONTACT_EDITED, before, after, who)
    if invited and resend and after.email and may_lead(who, client):
        if after.account_id is not None:
            tell_of_client(records, office, client, after, who, office.now())
        else:
            queue_invitation(records, office, client, after, who, office.now())


@desk.view(REMOVE)
def remove_contact(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """« Retirer »: the contact leaves this file at once; their other files stay theirs."""
    heir = typed(view).get("heir")
    with office.records() as records:
        client, contact = _of_view(records, view, who)
        others = _others(records, client, contact)
        replaced_by = None if heir in (None, NOBODY) else contact_of(records, client, named(heir, "ct", "contact")).id
        if first_time(records, body, office.now()):
            _close_access(records, contact, office)
            removal = remove(contact, others, replaced_by, office.now())
            for changed in (*removal.changed, removal.removed):
                records.contacts.keep(changed)
            _note(records, office, client, Act.CONTACT_REMOVED, contact, removal.removed, who)
        client_id = client.id
    return become(ack, view, contacts_of(office, who, words, client_id), words)


def _of_view(records: Records, view: dict[str, Any], who: Collaborator) -> tuple[Client, Contact]:
    carried = metadata(view)
    client = worked_on(records, who, number_of(carried.get("client"), "c"))
    return client, contact_of(records, client, named(carried.get("contact"), "ct", "contact"))


def _others(records: Records, client: Client, contact: Contact) -> list[Contact]:
    return [other for other in records.contacts.of_client(client.id) if other.id != contact.id]


def _was_invited(records: Records, contact: Contact) -> bool:
    """Whether an invitation of this contact still stands, was accepted, or came back."""
    ended = (InvitationState.REVOKED, InvitationState.EXPIRED)
    return any(invitation.state not in ended for invitation in records.invitations.of_contact(contact.id))


def _close_access(records: Records, contact: Contact, office: Office) -> None:
    """The links of the old address open nothing more, and what was about to leave for it stays."""
    for invitation in records.invitations.of_contact(contact.id):
        if invitation.state not in (InvitationState.REVOKED, InvitationState.EXPIRED):
            records.invitations.keep(invitation.revoke())
        records.invitations.close_links(invitation.id, office.now())
    records.outbox.withdraw(f"contact:{contact.id}")
    if contact.account_id is not None:
        # Whoever was signed in by the old address, or for this file, signs in again for what is still theirs.
        records.accounts.close_sessions(contact.account_id)


def _note(
    records: Records,
    office: Office,
    client: Client,
    act: Act,
    before: Contact,
    after: Contact,
    who: Collaborator,
) -> None:
    names = ("first_name", "last_name", "email", "phone", "role", "language", "is_default", "receives_invoices")
    differing = [name for name in names if getattr(before, name) != getattr(after, name)]
    records.note(
        HistoryLine.by_person(
            who,
            act,
            office.now(),
            client_id=client.id,
            subject_id=before.id,
            before={name: getattr(before, name) for name in differing},
            after={name: getattr(after, name) for name in differing},
        )
    )
