"""A file is known by its content; its name is a label."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sniffing import media_type
from domain.mail.attachments import attach, content_type, label_of
from domain.mail.flags import Flag
from domain.mail.message import ReadMessage
from tests.domain.mail.desk import attached, multipart, part, read_mail

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def mail_with(*parts: bytes) -> ReadMessage:
    return read_mail(b"Subject: x\r\nMIME-Version: 1.0\r\n" + multipart("mixed", part("text/plain", b"x"), *parts))


def named(*headers: str) -> str:
    return mail_with(part("application/pdf", b"%PDF-1.4", *headers)).attachments[0].filename


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('Content-Disposition: attachment; filename="relevé.pdf"', "relevé.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''relev%C3%A9%20d%27avril.pdf", "relevé d'avril.pdf"),
        ("Content-Disposition: attachment; filename*=iso-8859-1'fr'relev%E9.pdf", "relevé.pdf"),
        (
            "Content-Disposition: attachment; filename*0*=utf-8''relev%C3; filename*1*=%A9; filename*2=.pdf",
            "relevé.pdf",
        ),
        ('Content-Disposition: attachment; filename*1="ve.pdf"; filename*0="rele"', "releve.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?Q?relev=C3=A9=2Epdf?="', "relevé.pdf"),
        ('Content-Disposition: attachment;\r\n\tfilename="a;b \\"c\\".pdf"', "a;b _c_.pdf"),
        ("Content-Disposition: attachment; filename=sans guillemets.pdf", "sans guillemets.pdf"),
        ('Content-Disposition: attachment; filename="pas fini.pdf', "pas fini.pdf"),
        ("Content-Disposition: attachment; filename*=relev%C3%A9.pdf", "relevé.pdf"),
        ("Content-Disposition: attachment; filename*=rot13''abc.pdf", "abc.pdf"),
        ("Content-Disposition: attachment; filename*", "piece-1.pdf"),
        ("Content-Disposition: attachment; creation-date=x; filename=", "piece-1.pdf"),
        ("Content-Disposition: inline", "piece-1.pdf"),
    ],
)
def test_a_name_is_read_in_every_form(header: str, name: str) -> None:
    assert named(header) == name


def test_a_name_may_stand_in_the_content_type() -> None:
    message = mail_with(part('application/pdf; name="=?iso-8859-1?Q?relev=E9=2Epdf?="', b"%PDF-1.4"))
    assert message.attachments[0].filename == "relevé.pdf"


def test_a_raw_name_is_read_in_either_charset() -> None:
    raw = mail_with(part("application/pdf", b"%PDF-1.4", 'Content-Disposition: attachment; filename="relevé.pdf"')).raw
    assert read_mail(raw.replace("é".encode(), "é".encode("cp1252"))).attachments[0].filename == "relevé.pdf"


@pytest.mark.abuse("F1")
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.exe", "x.exe"),
        ("/absolu/y.pdf", "y.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("a\x00b\r\n.pdf", "ab_.pdf"),
        ("facture_\u202efdp.exe", "facture_fdp.exe"),
        ("x" * 4096 + ".pdf", "x" * 251 + ".pdf"),
        ("y" * 300, "y" * 255),
        ("..", ""),
        ("", ""),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
    ],
)
def test_a_name_becomes_a_harmless_label(name: str, label: str) -> None:
    assert label_of(name) == label


@pytest.mark.abuse("F1")
@given(st.text(max_size=400))
def test_no_label_holds_a_path_or_a_control(name: str) -> None:
    label = label_of(name)
    assert len(label) <= 256
    assert not set(label) & set("/\\\x00\n\r\u202e\u200b")
    assert label not in (".", "..")


@pytest.mark.abuse("C6")
def test_a_name_with_invisible_marks_is_shown_true_and_flagged() -> None:
    message = mail_with(attached("facture_\u202efdp.exe", b"MZ"))
    assert message.attachments[0].disguised
    assert Flag.INVISIBLE_CHARACTERS in message.warnings


def a_workbook(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("docProps/app.xml", "<x/>" * 2000)
        archive.writestr(f"{kind}/contenu.xml", "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "declared", "kind"),
    [
        (b"%PDF-1.4\n", "application/octet-stream", "application/pdf"),
        (b"%PDF-1.4\n", "image/jpeg", "application/pdf"),
        (PNG, "application/pdf", "image/png"),
        (b"a;b\n1;2\n", "text/csv", "text/csv"),
        (b"bonjour", "application/pdf", "text/plain"),
        (a_workbook("xl"), "", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (a_workbook("word"), "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (a_workbook("autre"), "application/pdf", "application/zip"),
        (b"", "", "application/x-empty"),
        (b"", "text/csv", "text/csv"),
        (b"From: a", "message/rfc822", "message/rfc822"),
    ],
)
def test_a_type_is_read_in_the_content(content: bytes, declared: str, kind: str) -> None:
    assert content_type(content, declared, media_type) == kind


def test_a_small_picture_of_the_text_is_decoration_and_a_photograph_is_a_file() -> None:
    def shown(content: bytes, disposition: str = "inline", cid: str = "logo") -> bool:
        picture = part(
            "image/png", content, "Content-ID: <logo>", f"Content-Disposition: {disposition}; filename=l.png"
        )
        html = part("text/html", f'<p>x</p><img src="cid:{cid}">'.encode())
        return mail_with(multipart("related", html, picture)).attachments[0].decoration

    assert shown(PNG)
    assert not shown(PNG + b"\0" * 100_000)
    assert not shown(PNG, disposition="attachment")
    assert not shown(PNG, cid="autre")


def test_two_files_of_one_content_have_one_hash() -> None:
    one, two = (attach(name, "", b"%PDF-1.4", 1, media_type) for name in ("a.pdf", "b.pdf"))
    assert one.sha256 == two.sha256
    assert one.size == 8
