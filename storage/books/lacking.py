"""« À compléter », « À inviter », and what needs a decision first, as conditions on a client's row.

The first says in SQL what `domain.completeness` says of one client; a test holds the two side by side.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Text, cast, exists, or_, select

from domain.clients import Kind, Service
from domain.completeness import Gap
from domain.contacts import ContactRole
from domain.invitations import InvitationState, StopReason
from storage.tables import clients, contacts, custom_fields, custom_values, firms, invitations


def is_incomplete() -> ColumnElement[bool]:
    """A manager when one is required, a director who can be reached, the APE, a required field, Urssaf's numbers."""
    return or_(*(condition for _, condition in gaps_first()))


def gaps_first() -> Sequence[tuple[Gap, ColumnElement[bool]]]:
    """Whether each thing is missing, in the order in which it should be found."""
    client, firm = clients.c, firms.c
    required = exists(select(firm.id).where(firm.id == client.firm_id, firm.manager_required))
    return (
        (Gap.MANAGER, client.manager_id.is_(None) & required),
        (Gap.DIRECTOR, ~_has_director()),
        (Gap.APE, client.siren.is_not(None) & (client.ape.is_(None) | (client.ape == ""))),
        (Gap.FIELD, _lacks_required_field()),
        (Gap.URSSAF, _lacks_urssaf_numbers()),
    )


def is_to_invite() -> ColumnElement[bool]:
    """An invitation is prepared, and nobody has sent it."""
    row = invitations.c
    return exists(
        select(row.id).where(
            row.firm_id == clients.c.firm_id, row.client_id == clients.c.id, row.state == InvitationState.DRAFT
        )
    )


def needs_decision() -> ColumnElement[bool]:
    """What the lists mark 🟠: an address in error, a call to make after the chases, something that is missing."""
    return _has_wrong_address() | _waits_for_a_call() | is_incomplete()


def _has_wrong_address() -> ColumnElement[bool]:
    row = contacts.c
    return exists(
        select(row.id).where(
            row.firm_id == clients.c.firm_id,
            row.client_id == clients.c.id,
            row.removed_at.is_(None),
            row.email_failed_at.is_not(None) | row.disowned_at.is_not(None),
        )
    )


def _waits_for_a_call() -> ColumnElement[bool]:
    """Somebody's latest invitation is awaited, and its chases are over."""
    row, person, later = invitations.c, contacts.c, invitations.alias("later").c
    of_the_same = (later.firm_id == row.firm_id) & (later.contact_id == row.contact_id)
    overtaken = exists(select(later.id).where(of_the_same, later.id > row.id))
    return exists(
        select(row.id)
        .join(contacts, (person.firm_id == row.firm_id) & (person.id == row.contact_id))
        .where(
            row.firm_id == clients.c.firm_id,
            row.client_id == clients.c.id,
            row.escalated_at.is_not(None),
            row.state.in_((InvitationState.QUEUED, InvitationState.SENT, InvitationState.EXPIRED)),
            row.stopped.is_(None) | (row.stopped != StopReason.GIVEN_UP),
            person.removed_at.is_(None),
            ~overtaken,
        )
    )


def _has_director() -> ColumnElement[bool]:
    row = contacts.c
    return exists(
        select(row.id).where(
            row.firm_id == clients.c.firm_id,
            row.client_id == clients.c.id,
            row.role == ContactRole.DIRECTOR,
            row.removed_at.is_(None),
            row.email.is_not(None) | row.phone.is_not(None),
        )
    )


def _lacks_required_field() -> ColumnElement[bool]:
    field, value = custom_fields.c, custom_values.c
    its_own = (value.firm_id == clients.c.firm_id) & (value.client_id == clients.c.id) & (value.field_id == field.id)
    # Two questions deep, the client must be said to be the one of the list.
    written = exists(select(value.field_id).where(its_own).correlate(clients, custom_fields))
    return exists(
        select(field.id).where(field.firm_id == clients.c.firm_id, field.required, field.removed_at.is_(None), ~written)
    )


def _lacks_urssaf_numbers() -> ColumnElement[bool]:
    client = clients.c
    # The services are a JSON list, which both databases write as text in the same way.
    ticked = cast(client.services, Text).like(f'%"{Service.URSSAF.value}"%')
    no_account = client.urssaf_account.is_(None) | (client.urssaf_account == "")
    no_amount = (client.kind == Kind.EMPLOYER) & client.last_declaration.is_(None)
    return ticked & (client.kind != Kind.OTHER) & (no_account | no_amount)
