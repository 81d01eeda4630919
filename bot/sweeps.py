"""What the alarm clock wakes: each sweep asks the tables what is due, firm by firm."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.office import House
from bot.slack_client import web_client
from bot.workspace import accounts
from handlers.chase.sweep import AT_ONCE, close_lapsed, send_chases
from handlers.clients.registry_back import ask_registry_again
from handlers.digest.sweep import AT_ONCE as DIGESTS_AT_ONCE
from handlers.digest.sweep import send_digests
from handlers.importing.working import drop_forgotten
from handlers.life.archive import build_exports
from handlers.life.sweep import AT_ONCE as WARNED_AT_ONCE
from handlers.life.sweep import erase_due, warn_of_erasure
from handlers.team.members import refresh_members
from storage.housekeeping import AT_ONCE as TIDIED_AT_ONCE
from storage.housekeeping import TURNS, UNNAMED_FOR, unnamed

FIVE_MINUTES = 300.0
SIX_HOURS = 6 * 3600.0
A_DAY = 4 * SIX_HOURS
# Somebody may have just put a file on disk whose row is not committed yet.
UNUSED_FOR = timedelta(minutes=10)


def sweeps_of(house: House, slack_api_url: str) -> dict[str, Callable[[], None]]:
    """The sweeps by name."""
    return {
        "chases": partial(_chases, house),
        "digests": partial(_digests, house),
        "words": _now_and_then(SIX_HOURS, partial(_words, house)),
        "life": partial(_life, house),
        "custom_fields": _now_and_then(SIX_HOURS, partial(_custom_fields, house)),
        "exports": partial(_exports, house),
        "tidy": _now_and_then(A_DAY, partial(_tidy, house)),
        "registry": _now_and_then(FIVE_MINUTES, partial(_registry, house)),
        "imports": _now_and_then(SIX_HOURS, partial(_imports, house)),
        "members": _now_and_then(SIX_HOURS, partial(_members, house, slack_api_url)),
    }


def _chases(house: House) -> None:
    for firm_id in house.database.firms_with_due_invitations(house.clock.now()):
        while send_chases(house.of(firm_id)) >= AT_ONCE:
            pass
    for firm_id in house.database.firms_with_lapsed_invitations(house.clock.now()):
        while close_lapsed(house.of(firm_id)) >= AT_ONCE:
            pass


def _digests(house: House) -> None:
    for firm_id in house.database.firms_with_due_digests(house.clock.now()):
        while send_digests(house.of(firm_id)) >= DIGESTS_AT_ONCE:
            pass


def _exports(house: House) -> None:
    """The exports that administrators wait for, one at a time."""
    for office in house.all():
        while build_exports(office):
            pass


def _tidy(house: House) -> None:
    """What has served, in small turns; then what lies on disk and no row names."""
    for office in house.all():
        for turn in TURNS:
            while True:
                with house.database.records(office.firm_id) as records:
                    if turn(records, house.clock.now(), datetime.now(UTC)) < TIDIED_AT_ONCE:
                        break
        names = list(house.blobs.kept(office.firm_id))
        for start in range(0, len(names), TIDIED_AT_ONCE):
            with house.database.reading(office.firm_id) as records:
                orphans = unnamed(records, names[start : start + TIDIED_AT_ONCE])
            for sha256 in orphans:
                house.blobs.drop(office.firm_id, sha256, datetime.now(UTC) - UNNAMED_FOR)


def _life(house: House) -> None:
    """Clients whose term ends; the database is compacted once their rows are gone."""
    erased = 0
    for office in house.all():
        while warn_of_erasure(office) >= WARNED_AT_ONCE:
            pass
        while erase_due(office, datetime.now(UTC) - UNUSED_FOR):
            erased += 1
    if erased:
        house.database.compact()


def _custom_fields(house: House) -> None:
    """The fields that an administrator removed thirty days ago, erased with their values."""
    for office in house.all():
        with office.records() as records:
            records.custom_fields.forget_removed(office.now())


def _imports(house: House) -> None:
    """Imports that nobody confirmed within a week."""
    for office in house.all():
        drop_forgotten(office)


def _registry(house: House) -> None:
    """Client files typed by hand while the registry was silent."""
    for office in house.all():
        ask_registry_again(office)


def _members(house: House, slack_api_url: str) -> None:
    """Names, languages and departures, for those that the events of a stopped Guichet did not reach."""
    for office in house.all():
        token = house.bot_token(office.firm_id)
        if token is not None:
            refresh_members(office, accounts(web_client(slack_api_url, token)))


def _words(house: House) -> None:
    """What slips are looked for among: words of clients renamed or erased stay until now."""
    for office in house.all():
        with office.records() as records:
            records.clients.renew_words()


def _now_and_then(every: float, sweep: Callable[[], None]) -> Callable[[], None]:
    """The sweep, at the first wake and then no more often than that many seconds; a failed one is tried again."""
    last: float | None = None

    def swept() -> None:
        nonlocal last
        if last is None or time.monotonic() - last >= every:
            sweep()
            last = time.monotonic()

    return swept
