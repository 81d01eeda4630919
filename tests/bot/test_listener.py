"""Mails come in from a real Dovecot: each kept once, before anything else, and understood afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage

import pytest
from imapclient import SEEN

from bot.collecting import BATCH_BYTES, Collector, batches
from bot.imap import Listed, MailboxLine, WrongSecret
from bot.listener import Listener
from bot.mail_urls import mail_server
from bot.office import House
from bot.reader import MailReader
from bot.watch import MailboxWatch
from domain.about import About
from domain.books import Mailbox, MailboxProblem
from domain.people import Collaborator, Role
from storage.database import Database
from storage.mailbox_lock import MailboxLock
from storage.records import FirmRecords
from storage.tables import inbound_mails, messages
from tests.bot.dispatching import give_mailbox, slack_texts
from tests.builders import a_firm
from tests.offices import SmallOffice
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.waiting import eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def mailbox(office: SmallOffice, dovecot: Dovecot) -> Mailbox:
    office.change_firm(mail_channel="C0COURRIER")
    return give_mailbox(office, dovecot.url)


def a_mail(subject: str = "Relevé d’avril", message_id: str | None = None, text: str = "Bonjour") -> bytes:
    mail = EmailMessage()
    mail["From"] = "Claire Morel <claire@atelier-morel.example>"
    mail["To"] = "courrier@valmont.example"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 07 Sep 2026 08:00:00 +0200"
    if message_id is not None:
        mail["Message-ID"] = message_id
    mail.set_content(text)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def line_to(dovecot: Dovecot) -> MailboxLine:
    return MailboxLine(mail_server(dovecot.url))


def collect(office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot) -> int:
    """What a process that has just started finds in the mailbox."""
    line = line_to(dovecot)
    try:
        return Collector(office, mailbox).collect(line)
    finally:
        line.close()


def read_all(office: SmallOffice) -> bool:
    return MailReader(lambda: [office]).read_waiting(office)


def inbound_states(office: SmallOffice) -> list[str]:
    with office.reading() as records:
        query = records.of(inbound_mails).with_only_columns(inbound_mails.c.state).order_by(inbound_mails.c.id)
        return list(records.connection.execute(query).scalars())


def subjects(office: SmallOffice | House) -> list[str]:
    with (office if isinstance(office, SmallOffice) else office.all()[0]).reading() as records:
        assert isinstance(records, FirmRecords)
        query = records.of(messages).with_only_columns(messages.c.subject).order_by(messages.c.id)
        return list(records.connection.execute(query).scalars())


def warnings(office: SmallOffice) -> list[tuple[str, ...]]:
    with office.reading() as records:
        assert isinstance(records, FirmRecords)
        query = records.of(messages).with_only_columns(messages.c.warnings).order_by(messages.c.id)
        return list(records.connection.execute(query).scalars())


def test_a_mail_is_kept_as_it_came_and_only_then_marked_as_seen(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    raw = a_mail()
    dovecot.deliver(raw)
    assert collect(office, mailbox, dovecot) == 1
    with office.reading() as records:
        (kept,) = records.inbound.waiting(10)
    assert office.blobs.get(office.firm_id, kept.blob) == raw
    assert (kept.uid, kept.size, kept.state) == (1, len(raw), "stored")
    assert dovecot.seen() == 1


@pytest.mark.abuse("O1")
def test_a_mail_that_somebody_read_first_comes_in_all_the_same_and_once(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    dovecot.deliver(a_mail("Lu dans Outlook"), a_mail("Pas encore lu"))
    with dovecot.session() as somebody:
        somebody.add_flags([1], [SEEN])
    assert collect(office, mailbox, dovecot) == 2
    assert collect(office, mailbox, dovecot) == 0
    read_all(office)
    assert subjects(office) == ["Lu dans Outlook", "Pas encore lu"]


def test_a_mailbox_that_numbers_its_mails_anew_brings_no_mail_twice(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    dovecot.deliver(a_mail("Un", "<1@x.example>"), a_mail("Deux"))
    collect(office, mailbox, dovecot)
    read_all(office)
    dovecot.renumber()
    dovecot.deliver(a_mail("Trois"))
    collect(office, mailbox, dovecot)
    read_all(office)
    assert subjects(office) == ["Un", "Deux", "Trois"]
    assert inbound_states(office) == ["understood", "understood", "twin", "twin", "understood"]


def test_a_message_id_used_for_two_mails_hides_neither(office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot) -> None:
    dovecot.deliver(a_mail("Suivi 1", "<suivi@x.example>"), a_mail("Suivi 2", "<suivi@x.example>"))
    collect(office, mailbox, dovecot)
    read_all(office)
    assert subjects(office) == ["Suivi 1", "Suivi 2"]


def test_of_a_mail_too_large_the_beginning_is_kept_and_it_is_said_once(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    office.hire("Valérie Valmont", Role.ADMINISTRATOR)
    dovecot.deliver(a_mail("Énorme", text="début " + "x" * 2_000_000 + " fin"), a_mail("Ordinaire"))
    line = line_to(dovecot)
    assert Collector(office, mailbox, largest=1_000_000).collect(line) == 2
    line.close()
    read_all(office)
    assert subjects(office) == ["Énorme", "Ordinaire"]
    assert warnings(office) == [("too_large",), ()]
    told = [text for text in slack_texts(office) if "trop gros" in text]
    assert len(told) == 2, "the channel and the administrator, once"


@pytest.mark.abuse("C3")
def test_mails_that_no_parser_likes_stop_nothing(office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot) -> None:
    strange = [
        b"\r\n",
        b"no header at all",
        b"Content-Type: text/plain; name*\r\n\r\nx",
        b'Message-ID: <>\r\nTo: "\r\nFrom: =?utf-8?B?SmVhbgpEdXBvbnQ=?= <a@b.fr>\r\n\r\nx',
        b"Subject: " + b"a" * 70_000 + b"\r\n\r\nx",
        b'Subject: =?rot13?Q?abc?=\r\nContent-Type: text/plain; charset="rot13"\r\n\r\nx',
    ]
    dovecot.deliver(*strange, a_mail("Après"))
    assert collect(office, mailbox, dovecot) == 7
    assert not read_all(office)
    assert inbound_states(office) == ["understood"] * 7
    assert subjects(office)[-1] == "Après"


def test_a_mail_that_makes_us_stumble_three_times_is_set_aside_and_the_others_go_on(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    office.hire("Valérie Valmont", Role.ADMINISTRATOR)
    dovecot.deliver(a_mail("Poison"), a_mail("Après"))
    collect(office, mailbox, dovecot)
    with office.reading() as records:
        poison = records.inbound.waiting(1)[0]
    with office.records() as records:
        records.inbound.keep(replace(poison, blob="0" * 64))  # its file is gone
    assert read_all(office)
    assert read_all(office)
    assert read_all(office)
    assert not read_all(office)
    assert inbound_states(office) == ["quarantined", "understood"]
    assert subjects(office) == ["Après"]
    assert [text for text in slack_texts(office) if "mis de côté" in text] == [
        "Un courrier n’a pas pu être lu, et a été mis de côté."
    ]


def test_mails_are_fetched_fifty_and_twenty_megabytes_at_a_time() -> None:
    small = [Listed(uid, 1000, None) for uid in range(1, 121)]
    assert [len(batch) for batch in batches(small)] == [50, 50, 20]
    large = [Listed(uid, BATCH_BYTES // 2 + 1, None) for uid in range(1, 4)]
    assert [len(batch) for batch in batches(large)] == [1, 1, 1]
    assert list(batches([])) == []


@contextmanager
def watching(office: SmallOffice, mailbox: Mailbox) -> Iterator[MailboxWatch]:
    watch = MailboxWatch(office, mailbox, lambda: None, poll_every=300)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def test_a_new_mail_is_noticed_without_waiting_for_the_next_look(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    dovecot.deliver(a_mail("Avant"))
    with watching(office, mailbox):
        eventually(lambda: inbound_states(office) == ["stored"])
        dovecot.deliver(a_mail("Pendant"))
        eventually(lambda: inbound_states(office) == ["stored", "stored"])


def test_what_came_while_the_line_was_down_is_caught_up(
    office: SmallOffice, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    with watching(office, mailbox) as watch:
        eventually(watch.pulse.is_well)
        dovecot.halt()
        dovecot.start()
        dovecot.deliver(a_mail("Pendant la panne"))
        eventually(lambda: inbound_states(office) == ["stored"])


def test_a_refused_password_is_told_once_and_so_is_the_recovery(
    office: SmallOffice, administrator: Collaborator, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    dovecot.deliver(a_mail("Un"), a_mail("Deux"))
    wrong = replace(mailbox, url=dovecot.url_with("ancien"))
    for _restart in range(2):
        with watching(office, wrong):
            eventually(lambda: _problem(office) == "wrong_secret")
    channel, told = slack_texts(office)
    assert channel == told == "La boîte courrier@valmont.example n’est plus lue depuis 9\N{NO-BREAK SPACE}h."
    with watching(office, mailbox):
        eventually(lambda: _problem(office) is None)
    assert slack_texts(office)[2:] == ["La boîte est lue de nouveau. 2 courriers rattrapés."] * 2


def _problem(office: SmallOffice) -> str | None:
    with office.reading() as records:
        return records.inbound.mailboxes()[0].problem


def test_the_listener_takes_every_mail_to_its_card_and_follows_a_new_password(
    open_house: Callable[..., House], dovecot: Dovecot
) -> None:
    house = open_house()
    office = house.of(house.database.create_firm(a_firm(mail_channel="C0COURRIER")).id)
    with office.records() as records:
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", dovecot.url_with("ancien")))
    dovecot.deliver(a_mail("Bonjour"))
    listener = Listener(house)
    listener.start()
    try:
        eventually(lambda: _first_mailbox(house).problem is MailboxProblem.LOGIN_REFUSED)
        with office.records() as records:
            records.inbound.keep_mailbox(replace(_first_mailbox(house), url=dovecot.url))
        eventually(lambda: subjects(house) == ["Bonjour"])
        eventually(lambda: _first_mailbox(house).problem is None)
        eventually(listener.pulse.is_well)
    finally:
        listener.stop()
    with office.reading() as records:
        assert len(records.cards.about(About.MESSAGE, 1)) == 1


def test_a_password_may_have_accents(dovecot: Dovecot) -> None:
    dovecot.set_password("sésame à l’été")
    line = MailboxLine(replace(mail_server(dovecot.url), password="sésame à l’été"))
    line.close()
    with pytest.raises(WrongSecret):
        MailboxLine(replace(mail_server(dovecot.url), password="sésamé"))


def test_a_try_that_somebody_asks_for_is_made_at_once(open_house: Callable[..., House], dovecot: Dovecot) -> None:
    house = open_house()
    office = house.of(house.database.create_firm(a_firm()).id)
    with office.records() as records:
        records.inbound.keep_mailbox(Mailbox(0, office.firm_id, "courrier@valmont.example", dovecot.url))
    dovecot.set_password("un autre")
    listener = Listener(house)
    listener.start()
    try:
        eventually(lambda: _first_mailbox(house).problem is MailboxProblem.LOGIN_REFUSED)
        dovecot.set_password(PASSWORD)
        with office.records() as records:
            records.inbound.keep_mailbox(replace(_first_mailbox(house), problem=MailboxProblem.ASKED_AGAIN))
        eventually(lambda: _first_mailbox(house).problem is None)
    finally:
        listener.stop()


def _first_mailbox(house: House) -> Mailbox:
    with house.all()[0].reading() as records:
        return records.inbound.mailboxes()[0]


def test_one_process_listens_to_a_mailbox_and_another_takes_over(
    postgres_url: str, open_url: Callable[[str], Database]
) -> None:
    one, other = open_url(postgres_url), open_url(postgres_url)
    lock = MailboxLock.take(one, 1)
    assert lock is not None
    assert lock.is_held()
    assert MailboxLock.take(other, 1) is None
    elsewhere = MailboxLock.take(other, 2)
    assert elsewhere is not None
    lock.release()
    taken_over = eventually(lambda: MailboxLock.take(other, 1))
    assert taken_over is not None
    for each in (elsewhere, taken_over):
        each.release()
