"""The links of a letter: which invitation they belong to, and what they may still do."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from domain.books import Link, Records
from domain.clients import Client, ClientState
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState, LinkKind
from domain.office import Office, Offices
from domain.people import Collaborator
from domain.tokens import hash_token, is_token


@dataclass(frozen=True, slots=True)
class Followed:
    """A link that exists, and all that stands behind it."""

    link: Link
    invitation: Invitation
    contact: Contact
    client: Client
    manager: Collaborator | None

    def opens(self, now: datetime) -> bool:
        """Whether the link still opens the invitation: not used, not late, not withdrawn."""
        invitation = self.invitation
        if self.link.used_at or invitation.state not in (InvitationState.QUEUED, InvitationState.SENT):
            return False
        return invitation.expires_at is None or now < invitation.expires_at


def office_of_link(request: Request, offices: Offices) -> Office | None:
    token = request.path_params["token"]
    return offices.of_link(hash_token(token)) if is_token(token) else None


def follow(records: Records, token: str, kind: LinkKind) -> Followed | None:
    """What stands behind a token of that kind; None for any other, as for one that never was."""
    link = records.invitations.link(hash_token(token))
    if link is None or link.kind is not kind:
        return None
    invitation = records.invitations.get(link.invitation_id)
    contact = records.contacts.get(invitation.contact_id) if invitation else None
    client = records.clients.get(invitation.client_id) if invitation else None
    if invitation is None or contact is None or client is None or client.state is ClientState.TERMINATED:
        return None
    manager = records.people.get(client.manager_id)
    return Followed(link, invitation, contact, client, manager)
