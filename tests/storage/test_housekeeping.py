"""What has served is taken away, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.sweeps import _tidy
from domain.about import About
from domain.drafts import Draft
from domain.invitations import LinkKind
from domain.messages import NewDocument
from domain.outbox import Subject, Way
from storage.housekeeping import TURNS, WITNESSES, unnamed
from storage.tables import (
    drafts,
    envelopes,
    exports,
    inbound_slack,
    links,
    rate_counts,
    registry_answers,
    sign_in_codes,
    web_sessions,
)
from tests.builders import an_envelope
from tests.offices import SmallOffice

REAL = datetime.now(UTC)


def tidy(office: SmallOffice) -> None:
    with office.records() as records:
        for turn in TURNS:
            turn(records, office.now(), REAL)


def count(office: SmallOffice, table: Any) -> int:
    with office.reading() as records:
        query = select(func.count()).select_from(table).where(table.c.firm_id == office.firm_id)
        return int(records.connection.execute(query).scalar_one())


def test_drafts_answers_counts_and_keys_go_in_their_time(office: SmallOffice) -> None:
    nadia = office.hire()
    with office.records() as records:
        records.drafts.keep(Draft("d1", office.firm_id, nadia.id, 1, "Morel", {}, office.now()))
        records.registry.put("search morel", {}, office.now())
        records.limits.take("write:x", 3, timedelta(hours=1), office.now())
        records.first_time("action:1", office.now())
    tables = (drafts, registry_answers, rate_counts, inbound_slack)
    tidy(office)
    assert [count(office, table) for table in tables] == [1, 1, 1, 1]
    office.pass_time(timedelta(days=3))
    tidy(office)
    assert [count(office, table) for table in tables] == [1, 0, 0, 1]
    office.pass_time(timedelta(days=88))
    tidy(office)
    assert [count(office, table) for table in tables] == [0, 0, 0, 0]


def test_sessions_codes_and_links_go_once_they_are_over(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    contact = office.meet(client)
    invitation = office.invite(contact)
    now = office.now()
    with office.records() as records:
        account = records.accounts.add(contact, None, now)
        records.accounts.open_session(account.id, "a" * 64, now, now + timedelta(days=30))
        records.accounts.add_code("claire@morel.example", "b" * 64, now, now + timedelta(minutes=10))
        records.invitations.add_link(invitation.id, LinkKind.OPEN, "c" * 64, now)
        records.invitations.close_links(invitation.id, now)
        records.invitations.add_link(invitation.id, LinkKind.OPEN, "d" * 64, now)
    office.pass_time(timedelta(days=1))
    tidy(office)
    assert [count(office, table) for table in (web_sessions, sign_in_codes, links)] == [1, 0, 2]
    office.pass_time(timedelta(days=200))
    tidy(office)
    assert [count(office, table) for table in (web_sessions, sign_in_codes, links)] == [0, 0, 1]


def test_letters_that_left_go_save_the_witnesses_of_the_probe(office: SmallOffice) -> None:
    with office.records() as records:
        for _ in range(WITNESSES + 5):
            records.outbox.add(an_envelope())
        waiting = records.outbox.add(an_envelope())
        dead = records.outbox.add(an_envelope())
        old = REAL - timedelta(days=40)
        others = envelopes.c.id.not_in([waiting, dead])
        mine = envelopes.c.firm_id == office.firm_id
        records.connection.execute(update(envelopes).where(mine, others).values(state="done", done_at=old))
        records.connection.execute(update(envelopes).where(envelopes.c.id == dead).values(state="dead", done_at=old))
    tidy(office)
    assert count(office, envelopes) == WITNESSES + 2


def test_what_did_not_leave_and_waits_for_nobody_is_not_kept_for_ever(office: SmallOffice) -> None:
    who = office.hire()
    invitation = office.invite(office.meet(office.follow(by=who)))
    with office.records() as records:
        add = records.outbox.add
        code = add(an_envelope(subject=Subject(About.CODE, 1)))
        card = add(an_envelope(way=Way.SLACK_POST, subject=Subject(About.CARD, 1)))
        chase = add(an_envelope(subject=Subject(About.CHASE, invitation.id)))
        records.connection.execute(update(envelopes).where(envelopes.c.id.in_([code, chase])).values(state="dead"))
        records.connection.execute(update(envelopes).where(envelopes.c.id == card).values(state="asked"))
    tidy(office)
    assert count(office, envelopes) == 3
    office.pass_time(timedelta(days=40))
    tidy(office)
    with office.reading() as records:
        assert [row["id"] for row in records.all(envelopes)] == [chase]


def test_an_export_that_is_over_goes_with_its_file(office: SmallOffice) -> None:
    client = office.follow(by=office.hire())
    with office.records() as records:
        who = records.people.active()[0]
        blob = office.blobs.put(office.firm_id, b"archive")
        export = records.exports.ask(client.id, who, office.now())
        assert records.exports.ready(export, blob, 7, office.now() + timedelta(hours=24))
        records.exports.add_link(export, who, "e" * 64, office.now() + timedelta(minutes=5))
        assert unnamed(records, [blob]) == set()
    office.pass_time(timedelta(hours=25))
    tidy(office)
    assert count(office, exports) == 0
    with office.reading() as records:
        assert unnamed(records, [blob]) == {blob}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.mark.abuse("F7")
def test_what_was_written_before_a_kill_and_never_committed_is_swept(office: SmallOffice, folder: Path) -> None:
    client = office.follow(by=office.hire())
    named, orphan, fresh = (office.blobs.put(office.firm_id, content) for content in (b"named", b"orphan", b"fresh"))
    with office.records() as records:
        records.messages.add_document(NewDocument("a.pdf", "application/pdf", 5, named, office.now(), client.id))
    for sha256 in (named, orphan):
        [path] = folder.rglob(sha256)
        os.utime(path, (REAL.timestamp() - 2 * 86400,) * 2)
    _tidy(office.database, office)
    assert sorted(office.blobs.kept(office.firm_id)) == sorted([named, fresh])
    assert office.blobs.get(office.firm_id, named) == b"named"
