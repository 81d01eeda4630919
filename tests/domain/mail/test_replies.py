# ruff: noqa: E501 - letters keep their own lines
"""What is shown of an answer is what is new in it."""

import pytest

from domain.mail.replies import new_text

NBSP = "\u00a0"
THIN = "\u202f"

ANSWERS = {
    "Gmail": "Merci !\n\nLe ven. 20 nov. 2026 à 08:47, Cabinet Valmont <depot@cabinet-valmont.example> a écrit :\n\n> Bonjour\n> Claire\n",
    "Gmail coupé": "Merci !\n\nLe ven. 20 nov. 2026 à 08:47, Cabinet Valmont <\ndepot@cabinet-valmont.example> a écrit :\n\n> Bonjour\n",
    "Gmail anglais": "Merci !\n\nOn Fri, Nov 20, 2026 at 8:47 AM Cabinet <depot@cabinet-valmont.example>\nwrote:\n\n> Hello\n",
    "espace fine": f"Merci !\n\nLe 20 nov. 2026 à 08:47, Cabinet <depot@cabinet-valmont.example> a écrit{THIN}:\n\n> Bonjour\n",
    "Outlook": "Merci !\n\nDe : Cabinet <depot@cabinet-valmont.example>\nEnvoyé : vendredi 20 novembre 2026\nÀ : Claire\nObjet : Votre espace\n\nBonjour\n",
    "nouvel Outlook": f"Merci !\n\n________________________________\nDe{NBSP}: Cabinet <depot@cabinet-valmont.example>\nDate{NBSP}: 20 novembre\nÀ{NBSP}: Claire\nObjet{NBSP}: x\nBonjour\n",
    "message d'origine": "Merci !\n\n-----Message d'origine-----\nDe : Cabinet\nEnvoyé : 20 novembre\nObjet : Votre espace\n\nBonjour\n",
    "origine sans champs": "Merci !\n\n----- Message d’origine -----\nBonjour\n",
    "Orange": "Merci !\n\n> Message du 20/11/26 08:47\n> De : \"Cabinet\" <depot@cabinet-valmont.example>\n> A : claire@x.example\n> Objet : x\n>\n> Bonjour\n",
    "Zimbra": "Merci !\n\n----- Mail original -----\nDe: \"Cabinet\" <depot@cabinet-valmont.example>\nÀ: claire@x.example\nEnvoyé: Vendredi 20 Novembre\nObjet: x\n\nBonjour\n",
    "Yahoo": "Merci !\n\nLe vendredi 20 novembre 2026 à 08:47:12 UTC+1, Cabinet <depot@cabinet-valmont.example> a écrit :\n\nBonjour\n",
    "Thunderbird": "Merci !\n\nLe 20/11/2026 à 08:47, Cabinet Valmont a écrit :\n> Bonjour\n",
    "Thunderbird coupé": "Merci !\n\nLe 20/11/2026 à 08:47, Cabinet Valmont, expertise comptable et conseil aux entreprises\na écrit :\n> Bonjour\n",
    "iPhone": "Merci !\n\nEnvoyé de mon iPhone\n\n> Le 20 nov. 2026 à 08:47, Cabinet <depot@cabinet-valmont.example> a écrit :\n>\n> Bonjour\n",
    "Android": "Merci !\n\nTélécharger Outlook pour Android\n________________________________\nFrom: Cabinet <depot@cabinet-valmont.example>\nSent: Friday\nTo: Claire\nSubject: x\n\nHello\n",
    "chevrons seuls": "Merci !\n\n> Bonjour Claire\n> votre espace\n\n",
    "sur une ligne": "Merci !\n\nDe : Cabinet <d@x.example> À : Claire <c@x.example> Envoyé : vendredi Objet : Votre espace\nBonjour\n",
    "rien de cité": "Merci !\n",
}  # fmt: skip


@pytest.mark.parametrize("program", ANSWERS)
def test_the_quoted_history_is_cut(program: str) -> None:
    assert new_text(ANSWERS[program]) == "Merci !"


def test_answers_written_under_the_quotes_are_kept() -> None:
    text = "Le 20/11/2026 à 08:47, Cabinet a écrit :\n> Avez-vous le relevé ?\n\nOui, ci-joint.\n"
    assert "Oui, ci-joint." in new_text(text)
    between = "Bonjour,\n\nLe 20/11/2026, Cabinet a écrit :\n> Le relevé ?\nOui.\n> La facture ?\nNon.\n"
    assert "Non." in new_text(between)


def test_the_writer_s_own_apostrophes_are_kept() -> None:
    assert new_text("S’il vous manque une pièce, dites-le.\n") == "S’il vous manque une pièce, dites-le."


def test_a_history_alone_is_kept_whole() -> None:
    assert new_text("> Bonjour\n> Claire\n") == "> Bonjour\n> Claire"


def test_a_phone_signature_under_the_quotes_is_no_answer() -> None:
    assert new_text("Merci !\n\nLe 20/11/2026, X a écrit :\n> Bonjour\n\nEnvoyé de mon iPhone\n") == "Merci !"


def test_a_signature_left_alone_is_kept() -> None:
    assert new_text("Envoyé de mon iPhone\n\n> Bonjour\n") == "Envoyé de mon iPhone\n\n> Bonjour"


@pytest.mark.abuse("C4")
@pytest.mark.parametrize(
    "pattern", [" ", "> ", ">", "-", "_", "Le 1 ", "Le 1\n", "De : a\n", "-- \n", "\n", "Envoyé de "]
)
def test_a_text_made_to_stall_the_cutter_is_read_to_its_end(pattern: str) -> None:
    assert len(new_text(pattern * (1_000_000 // len(pattern)))) <= 1_000_000
