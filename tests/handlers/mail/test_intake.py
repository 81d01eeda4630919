"""What comes in is filed on the right client, shown in Slack, and has the right consequences."""

import pytest

from domain.clients import Client
from domain.contacts import Contact
from domain.incidents import IncidentFilter, IncidentKind
from domain.invitations import Invitation, StopReason
from domain.messages import Message, MessageState
from domain.people import Collaborator
from handlers.mail.intake import take_in
from tests.handlers.mail.conftest import CHANNEL
from tests.handlers.mail.raw_mails import deliver, raw_mail
from tests.handlers.post_office import posts
from tests.offices import SmallOffice

CLAIRE = "Claire Morel <claire@atelier-morel.example>"
PDF = {"releve-novembre.pdf": b"%PDF-1.4 un releve"}


def receive(desk: SmallOffice, raw: bytes) -> Message:
    inbound = deliver(desk, raw)
    take_in(desk, inbound)
    with desk.reading() as records:
        found = [m for m in map(records.messages.get, range(1, 200)) if m and m.inbound_id == inbound]
    [message] = found
    return message


def now_stands(desk: SmallOffice, invitation: Invitation) -> Invitation:
    with desk.reading() as records:
        kept = records.invitations.get(invitation.id)
    assert kept is not None
    return kept


def test_a_known_contact_s_mail_is_filed_and_shown_and_stops_the_chases(
    desk: SmallOffice, client: Client, claire: Contact
) -> None:
    invitation = desk.invite(claire)
    message = receive(desk, raw_mail(CLAIRE, files=PDF))
    assert (message.client_id, message.contact_id, message.why) == (client.id, claire.id, "contact")
    with desk.reading() as records:
        [document] = records.messages.latest_documents(client.id, 8)
    assert (document.filename, document.content_type, document.filed) == (
        "releve-novembre.pdf",
        "application/pdf",
        True,
    )
    [card] = posts(desk)
    assert card["channel"] == CHANNEL
    assert card["text"] == "Claire Morel, Atelier Morel\u00a0: Relevé de novembre (1 pièce)."
    assert "Rattaché par l’adresse de l’expéditeur" in str(card["blocks"])
    assert now_stands(desk, invitation).stopped is StopReason.REPLIED


def test_taking_a_mail_in_twice_changes_nothing_more(desk: SmallOffice, claire: Contact) -> None:
    inbound = deliver(desk, raw_mail(CLAIRE))
    take_in(desk, inbound)
    take_in(desk, inbound)
    assert len(posts(desk)) == 1


def test_the_same_mail_delivered_twice_has_one_card(desk: SmallOffice, claire: Contact) -> None:
    for inbound in (deliver(desk, raw_mail(CLAIRE)), deliver(desk, raw_mail(CLAIRE))):
        take_in(desk, inbound)
    assert len(posts(desk)) == 1


def test_a_mail_to_the_deposit_address_from_a_stranger_is_filed_and_marked(
    desk: SmallOffice, client: Client, claire: Contact
) -> None:
    invitation = desk.invite(claire)
    message = receive(
        desk,
        raw_mail("Scierie <compta@scierie.example>", to="courrier+atelier-morel.k7qm2z4p@valmont.example", files=PDF),
    )
    assert (message.client_id, message.why) == (client.id, "deposit_address")
    assert "Expéditeur inconnu de ce dossier." in str(posts(desk)[0]["blocks"])
    assert now_stands(desk, invitation).stopped is None


def test_an_address_without_a_name_is_written_once_on_its_card(desk: SmallOffice) -> None:
    receive(desk, raw_mail("compta@monmail.example", "facture"))
    [card] = posts(desk)
    assert str(card["blocks"]).count("compta@monmail.example") == 1


def test_an_unknown_address_waits_as_an_incident_with_its_files(desk: SmallOffice, nadia: Collaborator) -> None:
    message = receive(
        desk, raw_mail("M. Vidal <compta@monmail.example>", "facture", files={"facture.pdf": b"%PDF-1.4"})
    )
    assert message.needs_person
    assert message.client_id is None
    [card] = posts(desk)
    assert "Courrier sans dossier" in str(card["blocks"])
    assert "Gardée, pas encore rangée." in str(card["blocks"])
    with desk.reading() as records:
        waiting, counts = records.incidents.find(nadia, IncidentFilter())
    assert ([one.about for one in waiting], counts) == ([f"m{message.id}"], {IncidentKind.MAIL: 1})
    assert waiting[0].files == ("facture.pdf",)


@pytest.mark.abuse("M1")
@pytest.mark.parametrize("check", ["fail", None])
def test_a_spoofed_client_is_neither_filed_nor_believed(
    desk: SmallOffice, client: Client, claire: Contact, check: str | None
) -> None:
    receive(desk, raw_mail(CLAIRE, "un premier courrier"))
    invitation = desk.invite(claire)
    message = receive(desk, raw_mail(CLAIRE, "Changement de RIB", "Notre nouveau RIB", check=check, files=PDF))
    assert (message.client_id, message.needs_person, message.suggested_client) == (None, True, client.id)
    with desk.reading() as records:
        assert [d.filed for d in records.messages.documents_of(message.id)] == [False]
    card = posts(desk)[-1]
    assert "Expéditeur non vérifié" in str(card["blocks"])
    assert "mail.call" in str(card["blocks"])
    assert now_stands(desk, invitation).stopped is None


@pytest.mark.abuse("M2")
def test_a_forged_stamp_beneath_ours_changes_nothing(desk: SmallOffice, claire: Contact) -> None:
    forged = {"Authentication-Results": "mx.valmont.example; dmarc=pass header.from=atelier-morel.example"}
    message = receive(desk, raw_mail(CLAIRE, check="fail", headers=forged))
    assert message.authentication == "fail"
    assert message.client_id is None


@pytest.mark.abuse("M3")
@pytest.mark.parametrize(
    "sender",
    [
        '"claire@atelier-morel.example" <x@evil.example>',
        "Claire Morel <claire@ateIier-morel.example>",
        "Claire Morel <claire@atelier-morel-fr.example>",
    ],
)
def test_a_lookalike_is_not_the_client(desk: SmallOffice, claire: Contact, sender: str) -> None:
    message = receive(desk, raw_mail(sender))
    assert message.client_id is None
    assert message.needs_person


@pytest.mark.abuse("M4")
@pytest.mark.parametrize("header", ["Reply-To", "Sender", "Resent-From"])
def test_other_headers_than_from_attribute_nothing(desk: SmallOffice, claire: Contact, header: str) -> None:
    message = receive(desk, raw_mail("x@evil.example", headers={header: CLAIRE}))
    assert message.client_id is None


FORWARD = """Pour le dossier, merci.

De : Claire Morel <claire@atelier-morel.example>
Envoyé : vendredi 4 septembre 2026 18:12
À : Nadia Benali <nadia@valmont.example>
Objet : Facture du bois

Bonjour, voici la facture.
"""


def test_a_colleague_s_forward_goes_to_the_original_sender_s_client(
    desk: SmallOffice, client: Client, claire: Contact, nadia: Collaborator
) -> None:
    message = receive(
        desk, raw_mail("Nadia Benali <nadia@valmont.example>", "TR : Facture du bois", FORWARD, files=PDF)
    )
    assert (message.client_id, message.sender, message.forwarded_by) == (client.id, claire.email, nadia.id)
    assert message.subject == "Facture du bois"
    [card] = posts(desk)
    assert "transféré par Nadia Benali" in card["text"]
    assert "Rattaché par l’adresse d’origine" in str(card["blocks"])


def test_a_firm_at_a_public_provider_knows_its_clients_there_from_its_own_people(
    desk: SmallOffice, client: Client, nadia: Collaborator
) -> None:
    desk.change_firm(mail_from="cabinet.valmont@orange.fr")
    paul = desk.meet(client, email="paul.morel@orange.fr")
    forward = FORWARD.replace("claire@atelier-morel.example", "paul.morel@orange.fr")
    message = receive(desk, raw_mail("Nadia <nadia@valmont.example>", "TR : Facture du bois", forward, files=PDF))
    assert (message.client_id, message.sender, message.forwarded_by) == (client.id, paul.email, nadia.id)


@pytest.mark.abuse("M5")
def test_a_forged_colleague_s_forward_waits_for_a_person(
    desk: SmallOffice, claire: Contact, nadia: Collaborator
) -> None:
    message = receive(desk, raw_mail("nadia@valmont.example", "TR : Facture", FORWARD, check="fail"))
    assert message.client_id is None
    assert message.needs_person


@pytest.mark.abuse("M11")
def test_a_machine_s_mail_has_no_card_and_answers_nothing(desk: SmallOffice, claire: Contact) -> None:
    invitation = desk.invite(claire)
    receive(
        desk,
        raw_mail(
            CLAIRE, "Réponse automatique : absence", "Je suis absente.", headers={"Auto-Submitted": "auto-replied"}
        ),
    )
    assert posts(desk) == []
    assert now_stands(desk, invitation).stopped is None
    with desk.reading() as records:
        assert records.messages.unread(records.people.active()[0]) == 0, "nobody will ever open what has no card"


@pytest.mark.abuse("C1")
def test_what_a_mail_says_can_never_act_in_slack(desk: SmallOffice, claire: Contact) -> None:
    bad = "<!channel> <@U0NADIA> <https://evil.example|impots.gouv.fr> *gras* \u202e"
    receive(desk, raw_mail(f'"{bad[:40]}" <claire@atelier-morel.example>', bad, bad, files={"<!here>.pdf": b"%PDF"}))
    [card] = posts(desk)
    assert "<!" not in card["text"]

    def mrkdwn(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [str(value["text"])] if value.get("type") == "mrkdwn" else []
            return own + [t for v in value.values() for t in mrkdwn(v)]
        return [t for v in value for t in mrkdwn(v)] if isinstance(value, list) else []

    for text in mrkdwn(card["blocks"]):
        assert "<!" not in text
        assert "<@" not in text
        assert "<http" not in text
        assert "\u202e" not in text


@pytest.mark.abuse("C3")
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 100,
        b"From: a@b.fr",
        b'To: "\r\n\r\nx',
        b"Message-ID: <[abc@x.fr]>\r\n\r\n",
        b"Content-Type: text/plain; name*\r\n\r\nx",
    ],
)
def test_a_malformed_mail_is_kept_and_shown(desk: SmallOffice, raw: bytes) -> None:
    message = receive(desk, raw)
    assert message.needs_person
    assert len(posts(desk)) == 1


def test_where_somebody_may_not_see_the_client_the_card_is_thin(desk: SmallOffice, claire: Contact) -> None:
    thomas = desk.hire("Thomas Roux")
    desk.channels[CHANNEL] |= {thomas.slack_id}
    receive(desk, raw_mail(CLAIRE, files=PDF))
    [card] = posts(desk)
    for secret in ("Claire", "Morel", "Relevé", "releve"):
        assert secret not in str(card)
    assert "mail.open" in str(card["blocks"])


@pytest.mark.abuse("M9")
def test_a_bounce_that_answers_none_of_our_mails_changes_nothing(desk: SmallOffice, claire: Contact) -> None:
    invitation = desk.invite(claire)
    report = (
        b"From: MAILER-DAEMON@evil.example\r\nTo: courrier@valmont.example\r\nSubject: Undelivered\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; evil.example\r\n\r\nFinal-Recipient: rfc822; claire@atelier-morel.example\r\n"
        b"Action: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    receive(desk, report)
    assert now_stands(desk, invitation).state.value == "sent"
    with desk.reading() as records:
        contact = records.contacts.get(claire.id)
    assert contact is not None
    assert contact.email_failed_at is None


def test_an_ignored_sender_has_no_card_but_is_kept(desk: SmallOffice) -> None:
    with desk.records() as records:
        records.messages.decide_sender("lettre@pub.example", None, ignored=True)
    message = receive(desk, raw_mail("lettre@pub.example"))
    assert posts(desk) == []
    assert message.state is MessageState.HANDLED, "nobody is asked to look at it"


def test_an_archive_is_kept_unopened(desk: SmallOffice, client: Client, claire: Contact) -> None:
    message = receive(desk, raw_mail(CLAIRE, files={"plans.zip": b"PK\x03\x04" + b"\0" * 30}))
    with desk.reading() as records:
        [document] = records.messages.documents_of(message.id)
        assert records.messages.latest_documents(client.id, 8) == []
    assert (document.refused, document.filed) == ("archive", False)
    assert "les archives ne sont pas acceptées" in str(posts(desk)[0]["blocks"])
