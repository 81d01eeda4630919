"""Machines are told from people before anything else."""

from datetime import date

import pytest

from bot.sniffing import media_type
from domain.mail.attribution import Why
from domain.mail.directory import Sent
from domain.mail.flags import Flag
from domain.mail.nature import MailKind
from domain.mail.understanding import understand
from tests.domain.mail.desk import (
    CLAIRE,
    INVITATION,
    MOREL,
    STRANGER,
    TO_MOREL,
    Directory,
    Mail,
    attached,
    attributed,
    for_a_person,
    ignored,
    multipart,
    part,
    understood,
)

TO_US = [f"In-Reply-To: <{INVITATION}>", f"References: <{INVITATION}>"]
MAILER = "Mail Delivery System <MAILER-DAEMON@mx.orange.example>"


def delivery_report(
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = "claire@atelier-morel.example",
    why: str = "smtp; 550 5.1.1 user unknown",
    message_id: str = INVITATION,
    sender: str = MAILER,
    to: str = "depot@cabinet-valmont.example",
) -> bytes:
    fields = (
        "Reporting-MTA: dns; mx.orange.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {why}\r\n"
    )
    ours = f"From: depot@cabinet-valmont.example\r\nTo: {recipient}\r\nMessage-ID: <{message_id}>\r\nSubject: x\r\n"
    body = multipart(
        "report; report-type=delivery-status",
        part("text/plain; charset=utf-8", "Votre message n'a pas pu être remis.\r\n".encode()),
        part("message/delivery-status", fields.encode()),
        part("text/rfc822-headers", ours.encode()),
    )
    head = f"Return-Path: <>\r\nFrom: {sender}\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
    return head.encode() + b"Message-ID: <b1@mx.orange.example>\r\nMIME-Version: 1.0\r\n" + body


@pytest.mark.parametrize(
    ("action", "status", "why", "kind"),
    [
        ("failed", "5.1.1", "smtp; 550 5.1.1 user unknown", MailKind.BOUNCE_HARD),
        ("failed", "5.0.0", "smtp; 550 boîte inexistante", MailKind.BOUNCE_HARD),
        ("failed", "5.2.2", "smtp; 552 5.2.2 over quota", MailKind.BOUNCE_SOFT),
        ("failed", "5.0.0", "smtp; 552 mailbox full", MailKind.BOUNCE_SOFT),
        ("failed", "4.4.7", "smtp; 421 expired", MailKind.BOUNCE_SOFT),
        ("delayed", "4.4.1", "connect timed out", MailKind.BOUNCE_SOFT),
        ("delayed", "", "", MailKind.BOUNCE_SOFT),
        ("delivered", "2.0.0", "", MailKind.READ_RECEIPT),
        ("relayed", "2.0.0", "", MailKind.READ_RECEIPT),
    ],
)
def test_a_delivery_report_says_hard_soft_or_delivered(action: str, status: str, why: str, kind: MailKind) -> None:
    assert understood(delivery_report(action, status, why=why)).kind is kind


def test_a_bounce_of_our_invitation_is_proven_by_its_id_and_its_recipient() -> None:
    seen = understood(delivery_report())
    assert seen.nature.failed_recipient == "claire@atelier-morel.example"
    assert seen.returned is not None
    assert seen.returned.kind == "invitation"
    found = attributed(delivery_report())
    assert (found.client, found.why) == (MOREL, Why.OWN_MAIL_RETURNED)
    assert not found.stops_chase


@pytest.mark.abuse("M9")
@pytest.mark.parametrize(
    "forged",
    [
        delivery_report(message_id="inconnu@ailleurs.example"),
        delivery_report(message_id="inv-1@cabinet-valmont.exampl"),
        delivery_report(recipient="paul@atelier-morel.example"),
        delivery_report(message_id="x@y.example", to="depot+b.aaaaaaaaaaaaaaaaaaaa@cabinet-valmont.example"),
    ],
    ids=["no id of ours", "altered id", "other recipient", "unknown return address"],
)
def test_a_forged_bounce_changes_nothing_and_is_looked_at(forged: bytes) -> None:
    assert for_a_person(forged).why is Why.UNPROVEN_BOUNCE
    seen = understood(forged)
    assert seen.returned is None
    assert Flag.UNPROVEN_BOUNCE in seen.warnings


@pytest.mark.abuse("M9")
def test_a_bounce_to_the_mails_own_return_address_is_proven() -> None:
    sent = Sent("autre@cabinet-valmont.example", MOREL, "claire@atelier-morel.example", "chase")
    directory = Directory(tokens=[("k7qm2zk7qm2zk7qm2z", sent)])
    bounce = delivery_report(message_id="?@x.example", to="depot+b.K7QM2ZK7QM2ZK7QM2Z@cabinet-valmont.example")
    assert understood(bounce, directory).returned == sent


def test_a_report_that_puts_a_blank_line_first_is_read() -> None:
    raw = delivery_report().replace(b"\r\n\r\nFinal-Recipient", b"\r\n\r\n\r\nFinal-Recipient")
    assert understood(raw).kind is MailKind.BOUNCE_HARD


def test_a_report_with_empty_fields_is_judged_by_its_words() -> None:
    body = multipart(
        "report; report-type=delivery-status",
        part("text/plain", b"paul@x.example: mailbox full"),
        part("message/delivery-status", b""),
    )
    raw = b"From: " + MAILER.encode() + b"\r\nSubject: failure notice\r\nMIME-Version: 1.0\r\n" + body
    seen = understood(raw)
    assert (seen.kind, seen.nature.failed_recipient) == (MailKind.BOUNCE_SOFT, "paul@x.example")


OLD_BOUNCES = {
    "qmail": (
        MAILER,
        "failure notice",
        "<claire@atelier-morel.example>:\nSorry, no mailbox here by that name. (#5.1.1)",
    ),
    "exchange": (
        "postmaster@atelier-morel.example",
        "Non remis : Votre espace client",
        "Échec de la remise à claire@atelier-morel.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound",
    ),
    "pleine": (MAILER, "Retour", "claire@atelier-morel.example : la boîte du destinataire est pleine"),
    "retard": (MAILER, "Warning: could not send", "The message has been delayed, will retry for 4 days"),
    "code": ("postmaster@x.example", "Votre message", "claire@atelier-morel.example 4.2.2 try later"),
    "x-failed": (STRANGER, "Mail delivery", "claire@atelier-morel.example unknown"),
}


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("qmail", MailKind.BOUNCE_HARD),
        ("exchange", MailKind.BOUNCE_HARD),
        ("pleine", MailKind.BOUNCE_SOFT),
        ("retard", MailKind.BOUNCE_SOFT),
        ("code", MailKind.BOUNCE_SOFT),
        ("x-failed", MailKind.BOUNCE_HARD),
    ],
)
def test_bounces_in_plain_words_are_known(case: str, kind: MailKind) -> None:
    sender, subject, text = OLD_BOUNCES[case]
    headers = ["X-Failed-Recipients: claire@atelier-morel.example"] if case == "x-failed" else []
    assert understood(Mail(sender=sender, subject=subject, text=text, headers=headers)).kind is kind


def test_an_old_bounce_that_quotes_our_id_is_proven() -> None:
    sender, subject, text = OLD_BOUNCES["qmail"]
    mail = Mail(sender=sender, subject=subject, text=f"{text}\n\n--- Below\nMessage-ID: <{INVITATION}>\n")
    assert understood(mail).returned is not None


@pytest.mark.parametrize(
    "headers",
    [
        ["Auto-Submitted: auto-replied"],
        ["Auto-Submitted: auto-replied (vacation)"],
        ["Auto-Submitted: auto-notified; owner-email=x"],
        ["X-Autoreply: yes"],
        ["X-Autorespond: Absence"],
        ["Precedence: auto_reply"],
        ["Return-Path: <>", *TO_US],
        ["Auto-Submitted: auto-generated", *TO_US],
    ],
)
def test_an_automatic_answer_is_known_by_its_headers(headers: list[str]) -> None:
    seen = understood(Mail(headers=headers, subject="Re: Votre espace"))
    assert seen.kind is MailKind.AUTO_REPLY
    assert not seen.nature.answerable


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Réponse automatique : Votre espace client", "Bonjour"),
        ("Automatic reply: Votre espace", "Hello"),
        ("Out of Office: x", "Hello"),
        ("Absent(e) du bureau : Votre espace", "Bonjour"),
        ("Message d’absence", "Bonjour"),
        ("Absence : Votre espace client", "Je suis actuellement absente, de retour le 30 novembre"),
        ("Absence", "I am away until Monday"),
    ],
)
def test_an_automatic_answer_is_known_by_its_subject(subject: str, text: str) -> None:
    assert understood(Mail(subject=subject, text=text)).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("headers", "subject"),
    [
        (["X-Auto-Response-Suppress: All"], "Relevé"),
        (["Auto-Submitted: no"], "Relevé"),
        (["Auto-Submitted: auto-generated"], "Export de caisse"),
        (["Return-Path: <>"], "Relevé"),
        ([], "Absence de Mme Durand du 12 au 15"),
        ([], "Absences du mois de novembre"),
        ([], "Vacances : bulletins de paie à prévoir"),
    ],
)
def test_an_ordinary_mail_is_not_taken_for_an_automatic_answer(headers: list[str], subject: str) -> None:
    assert understood(Mail(headers=headers, subject=subject)).kind is MailKind.DIRECT


def test_a_till_that_sends_its_export_is_filed_and_never_answered() -> None:
    mail = Mail(
        sender=STRANGER, to=TO_MOREL, headers=["Auto-Submitted: auto-generated"], parts=[attached("z.pdf", b"%PDF-1.4")]
    )
    assert attributed(mail).files
    assert not understood(mail).nature.answerable


def test_an_absence_in_our_thread_pauses_the_chases_until_the_return() -> None:
    mail = Mail(subject="Réponse automatique", headers=TO_US, text="De retour le lundi 30 novembre 2026.")
    found = attributed(mail)
    assert (found.pauses_chase, found.paused_until, found.stops_chase) == (True, date(2026, 11, 30), False)
    assert not found.files


@pytest.mark.abuse("M10")
def test_an_absence_outside_our_thread_pauses_nothing() -> None:
    mail = Mail(subject="Réponse automatique", text="De retour le 30 novembre 2026.")
    assert (attributed(mail).pauses_chase, attributed(mail).paused_until) == (False, None)


@pytest.mark.abuse("M10")
@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("de retour le 31 décembre 2099", None),
        ("de retour le 1er janvier 2020", None),
        ("de retour le 30 février 2027", None),
        ("de retour le 15 mars 2027", date(2026, 12, 20)),
        ("absente", None),
    ],
)
def test_an_absurd_absence_is_not_believed_and_a_long_one_is_cut(text: str, until: date | None) -> None:
    found = attributed(Mail(subject="Réponse automatique", headers=TO_US, text=text))
    assert (found.pauses_chase, found.paused_until) == (True, until)


@pytest.mark.parametrize("verdict", ["fail", "pass"])
def test_an_unknown_machine_asks_for_nothing(verdict: str) -> None:
    assert ignored(Mail(sender=STRANGER, subject="Réponse automatique", verdict=verdict)).why is Why.MACHINE


def test_a_read_receipt_is_no_answer() -> None:
    body = multipart(
        "report; report-type=disposition-notification",
        part("text/plain", b"Lu"),
        part("message/disposition-notification", b"Final-Recipient: rfc822;claire@atelier-morel.example\r\n"),
    )
    head = f"From: {CLAIRE}\r\nSubject: Lu : Votre espace\r\nIn-Reply-To: <{INVITATION}>\r\nMIME-Version: 1.0\r\n"
    raw = head.encode() + body
    assert understood(raw).kind is MailKind.READ_RECEIPT
    assert not attributed(raw, server=None).stops_chase


def test_a_complaint_about_our_mail_is_looked_at() -> None:
    ours = f"From: depot@cabinet-valmont.example\r\nTo: {CLAIRE}\r\nMessage-ID: <{INVITATION}>\r\n\r\nx"
    body = multipart(
        "report; report-type=feedback-report",
        part("text/plain", b"Complaint"),
        part("message/feedback-report", b"Feedback-Type: abuse\r\nOriginal-Rcpt-To: claire@atelier-morel.example\r\n"),
        part("message/rfc822", ours.encode()),
    )
    raw = b"From: fbl@orange.example\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n" + body
    assert understood(raw).kind is MailKind.COMPLAINT
    assert for_a_person(raw).suggestion == MOREL
    unknown = raw.replace(INVITATION.encode(), b"autre@x.example")
    assert (for_a_person(unknown).why, for_a_person(unknown).suggestion) == (Why.COMPLAINT, None)


@pytest.mark.parametrize("method", ["REPLY", "REQUEST", "CANCEL"])
def test_a_meeting_is_not_a_letter(method: str) -> None:
    ics = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n".encode()
    mail = Mail(subject="Réunion", parts=[part(f"text/calendar; method={method}; charset=utf-8", ics)])
    assert understood(mail).kind is MailKind.CALENDAR
    assert not attributed(mail).stops_chase


def test_a_mail_with_a_document_and_a_meeting_is_a_letter() -> None:
    ics = part("text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    assert understood(Mail(parts=[ics, attached("facture.pdf", b"%PDF-1.4")])).kind is MailKind.DIRECT
    published = part("text/calendar", b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n")
    assert understood(Mail(parts=[published])).kind is MailKind.DIRECT


@pytest.mark.parametrize(
    "header", ["List-Id: <x>", "List-Unsubscribe: <https://x>", "Precedence: bulk", "Precedence: list"]
)
def test_a_newsletter_is_bulk(header: str) -> None:
    assert understood(Mail(sender=STRANGER, headers=[header])).kind is MailKind.BULK


@pytest.mark.abuse("M11")
def test_our_own_mail_coming_back_is_a_loop() -> None:
    assert ignored(Mail(sender="depot@cabinet-valmont.example", headers=["X-Guichet: abc"])).why is Why.OWN_MAIL
    known = Directory(tokens=[("7f3a9c2e", Sent(INVITATION, 0, "claire@atelier-morel.example"))])
    sent_on = understand(Mail(headers=["X-Guichet: 7f3a9c2e"]).raw(), known, None, media_type)
    assert sent_on.kind is MailKind.LOOP
    assert understood(Mail(headers=[f"Message-ID: <{INVITATION}>"])).kind is MailKind.LOOP
    hops = [f"Received: from h{n} by h{n + 1}" for n in range(26)]
    assert understood(Mail(top=hops)).kind is MailKind.LOOP


@pytest.mark.abuse("M11")
def test_another_guichets_mail_is_read_and_never_answered() -> None:
    mail = Mail(headers=["X-Guichet: theirs", "Auto-Submitted: auto-generated"])
    seen = understand(mail.raw(), Directory(), None, media_type)
    assert seen.kind is MailKind.DIRECT
    assert not seen.nature.answerable


@pytest.mark.parametrize(
    ("subject", "headers", "kind"),
    [
        ("Relevé", [], MailKind.DIRECT),
        ("Re: Votre espace", [], MailKind.REPLY),
        ("RE : Votre espace", [], MailKind.REPLY),
        ("Rép : Votre espace", [], MailKind.REPLY),
        ("Re[2]: Votre espace", [], MailKind.REPLY),
        ("[EXT] RE: TR: Votre espace", [], MailKind.REPLY),
        ("Votre espace", TO_US, MailKind.REPLY),
        ("TR: RE: Votre espace", TO_US, MailKind.FORWARD),
        ("Transféré : Votre espace", [], MailKind.FORWARD),
        ("Recettes : novembre", [], MailKind.DIRECT),
        ("Travaux : devis", [], MailKind.DIRECT),
    ],
)
def test_a_letter_is_direct_a_reply_or_a_forward(subject: str, headers: list[str], kind: MailKind) -> None:
    seen = understood(Mail(subject=subject, headers=headers))
    assert (seen.kind, seen.nature.answerable) == (kind, True)
