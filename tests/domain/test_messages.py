"""What people may do with a letter and its documents, and what stays as it is."""

from datetime import timedelta
from typing import Any

import pytest

from domain.contacts import ContactRole, NewContact
from domain.documents import NotFiled
from domain.mail.flags import Flag
from domain.messages import Direction, Document, Message, MessageState
from domain.refusals import ChangedMeanwhile
from tests.builders import MONDAY

NADIA, THOMAS = 1, 2
LATER = MONDAY + timedelta(hours=1)


def a_letter(**points: Any) -> Message:
    filled = {
        "direction": Direction.IN,
        "message_id": "<1@atelier-morel.example>",
        "subject": "Relevé",
        "sender": "claire@atelier-morel.example",
        "sender_name": "Claire Anne Morel",
        "recipient": "courrier@valmont.example",
        "text": "Bonjour",
        "written_at": MONDAY,
        "kind": "direct",
        "id": 7,
    }
    return Message(**{**filled, **points})


def a_document(**points: Any) -> Document:
    filled = {
        "filename": "relevé.pdf",
        "content_type": "application/pdf",
        "size": 12,
        "blob": "ab" * 32,
        "received_at": MONDAY,
        "message_id": 7,
        "filed": False,
    }
    return Document(**{**filled, **points})


def test_a_letter_handled_twice_by_one_person_is_handled_once() -> None:
    handled = a_letter().handled(NADIA, MONDAY)
    assert (handled.state, handled.handled_by, handled.handled_at) == (MessageState.HANDLED, NADIA, MONDAY)
    assert handled.handled(NADIA, LATER) == handled


def test_a_letter_that_a_colleague_handled_is_handled_no_more() -> None:
    handled = a_letter().handled(NADIA, MONDAY)
    with pytest.raises(ChangedMeanwhile) as refused:
        handled.handled(THOMAS, LATER)
    assert refused.value.at == MONDAY


def test_a_reopened_letter_is_nobodys_and_read() -> None:
    handled = a_letter().handled(NADIA, MONDAY)
    assert handled.reopened() == a_letter(state=MessageState.READ)
    assert a_letter().reopened() == a_letter()


def test_opening_a_letter_reads_it_and_undoes_nothing() -> None:
    handled = a_letter().handled(NADIA, MONDAY)
    assert a_letter().opened().state is MessageState.READ
    assert handled.opened() == handled


def test_a_letter_that_is_assigned_is_read() -> None:
    assert a_letter().assigned(THOMAS) == a_letter(state=MessageState.READ, assigned_to=THOMAS)
    handled = a_letter().handled(NADIA, MONDAY)
    assert handled.assigned(THOMAS).state is MessageState.HANDLED


def test_an_answer_handles_the_letter_unless_told_otherwise() -> None:
    handled = a_letter().handled(NADIA, MONDAY)
    assert handled.answered(THOMAS, LATER, handled=True).handled_by == THOMAS
    assert handled.answered(THOMAS, LATER, handled=False) == a_letter(state=MessageState.READ)
    assert a_letter().answered(THOMAS, LATER, handled=False) == a_letter(state=MessageState.READ)


def test_a_letter_put_in_a_client_file_waits_for_nobody() -> None:
    waiting = a_letter(needs_person=True, suggested_client=3, why="several_clients")
    placed = waiting.attached(4, 9)
    assert placed == a_letter(client_id=4, contact_id=9, why="by_hand")
    assert placed.attached(4, None) == placed


@pytest.mark.parametrize("now_stands", [{"client_id": 4}, {"state": MessageState.HANDLED, "handled_by": NADIA}])
def test_a_letter_that_a_colleague_decided_of_is_not_decided_of_from_an_older_card(now_stands: dict[str, Any]) -> None:
    letter = a_letter(**now_stands)
    with pytest.raises(ChangedMeanwhile):
        letter.as_seen(THOMAS, None, LATER)
    assert letter.as_seen(NADIA, letter.client_id, LATER) == letter


def test_the_writer_of_a_letter_becomes_a_contact_by_the_name_they_give() -> None:
    other = NewContact("Claire Anne", "Morel", "claire@atelier-morel.example", role=ContactRole.OTHER)
    assert a_letter().as_contact() == other
    assert a_letter(sender="").as_contact() is None


@pytest.mark.parametrize(
    ("document", "chosen", "there", "filed"),
    [
        (a_document(), True, False, True),
        (a_document(), False, False, False),
        (a_document(), True, True, False),
        (a_document(refused=NotFiled.ARCHIVE), True, False, False),
    ],
)
def test_a_document_is_filed_when_it_is_chosen_may_be_opened_and_is_not_there(
    document: Document, chosen: bool, there: bool, filed: bool
) -> None:
    placed = document.placed(4, chosen=chosen, there=there)
    assert (placed.filed, placed.client_id) == (filed, 4 if filed else None)


def test_a_letter_whose_writer_is_a_contact_now_warns_of_no_stranger() -> None:
    known = a_letter(warnings=(Flag.UNKNOWN_SENDER, Flag.TOO_LARGE)).from_known(3)
    assert (known.contact_id, known.warnings) == (3, (Flag.TOO_LARGE,))
