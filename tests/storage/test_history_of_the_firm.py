"""The lines of history that belong to no client: the firm's own, from its opening on."""

from datetime import timedelta

from domain.acts import Act, acts_of
from domain.history import By, HistoryLine
from storage.database import Database
from tests.builders import MONDAY, a_firm
from tests.offices import SmallHouse, SmallOffice

EVERY_ACT = frozenset(Act)


def test_a_firm_is_opened_with_the_line_that_begins_its_history(database: Database) -> None:
    database.create_firm(a_firm(slack_team="T0"))
    firm = database.create_firm(a_firm(slack_team="T1"), line=HistoryLine(MONDAY, Act.FIRM_OPENED, By.GUICHET))
    with database.reading(firm.id) as records:
        assert records.firm_history(EVERY_ACT) == [HistoryLine(MONDAY, Act.FIRM_OPENED, By.GUICHET)]


def test_the_history_of_the_firm_leaves_out_its_clients_and_other_firms(
    house_of_each_kind: SmallHouse, office: SmallOffice
) -> None:
    client = office.follow(by=office.hire())
    other = house_of_each_kind.found(slack_team="T0OTHER")
    for small, client_id in ((office, None), (office, client.id), (other, None)):
        with small.records() as records:
            records.note(HistoryLine(MONDAY, Act.NIR_SHOWN, By.GUICHET, client_id=client_id))
    with office.reading() as records:
        (line,) = records.firm_history(EVERY_ACT)
        assert records.count_firm_history(EVERY_ACT) == 1
    assert line.client_id is None


def test_it_is_read_by_pages_the_latest_first_and_by_subject(office: SmallOffice) -> None:
    with office.records() as records:
        for number in range(5):
            moment = MONDAY + timedelta(minutes=number)
            records.note(HistoryLine(moment, Act.PORTFOLIO_CREATED, By.GUICHET, subject_id=number))
        records.note(HistoryLine(MONDAY, Act.FIELD_ADDED, By.GUICHET, subject_id=9))
    with office.reading() as records:
        assert [line.subject_id for line in records.firm_history(EVERY_ACT, limit=3)] == [9, 4, 3]
        assert [line.subject_id for line in records.firm_history(acts_of("portfolio"), limit=3, offset=3)] == [1, 0]
        assert records.count_firm_history(acts_of("portfolio")) == 5
