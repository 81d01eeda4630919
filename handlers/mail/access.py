"""Who may open a mail: those who see its client; those without a client are for all the firm."""

from domain.books import Records
from domain.messages import Message
from domain.people import Collaborator
from handlers.desk import named


def message_for(records: Records, who: Collaborator, opaque: object) -> Message:
    """The message named by `m3`, for someone who may see its client.

    NotFound in the same words whether it never was or is not for this person.
    """
    return records.messages.visible_to(who, named(opaque, "m", "message"))
