"""When an invitation may be taken over, and when it is too late or too early."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.invitations import (
    AlreadyChased,
    CallOutcome,
    Invitation,
    InvitationClosed,
    InvitationState,
    InvitedLately,
    StopReason,
)
from domain.refusals import Refusal
from domain.taking_over import (
    after_call,
    chased_by_hand,
    given_up,
    paused_by_hand,
    restarted,
    resumed_by_hand,
    still_open,
    withdrawn,
)
from tests.builders import MONDAY, a_client, a_contact, a_firm, an_invitation

CLIENT, FIRM, CLAIRE = a_client(), a_firm(), a_contact()
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY
NOT_SENT = [state for state in InvitationState if state is not InvitationState.SENT]


def refused(act: Callable[[], object], kind: type[Refusal] = InvitationClosed) -> Any:
    with pytest.raises(kind) as refusal:
        act()
    return refusal.value


@pytest.mark.parametrize("state", NOT_SENT)
def test_nothing_is_chased_paused_nor_said_before_it_is_sent_or_once_it_is_settled(state: InvitationState) -> None:
    closed = an_invitation(state=state)
    for act in (
        lambda: still_open(closed, MONDAY),
        lambda: paused_by_hand(closed, None, CLIENT, FIRM, MONDAY),
        lambda: resumed_by_hand(closed, CLIENT, FIRM, MONDAY),
        lambda: chased_by_hand(closed, CLIENT, FIRM, MONDAY),
    ):
        assert refused(act).state is state


def test_a_link_that_has_expired_is_chased_no_more() -> None:
    lapsed = an_invitation(expires_at=TUESDAY)
    assert still_open(lapsed, MONDAY) == lapsed
    for act in (lambda: still_open(lapsed, TUESDAY), lambda: chased_by_hand(lapsed, CLIENT, FIRM, TUESDAY)):
        assert refused(act).state is InvitationState.EXPIRED


def test_a_chase_by_hand_keeps_a_day_from_the_letter_before() -> None:
    sent = an_invitation(sent_at=MONDAY)
    assert (
        refused(lambda: chased_by_hand(sent, CLIENT, FIRM, TUESDAY - timedelta(minutes=1)), InvitedLately).at == MONDAY
    )
    written = chased_by_hand(sent, CLIENT, FIRM, TUESDAY)
    assert (written.chases, written.last_chase_at) == (1, TUESDAY)
    assert refused(lambda: chased_by_hand(written, CLIENT, FIRM, TUESDAY + DAY / 2), AlreadyChased).at == TUESDAY


def test_starting_again_counts_from_the_start_once() -> None:
    silent = an_invitation(chases=3, escalated_at=MONDAY, stopped=StopReason.GIVEN_UP)
    again = restarted(silent, CLAIRE, TUESDAY)
    assert (again.state, again.chases, again.stopped, again.escalated_at) == (InvitationState.QUEUED, 0, None, None)
    assert restarted(again, CLAIRE, TUESDAY + DAY) == again


@pytest.mark.parametrize("wrong", [{"email": None}, {"email_failed_at": MONDAY}, {"disowned_at": MONDAY}])
def test_nothing_starts_again_at_an_address_that_nobody_reads(wrong: dict[str, Any]) -> None:
    assert refused(lambda: restarted(an_invitation(), a_contact(**wrong), TUESDAY)).state is InvitationState.BOUNCED


def test_an_accepted_invitation_neither_starts_again_nor_is_withdrawn() -> None:
    accepted = an_invitation(state=InvitationState.ACCEPTED)
    assert refused(lambda: restarted(accepted, CLAIRE, TUESDAY)).state is InvitationState.ACCEPTED
    assert refused(lambda: withdrawn(accepted)).state is InvitationState.ACCEPTED


@pytest.mark.parametrize(
    "act",
    [
        lambda invitation: given_up(invitation, MONDAY),
        withdrawn,
        lambda invitation: paused_by_hand(invitation, None, CLIENT, FIRM, MONDAY),
    ],
)
def test_what_is_done_twice_is_done_once(act: Callable[[Invitation], Invitation]) -> None:
    once = act(an_invitation(next_at=TUESDAY))
    assert once.next_at is None
    assert act(once) == once


@pytest.mark.parametrize("outcome", CallOutcome)
def test_no_call_says_more_once_it_was_given_up(outcome: CallOutcome) -> None:
    assert after_call(given_up(an_invitation(), MONDAY), outcome, TUESDAY, TUESDAY) is None


@pytest.mark.parametrize("outcome", [CallOutcome.WILL_OPEN, CallOutcome.PREFERS_MAIL])
def test_a_promise_ends_the_chases(outcome: CallOutcome) -> None:
    promised = after_call(an_invitation(), outcome, None, MONDAY)
    assert promised is not None
    assert promised.stopped is StopReason.CALLED
    assert after_call(promised, CallOutcome.WILL_OPEN, None, TUESDAY) is None
    assert after_call(promised, CallOutcome.PREFERS_MAIL, None, TUESDAY) is not None, (
        "said after the promise, it counts"
    )


def test_a_call_back_waits_until_that_morning_and_a_wrong_number_changes_nothing() -> None:
    waits = after_call(an_invitation(), CallOutcome.CALL_BACK, TUESDAY, MONDAY)
    assert waits == an_invitation().called_back(TUESDAY)
    assert waits != an_invitation()
    assert after_call(an_invitation(), CallOutcome.WRONG_NUMBER, None, MONDAY) == an_invitation()
