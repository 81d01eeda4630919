"""The chases of an invitation, and the last message that follows a call."""

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.invitations import Invitation
from domain.mail_texts import TextKind
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.letters.invitation import letter_about, write_links
from handlers.letters.writing import Correspondence, correspondence, send_letter


def chase_letter(
    records: Records,
    office: Office,
    invitation: Invitation,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
    rank: int,
) -> Message:
    """Write and send the chase of that rank (1 is the first), in the invitation's thread, with links of its own."""
    about = correspondence(records, office, client, contact, manager)
    kind = chase_kind(rank, of=len(invitation.chase_days))
    return _in_thread(records, office, about, invitation, kind, About.CHASE)


def last_message_letter(
    records: Records,
    office: Office,
    invitation: Invitation,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
) -> Message:
    """After a call, the link one last time; it ends on the same day as the others."""
    about = correspondence(records, office, client, contact, manager)
    return _in_thread(records, office, about, invitation, TextKind.LAST_MESSAGE, About.LAST_MESSAGE)


def _in_thread(
    records: Records, office: Office, about: Correspondence, invitation: Invitation, text: TextKind, kind: About
) -> Message:
    links = write_links(records, office, invitation)
    first = records.messages.first_letter(invitation.id)
    return send_letter(
        records,
        about,
        letter_about(records, about, invitation, links, text),
        subject=Subject(kind, invitation.id),
        kind=kind,
        thread=first.message_id if first else None,
        stop=links.stop,
        invitation_id=invitation.id,
    )


def chase_kind(rank: int, of: int) -> TextKind:
    """Which text the chase of that rank (1 is the first) has: light, then an offer to help, then the last."""
    if rank >= of:
        return TextKind.LAST_CHASE
    return TextKind.FIRST_CHASE if rank == 1 else TextKind.SECOND_CHASE
