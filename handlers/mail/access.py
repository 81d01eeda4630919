"""Who may open a mail: those who see its client; those without a client are for all the firm."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.books import Records
from domain.messages import Message
from domain.people import Collaborator
from domain.refusals import ChangedMeanwhile
from handlers.desk import named


def message_for(records: Records, who: Collaborator, opaque: object) -> Message:
    """The message named by `m3`, for someone who may see its client.

    NotFound in the same words whether it never was or is not for this person.
    """
    return records.messages.visible_to(who, named(opaque, "m", "message"))


@contextmanager
def decided_first(records: Records, message: Message) -> Iterator[None]:
    """Say by whom, when what is done within comes after somebody else: the history knows. ChangedMeanwhile."""
    try:
        yield
    except ChangedMeanwhile as refusal:
        raise records.messages.decided(message) from refusal
