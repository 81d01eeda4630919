"""The sweep of chases: run late or twice, it never writes the same one twice."""

from datetime import datetime

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.history import By, HistoryLine
from domain.invitations import Invitation
from domain.office import Office
from domain.steps import CHASED_AGAIN_AFTER, Chase, Escalate, Halt, Resume, Wait, step_due
from handlers.chase.cards import escalation_card
from handlers.letters.chases import chase_letter
from handlers.one_by_one import PUT_OFF, one_by_one
from handlers.post import post
from handlers.tell import told_of_silence
from handlers.words import words_for

AT_ONCE = 25  # on SQLite, everybody waits for the one who writes


def send_chases(office: Office) -> int:
    """Write the chases that are due, a few at most; how many invitations were looked at.

    What kept one from being written is raised once the others are; that one is put off an hour.
    """
    now = office.now()
    with office.records() as records:
        due = records.invitations.due(now, at_most=AT_ONCE)
        failed = one_by_one(
            records,
            due,
            lambda invitation: _step(records, office, invitation, now),
            lambda invitation: records.invitations.keep(invitation.postpone(now + PUT_OFF)),
        )
    if failed is not None:
        raise failed
    return len(due)


def close_lapsed(office: Office) -> int:
    """Mark the invitations whose thirty days are over, a few at most; how many."""
    now = office.now()
    with office.records() as records:
        lapsed = records.invitations.lapsed(now, at_most=AT_ONCE)
        for invitation in lapsed:
            _keep(records, invitation.expire(), Act.INVITATION_EXPIRED, now)
    return len(lapsed)


def _step(records: Records, office: Office, invitation: Invitation, now: datetime) -> None:
    """The one thing that this invitation waits for, now that its hour has come."""
    client = records.clients.get(invitation.client_id)
    contact = records.contacts.get(invitation.contact_id)
    if client is None or contact is None:
        _keep(records, invitation.pause(None, None), Act.CHASE_PAUSED, now)
        return
    match step_due(invitation, client, contact, records.firm, now):
        case Halt(halted):
            _keep(records, halted, Act.CHASE_PAUSED, now)
        case Wait(later):
            records.invitations.keep(later)
        case Resume(going):
            _keep(records, going, Act.CHASE_RESUMED, now)
        case Escalate(told):
            _escalate(records, told, client, contact, now)
        case Chase(written, tomorrow):
            if records.limits.take(f"chase:{contact.email}", 1, CHASED_AGAIN_AFTER, now):
                _chase(records, office, invitation, written, client, contact, now)
            else:
                records.invitations.keep(tomorrow)


def _chase(
    records: Records,
    office: Office,
    before: Invitation,
    written: Invitation,
    client: Client,
    contact: Contact,
    now: datetime,
) -> None:
    kept = records.invitations.keep(written)
    chase_letter(records, office, kept, client, contact, records.people.get(client.manager_id), kept.chases)
    records.note(
        HistoryLine(
            at=now,
            act=Act.CHASE_WRITTEN,
            by=By.GUICHET,
            client_id=client.id,
            subject_id=kept.id,
            before={"chases": before.chases},
            after={"chases": kept.chases},
        )
    )


def _escalate(records: Records, told: Invitation, client: Client, contact: Contact, now: datetime) -> None:
    """Nothing more is written: the manager is told, telephone at hand."""
    _keep(records, told, Act.CHASE_ESCALATED, now)
    for person in told_of_silence(records, client):
        text, blocks = escalation_card(told, client, contact, records.firm, words_for(person.language), now)
        post(records, now, person.slack_id, text, blocks, about=(About.INVITATION, told.id))


def _keep(records: Records, invitation: Invitation, act: Act, now: datetime) -> None:
    """The invitation as it has become, with the line that says so."""
    records.invitations.keep(invitation)
    records.note(HistoryLine(at=now, act=act, by=By.GUICHET, client_id=invitation.client_id, subject_id=invitation.id))
