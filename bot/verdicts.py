"""The verdict on an envelope and what follows from it, written together."""

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.fates import Fate, Left, NotNow, Refused, Unknowable, Unsure
from domain.outbox import LEASE, Envelope, Way, back_off, is_exhausted
from handlers.consequences import letter_dead, letter_doubtful, letter_left, letter_refused, slack_posted
from handlers.unposted import channel_closed
from storage.outbox import mark_ask, mark_dead, mark_done, mark_retry
from storage.records import FirmRecords

log = logging.getLogger(__name__)

# A channel that is closed to us waits for a person: no need to knock every two seconds.
CHANNEL_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An envelope in the hands of the owner who claimed it, and the books where its verdict is written."""

    records: FirmRecords
    owner: str
    envelope: Envelope


def write_down(claimed: Claimed, fate: Fate, now: datetime, office_now: datetime, *, effects: bool) -> None:
    """Mark the envelope; ClaimLost when another worker has it. `effects` False leaves out what follows.

    `now` is the machine's time, for leases and back-off; `office_now` the firm's when the envelope was handed over, for
    its history and its chases.
    """
    records, owner, envelope = claimed.records, claimed.owner, claimed.envelope
    is_mail = envelope.way is Way.MAIL
    match fate:
        case Left(response=response):
            mark_done(records, owner, envelope, now)
            if effects and is_mail:
                letter_left(records, envelope, office_now)
            elif effects and envelope.way in (Way.SLACK_POST, Way.SLACK_FILE):
                slack_posted(records, envelope, response)
        case Refused(reason=reason):
            log.warning("envelope refused", extra={**_named(envelope), "reason": reason})
            mark_dead(records, owner, envelope, reason, now)
            if effects and is_mail:
                letter_refused(records, envelope, reason, office_now)
        case Unsure(reason=reason):
            log.warning("answer lost, looked for later", extra={**_named(envelope), "reason": reason})
            # Some providers file what they sent a little later.
            mark_retry(records, owner, envelope, now + LEASE, reason, doubtful=True)
        case Unknowable():
            _ask(claimed, office_now, effects=effects)
        case NotNow(reason=reason) if is_exhausted(envelope.attempt):
            if is_mail and envelope.doubtful:
                _ask(claimed, office_now, effects=effects)
                return
            log.error("envelope dead after a day", extra={**_named(envelope), "reason": reason})
            mark_dead(records, owner, envelope, reason, now)
            if effects and is_mail:
                letter_dead(records, envelope, reason, office_now)
        case NotNow(reason=reason, wait=wait, unposted=code):
            again = max(back_off(envelope.attempt, random.random()), timedelta(seconds=wait or 0))  # noqa: S311 - jitter
            if code is not None:
                again = max(again, CHANNEL_AGAIN)
                if effects:
                    channel_closed(records, envelope.to, code, office_now)
            mark_retry(records, owner, envelope, now + again, reason, doubtful=envelope.doubtful)


def _ask(claimed: Claimed, office_now: datetime, *, effects: bool) -> None:
    mark_ask(claimed.records, claimed.owner, claimed.envelope)
    if effects:
        letter_doubtful(claimed.records, claimed.envelope, office_now)


def _named(envelope: Envelope) -> dict[str, object]:
    return {"envelope": envelope.id, "firm": envelope.firm_id, "way": envelope.way.value, "attempt": envelope.attempt}
