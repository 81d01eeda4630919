"""kill -9 at any moment: what was acknowledged is there once, and what had to leave left once."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from bot.demo.seed import seed as seed_firm
from bot.office import FirmOffice
from storage.database import Database, open_database
from storage.encryption import KeyRing
from tests.journeys.afterwards import Found, found, open_envelopes
from tests.journeys.killing import (
    Correspondents,
    Creations,
    Killer,
    address_of,
    copy_draft,
    draft_named,
    leave_a_draft,
)
from tests.journeys.living_office import LivingOffice, living_office
from tests.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.abuse("O1")]

MODEL = "Atelier modele"
WITNESS = "Atelier premier"
PEOPLE = ("U0NADIA", "U0JULIEN", "U0SOPHIE", "U0HELENE")
# A lease is a minute, and a letter that was on its way when the bot died waits for its end.
QUIET_WITHIN = 600


def killed_again_and_again(office: LivingOffice, creations: int, mails: int, seed: int) -> tuple[list[str], Found]:
    """Clients are created and mails come in while the bot is killed.

    What comes back: the names of the clients whose creation was acknowledged, and what there is once all is quiet.
    """
    names = [f"Atelier {number:03}" for number in range(creations)]
    _leave_drafts(office, names)
    database = open_database(
        f"sqlite:///{office.folder / 'data' / 'guichet.db'}", KeyRing.of_file(office.folder / "data" / "keys")
    )
    try:
        office.start_bot()
        eventually(lambda: open_envelopes(database) == 0, QUIET_WITHIN)
        # One letter that left while all was well: where Sent is filed, it bears witness.
        with Creations(office.page, "U0MARC", [WITNESS]) as first:
            pass
        eventually(lambda: open_envelopes(database) == 0, QUIET_WITHIN)
        writers = [Creations(office.page, person, names) for person in PEOPLE]
        moments = Random(seed)
        killer = Killer(office, moments, lambda: sum(len(writer.acknowledged) for writer in writers))
        with killer, Correspondents(office.dovecot, mails, Random(seed)), ExitStack() as writing:
            for writer in writers:
                writing.enter_context(writer)
        _wait_until_quiet(database, mails)
        return [name for writer in (first, *writers) for name in writer.acknowledged], found(office, database)
    finally:
        database.close()


def _leave_drafts(office: LivingOffice, names: Sequence[str]) -> None:
    """The firm has its people, and each of four finds a share of the drafts at the last step of the wizard."""
    office.furnish(seed_firm)
    office.start_bot()
    leave_a_draft(office.page, "U0NADIA", MODEL)
    office.end_bot()

    def share(books: FirmOffice) -> None:
        model = draft_named(books, MODEL)
        copy_draft(books, model, "U0MARC", [WITNESS])
        for at, person in enumerate(PEOPLE):
            copy_draft(books, model, person, names[at :: len(PEOPLE)])

    office.furnish(share)


def _wait_until_quiet(database: Database, mails: int) -> None:
    def is_quiet() -> bool:
        with database.reading(1) as records:
            understood = not records.inbound.waiting(1)
            kept = len(records.inbound.known_uids(1, records.inbound.mailboxes()[0].uidvalidity or 0))
        return understood and kept >= mails and open_envelopes(database) == 0

    eventually(is_quiet, QUIET_WITHIN)


def _check_what_must_always_hold(acknowledged: list[str], after: Found, creations: int, mails: int) -> None:
    assert len(acknowledged) == creations + 1
    assert [name for name in acknowledged if after.clients[name] != 1] == []
    assert len(after.mails) == mails
    assert set(after.mails.values()) == {1}
    assert after.mail_states == Counter(understood=mails)
    assert len(after.messages) == mails
    assert set(after.messages.values()) == {1}
    assert len(after.cards) == mails
    assert set(after.cards.values()) == {1}
    assert after.unposted == 0


def test_nothing_is_lost_nor_doubled_when_the_bot_is_killed_and_sent_mail_is_filed(tmp_path: Path) -> None:
    creations, mails = 200, 300
    with living_office(tmp_path, sent=True) as office:
        acknowledged, after = killed_again_and_again(office, creations, mails, seed=2)
        assert office.kills > 10
    _check_what_must_always_hold(acknowledged, after, creations, mails)
    assert set(after.letters.values()) == {"done"}
    assert after.questions == 0
    assert after.taken == Counter(address_of(name) for name in acknowledged)


def test_where_sent_mail_is_not_filed_a_letter_in_doubt_is_asked_about_and_never_guessed(tmp_path: Path) -> None:
    creations, mails = 60, 60
    with living_office(tmp_path, sent=False) as office:
        acknowledged, after = killed_again_and_again(office, creations, mails, seed=3)
        assert office.kills > 3
    _check_what_must_always_hold(acknowledged, after, creations, mails)
    asked = {address for address, state in after.letters.items() if state == "asked"}
    assert set(after.letters.values()) <= {"done", "asked"}
    assert after.questions == len(asked)
    assert [address for address, times in after.taken.items() if times != 1] == []
    assert set(after.taken) | asked == {address_of(name) for name in acknowledged}
