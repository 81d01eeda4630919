"""`/invitations` and `/courrier`: the lists that the Home counts, by their names."""

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from handlers.desk import Desk, Payload, show
from handlers.home.waiting import invitations_view, mail_view
from handlers.words import Words

desk = Desk()


@desk.command("/invitations")
def invitations_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The invitations waiting, those to call first."""
    view = invitations_view(office, who, words)
    ack()
    show(context, command, view)


@desk.command("/courrier")
def mail_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The unread mails, the oldest first."""
    view = mail_view(office, who, words)
    ack()
    show(context, command, view)
