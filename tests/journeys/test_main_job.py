"""The main job, from the slash command to the card in the channel, on the demo's real Slack, IMAP and SMTP."""

import pytest
from playwright.sync_api import expect

from tests.browsing import PHONE, Visit
from tests.journeys.acts import NEW, closes, creates, home_drawn_again, opens, shows, summary_of_new
from tests.journeys.demo import Demo

pytestmark = pytest.mark.slow

INVITATION = "Votre espace client est prêt"
DEPOSIT = "depot@cabinet-valmont.example"


def test_a_director_is_invited_from_the_wizard_and_accepts(demo: Demo, visit: Visit) -> None:
    helene, nadia = demo.person("U0HELENE"), demo.person("U0NADIA")
    claire = demo.correspondent("claire@atelier-morel.example")

    summary = summary_of_new(helene, "Atelier Morel", claire.address, manager="Nadia Benali")
    assert "relances les 26 novembre, 2 décembre et 11 décembre à 9 h 30" in summary.text
    assert summary.submit == "Créer et inviter"
    assert claire.subjects == []
    summary.submits()
    assert "Responsable" not in helene.waits_for_modal("Dossier client", "Atelier Morel").text
    for person in (helene, nadia):
        created = person.sees_message("Dossier Atelier Morel créé.")
        assert created.buttons == ["Ouvrir le dossier", "Créer un autre dossier"]

    letter = claire.waits_for(INVITATION)
    assert letter.sender == f"Nadia Benali (Cabinet Valmont) <{DEPOSIT}>"
    page = visit(letter.link("i"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Claire, ouvrons votre espace")
    assert "Espace ouvert" not in opens(nadia, "Atelier Morel").text, "opening the link changes nothing"
    page.get_by_role("button", name="Ouvrir mon espace").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez « C’est bien moi, et j’accepte l’invitation »")
    page.get_by_role("checkbox", name="C’est bien moi, et j’accepte l’invitation").check()
    page.get_by_role("button", name="Ouvrir mon espace").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Claire")

    nadia.sees_message("Claire Morel a ouvert son espace.")
    card = opens(nadia, "Atelier Morel")
    assert "espace ouvert" in card.text
    assert claire.subjects == [INVITATION]

    telephone = visit(letter.link("i"), viewport=PHONE)
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Se connecter à votre espace")
    telephone.get_by_label("E-mail").fill(claire.address)
    telephone.get_by_role("button", name="Recevoir un code").click()
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Saisissez votre code")
    code = "".join(filter(str.isdigit, claire.waits_for("Votre code").subject))
    telephone.get_by_label("Code à six chiffres").fill(code)
    telephone.get_by_role("button", name="Se connecter").click()
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Bonjour Claire")


def test_what_a_client_writes_and_what_a_collaborator_forwards_reach_the_client_s_file(demo: Demo) -> None:
    nadia = demo.person("U0NADIA")
    michel, thomas = (
        demo.correspondent("michel@garage-du-cher.example"),
        demo.correspondent("thomas@cabinet-valmont.example"),
    )

    michel.writes(DEPOSIT, "Relevé d’octobre", files=["releve-octobre.pdf"])
    card = nadia.sees_message("Relevé d’octobre", channel="courrier")
    assert "Garage du Cher" in card.text
    assert "releve-octobre.pdf" in card.text
    assert "Rangé dans les pièces du dossier." in card.text
    assert "Rattaché par l’adresse de l’expéditeur" in card.text

    for program in ("outlook", "gmail", "apple", "thunderbird"):
        michel.writes(thomas.address, f"Facture {program}", files=[f"{program}.pdf"], program=program)
        thomas.forwards(thomas.waits_for(f"Facture {program}"), DEPOSIT, program)
        card = nadia.sees_message(f"Facture {program}", channel="courrier")
        assert "*Michel Perrot* · Garage du Cher" in card.text
        assert "Transféré par Thomas Roux" in card.text
        assert f"{program}.pdf" in card.text
        assert "Rattaché par l’adresse d’origine" in card.text

    file = opens(nadia, "Garage du Cher").text
    assert "thunderbird.pdf" in file
    assert "Facture thunderbird" in file


def test_a_mail_from_an_unknown_address_waits_for_a_person(demo: Demo) -> None:
    nadia = demo.person("U0NADIA")
    sawmill = demo.correspondent("facturation@scierie-lochoise.example")

    sawmill.writes(DEPOSIT, "Facture 2311", files=["facture-2311.pdf"])
    card = nadia.sees_message("Facture 2311", channel="courrier")
    assert "Courrier sans dossier" in card.text
    assert "Gardée, pas encore rangée." in card.text
    card.press("Choisir un dossier")
    form = nadia.waits_for_modal("Rattacher")
    form.pick("Dossier", "vidal", "Tapisserie Vidal")
    form.choose("La prochaine fois", "Rattacher cette adresse à ce dossier")
    assert form.submits() == {}
    card = nadia.waits_for(
        lambda: next((m for m in nadia.messages("courrier") if "Tapisserie Vidal" in m.text), None), "the card redrawn"
    )
    assert "Rangé dans les pièces du dossier." in card.text
    assert "Courrier sans dossier" not in card.text

    sawmill.writes(DEPOSIT, "Facture 2312")
    assert "Tapisserie Vidal" in nadia.sees_message("Facture 2312", channel="courrier").text


def test_an_invitation_that_comes_back_is_sent_again_once_the_address_is_corrected(demo: Demo) -> None:
    nadia = demo.person("U0NADIA")
    right = demo.correspondent("contact@scierie-lochoise.example")

    creates(nadia, "Scierie Lochoise", "inconnu@scierie-lochoise.example", manager="Nadia Benali")
    told = nadia.sees_message("Invitation non remise")
    assert "inconnu@scierie-lochoise.example" in told.text
    shows(nadia, "Scierie Lochoise", "adresse en erreur")
    closes(nadia)
    told.press("Corriger l’adresse")
    form = nadia.waits_for_modal("Corriger l’adresse")
    form.fill("E-mail", right.address)
    assert form.submits() == {}
    right.waits_for(INVITATION)
    nadia.sees_message("Adresse corrigée, invitation renvoyée")
    assert "adresse en erreur" not in opens(nadia, "Scierie Lochoise").text.casefold()


@pytest.mark.parametrize("fault", ["registry_down", "registry_slow"])
def test_a_client_is_entered_by_hand_when_the_registry_does_not_answer(demo: Demo, fault: str) -> None:
    julien = demo.person("U0JULIEN")
    name = f"Poterie de Cormery {fault.removeprefix('registry_')}"

    julien.breaks(fault)
    julien.types("/client nouveau", channel="general")
    form = julien.waits_for_modal(NEW)
    form.pick("Entreprise", name, "Le registre tarde")
    form = julien.waits_for_modal("Saisir l’entreprise")
    assert form.held("Raison sociale") == name
    form.choose("no_siren", "none")
    form = julien.waits_for_modal("Saisir l’entreprise")
    form.fill("Ville", "Cormery")
    assert form.submits() == {}
    form = julien.waits_for_modal(NEW, "Sans SIREN")
    julien.breaks(fault, broken=False)
    assert form.submits() == {}
    assert julien.waits_for_modal(NEW, "Étape 2 sur 4").submits() == {}
    form = julien.waits_for_modal(NEW, "Étape 3 sur 4")
    form.tick("Inviter", only=True)
    assert julien.waits_for_modal(NEW, "Étape 3 sur 4").submits() == {}
    julien.waits_for_modal(NEW, "Étape 4 sur 4").submits()
    assert name in julien.waits_for_modal("Dossier client").text
    closes(julien)


def test_a_collaborator_who_reads_english_is_served_in_english(demo: Demo) -> None:
    julien = demo.person("U0JULIEN")

    julien.act("set_profile", locale="en-US")
    julien.waits_for(lambda: "To handle" in home_drawn_again(julien).text or None, "an English Home")
    julien.types("/client new", channel="general")
    form = julien.waits_for_modal("New client", "Step 1 of 4 · Company")
    assert form.submit == "Continue"
    assert form.submits() != {}
    form.closes(everything=True)
    julien.act("set_profile", locale="fr-FR")
    julien.waits_for(lambda: "À traiter" in home_drawn_again(julien).text or None, "a French Home")


def test_a_collaborator_who_may_not_see_a_client_finds_nothing(demo: Demo) -> None:
    antoine = demo.person("U0ANTOINE")

    for asked in ("voir garage", "inviter garage du cher", "garage", "voir 921000113"):
        antoine.types(f"/client {asked}", channel="general")
        assert "Rien pour" in antoine.waits_for_modal(f"« {asked.split(' ', 1)[-1]} »").text
        closes(antoine)
    antoine.types("/client nouveau", channel="general")
    form = antoine.waits_for_modal(NEW)
    found = form.suggestions("Entreprise", "garage du cher")
    assert all("0127" not in str(option) for option in found)
    form.pick("Entreprise", "garage du cher", "Garage du Cher")
    followed = antoine.waits_for_modal(NEW, "Cette entreprise est déjà suivie par le cabinet.")
    assert "Julien" not in followed.text
    assert followed.submits() != {}
    closes(antoine)
