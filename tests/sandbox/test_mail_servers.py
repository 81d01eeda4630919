"""The sandbox's mail servers: real IMAP, real SMTP, and personal boxes."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from imapclient import SEEN

from tests.sandbox.mail_office import CLAIRE, CONTACT, DEPOSIT, NADIA, MailOffice, a_file, mail_office

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailOffice]:
    with mail_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def office(shared_office: MailOffice) -> MailOffice:
    """The one office of this file, its mailbox emptied."""
    shared_office.world.faults.clear()
    with shared_office.imap() as client:
        for folder in ("INBOX", "Sent"):
            client.select_folder(folder)
            if uids := client.search():
                client.delete_messages(uids)
                client.expunge()
    return shared_office


def test_a_client_writes_to_a_deposit_address_and_the_firm_receives_it(office: MailOffice) -> None:
    office.send(
        CLAIRE, DEPOSIT, subject="Relevé de novembre", text="Ci-joint.", attachments=[a_file("r.pdf", b"%PDF-1.4")]
    )
    (mail,) = office.firm_mails()
    assert mail.keys()[:4] == ["Return-Path", "Delivered-To", "Authentication-Results", "Received"]
    assert mail["Delivered-To"] == DEPOSIT
    assert mail["Return-Path"] == f"<{CLAIRE}>"
    assert "".join(mail["Authentication-Results"].split("\r\n\t")) == (
        "mx.sandbox.example; spf=pass smtp.mailfrom=atelier-morel.example;"
        "dkim=pass header.d=atelier-morel.example;dmarc=pass header.from=atelier-morel.example"
    )
    assert "Mon, 23 Nov 2026 08:4" in mail["Received"]
    assert office.box(CONTACT)[0]["has_attachments"]
    assert office.box(CLAIRE, "Sent")[0]["subject"] == "Relevé de novembre"


def test_a_mail_to_two_addresses_of_the_firm_arrives_once(office: MailOffice) -> None:
    office.send(CLAIRE, DEPOSIT, cc=[CONTACT], subject="Une fois")
    (mail,) = office.firm_mails()
    assert mail.get_all("Delivered-To") == [DEPOSIT, CONTACT]


def test_a_forged_mail_fails_our_own_checks_and_leaves_no_copy(office: MailOffice) -> None:
    before = office.box(CLAIRE, "Sent")
    office.send(CLAIRE, CONTACT, subject="Nouveau RIB", authentication="fail")
    (mail,) = office.firm_mails()
    assert "dmarc=fail header.from=atelier-morel.example" in mail["Authentication-Results"]
    assert office.box(CLAIRE, "Sent") == before


def test_what_the_bot_submits_is_filed_in_sent_and_reaches_the_client_byte_for_byte(office: MailOffice) -> None:
    raw = b"From: contact@cabinet-valmont.example\r\nSubject: =?utf-8?q?d=C3=A9j=C3=A0?=\r\n\r\nFin\xc3\xa9\r\n.\r\n"
    with office.smtp() as client:
        client.sendmail("depot+b.t0ken@cabinet-valmont.example", ["x@y.example"], raw)
    with office.imap() as client:
        client.select_folder("Sent")
        (uid,) = client.search()
        fetched = client.fetch([uid], ["BODY.PEEK[]", "FLAGS"])[uid]
    assert fetched[b"BODY[]"] == raw
    assert SEEN in fetched[b"FLAGS"]
    received = office.message(office.box("x@y.example")[0]["id"])
    assert received["source"].endswith(raw.decode())
    assert received["source"].startswith("Return-Path: <depot+b.t0ken@cabinet-valmont.example>\r\n")


def test_staff_have_boxes_of_their_own(office: MailOffice) -> None:
    office.send(CLAIRE, NADIA, subject="Pour Nadia seule")
    assert office.firm_mails() == []
    assert office.box(NADIA)[0]["subject"] == "Pour Nadia seule"
    boxes = {box["address"]: box for box in office.http.get("/mail/boxes").json()}
    assert boxes[CONTACT]["kind"] == "firm"
    assert (boxes[NADIA]["name"], boxes[NADIA]["kind"]) == ("Nadia Benali", "person")
    assert boxes[CLAIRE]["name"] == "Claire Morel"


def test_opening_a_mail_marks_it_read_in_a_personal_box_and_in_the_firm_s(office: MailOffice) -> None:
    office.send("nouveau@client.example", CONTACT, subject="Bonjour")
    office.submit("nouveau@client.example", subject="Bienvenue")
    for address in ("nouveau@client.example", CONTACT):
        (line,) = office.box(address)
        assert line["unread"]
        office.message(line["id"])
        assert not office.box(address)[0]["unread"]
    with office.imap() as client:
        client.select_folder("INBOX")
        assert client.search(["UNSEEN"]) == []


def test_an_address_that_nobody_has_is_refused(office: MailOffice) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        office.submit("inconnu.durand@client.example")
    assert refused.value.recipients["inconnu.durand@client.example"][0] == 550
    assert b"5.1.1" in refused.value.recipients["inconnu.durand@client.example"][1]
    assert office.firm_mails("Sent") == []


def test_a_person_who_writes_to_nobody_gets_a_bounce(office: MailOffice) -> None:
    office.send("paul@durand.example", "inconnu@durand.example", subject="Allô")
    (line,) = office.box("paul@durand.example")
    assert "Undelivered" in line["subject"]


def test_a_mail_that_is_late_arrives_when_the_clock_gets_there(office: MailOffice) -> None:
    office.send(CLAIRE, CONTACT, subject="En retard", delay_seconds=3 * 3600)
    assert office.box(CONTACT) == []
    (due,) = office.world.clock.agenda.coming(office.world.clock.now())
    assert (due.kind, due.who) == ("mail", CONTACT)
    with office.imap() as client:
        client.select_folder("INBOX")
        client.idle()
        office.moves_the_clock(timedelta(hours=3, seconds=1))
        assert client.idle_check(timeout=30)
        client.idle_done()
    (mail,) = office.firm_mails()
    written, received = parsedate_to_datetime(mail["Date"]), parsedate_to_datetime(mail["Received"].split(";")[-1])
    assert received - written >= timedelta(hours=3)
    assert office.world.clock.agenda.coming(office.world.clock.now()) == []


def test_a_server_that_is_full_says_to_come_back(office: MailOffice) -> None:
    office.world.faults["smtp_refuse"] = True
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        office.submit(CLAIRE)
    assert refused.value.recipients[CLAIRE][0] == 452
    assert office.firm_mails("Sent") == []


def test_whoever_idles_on_the_mailbox_hears_of_a_new_mail(office: MailOffice) -> None:
    with office.imap() as client:
        client.select_folder("INBOX")
        client.idle()
        office.send(CLAIRE, CONTACT, subject="Toc toc")
        heard = client.idle_check(timeout=30)
        client.idle_done()
    assert any(b"EXISTS" in line for line in heard)


def test_whoever_idles_hears_of_a_mail_that_came_just_before(office: MailOffice) -> None:
    with office.imap() as client:
        client.select_folder("INBOX")
        client.search()
        office.send(CLAIRE, CONTACT, subject="Toc toc")
        assert len(office.firm_mails()) == 1
        client.idle()
        heard = client.idle_check(timeout=30)
        client.idle_done()
    assert any(b"EXISTS" in line for line in heard)


def test_a_mail_of_megabytes_goes_through(office: MailOffice) -> None:
    content = b"x" * (3 * 2**20)
    office.send(CLAIRE, CONTACT, subject="Gros", attachments=[a_file("plan.pdf", content)])
    opened = office.message(office.box(CONTACT)[0]["id"])
    (attachment,) = opened["attachments"]
    assert attachment["size"] == len(content)
    assert office.http.get(attachment["url"]).content == content


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "JSON"),
        (b'{"from": "nobody", "to": ["a@b.example"]}', "from"),
        (b'{"from": "a@b.example", "to": []}', "to"),
        (b'{"from": "a@b.example\\r\\nBcc: x@y.example", "to": ["a@b.example"]}', "from"),
        (b'{"from": "a@b.example", "to": ["a@b.example"], "reply_to_id": "gone"}', "id"),
        (b'{"from": "a@b.example", "to": ["a@b.example"], "automatic": "bounce"}', "reply_to_id"),
        (b'{"from": "a@b.example", "to": ["a@b.example"], "program": "lotus"}', "program"),
    ],
)
def test_a_mail_that_no_program_would_send_is_refused(office: MailOffice, body: bytes, why: str) -> None:
    answer = office.http.post("/mail/send", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"] == "bad_mail"
    assert why in answer.json()["message"]


def test_a_mail_shown_as_a_page_runs_nothing_and_fetches_nothing(office: MailOffice) -> None:
    office.send(CLAIRE, CONTACT, subject="Page", text="<script>alert(1)</script>")
    page = office.http.get("/mail/page", params={"id": office.box(CONTACT)[0]["id"]})
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "sandbox allow-popups" in page.headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in page.text


def test_an_unknown_mail_or_attachment_is_not_found(office: MailOffice) -> None:
    assert office.http.get("/mail/message", params={"id": "firm-INBOX-999999"}).status_code == 404
    assert office.http.get("/mail/message", params={"id": "../../servers"}).status_code == 404
    assert office.http.get("/mail/page", params={"id": "gone"}).status_code == 404
    assert office.http.get("/mail/attachment", params={"id": "gone", "n": "0"}).status_code == 404
