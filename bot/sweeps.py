"""What the alarm clock wakes: each sweep asks the tables what is due, firm by firm."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial

from slack_sdk.errors import SlackApiError

from bot.office import House
from bot.scheduler import Sweep
from bot.slack_client import web_client
from bot.workspace import accounts
from domain.office import Office
from handlers.chase.sweep import AT_ONCE, close_lapsed, send_chases
from handlers.clients.registry_back import ask_registry_again
from handlers.digest.sweep import AT_ONCE as DIGESTS_AT_ONCE
from handlers.digest.sweep import send_digests
from handlers.importing.working import drop_forgotten
from handlers.life.archive import build_exports
from handlers.life.sweep import AT_ONCE as WARNED_AT_ONCE
from handlers.life.sweep import erase_due, warn_of_erasure
from handlers.slack_messages.filing import file_handed_over
from handlers.team.members import refresh_members
from storage.database import Database
from storage.housekeeping import AT_ONCE as TIDIED_AT_ONCE
from storage.housekeeping import TURNS, UNNAMED_FOR, unnamed

log = logging.getLogger(__name__)

FIVE_MINUTES = 300.0
SIX_HOURS = 6 * 3600.0
A_DAY = 4 * SIX_HOURS
# Somebody may have just put a file on disk whose row is not committed yet.
UNUSED_FOR = timedelta(minutes=10)

Work = Callable[[Office], object]


def sweeps_of(house: House, slack_api_url: str) -> dict[str, Sweep]:
    """The sweeps by name."""
    database, now = house.database, house.clock.now

    def where(firms: Callable[[datetime], Iterable[int]], work: Work) -> Sweep:
        return lambda: _firm_by_firm(house, firms(now()), work)

    def everywhere(work: Work) -> Sweep:
        return lambda: _firm_by_firm(house, database.firms(), work)

    return {
        "chases": where(database.firms_with_due_invitations, _chases),
        "lapsed": where(database.firms_with_lapsed_invitations, _lapsed),
        "digests": where(database.firms_with_due_digests, _digests),
        "words": _now_and_then(SIX_HOURS, everywhere(_words)),
        "life": everywhere(partial(_life, database)),
        "custom_fields": _now_and_then(SIX_HOURS, everywhere(_custom_fields)),
        "exports": everywhere(_exports),
        "slack_messages": everywhere(file_handed_over),
        "tidy": _now_and_then(A_DAY, everywhere(partial(_tidy, database))),
        "registry": _now_and_then(FIVE_MINUTES, everywhere(ask_registry_again)),
        "imports": _now_and_then(SIX_HOURS, everywhere(drop_forgotten)),
        "members": _now_and_then(SIX_HOURS, everywhere(partial(_members, house, slack_api_url))),
    }


def _chases(office: Office) -> None:
    while send_chases(office) >= AT_ONCE:
        pass


def _lapsed(office: Office) -> None:
    while close_lapsed(office) >= AT_ONCE:
        pass


def _digests(office: Office) -> None:
    while send_digests(office) >= DIGESTS_AT_ONCE:
        pass


def _exports(office: Office) -> None:
    """The exports that administrators wait for, one at a time."""
    while build_exports(office):
        pass


def _tidy(database: Database, office: Office) -> None:
    """What has served, in small turns; then what lies on disk and no row names."""
    for turn in TURNS:
        while True:
            with database.records(office.firm_id) as records:
                if turn(records, office.now(), datetime.now(UTC)) < TIDIED_AT_ONCE:
                    break
    names = list(office.blobs.kept(office.firm_id))
    for start in range(0, len(names), TIDIED_AT_ONCE):
        with database.reading(office.firm_id) as records:
            orphans = unnamed(records, names[start : start + TIDIED_AT_ONCE])
        for sha256 in orphans:
            office.blobs.drop(office.firm_id, sha256, datetime.now(UTC) - UNNAMED_FOR)


def _life(database: Database, office: Office) -> None:
    """Clients whose term ends; the database is compacted once their rows are gone."""
    while warn_of_erasure(office) >= WARNED_AT_ONCE:
        pass
    erased = 0
    while erase_due(office, datetime.now(UTC) - UNUSED_FOR):
        erased += 1
    if erased:
        database.compact()


def _custom_fields(office: Office) -> None:
    """The fields that an administrator removed thirty days ago, erased with their values."""
    with office.records() as records:
        records.custom_fields.forget_removed(office.now())


def _members(house: House, slack_api_url: str, office: Office) -> None:
    """Names, languages and departures, for those that the events of a stopped Guichet did not reach."""
    token = house.bot_token(office.firm_id)
    if token is None:
        return
    try:
        known = accounts(web_client(slack_api_url, token))
    except SlackApiError as error:
        # Its token is no good any more: that is not mended by asking again in ten seconds.
        log.warning("members not read", extra={"firm": office.firm_id, "code": error.response.get("error")})
        return
    refresh_members(office, known)


def _words(office: Office) -> None:
    """What slips are looked for among: words of clients renamed or erased stay until now."""
    with office.records() as records:
        records.clients.renew_words()


def _firm_by_firm(house: House, firm_ids: Iterable[int], work: Work) -> None:
    """Each of these firms has its turn. What goes wrong in one is raised once the others had theirs."""
    failed: Exception | None = None
    for firm_id in firm_ids:
        try:
            work(house.of(firm_id))
        except Exception as error:  # raised below: it is told, and no firm waits for another's trouble
            failed = failed or error
    if failed is not None:
        raise failed


def _now_and_then(every: float, sweep: Sweep) -> Sweep:
    """The sweep, at the first wake and then no more often than that many seconds; a failed one is tried again."""
    last: float | None = None

    def swept() -> None:
        nonlocal last
        if last is None or time.monotonic() - last >= every:
            sweep()
            last = time.monotonic()

    return swept
