"""What a batch of rows writes: whom an import invites, and what history says of it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from domain.clients import Access, Address, Site
from domain.contacts import ContactRole
from domain.importing.batch import Batch, Numbered, batch_of
from domain.importing.outcomes import Outcome, Refused, ToCreate, ToUpdate
from domain.invitations import InvitationState
from tests.builders import MONDAY, a_client, a_contact, a_firm, a_new_client, a_new_contact
from tests.domain.importing.sheets_of_clients import HELENE

FIRM = a_firm(id=1, chase_days=(2, 5))
NIR = "184123726104256"


def batch(*outcomes: Outcome, **with_space: int) -> Batch:
    ids = {kind: count(first) for kind, first in zip(Numbered, (10, 20, 30), strict=True)}

    def numbers(kind: Numbered, how_many: int) -> Sequence[int]:
        return [next(ids[kind]) for _ in range(how_many)]

    accounts = {f"{name}@atelier-morel.example": account for name, account in with_space.items()}
    return batch_of(outcomes, by=HELENE, firm=FIRM, now=MONDAY, with_space=accounts, numbers=numbers)


def told(written: Batch) -> list[tuple[str, int | None, int | None]]:
    return [(line.act, line.client_id, line.subject_id) for line in written.lines]


def test_a_director_who_can_be_written_to_is_invited_the_others_are_not() -> None:
    claire = a_new_contact()
    payroll = a_new_contact(email="paie@atelier-morel.example", role=ContactRole.PAYROLL)
    by_phone = a_new_contact(email=None, phone="+33639982108")
    written = batch(ToCreate(2, a_new_client(), [claire, payroll, by_phone], {}))
    (invitation,) = written.invitations
    assert (invitation.id, invitation.client_id, invitation.contact_id) == (30, 10, 20)
    assert (invitation.state, invitation.chase_days) == (InvitationState.DRAFT, (2, 5))
    assert told(written) == [
        ("client.created", 10, None),
        ("contact.added", 10, 20),
        ("contact.added", 10, 21),
        ("contact.added", 10, 22),
        ("invitation.prepared", 10, 30),
    ]


def test_whoever_has_a_space_joins_it_and_is_not_invited_to_another() -> None:
    written = batch(ToCreate(2, a_new_client(), [a_new_contact()], {}), claire=7)
    assert [contact.account_id for contact in written.met] == [7]
    assert written.invitations == []


def test_the_director_whom_a_row_adds_to_a_client_is_invited_too() -> None:
    client = a_client(id=5)
    written = batch(ToUpdate(2, client, client, [], [a_new_contact()], {}))
    assert [(one.client_id, one.contact_id) for one in written.invitations] == [(5, 20)]


def test_an_edit_and_an_assignment_are_two_lines_with_what_was_before() -> None:
    before = a_client(id=5)
    company = replace(before.company, name="Chez Morel", address=Address(town="Tours"))
    after = replace(before, company=company, manager_id=3, access=Access.CHOSEN, chosen=frozenset({4, 3}))
    edited, assigned = batch(ToUpdate(2, before, after, [], [], {}, {9: ("", "bleu")})).lines
    assert (edited.act, edited.before) == ("client.edited", {"town": "", "name": "Atelier Morel", "custom9": ""})
    assert edited.after == {"town": "Tours", "name": "Chez Morel", "custom9": "bleu"}
    assert (assigned.act, assigned.before["chosen"]) == ("client.assigned", [])
    assert assigned.after == {"manager_id": 3, "access": "chosen", "chosen": [3, 4]}


def test_history_tells_of_establishments_contacts_and_readiness_and_never_of_a_number() -> None:
    client, contact = a_client(id=5), a_contact(id=8, role=ContactRole.BILLING)
    ready = replace(client, ready_to_invite=True)
    new, kept = Site("00027", address=Address("1 rue Neuve", "97420", "Le Port", "RE")), Site("00035", "47.11F")
    written = batch(ToUpdate(2, client, ready, [contact], [], {}, {}, [new], [kept], NIR))
    assert told(written) == [
        ("client.ready", 5, None),
        ("client.edited", 5, None),
        ("client.edited", 5, None),
        ("contact.edited", 5, 8),
        ("nir.kept", 5, None),
    ]
    assert [line.before for line in written.lines[1:3]] == [{"site": ""}, {"site": "00035"}]
    assert written.lines[1].after == {"site": "00027 1 rue Neuve 97420 Le Port RE"}
    assert NIR not in repr(written)


def test_a_refused_row_writes_nothing() -> None:
    assert batch(Refused(2, "Morel", {})).lines == []
