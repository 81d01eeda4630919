"""« Boîtes et canaux »: the mailbox, the way to the channels, and the senders that are ignored."""

from dataclasses import replace

from domain.books import Mailbox, MailboxProblem
from storage.tables import history
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice


def ignore(office: SmallOffice, *addresses: str) -> None:
    with office.records() as records:
        for address in addresses:
            records.messages.decide_sender(address, None, ignored=True)


def open_mailboxes(person: Person) -> None:
    person.command("/cabinet")
    person.press("settings.mailboxes")


def test_the_screen_has_the_name_of_its_row_and_leads_to_the_channels(helene: Person) -> None:
    open_mailboxes(helene)
    assert helene.view["title"]["text"] == "Boîtes et canaux"
    assert "Aucun. « Ignorer cet expéditeur » se trouve sur la carte d’un courrier." in helene.text
    helene.press("firm.channels")
    assert helene.view["title"]["text"] == "Canaux"


def test_a_mailbox_that_is_not_read_says_so_and_leads_to_what_may_be_done(helene: Person, office: SmallOffice) -> None:
    with office.records() as records:
        box = Mailbox(0, office.firm_id, "depot_1@valmont.example", "imap://x", last_ok_at=office.now())
        records.inbound.keep_mailbox(box)
    open_mailboxes(helene)
    assert "depot_1@valmont.example\n🟢 boîte lue à l’instant" in helene.text
    with office.records() as records:
        [kept] = records.inbound.mailboxes()
        records.inbound.keep_mailbox(replace(kept, problem=MailboxProblem.UNREACHABLE, problem_since=office.now()))
    open_mailboxes(helene)
    assert "🔴 boîte non lue depuis" in helene.text
    helene.press("incident.open")
    assert helene.view["close"]["text"] == "Retour"


def test_an_ignored_sender_is_heard_again(helene: Person, office: SmallOffice) -> None:
    ignore(office, "bruit_de_fond@newsletter.example", "autre@newsletter.example")
    open_mailboxes(helene)
    assert "bruit_de_fond@newsletter.example" in helene.text
    helene.press("sender.hear", times=2)
    assert "autre@newsletter.example" not in helene.text
    with office.reading() as records:
        assert records.messages.decision_on("autre@newsletter.example") == (None, False)
        assert records.messages.ignored_senders() == ["bruit_de_fond@newsletter.example"]
        assert [row["act"] for row in records.rows(records.of(history))] == ["firm.sender_heard"]


def test_a_long_list_of_senders_is_turned(helene: Person, office: SmallOffice) -> None:
    ignore(office, *(f"lettre{number:02}@newsletter.example" for number in range(10)))
    open_mailboxes(helene)
    helene.press("page.next")
    assert "9 à 10 sur 10" in helene.text
    assert "lettre09@newsletter.example" in helene.text
