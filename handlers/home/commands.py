"""`/courrier`: the list that the Home counts, by its name."""

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from handlers.desk import Desk, Payload, show
from handlers.home.waiting import mail_view
from handlers.words import Words

desk = Desk()


@desk.command("/courrier")
def mail_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The unread mails, the oldest first."""
    view = mail_view(office, who, words)
    ack()
    show(context, command, view)
