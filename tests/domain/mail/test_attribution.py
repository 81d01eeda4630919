"""The table of trust, cell by cell."""

import pytest

from domain.mail.attribution import By, Why
from domain.mail.flags import Flag
from tests.domain.mail.desk import (
    AMELIE,
    CLAIRE,
    INVITATION,
    LUCAS,
    MAILBOX,
    MOREL,
    SCI_MOREL,
    STRANGER,
    THOMAS,
    TO_LUCAS,
    TO_MOREL,
    Directory,
    Mail,
    attached,
    attributed,
    for_a_person,
    ignored,
    part,
    understood,
)

IN_OUR_THREAD = [f"In-Reply-To: <{INVITATION}>", f"References: <{INVITATION}>"]
LUCAS_FEC = attached("817308380FEC20251231.txt", b"JournalCode\tJournalLib\r\nVE\tVentes\r\n")
MOREL_FEC = attached("839602299FEC20251231.txt", b"JournalCode\tJournalLib\r\nVE\tVentes\r\n")
FORWARDED = """Pour le dossier.

De : Amélie Lucas <amelie@boulangerie-lucas.example>
Envoyé : vendredi 20 novembre 2026 08:12
À : Thomas Roux <thomas@cabinet-valmont.example>
Objet : Relevé

Bonjour
"""
DOORS = {
    By.DEPOSIT_ADDRESS: Mail(to=TO_MOREL),
    By.THREAD: Mail(headers=IN_OUR_THREAD, subject="Re: Votre espace"),
    By.SENDER: Mail(),
}


@pytest.mark.parametrize("by", DOORS)
def test_a_verified_contact_is_attributed_filed_and_stops_the_chases(by: By) -> None:
    found = attributed(DOORS[by])
    assert (found.client, found.by) == (MOREL, by)
    assert found.verified
    assert found.files
    assert found.stops_chase
    assert not found.pauses_chase
    assert not found.unknown_sender


@pytest.mark.parametrize("by", [By.DEPOSIT_ADDRESS, By.THREAD])
@pytest.mark.abuse("M8")
def test_a_verified_stranger_at_our_door_is_filed_and_marked_but_stops_nothing(by: By) -> None:
    mail = DOORS[by]
    found = attributed(Mail(sender=STRANGER, to=mail.to, headers=mail.headers))
    assert (found.client, found.by) == (MOREL, by)
    assert found.unknown_sender
    assert found.files
    assert not found.stops_chase
    assert not found.pauses_chase
    seen = understood(Mail(sender=STRANGER, to=mail.to, headers=mail.headers))
    assert Flag.UNKNOWN_SENDER in seen.warnings


@pytest.mark.parametrize("by", [By.DEPOSIT_ADDRESS, By.THREAD])
@pytest.mark.parametrize("verdict", ["pass", None])
@pytest.mark.abuse("M7")
def test_another_clients_contact_at_that_door_is_a_conflict(by: By, verdict: str | None) -> None:
    mail = DOORS[by]
    found = for_a_person(Mail(sender=AMELIE, to=mail.to, headers=mail.headers, verdict=verdict))
    assert found.why is Why.OTHER_CLIENTS_CONTACT
    assert found.candidates == (MOREL, LUCAS)


@pytest.mark.parametrize("by", DOORS)
def test_without_a_providers_name_a_contact_is_attributed_not_verified_and_chases_pause(by: By) -> None:
    mail = DOORS[by]
    found = attributed(mail, server=None)
    assert (found.client, found.by) == (MOREL, by)
    assert not found.verified
    assert not found.files
    assert not found.stops_chase
    assert found.pauses_chase
    assert Flag.NOT_VERIFIED in understood(mail, server=None).warnings


def test_without_a_providers_name_a_colleagues_forward_waits_for_a_person() -> None:
    found = for_a_person(Mail(sender=THOMAS, subject="TR: Relevé", text=FORWARDED), server=None)
    assert found.why is Why.UNVERIFIED_COLLEAGUE
    assert (found.suggestion, found.by) == (LUCAS, By.ORIGINAL_SENDER)


@pytest.mark.parametrize("by", DOORS)
@pytest.mark.abuse("M1")
def test_failed_checks_only_suggest(by: By) -> None:
    mail = DOORS[by]
    failing = Mail(to=mail.to, headers=mail.headers, subject=mail.subject, verdict="fail")
    found = for_a_person(failing)
    assert found.why is Why.FAILED_CHECKS
    assert (found.suggestion, found.by) == (MOREL, by)
    assert Flag.FAILED_CHECKS in understood(failing).warnings


@pytest.mark.parametrize("by", DOORS)
@pytest.mark.abuse("M1")
def test_no_verdict_on_someone_who_used_to_pass_only_suggests(by: By) -> None:
    mail = DOORS[by]
    silent = Mail(to=mail.to, headers=mail.headers, subject=mail.subject, verdict="none")
    found = for_a_person(silent, Directory(passed=["claire@atelier-morel.example"]))
    assert found.why is Why.CHECKS_MISSING
    assert found.suggestion == MOREL
    assert attributed(silent).pauses_chase


@pytest.mark.abuse("M5")
@pytest.mark.parametrize("verdict", ["fail", "none", None])
def test_a_forged_colleagues_forward_waits_for_a_person(verdict: str | None) -> None:
    found = for_a_person(Mail(sender=THOMAS, subject="TR: Relevé", text=FORWARDED, verdict=verdict))
    assert found.why in (Why.FAILED_CHECKS, Why.UNVERIFIED_COLLEAGUE)


@pytest.mark.abuse("M5")
def test_the_forward_of_someone_who_left_the_firm_is_an_outsiders() -> None:
    leaver = "Paul Parti <paul.parti@ailleurs.example>"
    found = for_a_person(Mail(sender=leaver, subject="TR: Relevé", text=FORWARDED))
    assert found.why is Why.UNKNOWN_SENDER


@pytest.mark.parametrize("quoted", ["839602299", "839 602 299", "SIRET 839\u202f602\u202f299 00019."])
def test_a_stranger_who_quotes_a_client_s_number_is_suggested_and_no_more(quoted: str) -> None:
    found = for_a_person(Mail(sender=STRANGER, text=f"Bonjour, notre SIREN : {quoted}"))
    assert (found.why, found.suggestion, found.by) == (Why.NUMBER_IN_TEXT, MOREL, By.IDENTIFIER)
    assert for_a_person(Mail(sender=STRANGER, text="Tél. 06 39 98 21 07, SIREN 839602298")).why is Why.UNKNOWN_SENDER


def test_a_verified_colleagues_forward_reaches_the_original_senders_client() -> None:
    found = attributed(Mail(sender=THOMAS, subject="TR: Relevé", text=FORWARDED))
    assert (found.client, found.by) == (LUCAS, By.ORIGINAL_SENDER)
    assert found.files
    assert not found.stops_chase


def test_a_forward_of_an_unknown_sender_waits_unless_a_file_names_the_client() -> None:
    text = FORWARDED.replace("amelie@boulangerie-lucas.example", "amelie@maison.example")
    assert for_a_person(Mail(sender=THOMAS, subject="TR: x", text=text)).why is Why.ORIGINAL_UNKNOWN
    found = attributed(Mail(sender=THOMAS, subject="TR: x", text=text, parts=[LUCAS_FEC]))
    assert (found.client, found.by) == (LUCAS, By.IDENTIFIER)


def test_a_forward_without_an_address_waits() -> None:
    text = FORWARDED.replace(" <amelie@boulangerie-lucas.example>", "")
    assert for_a_person(Mail(sender=THOMAS, subject="TR: x", text=text)).why is Why.ORIGINAL_NOT_FOUND


def test_a_forward_of_our_own_exchange_follows_its_thread() -> None:
    mail = Mail(sender=THOMAS, subject="TR: x", text="Pour info", headers=IN_OUR_THREAD)
    assert (attributed(mail).client, attributed(mail).by) == (MOREL, By.THREAD)


def test_a_forward_to_a_deposit_address_goes_there_unless_another_client_wrote() -> None:
    assert attributed(Mail(sender=THOMAS, subject="TR: x", text=FORWARDED, to=TO_LUCAS)).by is By.DEPOSIT_ADDRESS
    wrong = for_a_person(Mail(sender=THOMAS, subject="TR: x", text=FORWARDED, to=TO_MOREL))
    assert set(wrong.candidates) == {MOREL, LUCAS}


def test_a_forward_of_a_contact_of_two_clients_asks_which_unless_a_file_says_it() -> None:
    text = FORWARDED.replace("amelie@boulangerie-lucas.example", "gerance.deux.dossiers@gmail.com")
    found = for_a_person(Mail(sender=THOMAS, subject="TR: x", text=text))
    assert (found.why, found.candidates) == (Why.SEVERAL_CLIENTS, (LUCAS, SCI_MOREL))
    assert attributed(Mail(sender=THOMAS, subject="TR: x", text=text, parts=[LUCAS_FEC])).client == LUCAS


def test_a_forward_that_holds_another_clients_fec_waits() -> None:
    found = for_a_person(Mail(sender=THOMAS, subject="TR: x", text=FORWARDED, parts=[MOREL_FEC]))
    assert (found.why, found.candidates) == (Why.OTHER_CLIENTS_FILE, (LUCAS, MOREL))


def test_mails_of_two_clients_attached_together_wait() -> None:
    inside = [part("message/rfc822", f"From: {who}\r\nSubject: x\r\n\r\nBonjour".encode()) for who in (AMELIE, CLAIRE)]
    found = for_a_person(Mail(sender=THOMAS, subject="TR: x", parts=inside))
    assert found.candidates == (LUCAS, MOREL)


def test_a_colleagues_own_mail_follows_its_address_thread_or_file() -> None:
    assert attributed(Mail(sender=THOMAS, to=TO_MOREL)).by is By.DEPOSIT_ADDRESS
    assert attributed(Mail(sender=THOMAS, headers=IN_OUR_THREAD)).by is By.THREAD
    found = attributed(Mail(sender=THOMAS, parts=[LUCAS_FEC]))
    assert (found.client, found.by, found.stops_chase, found.unknown_sender) == (LUCAS, By.IDENTIFIER, False, False)
    assert for_a_person(Mail(sender=THOMAS)).why is Why.UNKNOWN_SENDER
    assert for_a_person(Mail(sender=THOMAS, to=TO_MOREL), server=None).why is Why.UNVERIFIED_COLLEAGUE


def test_a_colleague_who_writes_to_two_clients_addresses_is_asked_which() -> None:
    assert for_a_person(Mail(sender=THOMAS, to=f"{TO_MOREL}, {TO_LUCAS}")).why is Why.SEVERAL_CLIENTS


def test_a_mail_to_two_clients_addresses_waits() -> None:
    found = for_a_person(Mail(sender=STRANGER, to=f"{TO_MOREL}, {TO_LUCAS}"))
    assert (found.why, found.candidates) == (Why.SEVERAL_CLIENTS, (MOREL, LUCAS))


def test_a_deposit_address_counts_in_any_case_and_as_a_hidden_copy() -> None:
    assert attributed(Mail(sender=STRANGER, to=TO_MOREL.upper())).client == MOREL
    hidden = Mail(sender=STRANGER, top=[f"Delivered-To: {TO_MOREL}"])
    assert attributed(hidden).by is By.DEPOSIT_ADDRESS
    copied = Mail(sender=STRANGER, headers=[f"Cc: Dépôt <{TO_MOREL}>"])
    assert attributed(copied).by is By.DEPOSIT_ADDRESS


def test_a_contact_of_two_clients_is_asked_which_unless_a_file_or_the_address_says_it() -> None:
    both = "Gérance <gerance.deux.dossiers@gmail.com>"
    found = for_a_person(Mail(sender=both))
    assert (found.why, found.candidates) == (Why.SEVERAL_CLIENTS, (LUCAS, SCI_MOREL))
    assert attributed(Mail(sender=both, parts=[LUCAS_FEC])).by is By.IDENTIFIER
    assert attributed(Mail(sender=both, to=TO_LUCAS)).stops_chase


@pytest.mark.abuse("A8")
@pytest.mark.parametrize("to", [MAILBOX, TO_MOREL])
def test_a_contact_who_sends_another_clients_fec_waits(to: str) -> None:
    found = for_a_person(Mail(sender=CLAIRE, to=to, parts=[LUCAS_FEC]))
    assert (found.why, found.candidates) == (Why.OTHER_CLIENTS_FILE, (MOREL, LUCAS))


def test_a_supplier_number_in_a_file_name_does_not_move_a_clients_mail() -> None:
    invoice = attached("facture 817 308 380.pdf", b"%PDF-1.4")
    assert attributed(Mail(sender=CLAIRE, parts=[invoice])).client == MOREL


def test_a_verified_stranger_is_placed_by_a_file_then_by_the_companys_domain() -> None:
    by_file = attributed(Mail(sender=STRANGER, parts=[LUCAS_FEC]))
    assert (by_file.client, by_file.by, by_file.unknown_sender) == (LUCAS, By.IDENTIFIER, True)
    colleague = attributed(Mail(sender="Atelier <atelier@atelier-morel.example>"))
    assert (colleague.client, colleague.by, colleague.stops_chase) == (MOREL, By.DOMAIN, False)
    assert for_a_person(Mail(sender="Quelqu'un <x@gmail.com>")).why is Why.UNKNOWN_SENDER


def test_an_unverified_stranger_is_only_suggested_by_a_file() -> None:
    found = for_a_person(Mail(sender=STRANGER, parts=[LUCAS_FEC]), server=None)
    assert (found.why, found.suggestion) == (Why.UNVERIFIED_CLUE, LUCAS)


def test_files_of_two_clients_from_a_stranger_wait() -> None:
    found = for_a_person(Mail(sender=STRANGER, parts=[LUCAS_FEC, MOREL_FEC]))
    assert set(found.candidates) == {LUCAS, MOREL}


def test_an_unverified_stranger_at_a_deposit_address_waits_to_be_checked() -> None:
    found = attributed(Mail(sender=STRANGER, to=TO_MOREL), server=None)
    assert (found.verified, found.files, found.stops_chase, found.pauses_chase) == (False, False, False, False)


def test_a_mail_without_sender_waits() -> None:
    assert for_a_person(Mail(sender=None)).why is Why.NO_SENDER
    assert for_a_person(Mail(sender=None, to=TO_MOREL)).suggestion == MOREL


@pytest.mark.abuse("M3")
def test_an_address_in_the_name_attributes_nothing() -> None:
    sender = '"claire@atelier-morel.example" <x@evil.example>'
    assert for_a_person(Mail(sender=sender)).why is Why.UNKNOWN_SENDER
    assert Flag.ADDRESS_IN_NAME in understood(Mail(sender=sender)).warnings


@pytest.mark.abuse("M4")
@pytest.mark.parametrize("name", ["Reply-To", "Sender", "Resent-From"])
def test_another_address_beside_from_is_shown_and_attributes_nothing(name: str) -> None:
    seen = understood(Mail(sender=STRANGER, headers=[f"{name}: {CLAIRE}"]))
    assert {Flag.REPLY_TO_DIFFERS, Flag.SENDER_DIFFERS} & set(seen.warnings)
    assert for_a_person(Mail(sender=STRANGER, headers=[f"{name}: {CLAIRE}"])).why is Why.UNKNOWN_SENDER


@pytest.mark.abuse("M2")
def test_two_senders_are_not_believed() -> None:
    mail = Mail(sender=f"{STRANGER}, {CLAIRE}")
    assert for_a_person(mail).why is Why.FAILED_CHECKS
    assert for_a_person(Mail(headers=["From: other@evil.example"])).why is Why.FAILED_CHECKS


def test_bulk_mail_is_ignored_unless_it_came_to_a_client() -> None:
    bulk = ["List-Unsubscribe: <https://news.example/u>", "List-Id: <news.example>"]
    assert ignored(Mail(sender=STRANGER, headers=bulk)).why is Why.BULK
    invoice = attributed(Mail(sender=STRANGER, headers=bulk, to=TO_MOREL))
    assert (invoice.files, invoice.stops_chase) == (True, False)
    assert not attributed(Mail(sender=CLAIRE, headers=bulk)).stops_chase
    assert for_a_person(Mail(sender=STRANGER, headers=bulk, to=TO_MOREL, verdict="fail")).suggestion == MOREL
