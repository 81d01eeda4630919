"""Mail in the books: kept once as received, whatever it holds, and shown to those who may read it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.books import Mailbox, MailboxProblem
from domain.incidents import IncidentFilter, IncidentKind
from domain.mail.flags import Flag
from domain.messages import Direction, InboundState, MessageState, NewDocument
from domain.refusals import ChangedMeanwhile
from storage.tables import blobs
from tests.builders import MONDAY, a_message, a_raw_mail
from tests.offices import SmallOffice

MINUTE = timedelta(minutes=1)


def test_a_message_is_read_as_it_was_written(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    new = a_message(client_id=client.id, warnings=(Flag.LOOKALIKE_DOMAIN, Flag.BANK_DETAILS), needs_person=True)
    with office.records() as records:
        message = records.messages.add(new)
        handled = replace(message, state=MessageState.HANDLED, handled_at=MONDAY)
        kept = records.messages.keep(handled)
        assert kept == replace(handled, version=2)
        assert records.messages.get(message.id) == kept
        with pytest.raises(ChangedMeanwhile):
            records.messages.keep(message)


@pytest.mark.abuse("M1")
def test_a_mail_of_broken_characters_is_kept(office: SmallOffice) -> None:
    with office.records() as records:
        message = records.messages.add(a_message(subject="a\0b", text="half \ud83d of a pair", sender="\0@x.example"))
    with office.reading() as records:
        read = records.messages.get(message.id)
    assert read is not None
    assert (read.subject, read.text) == ("a�b", "half � of a pair")


def test_a_conversation_is_the_client_s_latest_first(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    invitation = office.invite(office.meet(client))
    with office.records() as records:
        letters = [
            records.messages.add(
                a_message(
                    client_id=client.id,
                    invitation_id=invitation.id,
                    direction=Direction.OUT,
                    message_id=f"<{number}@valmont.example>",
                    written_at=MONDAY + number * MINUTE,
                )
            )
            for number in range(3)
        ]
        records.messages.add(a_message(message_id="<1@valmont.example>"))
        assert records.messages.of_client(client.id, limit=2) == [letters[2], letters[1]]
        assert records.messages.first_letter(invitation.id) == letters[0]
        assert records.messages.sent_as("<1@valmont.example>") == letters[1]


@pytest.mark.abuse("R1")
def test_incidents_and_unread_mail_are_counted_for_who_may_see_them(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    client = office.follow(by=nadia)
    with office.records() as records:
        hers = records.messages.add(a_message(client_id=client.id, needs_person=True))
        nobodys = records.messages.add(a_message(needs_person=True, written_at=MONDAY - MINUTE))
        records.messages.add(a_message(client_id=client.id, direction=Direction.OUT))
        records.messages.add(a_message(client_id=client.id, needs_person=True, state=MessageState.HANDLED))
    with office.reading() as records:
        waiting, counts = records.incidents.find(nadia, IncidentFilter())
        assert ([one.about for one in waiting], counts) == (
            [f"m{nobodys.id}", f"m{hers.id}"],
            {IncidentKind.MAIL: 2},
        )
        assert [one.about for one in records.incidents.find(omar, IncidentFilter())[0]] == [f"m{nobodys.id}"]
        assert (records.incidents.count(nadia), records.incidents.count(omar)) == (2, 1)
        assert (records.messages.unread(nadia), records.messages.unread(omar)) == (2, 1)


def test_documents_belong_to_a_client_and_a_message_and_their_content_is_counted(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    with office.records() as records:
        message = records.messages.add(a_message())
        new = NewDocument("relevé.pdf", "application/pdf", 12, "ab" * 32, MONDAY, message_id=message.id, filed=False)
        first = records.messages.add_document(new)
        second = records.messages.add_document(replace(new, filename="facture.pdf", received_at=MONDAY + MINUTE))
        assert records.messages.documents_of(message.id) == [first, second]
        filed = [replace(document, client_id=client.id, filed=True) for document in (first, second)]
        filed = [records.messages.keep_document(document) for document in filed]
        assert records.messages.latest_documents(client.id, 8) == filed[::-1]
        assert records.messages.latest_documents(client.id, 1) == filed[:0:-1]
        assert records.connection.execute(select(blobs.c.sha256, blobs.c.uses)).all() == [("ab" * 32, 2)]


def test_all_the_documents_of_a_message_are_given(office: SmallOffice) -> None:
    with office.records() as records:
        message = records.messages.add(a_message())
        new = NewDocument("relevé.pdf", "application/pdf", 12, "ab" * 32, MONDAY, message_id=message.id, filed=False)
        kept = [records.messages.add_document(replace(new, filename=f"{number}.pdf")) for number in range(100)]
        assert records.messages.documents_of(message.id) == kept


def test_a_decision_on_a_sender_is_remembered(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    with office.records() as records:
        records.messages.decide_sender("Spam@News.example", None, ignored=True)
        records.messages.decide_sender("claire@home.example", client.id, ignored=False)
        assert records.messages.decision_on("spam@news.example") == (None, True)
        assert records.messages.decision_on("claire@home.example") == (client.id, False)
        assert records.messages.decision_on("other@home.example") is None
        records.messages.decide_sender("spam@news.example", client.id, ignored=False)
        assert records.messages.decision_on("spam@news.example") == (client.id, False)


def test_a_sender_that_once_passed_used_to_pass(office: SmallOffice) -> None:
    with office.records() as records:
        records.messages.note_check("claire@morel.example", False, MONDAY)
        assert not records.messages.used_to_pass("claire@morel.example")
        records.messages.note_check("claire@morel.example", True, MONDAY)
        records.messages.note_check("claire@morel.example", False, MONDAY + MINUTE)
        assert records.messages.used_to_pass("Claire@morel.example")


@pytest.fixture
def mailbox(office: SmallOffice) -> Mailbox:
    with office.records() as records:
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", "imaps://u:secret@host"))
        return records.inbound.mailboxes()[0]


@pytest.mark.abuse("P6")
def test_a_mailbox_keeps_its_secret_sealed_and_its_health(office: SmallOffice, mailbox: Mailbox) -> None:
    with office.records() as records:
        ill = replace(
            mailbox, uidvalidity=2**40, problem=MailboxProblem.UNREACHABLE, problem_since=MONDAY, last_ok_at=MONDAY
        )
        records.inbound.keep_mailbox(ill)
        assert records.inbound.mailboxes() == [ill]
        raw = bytes(records.connection.exec_driver_sql("SELECT url FROM mailbox").scalar_one())
        assert b"secret" not in raw
        assert "secret" not in repr(ill)


def test_a_raw_mail_is_kept_once_by_mailbox_uidvalidity_and_uid(office: SmallOffice, mailbox: Mailbox) -> None:
    mail = a_raw_mail(mailbox.id, 7)
    with office.records() as records:
        kept = records.inbound.add(mail)
        assert kept is not None
        assert records.inbound.get(kept.id) == kept == replace(mail, id=kept.id)
        assert records.inbound.add(mail) is None
        other = records.inbound.add(replace(mail, uidvalidity=2))
        assert other is not None
        assert records.inbound.twin_of(other) == kept
        assert records.inbound.twin_of(kept) is None
        assert records.inbound.known_uids(mailbox.id, 1) == {7}
        assert records.connection.execute(select(blobs.c.uses)).scalars().all() == [2]


def test_mails_wait_in_the_order_they_were_stored_until_understood(office: SmallOffice, mailbox: Mailbox) -> None:
    with office.records() as records:
        mails = [records.inbound.add(a_raw_mail(mailbox.id, uid)) for uid in (9, 8, 7)]
        first, *rest = [mail for mail in mails if mail]
        records.inbound.keep(replace(first, state=InboundState.UNDERSTOOD, tries=1))
        assert records.inbound.waiting(10) == rest
        assert records.inbound.waiting(1) == rest[:1]
        assert records.inbound.get(first.id) == replace(first, state=InboundState.UNDERSTOOD, tries=1)


def test_one_raw_mail_gives_one_message(office: SmallOffice, mailbox: Mailbox) -> None:
    with office.records() as records:
        raw = records.inbound.add(a_raw_mail(mailbox.id, 7))
        assert raw is not None
        records.messages.add(a_message(inbound_id=raw.id))
        with pytest.raises(IntegrityError), records.connection.begin_nested():
            records.messages.add(a_message(inbound_id=raw.id))
