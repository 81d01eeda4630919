"""The files of a winmail.dat come out of it; what is wrong in one costs us nothing."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mail.tnef import opened_tnef
from tests.domain.mail.desk import attached, multipart, part, read_mail

MOST = 0xFFFF_FFFF
LETTER, FILE = 1, 2


def piece(level: int, number: int, kind: int, data: bytes, announced: int | None = None) -> bytes:
    length = len(data) if announced is None else announced
    return struct.pack("<BHHI", level, number, kind, length) + data + struct.pack("<H", sum(data) & 0xFFFF)


def a_tnef(*files: tuple[str, bytes], properties: bytes = b"") -> bytes:
    out = struct.pack("<IH", 0x223E9F78, 1) + piece(LETTER, 0x9006, 8, struct.pack("<I", 0x10000))
    out += piece(LETTER, 0x9007, 6, struct.pack("<II", 1252, 0))
    for name, content in files:
        out += piece(FILE, 0x9002, 6, b"\x01\x00" + b"\xff" * 4 + b"\0" * 8)
        out += piece(FILE, 0x8010, 1, name.encode("cp1252") + b"\0")
        out += piece(FILE, 0x800F, 6, content)
        if properties:
            out += piece(FILE, 0x9005, 6, properties)
    return out


def listed(*properties: bytes) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(properties)


def measured(kind: int, number: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def test_a_winmail_dat_is_opened_and_kept() -> None:
    wrapper = attached("winmail.dat", a_tnef(("facture.pdf", b"%PDF-1.4 x")), "application/ms-tnef")
    mail = read_mail(b"Subject: x\r\nMIME-Version: 1.0\r\n" + multipart("mixed", part("text/plain", b"x"), wrapper))
    files = mail.attachments
    assert [(file.filename, file.inside) for file in files] == [("winmail.dat", False), ("facture.pdf", True)]
    assert files[1].content == b"%PDF-1.4 x"


def test_a_file_bears_its_long_name() -> None:
    properties = listed(
        struct.pack("<HHI", 0x0003, 0x3705, 1),
        struct.pack("<HH", 0x0002, 0x8001) + b"\0" * 16 + struct.pack("<III", 0, 7, 3),
        struct.pack("<HHIII", 0x1003, 0x3720, 2, 5, 6),
        measured(0x001F, 0x3707, "Relevé d’octobre 2026.pdf\0".encode("utf-16le")),
    )
    assert opened_tnef(a_tnef(("RELEV~1.PDF", b"%PDF"), properties=properties)) == [
        ("Relevé d’octobre 2026.pdf", b"%PDF")
    ]


def test_a_mail_attached_to_a_letter_of_outlook_is_a_file_too() -> None:
    properties = listed(
        measured(0x000D, 0x3701, b"\x07\x03\x02" + b"\0" * 13 + b"its own winmail.dat"),
        measured(0x001E, 0x3001, "Relevé".encode("cp1252") + b"\0"),
    )
    assert opened_tnef(a_tnef(("", b""), properties=properties)) == [("Relevé", b"its own winmail.dat")]


@pytest.mark.abuse("F4")
@pytest.mark.parametrize("cut", [5, 20, 60, 90])
def test_a_damaged_winmail_dat_stays_a_file(cut: int) -> None:
    assert opened_tnef(a_tnef(("facture.pdf", b"%PDF-1.4 x"))[:-cut]) == []


@pytest.mark.abuse("F4")
def test_a_winmail_dat_of_too_many_pieces_or_files_is_not_opened() -> None:
    assert opened_tnef(a_tnef() + piece(LETTER, 0x8005, 3, b"\0") * 30_000) == []
    assert opened_tnef(a_tnef(*[("a.pdf", b"%PDF")] * 101)) == []


@pytest.mark.abuse("C4")
@pytest.mark.parametrize(
    "properties",
    [
        struct.pack("<I", MOST),
        listed(struct.pack("<HHI", 0x1003, 0x3720, MOST)),
        listed(struct.pack("<HHI", 0x101E, 0x3720, MOST)),
        listed(struct.pack("<HHII", 0x001E, 0x3707, 1, MOST)),
        listed(struct.pack("<HH", 0x0003, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, MOST)),
    ],
)
def test_four_billion_properties_are_not_counted(properties: bytes) -> None:
    assert opened_tnef(a_tnef(("facture.pdf", b"%PDF"), properties=properties)) == [("facture.pdf", b"%PDF")]


@pytest.mark.abuse("C3")
@given(st.binary(max_size=200), st.integers(0, 150))
def test_no_bytes_make_it_stumble(crumbs: bytes, at: int) -> None:
    whole = a_tnef(("facture.pdf", b"%PDF-1.4"), properties=listed(measured(0x001E, 0x3707, b"a.pdf\0")))
    opened_tnef(whole[:at] + crumbs + whole[at + len(crumbs) :])
