"""The mailbox stopped, and is read again: who is told, what they can do."""

from collections.abc import Callable
from datetime import timedelta

from domain.acts import Act, acts_of
from domain.books import Mailbox, MailboxProblem
from domain.history import By
from domain.people import Collaborator
from handlers.mail.health import (
    mail_kept_in_part,
    mailbox_failed,
    mailbox_read_again,
    mailbox_settled,
    mailbox_stopped,
    mailbox_worked,
)
from tests.builders import a_raw_mail
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def a_mailbox(office: SmallOffice, problem: MailboxProblem | None = None) -> Mailbox:
    office.change_firm(mail_channel="C0COURRIER")
    with office.records() as records:
        address = records.firm.mail_from
        records.inbound.keep_mailbox(
            Mailbox(id=0, firm_id=office.firm_id, address=address, url="imaps://u:p@mail.example", problem=problem)
        )
        return records.inbound.mailboxes()[0]


def problem_of(office: SmallOffice) -> MailboxProblem | None:
    with office.reading() as records:
        return records.inbound.mailboxes()[0].problem


def stop(office: SmallOffice, problem: MailboxProblem) -> None:
    mailbox, now = a_mailbox(office, problem), office.now()
    with office.records() as records:
        mailbox_stopped(records, mailbox, problem, now, now + timedelta(minutes=15), now + timedelta(minutes=30))


def test_the_channel_and_the_administrators_learn_that_the_mailbox_stopped(
    helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    stop(office, MailboxProblem.LOGIN_REFUSED)
    posts = outbox.posts()
    assert [post["channel"] for post in posts] == ["C0COURRIER", "U0HELENE"]
    said = words_of(posts[0])
    assert "La boîte du cabinet n’est plus lue depuis 9 h" in said
    assert "`courrier@valmont.example` refuse le mot de passe." in said
    assert "aucun n’est perdu" in said
    assert "Dernier essai à 9 h 15, prochain à 9 h 30. Réservé aux administrateurs : <@U0HELENE>" in said


def test_each_trouble_has_its_own_words(helene: Person, office: SmallOffice, outbox: Outbox) -> None:
    mailbox, now = a_mailbox(office), office.now()
    for problem in (MailboxProblem.UNREACHABLE, MailboxProblem.THROTTLED, MailboxProblem.NO_FOLDER):
        with office.records() as records:
            mailbox_stopped(records, mailbox, problem, now, now, now)
    said = [words_of(post) for post in outbox.posts("C0COURRIER")]
    assert "ne répond pas" in said[0]
    assert "n’accepte plus de connexions" in said[1]
    assert "n’a plus le dossier qui était lu" in said[2]


def test_an_administrator_has_it_tried_again(helene: Person, office: SmallOffice, outbox: Outbox) -> None:
    stop(office, MailboxProblem.LOGIN_REFUSED)
    [post] = outbox.posts("U0HELENE")
    helene.press_in_message(post, "mailbox.retry")
    assert problem_of(office) == MailboxProblem.ASKED_AGAIN
    assert helene.slack.ephemerals[-1]["text"] == "Nouvel essai en cours."


def test_what_becomes_of_the_mailbox_is_in_the_history(helene: Person, office: SmallOffice, outbox: Outbox) -> None:
    a_mailbox(office)

    def found() -> Mailbox:
        with office.reading() as records:
            return records.inbound.mailboxes()[0]

    now = office.now()
    with office.records() as records:
        for problem in (MailboxProblem.UNREACHABLE, MailboxProblem.UNREACHABLE, MailboxProblem.LOGIN_REFUSED):
            mailbox_failed(records, records.inbound.mailboxes()[0], problem, now, now, now)
    [post] = outbox.posts("U0HELENE")
    helene.press_in_message(post, "mailbox.retry")
    helene.press_in_message(post, "mailbox.retry")
    with office.records() as records:
        for count in (7, 0):
            mailbox_worked(records, records.inbound.mailboxes()[0], count, now)
    with office.reading() as records:
        lines = list(reversed(records.firm_history(acts_of("mailbox"))))
    assert [(line.act, line.by, line.before.get("problem"), dict(line.after)) for line in lines] == [
        (Act.MAILBOX_STOPPED, By.GUICHET, None, {"problem": "unreachable"}),
        (Act.MAILBOX_STOPPED, By.GUICHET, "unreachable", {"problem": "wrong_secret"}),
        (Act.MAILBOX_RETRIED, By.COLLABORATOR, None, {}),
        (Act.MAILBOX_READ_AGAIN, By.GUICHET, MailboxProblem.ASKED_AGAIN, {"messages": 7}),
    ]
    assert {line.subject_id for line in lines} == {found().id}
    assert len(outbox.posts("U0HELENE")) == 2


def test_the_mailbox_of_the_settings_is_in_the_history_without_its_password(office: SmallOffice) -> None:
    with office.records() as records:
        for password in ("one", "one", "two"):
            url = f"imaps://me:{password}@mail.example/INBOX"
            mailbox_settled(records, "courrier@valmont.example", url, office.now())
        [mailbox] = records.inbound.mailboxes()
        lines = list(reversed(records.firm_history(acts_of("mailbox"))))
    assert mailbox.url == "imaps://me:two@mail.example/INBOX"
    assert [(line.act, line.subject_id) for line in lines] == [
        (Act.MAILBOX_ADDED, mailbox.id),
        (Act.MAILBOX_CHANGED, mailbox.id),
    ]
    assert "two" not in str(lines)


def test_a_collaborator_is_told_who_can(
    at_work: Callable[[Collaborator], Person], helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    thomas = at_work(office.hire("Thomas Roux"))
    stop(office, MailboxProblem.LOGIN_REFUSED)
    [post] = outbox.posts("C0COURRIER")
    thomas.press_in_message(post, "mailbox.retry")
    assert problem_of(office) == MailboxProblem.LOGIN_REFUSED
    assert "<@U0HELENE>" in str(thomas.slack.ephemerals[-1])


def test_the_recovery_says_how_many_mails_were_caught_up(helene: Person, office: SmallOffice, outbox: Outbox) -> None:
    mailbox = a_mailbox(office)
    with office.records() as records:
        for count in (0, 1, 7):
            mailbox_read_again(records, mailbox, count, office.now())
    assert [post["text"] for post in outbox.posts("C0COURRIER")] == [
        "La boîte est lue de nouveau.",
        "La boîte est lue de nouveau. 1 courrier rattrapé.",
        "La boîte est lue de nouveau. 7 courriers rattrapés.",
    ]


def test_a_mail_too_large_says_where_the_rest_of_it_is(helene: Person, office: SmallOffice, outbox: Outbox) -> None:
    mailbox = a_mailbox(office)
    with office.records() as records:
        mail_kept_in_part(records, mailbox, a_raw_mail(mailbox.id, 1, size=75_000_000), office.now())
    [post] = outbox.posts("C0COURRIER")
    assert "Un courrier de 75 Mo" in words_of(post)
    assert "`courrier@valmont.example`" in words_of(post)
