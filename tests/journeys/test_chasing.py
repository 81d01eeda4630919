"""Chasing, over weeks that pass in seconds: silence, answers, and a person who takes over."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit
from tests.journeys.acts import invites, shows
from tests.journeys.correspondent import Correspondent, Letter
from tests.journeys.demo import Demo

pytestmark = pytest.mark.slow

INVITATION = "Votre espace client est prêt"
FIRST = "Votre espace client vous attend"
SECOND = "Puis-je vous aider à ouvrir votre espace ?"
THIRD = "Dernière relance pour votre espace client"
LAST_MESSAGE = "Votre lien expire le 23 décembre"
SILENCE = [INVITATION, FIRST, SECOND, THIRD]


def all_have(subject: str, *people: Correspondent) -> list[Letter]:
    """The letter of each, once all have it: the days of a chase are counted from when the letter before it left."""
    return [person.waits_for(subject) for person in people]


def test_silence_is_chased_three_times_then_the_manager_is_told_and_decides(weeks: Demo) -> None:
    helene, nadia, julien = weeks.person("U0HELENE"), weeks.person("U0NADIA"), weeks.person("U0JULIEN")
    luc = weeks.correspondent("luc@vins-chaumier.example")
    thierry = weeks.correspondent("thierry@menuiserie-lochois.example")
    isabelle = weeks.correspondent("isabelle@librairie-la-plume.example")
    for client in ("Vins Chaumier", "Menuiserie Lochois", "Librairie La Plume"):
        invites(helene, client)
    invitation, *_ = all_have(INVITATION, luc, thierry, isabelle)
    weeks.moves_to("2026-11-26 09:31")  # three working days after Monday the 23rd
    first, *_ = all_have(FIRST, luc, thierry, isabelle)
    assert first.link("i") != invitation.link("i"), "each letter has a link of its own"
    weeks.moves_to("2026-12-02 09:31")
    all_have(SECOND, luc, thierry, isabelle)
    weeks.moves_to("2026-12-11 09:31")
    all_have(THIRD, luc, thierry, isabelle)

    weeks.moves_to("2026-12-16 09:31")
    called = nadia.sees_message("Luc Chaumier n’a pas répondu à son invitation")
    assert "06 39 98 33 30" in called.text
    assert called.buttons == ["Noter un appel", "Envoyer un dernier message", "Relancer à nouveau", "Abandonner"]
    called.press("Relancer à nouveau")
    luc.waits_for(INVITATION, how_many=2)
    nadia.sees_message("Thierry Gaudin n’a pas répondu").press("Abandonner")
    nadia.sees_message("Abandon décidé par Nadia Benali")
    julien.sees_message("Isabelle Rousseau n’a pas répondu").press("Envoyer un dernier message")
    isabelle.waits_for(LAST_MESSAGE)
    julien.sees_message("Dernier message envoyé par Julien Carpentier")

    shows(nadia, "Vins Chaumier", "Relance lundi 21 décembre à 9 h 30")
    weeks.moves_to("2026-12-21 09:31")
    luc.waits_for(FIRST, how_many=2)
    # Christmas is no working day.
    shows(nadia, "Vins Chaumier", "Relance le 28 décembre à 9 h 30")
    weeks.moves_to("2026-12-28 09:31")
    luc.waits_for(SECOND, how_many=2)
    assert luc.subjects == [*SILENCE, INVITATION, FIRST, SECOND]
    assert thierry.subjects == SILENCE
    assert isabelle.subjects == [*SILENCE, LAST_MESSAGE]


def test_whoever_answers_in_any_manner_is_chased_no_more(weeks: Demo, visit: Visit) -> None:
    helene, nadia = weeks.person("U0HELENE"), weeks.person("U0NADIA")
    accepting = weeks.correspondent("luc@vins-chaumier.example")
    answering = weeks.correspondent("isabelle@librairie-la-plume.example")
    stopping = weeks.correspondent("thierry@menuiserie-lochois.example")
    absent = weeks.correspondent("marc@tapisserie-vidal.example")
    silent = weeks.correspondent("sandrine@infirmieres-prebendes.example")
    firm = "Vins Chaumier", "Librairie La Plume", "Menuiserie Lochois", "Tapisserie Vidal"
    for client in (*firm, "Cabinet infirmier des Prébendes"):
        invites(helene, client)

    page = visit(accepting.waits_for(INVITATION).link("i"))
    page.get_by_role("checkbox", name="C’est bien moi, et j’accepte l’invitation").check()
    page.get_by_role("button", name="Ouvrir mon espace").click()
    nadia.sees_message("Luc Chaumier a ouvert son espace.")
    answering.answers(answering.waits_for(INVITATION), "Bonjour, je préfère tout envoyer par e-mail.\n")
    helene.sees_message("je préfère tout envoyer par e-mail", channel="courrier")
    page.goto(stopping.waits_for(INVITATION).link("s"))
    page.get_by_role("button", name="Ne plus me relancer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté.")
    nadia.sees_message("Thierry Gaudin ne souhaite plus de relance.")
    absent.answers(absent.waits_for(INVITATION), "", automatic="out_of_office")
    shows(nadia, "Tapisserie Vidal", "Relance le 30 novembre")
    silent.waits_for(INVITATION)

    weeks.moves_to("2026-11-26 09:31")
    silent.waits_for(FIRST)
    weeks.moves_to("2026-11-30 09:31")
    absent.waits_for(FIRST)
    weeks.moves_to("2026-12-02 09:31")
    silent.waits_for(SECOND)
    for contact in (accepting, answering, stopping):
        assert contact.subjects == [INVITATION]


def test_the_wrong_person_says_so_and_the_administrators_of_an_unmanaged_client_know(weeks: Demo, visit: Visit) -> None:
    manon = weeks.correspondent("manon@fleurs-et-sens.example")
    invites(weeks.person("U0HELENE"), "Fleurs et Sens")
    page = visit(manon.waits_for(INVITATION).link("w"))
    assert "Manon" not in page.get_by_role("main").inner_text(), "nobody is named to a stranger"
    page.get_by_label("Savez-vous à qui écrire").fill("Élise, à la comptabilité")
    page.get_by_role("button", name="Le signaler au cabinet").click()
    expect(page.get_by_role("status")).to_have_text("Nous n’écrirons plus à cette adresse.")
    for administrator in ("U0HELENE", "U0MARC"):
        told = weeks.person(administrator).sees_message("l’invitation n’est pas arrivée à la bonne personne")
        assert "Élise, à la comptabilité" in told.text
    page.goto(manon.newest().link("i"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce lien n’est plus valable")


def test_an_expired_link_gives_a_new_one(weeks: Demo, visit: Visit) -> None:
    luc = weeks.correspondent("luc@vins-chaumier.example")
    invites(weeks.person("U0HELENE"), "Vins Chaumier")
    expired = luc.waits_for(INVITATION).link("i")
    weeks.moves_to("2026-12-24 10:00")
    page = visit(expired)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce lien n’est plus valable")
    page.get_by_role("button", name="Recevoir un nouveau lien").click()
    expect(page.get_by_role("status")).to_have_text("Un nouveau lien est parti à l•••@vins-chaumier.example.")
    page.goto(luc.waits_for("Votre nouveau lien").link("i"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Luc, ouvrons votre espace")
