"""The sweep of digests: each morning of work, once, to those who want it; run late or twice, it sends no other."""

from dataclasses import replace
from datetime import datetime

from domain.books import Records
from domain.digest import Digest, following, is_for_today
from domain.office import Office
from handlers.digest.message import digest_message
from handlers.post import post
from handlers.words import words_for

AT_ONCE = 10  # on SQLite, everybody waits for the one who writes


def send_digests(office: Office) -> int:
    """Write the digests that are due, a few at most; how many were looked at."""
    now = office.now()
    with office.records() as records:
        due = records.digests.due(now, at_most=AT_ONCE)
        for digest in due:
            sent_at = now if _send(records, digest, now) else digest.sent_at
            # In the transaction of the message: whoever looks next finds tomorrow's hour.
            records.digests.keep(replace(digest, next_at=following(digest, records.firm, now), sent_at=sent_at))
    return len(due)


def _send(records: Records, digest: Digest, now: datetime) -> bool:
    """Whether something was sent: not to leavers nor to who wants none, and not when there is nothing to say."""
    person = records.people.get(digest.collaborator_id)
    if person is None or not (person.active and person.digest) or not is_for_today(digest, records.firm, now):
        return False
    told = digest_message(records, person, words_for(person.language), digest.sent_at, now)
    if told is None:
        return False
    text, blocks = told
    post(records, now, person.slack_id, text, blocks, about=("digest", person.id))
    return True
