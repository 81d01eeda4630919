"""Numbers, absences and deceits are told from what only looks like them."""

from datetime import date

import pytest

from bot.sniffing import media_type
from domain.mail.absences import return_date
from domain.mail.attachments import attach
from domain.mail.flags import Flag
from domain.mail.identifiers import identifiers_in
from domain.mail.suspicion import lookalike
from tests.domain.mail.desk import CLAIRE, STRANGER, THOMAS, Mail, attached, understood

DSN = (
    b"S10.G00.00.001,'Logiciel'\r\nS10.G00.01.001,'552081317'\r\n"
    b"S21.G00.06.001,'839602299'\r\nS21.G00.11.001,'00019'\r\n"
)


def numbers(name: str, content: bytes = b"x") -> list[tuple[str, bool]]:
    return [(found.number, found.official) for found in identifiers_in((attach(name, "", content, 1, media_type),))]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("817308380FEC20251231.txt", [("817308380", True)]),
        ("817308380fec20251231_1.TXT", [("817308380", True)]),
        ("817308381FEC20251231.txt", []),
        ("releve 839 602 299.pdf", [("839602299", False)]),
        ("bilan_83960229900019_2025.pdf", [("83960229900019", False), ("839602299", False)]),
        ("bilan 839.602.299 00019.pdf", [("83960229900019", False), ("839602299", False)]),
        ("bilan 839602299 00011.pdf", [("839602299", False)]),
        ("photo 1839602299.jpg", []),
        ("000000000.pdf", []),
        ("IMG_20261120_084712345.jpg", []),
    ],
)
def test_a_file_name_gives_the_numbers_whose_key_is_good(name: str, expected: list[tuple[str, bool]]) -> None:
    assert numbers(name) == expected


def test_a_dsn_gives_the_companys_number_and_never_the_senders() -> None:
    assert numbers("declaration.txt", DSN) == [("839602299", True), ("83960229900019", True)]
    assert numbers("x.txt", DSN.replace(b"839602299", b"839602290")) == []
    assert numbers("x.txt", DSN.replace(b"'00019'", b"'00011'")) == [("839602299", True)]
    assert numbers("x.txt", b"S10.G00.00.001,'x'\r\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je serai de retour le 30 novembre 2026.", date(2026, 11, 30)),
        ("De retour le lundi 30 novembre", date(2026, 11, 30)),
        ("de retour au bureau le 30/11/2026", date(2026, 11, 30)),
        ("Retour le 30/11", date(2026, 11, 30)),
        ("retour le 30.11.26", date(2026, 11, 30)),
        ("Je suis absent jusqu’au 29 novembre inclus", date(2026, 11, 30)),
        ("absent du 20 au 29 novembre 2026", date(2026, 11, 30)),
        ("de retour le 1er décembre", date(2026, 12, 1)),
        ("I will be back on November 30, 2026", date(2026, 11, 30)),
        ("I will be back on Monday, 30 November", date(2026, 11, 30)),
        ("returning on 2026-11-30", date(2026, 11, 30)),
        ("out of office until 29 Nov 2026", date(2026, 11, 30)),
        ("Je serai à nouveau joignable. Je reviendrai le 2 décembre.", date(2026, 12, 2)),
        ("de retour le 3 janvier", date(2026, 12, 20)),
        ("de retour le 19 novembre 2026", None),
        ("de retour le 45 novembre 2026", None),
        ("de retour le 12 frimaire", None),
        ("de retour bientôt", None),
        ("au 03.12.26.45.67 je réponds", None),
        ("", None),
    ],
)
def test_the_return_date_of_an_absence_is_read(text: str, expected: date | None) -> None:
    assert return_date(text, date(2026, 11, 20)) == expected


@pytest.mark.abuse("M3")
@pytest.mark.parametrize(
    "domain",
    [
        "\u0430telier-morel.example",
        "atelier-morel.com",
        "ateliermorel.example",
        "atelier-morel-example.com",
        "ateller-morel.example",
        "atelier-more1.example",
        "ateler-morel.example",
        "ateiler-morel.example",
        "xn--telier-morel-xbh.example",
        "atelier-rnorel.example",
    ],
)
def test_a_domain_that_imitates_a_clients_is_flagged(domain: str) -> None:
    seen = understood(Mail(sender=f"Claire Morel <claire@{domain}>"))
    assert Flag.LOOKALIKE_DOMAIN in seen.warnings
    assert lookalike(domain, ["atelier-morel.example"]) == "atelier-morel.example"


@pytest.mark.abuse("M3")
def test_a_domain_of_two_alphabets_is_flagged() -> None:
    assert Flag.MIXED_SCRIPTS in understood(Mail(sender="x@b\u0430nque.example")).warnings
    assert Flag.MIXED_SCRIPTS in understood(Mail(sender="x@xn--bnque-7ze.example")).warnings
    assert Flag.MIXED_SCRIPTS not in understood(Mail(sender="x@xn--\u00e9.example")).warnings


@pytest.mark.parametrize("domain", ["atelier-morel.example", "sous.atelier-morel.example", "garage.example", "am.fr"])
def test_an_honest_domain_is_not_flagged(domain: str) -> None:
    assert lookalike(domain, ["atelier-morel.example", "am.example"]) is None


def test_a_public_provider_imitates_nobody() -> None:
    assert Flag.LOOKALIKE_DOMAIN not in understood(Mail(sender="x@gmail.com")).warnings


@pytest.mark.abuse("M13")
@pytest.mark.parametrize("sender", [CLAIRE, STRANGER, THOMAS])
@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Changement de coordonnées bancaires", "Bonjour"),
        ("Nouveau RIB", "ci-joint"),
        ("Bonjour", "merci d'utiliser désormais ce rib pour nos règlements"),
        ("Bonjour", "Notre IBAN a changé"),
        ("Bonjour", "voici FR76 3000 6000 0112 3456 7890 189"),
        ("Bonjour", "FR7630006000011234567890189"),
        ("Bonjour", "nous avons un nouveau compte bancaire"),
        ("Bonjour", "Relevé d’identité bancaire ci-joint"),
        ("Update", "Please note our new bank details"),
        ("Update", "we have updated our bank account"),
    ],
)
def test_a_change_of_bank_details_is_flagged_whoever_wrote(sender: str, subject: str, text: str) -> None:
    assert Flag.BANK_DETAILS in understood(Mail(sender=sender, subject=subject, text=text)).warnings


@pytest.mark.abuse("M13")
def test_bank_details_are_seen_in_a_file_and_in_its_name() -> None:
    by_name = Mail(parts=[attached("nouveau_RIB_2026.pdf", b"%PDF-1.4")])
    in_file = Mail(parts=[attached("lettre.txt", b"IBAN : FR76 3000 6000 0112 3456 7890 189")])
    for mail in (by_name, in_file):
        assert Flag.BANK_DETAILS in understood(mail).warnings


@pytest.mark.parametrize(
    "text",
    [
        "le relevé bancaire de novembre",
        "la tribu ribote",
        "référence FR76 3000 6000 0112 3456 7890 188",
        "facture ABCD1234",
    ],
)
def test_an_ordinary_mail_is_not_flagged(text: str) -> None:
    assert Flag.BANK_DETAILS not in understood(Mail(text=text)).warnings
