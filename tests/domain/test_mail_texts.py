"""The firm's own words: a closed list of variables, refused with the place, filled without ever being evaluated."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.mail_texts import (
    BODY_LENGTH,
    Flaw,
    TextKind,
    TextRefused,
    Variable,
    VariableMissing,
    filled,
    read_text,
    required_in,
    variables_of,
)
from domain.refusals import FormRefused, Missing, Refusal, TooLong
from domain.text import is_unseen

SPACE = "espace.cabinet-valmont.example"
VALUES = {variable: f"[{variable.value}]" for variable in Variable}


def refused(body: str, subject: str = "Votre espace", kind: TextKind = TextKind.FIRST_CHASE) -> dict[str, Refusal]:
    try:
        read_text(kind, "fr", subject, body, space=SPACE)
    except FormRefused as refusal:
        return dict(refusal.errors)
    return {}


def flaw(line: str) -> TextRefused:
    """What is wrong with that line, the third of a text."""
    refusal = refused(f"Bonjour {{prenom}},\n\n{line}\n\n{{lien}}").get("body")
    assert isinstance(refusal, TextRefused), refusal
    return refusal


def test_a_text_is_kept_as_it_is_typed_save_what_cannot_be_seen() -> None:
    typed = " Bonjour\u00a0: {pre\u200bnom},  \r\n\r\n\r\n\r\nÀ bientôt\u202f!\t\tVite \n{lien}"
    text = read_text(TextKind.FIRST_CHASE, "fr", "  Votre espace\u00a0: ici ", typed, space=SPACE)
    assert text.subject == "Votre espace\u00a0: ici"
    assert text.body == "Bonjour\u00a0: {prenom},\n\nÀ bientôt\u202f! Vite\n{lien}"


@pytest.mark.abuse("R6")
@pytest.mark.parametrize(
    ("line", "kind", "piece"),
    [
        ("Bonjour {x.__class__}.", Flaw.UNKNOWN, "{x.__class__}"),
        ("Bonjour {prenom.__class__.__mro__}", Flaw.UNKNOWN, "{prenom.__class__.__mro__}"),
        ("{0}", Flaw.UNKNOWN, "{0}"),
        ("{}", Flaw.UNKNOWN, "{}"),
        ("{prenom!r}", Flaw.UNKNOWN, "{prenom!r}"),
        ("{prenom:>999999999}", Flaw.UNKNOWN, "{prenom:>999999999}"),
        ("Total {{7*7}} euros", Flaw.UNKNOWN, "{{7*7}}"),
        ("{% for x in y %}", Flaw.UNKNOWN, "{% for x in y %}"),
        ("${prenom2}", Flaw.UNKNOWN, "{prenom2}"),
        ("une { seule", Flaw.SIGN, "{"),
        ("une } seule", Flaw.SIGN, "}"),
        ("100 %n", Flaw.SIGN, "%n"),
        ("%s et %(nom)s", Flaw.SIGN, "%s"),
        ("les {pieces}", Flaw.ELSEWHERE, "{pieces}"),
        ("<a href='https://evil.example'>impots.gouv.fr</a>", Flaw.DISGUISED, "<a href='https://evil.example'>"),
        ("<script>", Flaw.DISGUISED, "<script>"),
        ("<https://evil.example|impots.gouv.fr>", Flaw.DISGUISED, "<https://evil.example|impots.gouv.fr>"),
        ("[impots.gouv.fr](https://evil.example)", Flaw.DISGUISED, "[impots.gouv.fr](https://evil.example)"),
        ("https://impots.gouv.fr@evil.example/", Flaw.ADDRESS, "https://impots.gouv.fr@evil.example/"),
        ("http://cabinet.example", Flaw.ADDRESS, "http://cabinet.example"),
        ("javascript:alert(1)", Flaw.ADDRESS, "javascript:alert(1)"),
        ("data:text/html,x", Flaw.ADDRESS, "data:text/html,x"),
        ("https://xn--mpots-wsa.example", Flaw.ADDRESS, "https://xn--mpots-wsa.example"),
        ("https://іmpots.example", Flaw.ADDRESS, "https://іmpots.example"),
        ("https://127.0.0.1/", Flaw.ADDRESS, "https://127.0.0.1/"),
        ("https://0x7f.1/", Flaw.ADDRESS, "https://0x7f.1/"),
        ("https://[::1", Flaw.ADDRESS, "https://[::1"),
        ("https://evil.example:8443/", Flaw.ADDRESS, "https://evil.example:8443/"),
        ("www.evil.example", Flaw.ADDRESS, "www.evil.example"),
        (
            f"https://{SPACE}/i/7klfyylbeg3rhdsv5ucdrd6pm6",
            Flaw.OWN_ADDRESS,
            f"https://{SPACE}/i/7klfyylbeg3rhdsv5ucdrd6pm6",
        ),
        ("Mon numéro : 1 84 12 76 451 089 46", Flaw.NUMBER, ""),
        ("Cliquez ici : {lien}", Flaw.NOT_ALONE, "{lien}"),
    ],
)
def test_what_may_not_stand_in_a_text_is_refused_with_its_line_and_the_very_piece(
    line: str, kind: Flaw, piece: str
) -> None:
    refusal = flaw(line)
    assert (refusal.flaw, refusal.piece, refusal.line) == (kind, piece, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Rendez-vous sur https://cabinet-valmont.example/rendez-vous?jour=lundi.",
        "50 % des pièces, soit 12 %.",
        "Écrivez à nadia@cabinet-valmont.example, ou appelez le {telephone} (de 9 h à 18 h).",
        "Moins de 3 < 4 pièces ; <3",
        "Le dossier [Morel] {dossier}, suivi par {responsable} de {cabinet} : {adresse_depot}, avant le {date_limite}.",
    ],
)
def test_honest_words_and_plain_addresses_stay(line: str) -> None:
    assert refused(f"Bonjour {{prenom}},\n{line}\n{{lien}}") == {}


def test_the_variable_likely_meant_is_named() -> None:
    assert [flaw(line).meant for line in ("{prénom}", "{ Dossier }", "{dateInvitation}", "{x}")] == [
        "{prenom}",
        "{dossier}",
        "{date_invitation}",
        "",
    ]


def test_a_text_holds_its_link_once_and_a_request_what_it_asks_for() -> None:
    missing = refused("Bonjour {prenom},")["body"]
    assert isinstance(missing, VariableMissing)
    assert missing.variable is Variable.LINK
    twice = refused("{lien}\n\n{lien}")["body"]
    assert isinstance(twice, TextRefused)
    assert (twice.flaw, twice.line) == (Flaw.TWICE, 3)
    unsaid = refused("Il nous manque des pièces.", kind=TextKind.REQUEST)["body"]
    assert isinstance(unsaid, VariableMissing)
    assert unsaid.variable is Variable.DOCUMENTS


@pytest.mark.abuse("R6")
@pytest.mark.abuse("M15")
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_subject_is_one_line(end: str) -> None:
    refusal = refused("{lien}", subject=f"Votre espace{end}Bcc: victime@elsewhere.example")["subject"]
    assert isinstance(refusal, TextRefused)
    assert (refusal.flaw, refusal.piece) == (Flaw.LINE_END, "Bcc: victime@elsewhere.example")


def test_a_subject_has_its_own_closed_list() -> None:
    assert refused("{lien}", subject="{prenom}, votre lien expire le {date_limite}") == {}
    refusal = refused("{lien}", subject="Ici : {lien}")["subject"]
    assert isinstance(refusal, TextRefused)
    assert (refusal.flaw, refusal.piece, refusal.line) == (Flaw.ELSEWHERE, "{lien}", 0)
    assert isinstance(refused("{lien}", subject=" \u200b ")["subject"], Missing)


@pytest.mark.abuse("R6")
def test_a_text_of_a_megabyte_is_refused_unread() -> None:
    refusals = refused("{" * 1_000_000, subject="x" * 1_000_000)
    assert [type(refusal) for refusal in refusals.values()] == [TooLong, TooLong]


def test_an_empty_value_takes_its_space_along_and_no_value_is_read_again() -> None:
    values = {**VALUES, Variable.FIRST_NAME: "", Variable.CLIENT: "{lien} {x} \\1 %s"}
    assert filled("Bonjour {prenom}, dossier {dossier}.", values) == "Bonjour, dossier {lien} {x} \\1 %s."


WRITTEN = "{ } % $ < > [ ]( __class__ 7*7 prenom {prenom} {dossier} x n . !r : 0 {{ }} {% %} # self {pieces} https:// é"
PIECES = st.sampled_from(["{lien}", " ", "\n", *WRITTEN.split()])
TEMPLATES = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@pytest.mark.abuse("R6")
@given(TEMPLATES, TEMPLATES, st.sampled_from(TextKind))
@example("{{{prenom}}}", "{prenom}", TextKind.INVITATION)
@example("{prenom}{lien}", "%(x)s", TextKind.REQUEST)
def test_whatever_is_typed_no_letter_ever_shows_an_object_nor_an_open_variable(
    body: str, subject: str, kind: TextKind
) -> None:
    try:
        text = read_text(kind, "fr", subject or "x", f"{body}\n{required_in(kind).written}", space=SPACE)
    except FormRefused:
        return
    assert len(text.body) <= BODY_LENGTH
    assert not any(is_unseen(character) for character in text.subject)
    for line in (text.subject, *text.body.split("\n")):
        # Only the known names are between braces, and what stands around them is as typed.
        assert set(re.findall(r"\{([^{}]*)\}", line)) <= {variable.value for variable in variables_of(kind)}
        shown = filled(line, VALUES)
        assert "{" not in shown
        assert "<class" not in shown
        assert shown == re.sub(r"\{(\w+)\}", r"[\1]", line)
