"""What must go out: claimed by one, in order, fairly, and marked by its owner alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.about import About
from domain.outbox import LEASE, Answer, Doubt, Envelope, NewEnvelope, Subject, Way
from storage.outbox import ClaimLost, claim, give_back, mark_ask, mark_dead, mark_done, mark_retry
from storage.tables import envelopes
from tests.builders import MONDAY, a_collaborator, an_envelope
from tests.offices import SmallHouse, SmallOffice

# The machine's clock, which the firm's does not follow.
NOW = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
SECOND = timedelta(seconds=1)


@pytest.fixture
def office(house_of_each_kind: SmallHouse) -> SmallOffice:
    office = house_of_each_kind.found()
    office.change_firm(invitation_read_at=MONDAY)
    return office


def put(office: SmallOffice, *news: NewEnvelope) -> list[int]:
    with office.records() as records:
        return [records.outbox.add(new) for new in news]


def take(office: SmallOffice, owner: str = "me", now: datetime = NOW, office_now: datetime = MONDAY) -> list[Envelope]:
    return list(claim(office.database, owner, now, office_now))


def states(office: SmallOffice) -> Sequence[str]:
    with office.reading() as records:
        return list(records.connection.execute(select(envelopes.c.state).order_by(envelopes.c.id)).scalars())


def bodies(office: SmallOffice) -> Sequence[bytes | None]:
    with office.reading() as records:
        return list(records.connection.execute(select(envelopes.c.body).order_by(envelopes.c.id)).scalars())


def test_a_claimed_envelope_is_the_one_that_was_written(office: SmallOffice) -> None:
    new = an_envelope(
        way=Way.SLACK_POST,
        doubt=Doubt.RESEND,
        subject=Subject(About.MESSAGE, 7),
        message_id="<7@valmont.example>",
        group_key="claire",
        pace_key="slack",
        body=b"\x00\xff final bytes",
    )
    (envelope_id,) = put(office, new)
    (taken,) = take(office)
    assert taken == Envelope(
        uid=new.uid,
        way=Way.SLACK_POST,
        to=new.to,
        body=b"\x00\xff final bytes",
        order_key=new.order_key,
        due_at=MONDAY,
        doubt=Doubt.RESEND,
        subject=Subject(About.MESSAGE, 7),
        message_id="<7@valmont.example>",
        group_key="claire",
        pace_key="slack",
        id=envelope_id,
        firm_id=office.firm_id,
        attempt=1,
        doubtful=False,
    )


def test_what_one_worker_has_no_other_takes(office: SmallOffice) -> None:
    put(office, an_envelope(), an_envelope())
    assert len(take(office, "one")) == 2
    assert take(office, "two") == []


def test_nothing_leaves_before_its_hour_by_the_firm_s_clock(office: SmallOffice) -> None:
    put(office, an_envelope(due_at=MONDAY + 20 * SECOND))
    assert take(office, now=NOW + timedelta(days=900)) == []
    assert len(take(office, office_now=MONDAY + 20 * SECOND)) == 1


def test_a_letter_waits_for_the_one_before_it(office: SmallOffice) -> None:
    put(office, an_envelope(uid="invitation", order_key="claire"), an_envelope(uid="chase", order_key="claire"))
    (first,) = take(office)
    assert (first.uid, take(office)) == ("invitation", [])
    with office.records() as records:
        mark_retry(records, "me", first, NOW + 8 * SECOND, "greylisted")
    assert take(office, now=NOW + 7 * SECOND) == []
    (again,) = take(office, now=NOW + 8 * SECOND)
    assert (again.uid, again.attempt, again.doubtful) == ("invitation", 2, False)
    with office.records() as records:
        mark_done(records, "me", again, NOW)
    assert [envelope.uid for envelope in take(office)] == ["chase"]


def test_a_letter_waits_while_a_person_is_asked_about_the_one_before(office: SmallOffice) -> None:
    put(office, an_envelope(order_key="claire"), an_envelope(uid="chase", order_key="claire"))
    (first,) = take(office)
    with office.records() as records:
        mark_ask(records, "me", first)
    assert take(office) == []
    with office.records() as records:
        assert records.outbox.settle(first.id, answer=Answer.ARRIVED, who=a_collaborator(), now=NOW)
        assert not records.outbox.settle(first.id, answer=Answer.RESEND, who=a_collaborator(), now=NOW)
    assert [envelope.uid for envelope in take(office)] == ["chase"]


def test_a_person_may_have_a_doubtful_letter_sent_again(office: SmallOffice) -> None:
    put(office, an_envelope())
    take(office, "dead")
    (doubtful,) = take(office, now=NOW + LEASE)
    with office.records() as records:
        mark_ask(records, "me", doubtful)
        assert records.outbox.settle(doubtful.id, answer=Answer.RESEND, who=a_collaborator(), now=NOW)
    (again,) = take(office)
    assert (again.doubtful, again.body) == (False, doubtful.body)


def test_one_firm_s_heap_does_not_hold_the_others(house_of_each_kind: SmallHouse) -> None:
    busy, quiet = house_of_each_kind.found(slack_team="T1"), house_of_each_kind.found(slack_team="T2")
    put(busy, *(an_envelope() for _ in range(20)))
    put(quiet, an_envelope())
    taken = take(busy)
    assert sorted(envelope.firm_id for envelope in taken) == [*[busy.firm_id] * 3, quiet.firm_id]


def test_a_claim_takes_ten_at_most(house_of_each_kind: SmallHouse) -> None:
    offices = [house_of_each_kind.found(slack_team=f"T{number}") for number in range(5)]
    for office in offices:
        put(office, *(an_envelope() for _ in range(4)))
    taken = take(offices[0])
    assert len(taken) == 10
    assert len(claim(offices[0].database, "other", NOW, MONDAY, at_most=1)) == 1


def test_the_oldest_leaves_first(office: SmallOffice) -> None:
    late, early = an_envelope(due_at=MONDAY), an_envelope(due_at=MONDAY - 60 * SECOND)
    put(office, late, early)
    assert [envelope.uid for envelope in take(office)] == [early.uid, late.uid]


def test_a_dead_worker_s_envelope_is_taken_over_as_doubtful(office: SmallOffice) -> None:
    put(office, an_envelope())
    take(office, "dead")
    assert take(office, "heir", now=NOW + LEASE - SECOND) == []
    (taken,) = take(office, "heir", now=NOW + LEASE)
    assert (taken.attempt, taken.doubtful) == (2, True)


def test_doubt_remains_until_a_probe_has_answered(office: SmallOffice) -> None:
    put(office, an_envelope())
    take(office, "dead")
    (taken,) = take(office, now=NOW + LEASE)
    with office.records() as records:
        mark_retry(records, "me", taken, NOW, "Sent folder unreachable", doubtful=True)
    (again,) = take(office)
    assert again.doubtful
    with office.records() as records:
        mark_retry(records, "me", again, NOW, "refused for now")
    (settled,) = take(office)
    assert not settled.doubtful


def test_two_claims_of_one_key_that_both_died_are_both_taken_over(office: SmallOffice) -> None:
    ids = put(office, an_envelope(order_key="claire"), an_envelope(order_key="claire"))
    sending = {"state": "sending", "owner": "dead", "lease_until": NOW}
    with office.records() as records:
        for envelope_id in ids:
            records.outbox.change(envelopes, envelope_id, sending)
    assert [envelope.id for envelope in take(office)] == ids


def test_a_worker_that_lost_its_claim_cannot_mark_and_its_effects_are_undone(office: SmallOffice) -> None:
    put(office, an_envelope())
    (stalled,) = take(office, "stalled")
    take(office, "heir", now=NOW + LEASE)

    def say_it_left() -> None:
        with office.records() as records:
            records.people.add_portfolio("Effect of the verdict", [])
            mark_done(records, "stalled", stalled, NOW)

    with pytest.raises(ClaimLost):
        say_it_left()
    with office.reading() as records:
        assert records.people.portfolios() == []
    assert states(office) == ["sending"]


def test_a_claim_taken_back_by_the_same_worker_is_not_the_first_one(office: SmallOffice) -> None:
    put(office, an_envelope())
    (first,) = take(office)
    take(office, now=NOW + LEASE)
    with pytest.raises(ClaimLost), office.records() as records:
        mark_done(records, "me", first, NOW)


def test_a_letter_that_left_keeps_no_body_and_a_dead_one_does(office: SmallOffice) -> None:
    put(office, an_envelope(body=b"one"), an_envelope(body=b"two"))
    done, dead = take(office)
    with office.records() as records:
        mark_done(records, "me", done, NOW)
        mark_dead(records, "me", dead, "no such mailbox", NOW)
    assert (states(office), bodies(office)) == (["done", "dead"], [None, b"two"])
    assert take(office, now=NOW + timedelta(days=30)) == []


def test_a_body_is_sealed_in_the_database(office: SmallOffice) -> None:
    put(office, an_envelope(body=b"https://space.valmont.example/i/7klfyylbeg3rhdsv5ucdrd6pm6"))
    with office.reading() as records:
        raw = bytes(records.connection.exec_driver_sql("SELECT body FROM outbox").scalar_one())
    assert b"7klfyylbeg" not in raw
    assert raw.startswith(b"gAAAA")


def test_what_was_never_begun_is_given_back_without_a_doubt(office: SmallOffice) -> None:
    put(office, an_envelope(), an_envelope())
    begun, never_begun = take(office, "stopping")
    give_back(office.database, "stopping", [never_begun])
    (taken,) = take(office, "other")
    assert (taken.id, taken.attempt, taken.doubtful) == (never_begun.id, 1, False)
    with office.records() as records:
        mark_done(records, "stopping", begun, NOW)


def test_no_letter_leaves_for_a_client_before_the_invitation_was_read(office: SmallOffice) -> None:
    office.change_firm(invitation_read_at=None)
    put(office, an_envelope(uid="to-client", for_client=True), an_envelope(uid="to-slack"))
    assert [envelope.uid for envelope in take(office)] == ["to-slack"]
    with office.records() as records:
        assert records.outbox.release_letters(MONDAY + SECOND) == 1
    office.change_firm(invitation_read_at=MONDAY + SECOND)
    assert [envelope.uid for envelope in take(office, office_now=MONDAY + SECOND)] == ["to-client"]


def test_no_letter_leaves_for_a_client_while_sending_is_stopped(office: SmallOffice) -> None:
    put(office, an_envelope(for_client=True))
    office.change_firm(sending_stopped=True)
    assert take(office) == []
    office.change_firm(sending_stopped=False)
    assert len(take(office)) == 1


def test_what_has_not_left_can_be_taken_back(office: SmallOffice) -> None:
    put(office, an_envelope(order_key="undo"), an_envelope(order_key="undo"), an_envelope())
    with office.records() as records:
        assert records.outbox.withdraw("undo") == 2
    assert len(take(office)) == 1
    with office.records() as records:
        assert records.outbox.withdraw("undo") == 0
    assert bodies(office)[:2] == [None, None]


def test_what_is_on_its_way_can_no_longer_be_taken_back(office: SmallOffice) -> None:
    put(office, an_envelope(order_key="undo"))
    take(office)
    with office.records() as records:
        assert records.outbox.withdraw("undo") == 0
    assert states(office) == ["sending"]
