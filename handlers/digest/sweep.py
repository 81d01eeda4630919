"""The sweep of digests: each morning of work, once, to those who want it; run late or twice, it sends no other."""

from dataclasses import replace
from datetime import datetime

from domain.about import About
from domain.books import Records
from domain.digest import Digest, following, hour_for, is_for_today
from domain.office import Office
from domain.people import Collaborator
from handlers.digest.message import digest_message
from handlers.one_by_one import PUT_OFF, one_by_one
from handlers.post import post
from handlers.words import words_for

AT_ONCE = 10  # on SQLite, everybody waits for the one who writes


def send_digests(office: Office) -> int:
    """Write the digests that are due, a few at most; how many were looked at.

    What kept one from being written is raised once the others are; that one is put off an hour.
    """
    now = office.now()
    with office.records() as records:
        due = records.digests.due(now, at_most=AT_ONCE)
        failed = one_by_one(
            records,
            due,
            lambda digest: _one(records, digest, now),
            lambda digest: records.digests.keep(replace(digest, next_at=now + PUT_OFF)),
        )
    if failed is not None:
        raise failed
    return len(due)


def _one(records: Records, digest: Digest, now: datetime) -> None:
    person = records.people.get(digest.collaborator_id)
    sent_at = now if person is not None and _send(records, digest, person, now) else digest.sent_at
    hour = hour_for(person, records.firm) if person is not None else records.firm.digest_hour
    # In the transaction of the message: whoever looks next finds tomorrow's hour.
    next_at = following(digest, hour, records.firm, now)
    records.digests.keep(replace(digest, next_at=next_at, sent_at=sent_at))


def _send(records: Records, digest: Digest, person: Collaborator, now: datetime) -> bool:
    """Whether something was sent: not to leavers nor to who wants none, and not when there is nothing to say."""
    if not (person.active and person.digest) or not is_for_today(digest, person, records.firm, now):
        return False
    told = digest_message(records, person, words_for(person.language), digest.sent_at, now)
    if told is None:
        return False
    text, blocks = told
    post(records, now, person.slack_id, text, blocks, about=(About.DIGEST, person.id))
    return True
