"""Mail from a real Dovecot: ten thousand taken in at once beside a bare fetch and parse, then one after the other."""

import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from statistics import median
from typing import TypeVar

from imapclient import IMAPClient

from benches.letters import furnish, letters
from benches.programs import Program, guichet, memory_of, settings, slack
from benches.rows import Row, percentile, say
from tests.servers.dovecot import Dovecot
from tests.waiting import eventually

Thing = TypeVar("Thing")

MAILS = 10_000
BATCH = 50
LEAST_RATIO, MOST_GROWTH = 0.4, 1.15
ONE_BY_ONE, APART, MOST_DELAY = 30, 1.5, 1.5  # the dispatcher says one thing a second in a channel


def rows() -> Iterator[Row]:
    with _dovecot() as dovecot, tempfile.TemporaryDirectory() as folder:
        say(f"mail: delivering {MAILS:,} mails")
        with dovecot.session() as session:
            for mail in letters(MAILS):
                session.append("INBOX", mail)
        say("mail: the bare floor")
        floor = _bare(dovecot)
        say("mail: Guichet")
        ours, early, late = _taken_in(dovecot, Path(folder))
    yield Row(
        "mails a second from Dovecot: kept, understood, attributed, committed",
        f"{ours:,.0f}/s",
        f"bare fetch and full parse by the standard library: {floor:,.0f}/s",
        ours / floor,
        f"≥ {LEAST_RATIO} ×",
        ours / floor >= LEAST_RATIO,
    )
    yield Row(
        f"memory after {MAILS:,} mails",
        f"{late:.0f} MB",
        f"after the first {MAILS // 5:,}: {early:.0f} MB",
        late / early,
        f"flat: ≤ {MOST_GROWTH} ×",
        late / early <= MOST_GROWTH,
    )
    with _dovecot() as dovecot, tempfile.TemporaryDirectory() as folder:
        say("mail: one after the other, to their cards")
        cards, notices = _one_by_one(dovecot, Path(folder))
    yield Row(
        "new mail to its card in Slack, by IDLE",
        f"p50 {median(cards):.2f} s, p95 {percentile(cards, 95):.2f} s",
        f"a bare IDLE hears of it: p50 {median(notices):.2f} s, p95 {percentile(notices, 95):.2f} s",
        None,
        f"p95 < {MOST_DELAY} s",
        percentile(cards, 95) < MOST_DELAY,
    )


@contextmanager
def _dovecot() -> Iterator[Dovecot]:
    dovecot = Dovecot()
    try:
        yield dovecot
    finally:
        dovecot.stop()


def _bare(dovecot: Dovecot) -> float:
    """Mails a second fetched and parsed to the last part, nothing kept."""
    with dovecot.session() as session:
        began = time.perf_counter()
        uids = session.search()
        for start in range(0, len(uids), BATCH):
            for fetched in session.fetch(uids[start : start + BATCH], ["BODY.PEEK[]"]).values():
                message = message_from_bytes(fetched[b"BODY[]"], policy=default)
                for part in message.walk():
                    if not part.is_multipart():
                        part.get_payload(decode=True)
                for name in ("From", "To", "Subject", "Date", "Message-ID"):
                    _read(message, name)
        return len(uids) / (time.perf_counter() - began)


def _read(message: Message, name: str) -> None:
    try:
        str(message[name])
    # The standard library stumbles on some lifelike headers; so much the faster for the floor.
    except (ValueError, IndexError, AttributeError, TypeError):
        return


def _taken_in(dovecot: Dovecot, folder: Path) -> tuple[float, float, float]:
    """Mails a second, and MB after a fifth of them and after all."""
    with slack() as load:
        environment = settings(load, folder, IMAP_URL=dovecot.url)
        url = furnish(folder, environment["SLACK_BOT_TOKEN"])
        with guichet(environment, "mail") as program, closing(_books(url)) as books:
            eventually(lambda: _count(books, "1") > 0, 60)
            began = time.perf_counter()
            _wait_for(books, MAILS // 5, program)
            early = memory_of(program)
            _wait_for(books, MAILS, program)
            took = time.perf_counter() - began
            return MAILS / took, early, memory_of(program)


def _wait_for(books: sqlite3.Connection, how_many: int, program: Program) -> None:
    while _count(books, "state <> 'stored'") < how_many:
        assert program.poll() is None, "Guichet stopped"
        time.sleep(0.1)  # between two looks, which take from what is measured


def _count(books: sqlite3.Connection, which: str) -> int:
    return int(books.execute(f"SELECT count(*) FROM inbound_mail WHERE {which}").fetchone()[0])


def _books(url: str) -> sqlite3.Connection:
    return sqlite3.connect(url.removeprefix("sqlite:///"))


def _one_by_one(dovecot: Dovecot, folder: Path) -> tuple[list[float], list[float]]:
    """Seconds from the delivery of each mail to its card in Slack, and to the notice of a bare IDLE."""
    with slack() as load, _bare_idle(dovecot) as noticed:
        environment = settings(load, folder, IMAP_URL=dovecot.url, SMTP_URL="smtp://127.0.0.1:9")
        url = furnish(folder, environment["SLACK_BOT_TOKEN"], clients=1)
        cards, notices = [], []
        with guichet(environment, "mail,dispatch"), closing(_books(url)) as books, dovecot.session() as session:
            eventually(lambda: books.execute("SELECT count(*) FROM mailbox WHERE uidvalidity > 0").fetchone()[0], 60)
            for number in range(ONE_BY_ONE):
                time.sleep(APART)  # the pace of what is measured
                said, heard = len(load.posts), len(noticed)
                delivered = time.perf_counter()
                session.append("INBOX", _a_letter(number))
                cards.append(_next(load.posts, said)[0] - delivered)
                notices.append(_next(noticed, heard) - delivered)
        return cards, notices


def _next(things: list[Thing], known: int) -> Thing:
    eventually(lambda: len(things) > known)
    return things[known]


def _a_letter(number: int) -> bytes:
    head = (
        f"From: Claire <claire{number}@inconnue.example>\r\nTo: depot@bench.example\r\nMessage-ID: <{number}@x.example>"
    )
    return f"{head}\r\nSubject: Relevé {number}\r\n\r\nBonjour, voici le relevé numéro {number}.\r\n".encode()


@contextmanager
def _bare_idle(dovecot: Dovecot) -> Iterator[list[float]]:
    """The moments at which a bare client hears that a mail came."""
    heard: list[float] = []
    stopping = threading.Event()

    def listen(session: IMAPClient) -> None:
        session.idle()
        while not stopping.is_set():
            if any(b"EXISTS" in answer for answer in session.idle_check(timeout=1)):
                heard.append(time.perf_counter())
        session.idle_done()

    with dovecot.session() as session:
        listener = threading.Thread(target=listen, args=(session,))
        listener.start()
        try:
            yield heard
        finally:
            stopping.set()
            listener.join()
