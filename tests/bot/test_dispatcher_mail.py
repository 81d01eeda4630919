"""Letters leave once each: through a real sending server, and a real Dovecot that may remember them."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from domain.about import About
from domain.invitations import InvitationState
from domain.outbox import Answer, Doubt, NewEnvelope, Subject
from domain.people import Collaborator
from tests.bot.dispatching import (
    NO_SERVER,
    OfficeClock,
    abandon,
    dispatching,
    error_of,
    give_mailbox,
    hurry,
    put,
    slack_texts,
    state_of,
    states,
)
from tests.builders import a_collaborator, an_envelope
from tests.offices import SmallOffice
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_port
from tests.servers.smtp import SendingHouse
from tests.waiting import eventually

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def smtp(tmp_path: Path) -> Iterator[SendingHouse]:
    house = SendingHouse(tmp_path / "taken")
    yield house
    house.stop()


@pytest.fixture
def filing_smtp(tmp_path: Path, dovecot: Dovecot) -> Iterator[SendingHouse]:
    """A sending server that files a copy in the Sent folder before it says that it took the letter."""
    house = SendingHouse(tmp_path / "taken", sent=dovecot.url)
    yield house
    house.stop()


@pytest.fixture(autouse=True)
def _someone_in_charge(administrator: Collaborator) -> None:
    """An administrator, whom the dispatcher may have to tell."""


def a_letter(to: str = "claire@atelier-morel.example", number: int = 1, **points: object) -> NewEnvelope:
    uid = f"{number:032x}"
    body = f"Message-ID: <{uid}@valmont.example>\r\nSubject: Lettre {number}\r\n\r\n.point\r\nBonjour\r\n".encode()
    return an_envelope(uid=uid, to=to, body=body, message_id=f"<{uid}@valmont.example>", **points)


def looked_for_at_once(office: SmallOffice, letter_id: int) -> None:
    """Its answer is lost, and nobody waits for the end of a lease to look for it."""
    eventually(lambda: error_of(office, letter_id))
    hurry(office)


def test_a_letter_leaves_once_for_one_person_with_its_own_return_address(
    office: SmallOffice, smtp: SendingHouse
) -> None:
    letter = a_letter()
    (letter_id,) = put(office, letter)
    with dispatching(office, smtp.url):
        eventually(lambda: state_of(office, letter_id) == "done")
    (taken,) = smtp.taken()
    assert taken.to == ["claire@atelier-morel.example"]
    assert taken.sender == f"courrier+b.{letter.uid}@valmont.example"
    assert taken.content == letter.body


def test_an_invitation_that_left_is_sent_and_its_chases_have_a_date(
    office: SmallOffice, administrator: Collaborator, smtp: SendingHouse
) -> None:
    contact = office.meet(office.follow())
    invitation = office.invite(contact, state=InvitationState.QUEUED, sent_at=None)
    put(office, a_letter(subject=Subject(About.INVITATION, invitation.id)))
    with dispatching(office, smtp.url):
        eventually(lambda: states(office) == {"done": 1})
    with office.reading() as records:
        sent = records.invitations.get(invitation.id)
        acts = [line.act for line in records.history(contact.client_id)]
    assert sent is not None
    assert sent.state is InvitationState.SENT
    assert sent.next_at is not None
    assert "invitation.sent" in acts


def test_an_invitation_left_when_it_was_handed_over_wherever_the_clock_went_since(
    office: SmallOffice, administrator: Collaborator
) -> None:
    contact = office.meet(office.follow())
    invitation = office.invite(contact, state=InvitationState.QUEUED, sent_at=None)
    put(office, a_letter(subject=Subject(About.INVITATION, invitation.id)))
    handed_over_at = office.now()

    class DaysLater:
        """Says that it took the letter once three days have passed."""

        async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - the name that aiosmtpd looks for
            office.pass_time(timedelta(days=3))
            return "250 2.0.0 Taken"

    server = Controller(DaysLater(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with dispatching(office, f"smtp://127.0.0.1:{server.port}"):
            eventually(lambda: states(office) == {"done": 1})
    finally:
        server.stop()
    with office.reading() as records:
        sent = records.invitations.get(invitation.id)
    assert sent is not None
    assert sent.sent_at == handed_over_at


def test_a_refused_address_is_marked_and_the_one_in_charge_is_told(
    office: SmallOffice, administrator: Collaborator, smtp: SendingHouse
) -> None:
    contact = office.meet(office.follow(), email="refused@atelier-morel.example")
    invitation = office.invite(contact, state=InvitationState.QUEUED, sent_at=None)
    (letter_id,) = put(office, a_letter(contact.email or "", subject=Subject(About.INVITATION, invitation.id)))
    with dispatching(office, smtp.url):
        eventually(lambda: state_of(office, letter_id) == "dead")
    with office.reading() as records:
        kept = records.contacts.get(contact.id)
    assert kept is not None
    assert kept.email_failed_at is not None
    assert len(slack_texts(office)) == 1
    assert error_of(office, letter_id) == "550 5.1.1 No such user"


@pytest.mark.parametrize("name", ["later", "full", "relay"])
def test_what_is_not_the_fault_of_the_address_is_tried_again(
    office: SmallOffice, smtp: SendingHouse, name: str
) -> None:
    blocked, free = put(office, a_letter(f"{name}@x.example"), a_letter(number=2))
    with dispatching(office, smtp.url):
        eventually(lambda: state_of(office, free) == "done" and error_of(office, blocked))
    assert state_of(office, blocked) == "ready"
    assert slack_texts(office) == []


@pytest.mark.abuse("O1")
def test_a_letter_whose_answer_was_lost_is_found_in_the_sent_folder_and_does_not_leave_again(
    office: SmallOffice, filing_smtp: SendingHouse, dovecot: Dovecot
) -> None:
    give_mailbox(office, dovecot.url)
    (letter_id,) = put(office, a_letter("silence@x.example", 3))
    with dispatching(office, filing_smtp.url):
        looked_for_at_once(office, letter_id)
        eventually(lambda: state_of(office, letter_id) == "done")
    assert len(filing_smtp.taken()) == 1
    assert slack_texts(office) == []


@pytest.mark.abuse("O1")
def test_a_letter_whose_answer_was_lost_is_asked_about_where_nothing_remembers(
    office: SmallOffice, smtp: SendingHouse
) -> None:
    (letter_id,) = put(office, a_letter("silence@x.example", 4))
    with dispatching(office, smtp.url):
        looked_for_at_once(office, letter_id)
        eventually(lambda: state_of(office, letter_id) == "asked")
    assert len(smtp.taken()) == 1
    (told,) = slack_texts(office)
    assert "silence@x.example" in told


@pytest.mark.abuse("O1")
def test_an_abandoned_letter_leaves_with_the_same_bytes_where_the_sent_folder_is_known_to_be_filed(
    office: SmallOffice, filing_smtp: SendingHouse, dovecot: Dovecot
) -> None:
    give_mailbox(office, dovecot.url)
    witness = a_letter(number=5)
    put(office, witness)
    with dispatching(office, filing_smtp.url):
        eventually(lambda: states(office) == {"done": 1})
    letter = a_letter(number=6)
    put(office, letter)
    abandon(office)
    with dispatching(office, filing_smtp.url):
        eventually(lambda: states(office) == {"done": 2})
    assert [taken.content for taken in filing_smtp.taken()] == [witness.body, letter.body]


@pytest.mark.abuse("O1")
def test_an_abandoned_letter_is_asked_about_where_nothing_proves_that_sent_mail_is_filed(
    office: SmallOffice, smtp: SendingHouse, dovecot: Dovecot
) -> None:
    give_mailbox(office, dovecot.url)
    put(office, a_letter(number=7))
    with dispatching(office, smtp.url):
        eventually(lambda: states(office) == {"done": 1})
    put(office, a_letter(number=8))
    abandon(office)
    with dispatching(office, smtp.url):
        eventually(lambda: states(office).get("asked"))
    assert len(smtp.taken()) == 1
    assert len(slack_texts(office)) == 1


def test_a_doubtful_letter_waits_while_the_mailbox_cannot_be_asked(office: SmallOffice, smtp: SendingHouse) -> None:
    give_mailbox(office, "imap://courrier:secret@127.0.0.1:9/INBOX")
    (letter_id,) = put(office, a_letter(number=9))
    abandon(office)
    with dispatching(office, smtp.url):
        eventually(lambda: error_of(office, letter_id))
    assert state_of(office, letter_id) == "ready"
    assert smtp.taken() == []


def test_what_a_person_says_never_left_leaves(office: SmallOffice, smtp: SendingHouse) -> None:
    (letter_id,) = put(office, a_letter(number=10, doubt=Doubt.ASK))
    abandon(office)
    with dispatching(office, smtp.url):
        eventually(lambda: state_of(office, letter_id) == "asked")
        with office.records() as records:
            assert records.outbox.settle(letter_id, Answer.RESEND, a_collaborator(), office.now())
        eventually(lambda: state_of(office, letter_id) == "done")
    assert len(smtp.taken()) == 1


def test_letters_wait_for_a_sending_server_that_is_down(office: SmallOffice, tmp_path: Path) -> None:
    ids = put(office, *(a_letter(number=number) for number in range(20, 26)))
    with dispatching(office, NO_SERVER):
        eventually(lambda: any(error_of(office, letter_id) for letter_id in ids))
    assert states(office) == {"ready": 6}
    hurry(office)
    house = SendingHouse(tmp_path / "taken")
    with dispatching(office, house.url):
        eventually(lambda: states(office) == {"done": 6})
    assert len(house.taken()) == 6
    house.stop()


def test_a_letter_for_tomorrow_leaves_when_the_firms_clock_gets_there(office: SmallOffice, smtp: SendingHouse) -> None:
    today, tomorrow = put(office, a_letter(number=30), a_letter(number=31, due_at=office.now() + timedelta(days=1)))
    clock = OfficeClock(office)
    with dispatching(office, smtp.url, clock=clock):
        eventually(lambda: state_of(office, today) == "done")
        assert state_of(office, tomorrow) == "ready"
        clock.move(timedelta(days=1))
        eventually(lambda: state_of(office, tomorrow) == "done")


def test_letters_to_one_person_leave_in_the_order_they_were_written(office: SmallOffice, smtp: SendingHouse) -> None:
    put(office, *(a_letter(number=number, order_key="contact:1") for number in range(40, 52)))
    with dispatching(office, smtp.url):
        eventually(lambda: states(office) == {"done": 12})
    subjects = [message_from_bytes(taken.content)["Subject"] for taken in smtp.taken()]
    assert subjects == [f"Lettre {number}" for number in range(40, 52)]
