"""The sweep of chases: run late or twice, it never writes the same one twice."""

from datetime import datetime, timedelta

from domain.acts import Act
from domain.books import Records
from domain.clients import Client, ClientState
from domain.contacts import Contact
from domain.history import By, HistoryLine
from domain.invitations import Invitation
from domain.office import Office
from domain.steps import cadence_of, chased, pause_over
from handlers.chase.cards import escalation_card
from handlers.letters.chases import chase_letter
from handlers.post import post
from handlers.tell import told_of_silence
from handlers.words import words_for

AT_ONCE = 25  # on SQLite, everybody waits for the one who writes
A_DAY = timedelta(days=1)


def send_chases(office: Office) -> int:
    """Write the chases that are due, a few at most; how many invitations were looked at."""
    now = office.now()
    with office.records() as records:
        due = records.invitations.due(now, at_most=AT_ONCE)
        for invitation in due:
            _step(records, office, invitation, now)
    return len(due)


def close_lapsed(office: Office) -> int:
    """Mark the invitations whose thirty days are over, a few at most; how many."""
    now = office.now()
    with office.records() as records:
        lapsed = records.invitations.lapsed(now, at_most=AT_ONCE)
        for invitation in lapsed:
            records.invitations.keep(invitation.expire())
            _note(records, invitation, Act.INVITATION_EXPIRED, now)
    return len(lapsed)


def _step(records: Records, office: Office, invitation: Invitation, now: datetime) -> None:
    """The one thing that this invitation waits for, now that its hour has come."""
    client = records.clients.get(invitation.client_id)
    contact = records.contacts.get(invitation.contact_id)
    if client is None or contact is None or client.state is not ClientState.ACTIVE or contact.email is None:
        records.invitations.keep(invitation.pause(None, None))
        _note(records, invitation, Act.CHASE_PAUSED, now)
        return
    cadence = cadence_of(invitation, client, records.firm)
    open_at = cadence.open_from(now)
    if open_at > now:
        records.invitations.keep(invitation.postpone(open_at))
    elif invitation.paused:
        records.invitations.keep(pause_over(invitation, client, records.firm, now))
        _note(records, invitation, Act.CHASE_RESUMED, now)
    elif invitation.chases >= len(invitation.chase_days) or _ends(invitation, now):
        _escalate(records, invitation, client, contact, now)
    elif not records.limits.take(f"chase:{contact.email}", 1, A_DAY / 2, now):
        tomorrow = cadence.calendar.next_working_morning(now, cadence.hour)
        records.invitations.keep(invitation.postpone(tomorrow))
    else:
        _chase(records, office, invitation, client, contact, now)


def _chase(
    records: Records, office: Office, invitation: Invitation, client: Client, contact: Contact, now: datetime
) -> None:
    manager = records.people.get(client.manager_id)
    written = records.invitations.keep(chased(invitation, client, records.firm, now))
    chase_letter(records, office, written, client, contact, manager, written.chases)
    records.note(
        HistoryLine(
            at=now,
            act=Act.CHASE_WRITTEN,
            by=By.GUICHET,
            client_id=client.id,
            subject_id=invitation.id,
            before={"chases": invitation.chases},
            after={"chases": written.chases},
        )
    )


def _escalate(records: Records, invitation: Invitation, client: Client, contact: Contact, now: datetime) -> None:
    """Nothing more is written: the manager is told, telephone at hand."""
    told = records.invitations.keep(invitation.escalated(now))
    for person in told_of_silence(records, client):
        text, blocks = escalation_card(told, client, contact, records.firm, words_for(person.language), now)
        post(records, now, person.slack_id, text, blocks, about=("invitation", told.id))
    _note(records, told, Act.CHASE_ESCALATED, now)


def _ends(invitation: Invitation, now: datetime) -> bool:
    return invitation.expires_at is not None and now >= invitation.expires_at


def _note(records: Records, invitation: Invitation, act: Act, now: datetime) -> None:
    records.note(HistoryLine(at=now, act=act, by=By.GUICHET, client_id=invitation.client_id, subject_id=invitation.id))
