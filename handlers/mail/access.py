"""Who may open a mail: those who see its client; those without a client are for all the firm."""

from domain.books import Records
from domain.messages import Message
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_see
from handlers.desk import named


def message_for(records: Records, who: Collaborator, opaque: object) -> Message:
    """The message named by `m3`, for someone who may see its client.

    NotFound in the same words whether it never was or is not for this person.
    """
    message = records.messages.get(named(opaque, "m", "message"))
    if message is not None and message.client_id is not None:
        client = records.clients.get(message.client_id)
        message = message if client is not None and may_see(who, client) else None
    if message is None:
        raise NotFound("message")
    return message
