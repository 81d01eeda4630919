"""Whatever comes, a mail is understood or shown as unreadable; nothing escapes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.mail.desk import (
    AMELIE,
    SERVER,
    THOMAS,
    TO_MOREL,
    Directory,
    Mail,
    attached,
    multipart,
    part,
    understood,
)
from tests.domain.mail.test_forwards import FORWARDS
from tests.domain.mail.test_kinds import delivery_report
from tests.domain.mail.test_reading import CRASHES

DIRECTORY = Directory(passed=["claire@atelier-morel.example"])
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def healthy_mails() -> list[bytes]:
    """One mail of each shape, to be damaged."""
    mails = [Mail(sender=THOMAS, subject=subject, text=text).raw() for subject, text in FORWARDS.values()]
    related = multipart(
        "related",
        part("text/html; charset=utf-8", '<p>Relevé <img src="cid:a"></p>'.encode()),
        part("image/png", PNG, "Content-ID: <a>", "Content-Disposition: inline"),
    )
    mails.append(Mail(to=TO_MOREL, parts=[related, attached("relevé.pdf", b"%PDF-1.4")], html="<p>x</p>").raw())
    inner = Mail(sender=AMELIE, verdict=None, parts=[attached("f.pdf", b"%PDF-1.4")]).raw()
    mails.append(Mail(sender=THOMAS, parts=[part("message/rfc822", inner)]).raw())
    mails.append(delivery_report())
    mails += [line.encode() + b"\r\n\r\nBonjour" for line in CRASHES.values()]
    return mails


def damaged(mail: bytes, chance: random.Random) -> bytes:
    """The mail after a few accidents: bytes changed, pieces cut, doubled, moved, poisonous lines put in."""
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(mail) + 1), chance.randint(1, 80)
        match chance.randrange(6):
            case 0:
                mail = mail[:at] + chance.randbytes(length) + mail[at + length :]
            case 1:
                mail = mail[:at] + mail[at + length :]
            case 2:
                mail = mail[:at] + mail[at : at + length] * chance.randint(2, 30) + mail[at + length :]
            case 3:
                mail = mail[:at] + b"\r\n\r\n" + mail[at:]
            case 4:
                poison = chance.choice(list(CRASHES.values()))[:500].encode()
                mail = poison + b"\r\n" + mail if chance.random() < 0.5 else mail[:at] + poison + mail[at:]
            case _:
                mail = mail.replace(b"\r\n", chance.choice([b"\n", b"\r", b"\r\n\r\n"]), chance.randint(1, 20))
    return mail


@pytest.mark.abuse("C3")
def test_two_thousand_damaged_mails_are_all_understood() -> None:
    chance = random.Random(20261120)
    mails = healthy_mails()
    for n in range(2_000):
        raw = damaged(mails[n % len(mails)], chance)
        seen = understood(raw, DIRECTORY)
        assert seen.message.raw == raw
        assert seen.attribution is not None


@pytest.mark.abuse("C3")
@given(st.binary(max_size=2000))
def test_any_bytes_are_understood(raw: bytes) -> None:
    assert understood(raw, DIRECTORY).message.raw == raw


HEADERS = ["From", "To", "Subject", "Date", "Content-Type", "Content-Disposition", "References", "Received",
           "Authentication-Results", "Content-Transfer-Encoding", "Auto-Submitted", "Message-ID"]  # fmt: skip
PIECES = st.sampled_from(
    [
        *(
            "=?",
            "?=",
            "?Q?",
            "?B?",
            "utf-8",
            "<",
            ">",
            "@",
            '"',
            "(",
            ")",
            ";",
            ",",
            ":",
            "a@b.fr",
            "[",
            "]",
            "Le 1 ",
            "é",
        ),
        *("multipart/mixed", "boundary=", "--b", "message/rfc822", "text/html", "name*0*=", "filename*=", "''", "%C3"),
        *("\r\n ", "\r\n", "\x00", "\u202e", "base64", "dmarc=pass", SERVER, "by", "from", "De : ", "Objet : "),
        *("a écrit :", "text/calendar", "multipart/report", "message/delivery-status", "Action: failed"),
        *("Envoyé : ", "application/ms-tnef", "message/feedback-report", "multipart/alternative"),
    ]
)


@pytest.mark.abuse("C3")
@given(
    st.lists(st.tuples(st.sampled_from(HEADERS), st.lists(PIECES, max_size=12)), max_size=8),
    st.lists(PIECES, max_size=40),
)
def test_any_mail_made_of_awkward_pieces_is_understood(headers: list[tuple[str, list[str]]], body: list[str]) -> None:
    head = "".join(f"{name}: {''.join(pieces)}\r\n" for name, pieces in headers)
    raw = (head + "\r\n" + "".join(body)).encode()
    seen = understood(raw, DIRECTORY)
    assert "\x00" not in seen.message.text + seen.message.subject
    assert "\u202e" not in seen.message.text + seen.message.subject
