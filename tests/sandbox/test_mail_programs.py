"""Mails in the manner of Outlook, Gmail, Apple Mail and Thunderbird, absence notices and bounces."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes

import pytest

from sandbox.mail.automatic import bounce, out_of_office
from sandbox.mail.compose import Draft, compose
from sandbox.mail.programs import PROGRAMS, Language
from sandbox.mail.reading import Attachment, Letter, Person, read

CLAIRE = Person("Claire Morel", "claire@atelier-morel.example")
NADIA = Person("Nadia Benali", "nadia@cabinet-valmont.example")
PAUL = Person("Morel, Paul (atelier)", "paul@atelier-morel.example")
FIRM = Person("", "contact@cabinet-valmont.example")
MONDAY = datetime.fromisoformat("2026-11-23T08:47:12+01:00")
STATEMENT = Attachment("relevé de novembre.pdf", "application/pdf", bytes(range(256)) * 40)
EVERY_PROGRAM = pytest.mark.parametrize("program", list(PROGRAMS))
BOTH_LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])

WRITTEN = Draft(
    sender=CLAIRE,
    to=(NADIA,),
    cc=(PAUL,),
    subject="Relevé de novembre",
    text="Bonjour Nadia,\n\nvoilà le relevé.\n.\nClaire",
    sent_at=MONDAY,
    attachments=(STATEMENT,),
)


def received(draft: Draft) -> Letter:
    return read(compose(draft), MONDAY)


def forwarded(program: str, language: Language) -> Letter:
    original = received(WRITTEN)
    return received(
        Draft(NADIA, (FIRM,), "", "Pour le dossier.", MONDAY, (), (), program, language, original, "forward")
    )


@EVERY_PROGRAM
def test_a_mail_reads_as_it_was_written_whatever_the_program(program: str) -> None:
    raw = compose(replace(WRITTEN, program=program))
    letter = read(raw, MONDAY)
    assert (letter.sender, letter.to, letter.cc) == ((CLAIRE,), (NADIA,), (PAUL,))
    assert (letter.subject, letter.text.rstrip(), letter.date) == (WRITTEN.subject, WRITTEN.text, MONDAY)
    assert letter.attachments == (STATEMENT,)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) < 1000


def test_apple_mail_puts_the_file_inside_the_alternative() -> None:
    mail = message_from_bytes(compose(replace(WRITTEN, program="apple")))
    parts = list(mail.walk())
    assert [part.get_content_type() for part in parts] == [
        "multipart/alternative", "text/plain", "multipart/mixed", "text/html", "application/pdf", "text/html",
    ]  # fmt: skip
    assert parts[4].get_content_disposition() == "inline"


@pytest.mark.parametrize(
    ("program", "language", "subject", "block"),
    [
        (
            "outlook",
            "fr",
            "TR: Relevé de novembre",
            "De\u00a0: Claire Morel <claire@atelier-morel.example>\n"
            "Envoyé\u00a0: lundi 23 novembre 2026 08:47\n"
            "À\u00a0: Nadia Benali <nadia@cabinet-valmont.example>\n"
            "Cc\u00a0: Morel, Paul (atelier) <paul@atelier-morel.example>\n"
            "Objet\u00a0: Relevé de novembre\n\nBonjour Nadia,",
        ),
        (
            "outlook",
            "en",
            "FW: Relevé de novembre",
            "From: Claire Morel <claire@atelier-morel.example>\nSent: Monday, November 23, 2026 8:47 AM\n",
        ),
        (
            "gmail",
            "fr",
            "Fwd: Relevé de novembre",
            "---------- Forwarded message ---------\nDe : Claire Morel <claire@atelier-morel.example>\n"
            "Date: lun. 23 nov. 2026 à 08:47\nSubject: Relevé de novembre\n"
            "To: Nadia Benali <nadia@cabinet-valmont.example>\n",
        ),
        (
            "gmail",
            "en",
            "Fwd: Relevé de novembre",
            "---------- Forwarded message ---------\nFrom: Claire Morel <claire@atelier-morel.example>\n"
            "Date: Mon, Nov 23, 2026 at 8:47\u202fAM\n",
        ),
        (
            "apple",
            "fr",
            "Tr\u00a0: Relevé de novembre",
            "Début du message réexpédié :\n> \n> De: Claire Morel <claire@atelier-morel.example>\n"
            "> Objet: Relevé de novembre\n> Date: 23 novembre 2026 à 08:47:12 UTC+1\n",
        ),
        (
            "apple",
            "en",
            "Fwd: Relevé de novembre",
            "Begin forwarded message:\n> \n> From: Claire Morel <claire@atelier-morel.example>\n",
        ),
        (
            "thunderbird",
            "fr",
            "Fwd: Relevé de novembre",
            "-------- Message transféré --------\nSujet : \tRelevé de novembre\n"
            "Date : \tMon, 23 Nov 2026 08:47:12 +0100\nDe : \tClaire Morel <claire@atelier-morel.example>\n",
        ),
        (
            "thunderbird",
            "en",
            "Fwd: Relevé de novembre",
            "-------- Forwarded Message --------\nSubject: \tRelevé de novembre\n",
        ),
    ],
)
def test_a_forward_carries_the_header_block_of_its_program(
    program: str, language: Language, subject: str, block: str
) -> None:
    letter = forwarded(program, language)
    assert letter.subject == subject
    assert letter.text.startswith("Pour le dossier.\n")
    assert block in letter.text


@pytest.mark.parametrize(
    ("program", "block"),
    [
        (
            "outlook",
            "<b>De\u00a0:</b> Claire Morel &lt;claire@atelier-morel.example&gt;<br>"
            "<b>Envoyé\u00a0:</b> lundi 23 novembre 2026 08:47<br>",
        ),
        (
            "gmail",
            '<div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>'
            'De : <strong class="gmail_sendername" dir="auto">Claire Morel</strong> <span dir="auto">'
            '&lt;<a href="mailto:claire@atelier-morel.example">claire@atelier-morel.example</a>&gt;</span><br>',
        ),
        (
            "apple",
            '<blockquote type="cite"><div>Début du message réexpédié :</div><br>'
            "<div><b>De: </b>Claire Morel &lt;claire@atelier-morel.example&gt;<br></div>",
        ),
    ],
)
def test_the_html_of_a_forward_has_the_marks_of_its_program_and_the_original_whole(program: str, block: str) -> None:
    html = forwarded(program, "fr").html
    assert block in html
    assert "voilà le relevé." in html
    assert html.count("<body") <= 1


@EVERY_PROGRAM
@BOTH_LANGUAGES
def test_a_forward_takes_the_files_along(program: str, language: Language) -> None:
    assert forwarded(program, language).attachments == (STATEMENT,)


@EVERY_PROGRAM
@BOTH_LANGUAGES
def test_a_reply_names_what_it_answers_and_quotes_it(program: str, language: Language) -> None:
    original = received(WRITTEN)
    first = received(Draft(NADIA, (CLAIRE,), "", "Merci !", MONDAY, (), (), program, language, original, "reply"))
    second = received(Draft(CLAIRE, (NADIA,), "", "De rien", MONDAY, (), (), program, language, first, "reply"))
    assert first.subject.casefold() == second.subject.casefold() == "re: relevé de novembre"
    assert second.references.split() == [original.message_id, first.message_id]
    assert first.text.startswith("Merci !\n")
    assert "voilà le relevé." in first.text
    assert first.attachments == ()


def test_an_absence_notice_says_it_is_automatic_and_when_its_author_is_back() -> None:
    original = received(WRITTEN)
    draft = Draft(CLAIRE, (NADIA,), "", "", MONDAY, original=original, act="reply")
    for program in PROGRAMS:
        raw = out_of_office(replace(draft, program=program))
        mail, letter = message_from_bytes(raw), read(raw, MONDAY)
        assert mail["Auto-Submitted"].startswith("auto-")
        assert mail["In-Reply-To"].strip() == original.message_id
        assert "jusqu’au 29 novembre 2026 inclus" in letter.text
        assert "le lundi 30 novembre" in letter.text
    assert read(out_of_office(draft), MONDAY).subject == "Réponse automatique : Relevé de novembre"


def test_a_bounce_names_the_recipient_for_machines_and_returns_the_headers_as_they_were() -> None:
    original = b"Message-ID: <a@b>\r\nSubject: =?utf-8?q?d=C3=A9j=C3=A0?=\r\n folded\r\nX-Odd: caf\xe9\r\n\r\nbody\r\n"
    raw = bounce("e.chauvin@pharmacie.example", original, "depot+b.x@cabinet.example", MONDAY, "mx.pharmacie.example",
                 "552 5.2.2 Mailbox full")  # fmt: skip
    report = message_from_bytes(raw)
    assert report.get_content_type() == "multipart/report"
    assert report.get_param("report-type") == "delivery-status"
    *_, about, headers = report.walk()
    assert about["Final-Recipient"] == "rfc822; e.chauvin@pharmacie.example"
    assert (about["Action"], about["Status"]) == ("failed", "5.2.2")
    assert headers.get_content_type() == "text/rfc822-headers"
    assert original.partition(b"\r\n\r\n")[0] in raw
    assert report["To"] == "depot+b.x@cabinet.example"
