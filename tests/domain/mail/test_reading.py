"""Any bytes at all become a mail that can be shown."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from domain.mail.fingerprints import content_hash
from domain.mail.flags import Flag
from domain.mail.message import ReadMessage
from domain.mail.nature import MailKind
from tests.domain.mail.desk import Mail, attached, multipart, part, read_mail, understood


def read(*header: str, body: str = "Bonjour", encoding: str = "utf-8") -> ReadMessage:
    return read_mail("\r\n".join([*header, "", body]).encode(encoding))


CRASHES = {
    "name*": "Content-Type: text/plain; name*",
    "name*0*": "Content-Type: text/plain; name*0*",
    "filename*": "Content-Disposition: attachment; filename*",
    "bracketed id": "Message-ID: <[abc@x.fr]>",
    "empty id": "Message-ID: <>",
    "a quote": 'To: "',
    "a comment": "To: (c):",
    "a group": "Cc: (x): a@b.com;",
    "a line feed in a name": "From: =?utf-8?B?SmVhbgpEdXBvbnQ=?= <a@b.fr>",
    "900 comments": "To: " + "(" * 900,
    "20,000 words": "From: " + "a " * 20_000 + "<a@b.fr>",
    "5,000 addresses": "To: " + ", ".join(f"p{n}@x.fr" for n in range(5000)),
    "rot13": 'Content-Type: text/plain; charset="rot13"',
    "unknown charset": "Content-Type: text/plain; charset=x-inconnu",
    "x-nope": "Subject: =?x-nope?Q?a=E9?=",
    "rot13 subject": "Subject: =?rot13?Q?abc?=",
    "hex subject": "Subject: =?hex?Q?zz?=",
    "language": "Subject: =?utf-8*fr?Q?a?=",
    "bad base64": "Subject: =?utf-8?B?a?=",
    "idna": "Subject: =?idna?Q?a..b?=",
    "32 January": "Date: Ven, 32 Janvier 2026 25:61",
    "zone +9999": "Date: Fri, 20 Nov 2026 08:47:00 +9999",
    "year 99999": "Date: Fri, 20 Nov 99999 08:47:00 +0100",
    "boundary only": "Content-Type: multipart/mixed; boundary=",
    "no boundary": "Content-Type: multipart/mixed",
    "strange encoding": "Content-Transfer-Encoding: x-uuencode",
    "bad rfc822": "Content-Type: message/rfc822",
    "report": "Content-Type: message/delivery-status",
    "partial": "Content-Type: message/partial; id=x; number=1; total=2",
    "external": "Content-Type: message/external-body; access-type=URL",
}


@pytest.mark.abuse("C3")
@pytest.mark.parametrize("line", CRASHES)
def test_a_line_that_crashes_parsers_is_read(line: str) -> None:
    seen = understood(CRASHES[line].encode() + b"\r\nX-Other: 1\r\n\r\nBonjour")
    assert seen.message.readable


def test_a_name_keeps_no_line_feed() -> None:
    assert read(CRASHES["a line feed in a name"]).sender.name == "Jean Dupont"


def test_raw_eight_bit_headers_are_read_in_either_charset() -> None:
    for encoding in ("utf-8", "cp1252"):
        message = read("From: Amélie <a@b.fr>", "Subject: Relevé d’été", encoding=encoding)
        assert (message.sender.name, message.subject) == ("Amélie", "Relevé d’été")


def test_a_character_cut_between_two_encoded_words_is_put_back() -> None:
    assert (
        read("Subject: =?utf-8?Q?Relev=C3?=\r\n =?utf-8?Q?=A9?= =?iso-8859-1?Q?_d=E9c?= fin").subject
        == "Relevé déc fin"
    )
    assert read("Subject: =?utf-8?B?UmVsZXbDqQ?= =?utf-8?B?IGTDqWM=?=").subject == "Relevé déc"


@pytest.mark.abuse("C6")
def test_a_subject_shows_no_invisible_or_control_character() -> None:
    message = read("Subject: Fac\u202eture\u200b =?utf-8?Q?=00=1B=0Ax?=")
    assert message.subject == "Facture x"
    assert Flag.INVISIBLE_CHARACTERS in message.warnings


@pytest.mark.parametrize(
    ("value", "emails"),
    [
        ("a@b.fr", ["a@b.fr"]),
        ("<a@b.fr>", ["a@b.fr"]),
        ("A@B.FR (Jean)", ["a@b.fr"]),
        ('"Dupont, Jean" <a@b.fr>, c@d.fr,', ["a@b.fr", "c@d.fr"]),
        ('"x \\" y" <a@b.fr>', ["a@b.fr"]),
        ("a@b.fr; c@d.fr", ["a@b.fr", "c@d.fr"]),
        ("Cabinet: a@b.fr, c@d.fr;", ["a@b.fr", "c@d.fr"]),
        ("<a@b.fr, c@d.fr", ["a@b.fr"]),
        ("Jean (a, b) <a@b.fr>", ["a@b.fr"]),
        ('"c@d.fr" <a@b.fr>', ["a@b.fr"]),
        ("Jean <mailto:a@b.fr>", ["a@b.fr"]),
        ("Jean", [""]),
        ("undisclosed-recipients:;", [""]),
        (" , ,;", []),
        ("é@bücher.example", ["é@bücher.example"]),
        ("<<a@b.fr>>", ["a@b.fr"]),
        ("Jean <inconnu>", [""]),
    ],
)
def test_addresses_are_found_however_badly_written(value: str, emails: list[str]) -> None:
    assert [address.email for address in read(f"From: {value}").senders] == emails


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Date: Fri, 20 Nov 2026 08:47:00 +0100"], datetime(2026, 11, 20, 7, 47, tzinfo=UTC)),
        (["Date: ven., 20 Nov 2026 08:47:00 +0100"], datetime(2026, 11, 20, 7, 47, tzinfo=UTC)),
        (["Date: 20 Nov 2026 08:47"], datetime(2026, 11, 20, 8, 47, tzinfo=UTC)),
        (
            ["Date: n'importe", "Received: x; Fri, 20 Nov 2026 08:47:12 +0100"],
            datetime(2026, 11, 20, 7, 47, 12, tzinfo=UTC),
        ),
        (["Received: by a; Sat, 21 Nov 2026 08:00:00 +0000"], datetime(2026, 11, 21, 8, tzinfo=UTC)),
        (["Date: Fri, 20 Nov 1802 08:47:00 +0100"], None),
        ([], None),
    ],
)
def test_the_date_is_the_senders_else_the_last_servers(lines: list[str], expected: datetime | None) -> None:
    assert read("Subject: x", *lines).date == expected


def test_a_mail_without_an_id_gets_one_from_its_content() -> None:
    first, again, other = read("Subject: x"), read("Received: y", "Subject: x"), read("Subject: z")
    assert first.message_id == again.message_id != other.message_id
    assert read("Message-ID: <a@b>", "In-Reply-To: <c@d>", "References: <c@d> <e@f>").references == ("c@d", "e@f")
    assert read("Message-ID: sans-crochets@b").message_id == "sans-crochets@b"


@pytest.mark.parametrize(
    ("declared", "content", "text"),
    [
        ("iso-8859-1", "l’été à 10 €".encode("cp1252"), "l’été à 10 €"),
        ("iso-8859-15", "10 €".encode("iso8859-15"), "10 €"),
        ("utf-8", "été".encode(), "été"),
        ("utf-8", "été".encode("cp1252"), "été"),
        ("us-ascii", "été".encode(), "été"),
        ("macintosh", "été".encode("mac-roman"), "été"),
        ("IBM850", "été".encode("cp850"), "été"),
        ("rot13", b"abc", "abc"),
        ("utf_8", "été".encode(), "été"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("utf-8", b"\x81\x8d", "\x81\x8d"),
        ("utf-8", "é".encode() * 50 + b"\xff", "é" * 50 + "\ufffd"),
    ],
)
def test_a_text_is_read_in_the_charset_declared_else_in_those_of_france(
    declared: str, content: bytes, text: str
) -> None:
    message = read_mail(part(f"text/plain; charset={declared}", content))
    assert message.text == text.replace("\x81", "").replace("\x8d", "")


def test_nul_and_controls_leave_the_text_and_stay_in_the_raw_mail() -> None:
    message = read_mail(b"Subject: a\r\n\r\nBon\x00jour\x07\r\n\tfin\x85\r\n")
    assert message.text.startswith("Bonjour\n\tfin")
    assert b"\x00" in message.raw


def test_html_alone_becomes_text_with_its_links() -> None:
    html = '<p>Bonjour <a href="https://x.example/r">ici</a></p><style>p{color:red}</style><table><tr><td>a</td><td>b</td></tr></table>'
    text = read_mail(part("text/html; charset=utf-8", html.encode())).text
    assert "Bonjour [ici](https://x.example/r)" in text
    assert "a  b" in text
    assert "color" not in text


@pytest.mark.abuse("C4")
@pytest.mark.parametrize("levels", [150, 500, 5_000, 150_000])
def test_html_nested_too_deep_keeps_its_text(levels: int) -> None:
    html = "<div>" * levels + "Bonjour" + "<script>x</script><style>"
    assert read_mail(part("text/html", html.encode())).text.strip().startswith("Bonjour")


def test_an_empty_html_or_one_with_a_declaration_is_read() -> None:
    assert read_mail(part("text/html", b"   ")).text == ""
    assert read_mail(part("text/html", b'<?xml version="1.0" encoding="utf-8"?><p>Oui</p>')).text == "Oui"
    assert read_mail(part("text/html", b"<br><br></p>" + b"<div>" * 300)).text == ""


def test_the_pieces_of_an_apple_mail_are_put_together_and_its_file_kept() -> None:
    raw = b"Subject: x\r\nMIME-Version: 1.0\r\n" + multipart(
        "mixed",
        part("text/plain", b"Avant"),
        part("application/pdf", b"%PDF-1.4", "Content-Disposition: inline; filename=facture.pdf"),
        part("text/plain", "Après".encode()),
    )
    message = read_mail(raw)
    assert message.text.split() == ["Avant", "Après"]
    assert [file.filename for file in message.files] == ["facture.pdf"]


def test_a_file_hidden_beside_the_texts_is_kept() -> None:
    raw = b"Subject: x\r\nMIME-Version: 1.0\r\n" + multipart(
        "alternative",
        part("text/plain", b"Texte"),
        multipart(
            "related",
            part("text/html", b"<p>Texte</p>"),
            part("application/pdf", b"%PDF-1.4", "Content-Disposition: inline"),
        ),
    )
    assert [file.filename for file in read_mail(raw).files] == ["piece-1.pdf"]


@pytest.mark.abuse("C3")
def test_a_thousand_levels_are_shown_unreadable_with_their_headers() -> None:
    raw = b"From: a@b.fr\r\nSubject: Poup\xc3\xa9es russes\r\nMIME-Version: 1.0\r\n"
    raw += b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
    seen = understood(raw)
    assert seen.kind is MailKind.UNREADABLE
    assert (seen.message.sender.email, seen.message.subject) == ("a@b.fr", "Poupées russes")


@pytest.mark.abuse("C3")
@pytest.mark.parametrize("levels", [60, 110, 300])
def test_only_a_sane_nesting_is_read(levels: int) -> None:
    body = part("text/plain", b"Au fond")
    for _ in range(levels):
        body = multipart("mixed", body)
    seen = understood(b"From: a@b.fr\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + body)
    assert (seen.kind is MailKind.UNREADABLE) == (levels > 100)


@pytest.mark.abuse("C3", "C5")
def test_fifteen_hundred_parts_or_more_than_a_hundred_files_are_unreadable() -> None:
    many = multipart("mixed", *[part("text/plain", b"x")] * 1500)
    files = multipart("mixed", *[attached("f.bin", b"x")] * 102)
    for body in (many, files):
        message = read_mail(b"Subject: x\r\nMIME-Version: 1.0\r\n" + body)
        assert not message.readable
        assert Flag.TOO_MANY_PARTS in message.warnings


def test_a_mail_too_large_or_made_to_stall_the_parser_keeps_its_headers() -> None:
    for body in (b"x" * (61 * 1024 * 1024), b"\n" * 16_000_000, b"boundary=\n" * 5_000):
        message = read_mail(b"From: a@b.fr\r\nSubject: x\r\n\r\n" + body)
        assert (message.readable, message.sender.email, message.text) == (False, "a@b.fr", "")
        assert Flag.TOO_LARGE in message.warnings


@pytest.mark.abuse("C3")
def test_a_header_of_a_megabyte_is_cut() -> None:
    message = read("Subject: " + "a" * 1_000_000)
    assert len(message.subject) <= 64 * 1024
    assert Flag.HEADER_CUT in message.warnings


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\xff\xfe\x00\x01", b"\r\n\r\n", b"bonjour", b":", b"From mbox\r\n"])
def test_what_is_no_mail_at_all_is_unreadable(raw: bytes) -> None:
    seen = understood(raw)
    assert seen.kind is MailKind.UNREADABLE
    assert seen.message.raw == raw


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end_is_read(end: str) -> None:
    raw = end.join(["From: a@b.fr", "Subject: Relevé", "", "Un", "Deux"]).encode()
    message = read_mail(raw)
    assert (message.subject, message.text) == ("Relevé", "Un\nDeux")


@pytest.mark.abuse("C7")
@pytest.mark.parametrize(
    ("make", "flag"),
    [
        (lambda: multipart("encrypted", part("application/octet-stream", b"x")), Flag.ENCRYPTED),
        (lambda: part("application/pkcs7-mime; smime-type=enveloped-data", b"x"), Flag.ENCRYPTED),
        (lambda: part("text/plain", b"-----BEGIN PGP MESSAGE-----\r\nx"), Flag.ENCRYPTED),
        (lambda: multipart("mixed", attached("x.zip", b"PK\x03\x04\x14\x00\x01\x00" + b"x" * 60)), Flag.PROTECTED_FILE),
    ],
)
def test_what_is_locked_is_said_to_be(make: Callable[[], bytes], flag: Flag) -> None:
    assert flag in read_mail(b"Subject: x\r\nMIME-Version: 1.0\r\n" + make()).warnings


def test_a_signed_mail_is_read_and_its_signature_is_decoration() -> None:
    body = multipart(
        "signed", part("text/plain", b"Bonjour"), attached("smime.p7s", b"x", "application/pkcs7-signature")
    )
    message = read_mail(b"Subject: x\r\nMIME-Version: 1.0\r\n" + body)
    assert (message.text, message.files, message.warnings) == ("Bonjour", (), (Flag.NO_SENDER,))
    opaque = read_mail(b"Subject: x\r\n" + part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", b"x"))
    assert Flag.ENCRYPTED not in opaque.warnings


def test_an_attached_mail_that_cannot_be_written_again_is_still_a_file() -> None:
    inner = b"Subject: dedans\r\nMIME-Version: 1.0\r\n"
    body = part("text/plain", b"x")
    for _ in range(90):
        body = multipart("mixed", body)
    broken = part("message/rfc822", b"!!!", "Content-Transfer-Encoding: base64")
    raw = b"Subject: x\r\nMIME-Version: 1.0\r\n" + multipart("mixed", part("message/rfc822", inner + body), broken)
    assert [file.content_type for file in read_mail(raw).files] == ["message/rfc822", "message/rfc822"]


def test_only_one_level_of_attached_mails_is_opened() -> None:
    deepest = part("message/rfc822", b"Subject: troisieme\r\n\r\nx")
    middle = b"Subject: second\r\nMIME-Version: 1.0\r\n" + multipart("mixed", part("text/plain", b"y"), deepest)
    raw = b"Subject: premier\r\nMIME-Version: 1.0\r\n" + multipart("mixed", part("message/rfc822", middle))
    message = read_mail(raw)
    assert [mail.subject for mail in message.inner] == ["second"]
    assert message.inner[0].inner == ()
    assert [file.filename for file in message.files] == ["second.eml", "troisieme.eml"]


def test_the_same_mail_delivered_twice_has_one_content() -> None:
    mail = Mail().raw()
    redelivered = b"Return-Path: <x>\r\nReceived: by another\r\nX-Spam: no\r\n" + mail.replace(b"\r\n", b"\n")
    assert content_hash(mail) == content_hash(redelivered)
    assert content_hash(mail) != content_hash(mail.replace(b"Bonjour", b"Bonsoir"))
    assert content_hash(mail) != content_hash(mail.replace("Relevé".encode(), b"Facture"))
    assert content_hash(b"") == content_hash(b"\n")


def test_a_base64_part_with_garbage_keeps_what_it_can() -> None:
    good = base64.b64encode(b"%PDF-1.4 facture")
    raw = b"Subject: x\r\nMIME-Version: 1.0\r\n" + multipart(
        "mixed",
        part(
            "application/pdf", good + b"\r\n*!*", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment"
        ),
    )
    assert read_mail(raw).files[0].content.startswith(b"%PDF-1.4")
