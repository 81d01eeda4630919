"""What a batch of rows writes, once numbered: client files, their people, the invitations to prepare, the history."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from domain.acts import Act
from domain.clients import Client
from domain.contacts import Contact, ContactRole
from domain.custom_fields import CUSTOM
from domain.firm import Firm
from domain.history import HistoryLine
from domain.importing.outcomes import Outcome, ToCreate, ToUpdate
from domain.invitations import Invitation
from domain.opening import client_created, contact_added, first_invitation, invitation_line
from domain.people import Collaborator

# What is told as an assignment, the rest as an edit; and what no sheet changes, or is told by a line of its own.
ASSIGNMENT = ("manager_id", "portfolio_id", "access", "chosen")
NOT_TOLD = ("company", "state", "ready_to_invite", "version")


class Numbered(StrEnum):
    CLIENT = "client"
    CONTACT = "contact"
    INVITATION = "invitation"


# The next ids of that kind, as many as asked for and nobody else's.
Numbers = Callable[[Numbered, int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Batch:
    """`created` are new client files by their ids, `updated` those that the firm has.

    `met` are the contacts that are new, `invitations` those to prepare: nothing leaves.
    """

    by: Collaborator
    now: datetime
    created: Mapping[int, ToCreate]
    updated: Sequence[ToUpdate]
    met: Sequence[Contact]
    invitations: Sequence[Invitation]
    lines: Sequence[HistoryLine]


def batch_of(
    outcomes: Sequence[Outcome],
    *,
    by: Collaborator,
    firm: Firm,
    now: datetime,
    with_space: Mapping[str, int],
    numbers: Numbers,
) -> Batch:
    """What those outcomes write. `with_space` are accounts that new contacts join, by their addresses.

    `numbers` is asked once for each kind.
    """
    new = [outcome for outcome in outcomes if isinstance(outcome, ToCreate)]
    created = dict(zip(numbers(Numbered.CLIENT, len(new)), new, strict=True))
    updated = [outcome for outcome in outcomes if isinstance(outcome, ToUpdate)]
    people = [(client_id, person) for client_id, each in created.items() for person in each.contacts]
    people += [(each.before.id, person) for each in updated for person in each.added]
    met = [
        person.as_contact(contact_id, firm.id, client_id, with_space.get(person.email or ""))
        for contact_id, (client_id, person) in zip(numbers(Numbered.CONTACT, len(people)), people, strict=True)
    ]
    invited = [contact for contact in met if is_invited(contact)]
    invitations = [
        first_invitation(contact, firm, now, number)
        for number, contact in zip(numbers(Numbered.INVITATION, len(invited)), invited, strict=True)
    ]
    lines = [client_created(client_id, each.new, by, now) for client_id, each in created.items()]
    lines += [line for each in updated for line in _edited(each, by, now)]
    holders = [(client_id, each.nir) for client_id, each in created.items()]
    holders += [(each.before.id, each.nir) for each in updated]
    lines += [HistoryLine.by_person(by, Act.NIR_KEPT, now, client_id=client_id) for client_id, nir in holders if nir]
    lines += [contact_added(contact, by, now) for contact in met]
    lines += [invitation_line(Act.INVITATION_PREPARED, invitation, by, now) for invitation in invitations]
    return Batch(by, now, created, updated, met, invitations, lines)


def is_invited(contact: Contact) -> bool:
    """Whether an invitation is prepared: for each director who can be written to and has no space yet."""
    return contact.role is ContactRole.DIRECTOR and contact.is_reached and contact.account_id is None


def _edited(update: ToUpdate, by: Collaborator, now: datetime) -> Iterator[HistoryLine]:
    """The client's own values, who answers for it and sees it, its establishments, its contacts."""
    client_id = update.before.id
    was, now_is = _difference(update)
    for act, names in (
        (Act.CLIENT_EDITED, [name for name in now_is if name not in ASSIGNMENT]),
        (Act.CLIENT_ASSIGNED, [name for name in now_is if name in ASSIGNMENT]),
    ):
        before, after = ({name: values[name] for name in names} for values in (was, now_is))
        if names:
            yield HistoryLine.by_person(by, act, now, client_id=client_id, before=before, after=after)
    if update.after.ready_to_invite and not update.before.ready_to_invite:
        yield HistoryLine.by_person(by, Act.CLIENT_READY, now, client_id=client_id)
    for site in (*update.new_sites, *update.sites):
        here = site.address
        place = (site.nic, site.ape, here.street, here.postal_code, here.town, here.country)
        yield HistoryLine.by_person(
            by,
            Act.CLIENT_EDITED,
            now,
            client_id=client_id,
            before={"site": site.nic if site in update.sites else ""},
            after={"site": " ".join(filter(None, place))},
        )
    for contact in update.changed:
        role = {"role": contact.role.value}
        yield HistoryLine.by_person(by, Act.CONTACT_EDITED, now, client_id=client_id, subject_id=contact.id, after=role)


def _difference(update: ToUpdate) -> tuple[dict[str, object], dict[str, object]]:
    """What the client's values and the firm's own fields were and are, where they differ."""
    was, now_is = dict(_values(update.before)), dict(_values(update.after))
    names = [name for name in now_is if now_is[name] != was[name]]
    custom = {f"{CUSTOM}{number}": values for number, values in update.custom.items()}
    return (
        {name: _plain(was[name]) for name in names} | {name: value for name, (value, _) in custom.items()},
        {name: _plain(now_is[name]) for name in names} | {name: value for name, (_, value) in custom.items()},
    )


def _values(client: Client) -> Iterator[tuple[str, object]]:
    """The values of the client, its company and its address, by their names."""
    for value in (client.company.address, client.company, client):
        for each in fields(value):
            if each.name not in (*NOT_TOLD, "address"):
                yield each.name, getattr(value, each.name)


def _plain(value: object) -> object:
    """The value as JSON has it."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value if value is None or isinstance(value, bool | int | list) else str(value)
