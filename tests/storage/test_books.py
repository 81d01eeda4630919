"""The other books: what is written is read again, and what is asked for is what comes back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.books import Mailbox
from domain.clients import ClientState
from domain.contacts import AccountExists
from domain.drafts import Draft
from domain.history import By, HistoryLine
from domain.invitations import InvitationState, LinkKind, StopReason
from domain.messages import Direction, MessageState, NewDocument
from domain.people import Role
from domain.refusals import ChangedMeanwhile
from storage.tables import blobs
from tests.builders import MONDAY, a_message, a_raw_mail
from tests.offices import SmallHouse, SmallOffice

MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(house_of_each_kind: SmallHouse) -> SmallOffice:
    return house_of_each_kind.found()


def test_people_are_found_by_slack_id_and_by_address(office: SmallOffice) -> None:
    nadia = office.hire("Nadia Benali", slack_id="U7", email="Nadia@Valmont.example")
    with office.reading() as records:
        assert records.people.of_slack("U7") == nadia
        assert records.people.of_email("nadia@valmont.EXAMPLE") == nadia
        assert records.people.get(nadia.id) == nadia
        assert records.people.of_slack("U8") is None


def test_a_leaver_stays_in_the_books_and_out_of_the_list(office: SmallOffice) -> None:
    omar, nadia = office.hire("Omar Diallo"), office.hire("Nadia Benali")
    with office.records() as records:
        records.people.keep(replace(omar, active=False))
    with office.reading() as records:
        assert records.people.active() == [nadia]
        assert records.people.of_slack(omar.slack_id) == replace(omar, active=False)


def test_portfolios_have_members_who_come_and_go(office: SmallOffice) -> None:
    nadia = office.hire()
    building, food = office.open_portfolio("Bâtiment", nadia, nadia), office.open_portfolio("Alimentation")
    with office.records() as records:
        member = records.people.get(nadia.id)
        assert member is not None
        assert member.portfolios == {building.id}
        records.people.keep(replace(member, portfolios=frozenset({food.id}), role=Role.MANAGER))
    with office.reading() as records:
        assert records.people.active()[0].portfolios == {food.id}
        assert records.people.portfolios() == [food, building]


def test_contacts_are_found_by_address_over_clients_not_terminated(office: SmallOffice) -> None:
    office.hire()
    first, second, ended = office.follow("Un"), office.follow("Deux"), office.follow("Trois")
    contacts = [office.meet(client, email="claire@morel.example") for client in (first, second, ended)]
    with office.records() as records:
        records.clients.keep(replace(ended, state=ClientState.TERMINATED))
        assert records.contacts.of_email("Claire@Morel.example") == contacts[:2]
        assert records.contacts.of_client(second.id) == [contacts[1]]
        changed = replace(contacts[0], email_failed_at=MONDAY, phone="+33612345678")
        records.contacts.keep(changed)
        assert records.contacts.get(contacts[0].id) == changed


def test_one_account_opens_several_client_files(office: SmallOffice) -> None:
    office.hire()
    first, second = office.follow("Atelier"), office.follow("Boulangerie")
    claire, again = office.meet(first), office.meet(second)
    with office.records() as records:
        account = records.accounts.add(claire, "argon2", MONDAY)
        records.contacts.keep(replace(again, account_id=account.id))
        assert records.accounts.get(account.id) == account
        assert records.accounts.of_address(email=claire.email) == account
        assert [client.id for client in records.accounts.clients_of(account.id)] == [first.id, second.id]


@pytest.mark.abuse("W3")
def test_an_address_that_has_its_account_keeps_it(office: SmallOffice) -> None:
    office.hire()
    claire, twin = office.meet(office.follow("Atelier")), office.meet(office.follow("Boulangerie"))
    with office.records() as records:
        account = records.accounts.add(claire, "the owner's", MONDAY)
        with pytest.raises(AccountExists):
            records.accounts.add(twin, "somebody else's", MONDAY)
        assert records.accounts.get(account.id) == account
        assert [client.name for client in records.accounts.clients_of(account.id)] == ["Atelier"]


def test_a_contact_without_mail_signs_in_by_phone(office: SmallOffice) -> None:
    office.hire()
    contact = office.meet(office.follow(), email=None, phone="+33612345678")
    with office.records() as records:
        account = records.accounts.add(contact, None, MONDAY)
        assert records.accounts.of_address(phone="+33612345678") == account
        assert records.accounts.of_address() is None


def test_a_session_lasts_until_its_hour_or_until_closed(office: SmallOffice, house_of_each_kind: SmallHouse) -> None:
    office.hire()
    contact = office.meet(office.follow())
    with office.records() as records:
        account = records.accounts.add(contact, None, MONDAY)
        for token in ("a", "b", "c"):
            records.accounts.open_session(account.id, token, MONDAY, MONDAY + MINUTE)
        assert records.accounts.of_session("a", MONDAY) == account
        assert records.accounts.of_session("a", MONDAY + MINUTE) is None
        records.accounts.close_session("a")
        assert records.accounts.of_session("a", MONDAY) is None
        assert records.accounts.of_session("b", MONDAY) == account
    assert house_of_each_kind.of_session("b") is office
    assert house_of_each_kind.of_session("a") is None
    with office.records() as records:
        records.accounts.set_password(account.id, "new")
        records.accounts.close_sessions(account.id)
        assert records.accounts.of_session("c", MONDAY) is None
        assert records.accounts.of_address(email=contact.email) == replace(account, password_hash="new")


@pytest.mark.abuse("W4")
def test_a_code_has_five_tries_and_one_use(office: SmallOffice) -> None:
    with office.records() as records:
        accounts = records.accounts
        accounts.add_code("claire@morel.example", "right", MONDAY, MONDAY + MINUTE)
        assert [accounts.try_code("claire@morel.example", "wrong", MONDAY) for _ in range(4)] == [4, 3, 2, 1]
        assert accounts.try_code("claire@morel.example", "right", MONDAY) is None
        assert accounts.try_code("claire@morel.example", "right", MONDAY) == 0
        accounts.add_code("claire@morel.example", "right", MONDAY, MONDAY + MINUTE)
        assert [accounts.try_code("claire@morel.example", "wrong", MONDAY) for _ in range(5)][-1] == 0
        assert accounts.try_code("claire@morel.example", "right", MONDAY) == 0


def test_a_new_code_replaces_the_one_before_and_both_expire(office: SmallOffice) -> None:
    with office.records() as records:
        accounts = records.accounts
        accounts.add_code("claire@morel.example", "first", MONDAY, MONDAY + MINUTE)
        accounts.try_code("claire@morel.example", "wrong", MONDAY)
        accounts.add_code("claire@morel.example", "second", MONDAY, MONDAY + MINUTE)
        assert accounts.try_code("claire@morel.example", "first", MONDAY) == 4
        assert accounts.try_code("claire@morel.example", "second", MONDAY + MINUTE) == 0
        assert accounts.try_code("claire@morel.example", "second", MONDAY) is None


def test_an_invitation_is_read_as_it_was_written(office: SmallOffice) -> None:
    office.hire()
    contact = office.meet(office.follow())
    invitation = office.invite(contact, chase_days=(2, 5), next_at=MONDAY + MINUTE, expires_at=MONDAY)
    stopped = replace(invitation.stop(StopReason.ASKED, MONDAY), paused_until=date(2026, 10, 1), chases=2)
    with office.records() as records:
        assert records.invitations.get(invitation.id) == invitation
        kept = records.invitations.keep(stopped)
        assert kept == replace(stopped, version=2)
        assert records.invitations.of_contact(contact.id) == [kept]
        assert records.invitations.of_client(contact.client_id) == [kept]


def test_an_invitation_changed_meanwhile_says_by_whom(office: SmallOffice) -> None:
    nadia = office.hire()
    invitation = office.invite(office.meet(office.follow()))
    with office.records() as records:
        records.invitations.keep(invitation.revoke())
        records.note(
            HistoryLine(MONDAY, "invitation.revoked", By.COLLABORATOR, nadia.id, invitation.client_id, invitation.id)
        )
    with office.records() as records, pytest.raises(ChangedMeanwhile) as refusal:
        records.invitations.keep(invitation.accept(MONDAY))
    assert (refusal.value.by, refusal.value.at) == ("Nadia Benali", MONDAY)


def test_only_what_is_due_is_swept_oldest_first(office: SmallOffice) -> None:
    office.hire()
    contact = office.meet(office.follow())
    later = office.invite(contact, next_at=MONDAY)
    first = office.invite(contact, next_at=MONDAY - MINUTE)
    office.invite(contact, next_at=MONDAY + MINUTE)
    office.invite(contact, next_at=None)
    office.invite(contact, next_at=MONDAY, state=InvitationState.ACCEPTED)
    assert office.database.firms_with_due_invitations(MONDAY) == [office.firm_id]
    assert office.database.firms_with_due_invitations(MONDAY - 2 * MINUTE) == []
    with office.records() as records:
        assert records.invitations.due(MONDAY, 100) == [first, later]
        assert records.invitations.due(MONDAY, 1) == [first]
    with office.reading() as records:
        assert records.invitations.due(MONDAY, 100) == [first, later]


def test_open_invitations_are_those_in_sight_what_needs_a_person_first(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    contact = office.meet(office.follow(by=nadia))
    sent = office.invite(contact)
    escalated = office.invite(contact, escalated_at=MONDAY)
    bounced = office.invite(contact, state=InvitationState.BOUNCED)
    office.invite(contact, state=InvitationState.ACCEPTED)
    office.invite(contact, state=InvitationState.REVOKED)
    with office.reading() as records:
        assert records.invitations.open_ones(nadia) == [bounced, escalated, sent]
        assert records.invitations.open_ones(omar) == []


@pytest.mark.abuse("W2")
def test_a_link_is_found_by_its_hash_alone_and_used_once(office: SmallOffice, house_of_each_kind: SmallHouse) -> None:
    office.hire()
    invitation = office.invite(office.meet(office.follow()), expires_at=MONDAY + MINUTE)
    with office.records() as records:
        for kind in LinkKind:
            records.invitations.add_link(invitation.id, kind, f"hash of {kind}", MONDAY)
        records.invitations.use_link("hash of stop", MONDAY)
    assert house_of_each_kind.of_link("hash of open") is office
    assert house_of_each_kind.of_link("hash of nothing") is None
    with office.records() as records:
        records.invitations.close_links(invitation.id, MONDAY + MINUTE)
        found = [records.invitations.link(f"hash of {kind}") for kind in LinkKind]
        assert records.invitations.link("hash of nothing") is None
    assert [link and (link.kind, link.used_at) for link in found] == [
        (LinkKind.OPEN, MONDAY + MINUTE),
        (LinkKind.STOP, MONDAY),
        (LinkKind.WRONG_PERSON, MONDAY + MINUTE),
    ]
    assert {link and (link.invitation_id, link.expires_at) for link in found} == {(invitation.id, MONDAY + MINUTE)}


def test_a_message_is_read_as_it_was_written(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    new = a_message(client_id=client.id, warnings=("spoofed", "late"), needs_person=True)
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
        assert records.messages.incidents(nadia) == ([nobodys, hers], 2)
        assert records.messages.incidents(nadia, limit=1) == ([nobodys], 2)
        assert records.messages.incidents(omar) == ([nobodys], 1)
        assert (records.messages.unread(nadia), records.messages.unread(omar)) == (2, 1)


def test_documents_belong_to_a_client_and_a_message_and_their_content_is_counted(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    with office.records() as records:
        message = records.messages.add(a_message())
        new = NewDocument("relevé.pdf", "application/pdf", 12, "ab" * 32, MONDAY, message_id=message.id, filed=False)
        first = records.messages.add_document(new)
        second = records.messages.add_document(replace(new, filename="facture.pdf", received_at=MONDAY + MINUTE))
        assert records.messages.documents_of(message_id=message.id) == [first, second]
        filed = [replace(document, client_id=client.id, filed=True) for document in (first, second)]
        for document in filed:
            records.messages.keep_document(document)
        assert records.messages.documents_of(client_id=client.id) == filed[::-1]
        assert records.connection.execute(select(blobs.c.sha256, blobs.c.uses)).all() == [("ab" * 32, 2)]


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
        ill = replace(mailbox, uidvalidity=2**40, problem="unreachable", problem_since=MONDAY, last_ok_at=MONDAY)
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
        records.inbound.keep(replace(first, state="understood", tries=1))
        assert records.inbound.waiting(10) == rest
        assert records.inbound.waiting(1) == rest[:1]
        assert records.inbound.get(first.id) == replace(first, state="understood", tries=1)


def test_one_raw_mail_gives_one_message(office: SmallOffice, mailbox: Mailbox) -> None:
    with office.records() as records:
        raw = records.inbound.add(a_raw_mail(mailbox.id, 7))
        assert raw is not None
        records.messages.add(a_message(inbound_id=raw.id))
        with pytest.raises(IntegrityError), records.connection.begin_nested():
            records.messages.add(a_message(inbound_id=raw.id))


def test_a_card_is_remembered_with_its_place(office: SmallOffice) -> None:
    with office.records() as records:
        card = records.cards.add("message", 7, "C1")
        assert records.cards.get(card.id) == card
        records.cards.posted(card.id, "D1", "1700000000.000100")
        assert records.cards.about("message", 7) == [replace(card, channel="D1", ts="1700000000.000100")]
        assert records.cards.about("message", 8) == []


@pytest.mark.abuse("S4")
def test_a_draft_is_its_author_s_alone(office: SmallOffice) -> None:
    nadia, omar = office.hire("Nadia Benali"), office.hire("Omar Diallo")
    draft = Draft("k7qm2z", office.firm_id, nadia.id, 2, "Atelier", {"company": {"siren": "839602299"}}, MONDAY)
    later = replace(draft, uid="p4wx9t", updated_at=MONDAY + MINUTE)
    with office.records() as records:
        records.drafts.keep(draft)
        records.drafts.keep(later)
        records.drafts.keep(replace(draft, step=3))
        records.drafts.keep(replace(draft, author_id=omar.id, name="Volé"))
        assert records.drafts.get(draft.uid, nadia) == replace(draft, step=3)
        assert records.drafts.get(draft.uid, omar) is None
        assert records.drafts.of_author(nadia) == [later, replace(draft, step=3)]
        records.drafts.drop(draft.uid)
        assert records.drafts.of_author(nadia) == [later]


def test_answers_of_the_registry_are_kept_a_while(office: SmallOffice) -> None:
    with office.records() as records:
        records.registry.put("q:morel", {"results": [1]}, MONDAY)
        records.registry.put("q:morel", {"results": [2]}, MONDAY + MINUTE)
        assert records.registry.get("q:morel", MONDAY + MINUTE) == {"results": [2]}
        assert records.registry.get("q:morel", MONDAY + 2 * MINUTE) is None
        assert records.registry.get("q:other", MONDAY) is None


@pytest.mark.abuse("W5")
def test_a_limit_counts_uses_within_its_time(office: SmallOffice) -> None:
    with office.records() as records:

        def take(at: int) -> bool:
            return records.limits.take("code:claire", 2, 10 * MINUTE, MONDAY + at * MINUTE)

        assert [take(at) for at in (0, 5, 6, 9)] == [True, True, False, False]
        assert [take(at) for at in (10, 11, 15)] == [True, False, True]
        assert records.limits.take("code:omar", 2, 10 * MINUTE, MONDAY)


@pytest.mark.abuse("S3")
def test_what_was_taken_in_once_is_not_taken_in_again(house_of_each_kind: SmallHouse) -> None:
    first, second = (house_of_each_kind.found(slack_team=team) for team in ("T1", "T2"))
    with first.records() as records:
        assert records.first_time("Ev123", MONDAY)
        assert not records.first_time("Ev123", MONDAY)
    with second.records() as records:
        assert records.first_time("Ev123", MONDAY)


def test_what_failed_is_not_taken_in(office: SmallOffice) -> None:
    def fail() -> None:
        with office.records() as records:
            records.first_time("Ev123", MONDAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with office.records() as records:
        assert records.first_time("Ev123", MONDAY)


def test_books_opened_to_read_cannot_be_written(office: SmallOffice) -> None:
    with office.reading() as records, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        records.people.add("U1", "Nadia", None, Role.COLLABORATOR, "fr")
    office.hire()
