"""The firm's own history: everything that belongs to no client, in words, for administrators."""

import pytest

from domain.acts import Act, acts_of
from domain.history import By, HistoryLine
from handlers.firm.history import SUBJECTS
from handlers.firm.history_words import FIRM_SENTENCES, TOLD_OF_THE_FIRM, FirmTold
from handlers.life.history_words import SENTENCES
from handlers.team.members import refresh_members
from handlers.words import words_for
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice

Facts = dict[str, object]


def test_every_act_has_its_sentence_in_one_history_or_the_other() -> None:
    assert set(Act) == TOLD_OF_THE_FIRM
    # Without a client, an attempt is told in other words.
    assert FIRM_SENTENCES.keys() & SENTENCES.keys() == {Act.ACCESS_REFUSED}


def test_every_act_is_found_under_one_subject() -> None:
    found = [act for name, (acts, _) in SUBJECTS.items() if name != "all" for act in acts]
    assert sorted(found) == sorted(Act)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_can_be_told_of_what_is_no_longer_there(office: SmallOffice, language: str) -> None:
    now, words = office.now(), words_for(language)
    with office.reading() as records:
        lines = [HistoryLine(now, act, By.CONTACT, subject_id=999) for act in TOLD_OF_THE_FIRM]
        told = [FirmTold(records, line, words, now) for line in lines]
        assert all(each.sentence and "{" not in each.sentence and each.who for each in told)
        sentences = {each.line.act: each.sentence for each in told}
    assert len(set(sentences.values())) == len(sentences)


def test_an_administrator_reads_who_changed_what_and_how_it_was(helene: Person, nadia: Person) -> None:
    helene.command("/cabinet")
    helene.press("settings.edit", value="manager_required")
    helene.choose("answer", "True")
    helene.submit()
    helene.press("firm.history")
    assert helene.view["title"]["text"] == "Historique du cabinet"
    assert "7 septembre, 9 h · Hélène Valmont\nréglages modifiés" in helene.text
    assert "Responsable obligatoire : Non → Oui" in helene.text


def test_what_slack_changed_of_a_person_is_told(helene: Person, nadia: Person, office: SmallOffice) -> None:
    account = {"id": "U0NADIA", "profile": {"real_name": "Nadia *Roux*"}, "locale": "en-GB"}
    refresh_members(office, {"U0NADIA": account})
    helene.command("/cabinet historique")
    assert "Guichet\ncompte Slack modifié : Nadia Roux" in helene.text
    assert "Nom : Nadia Benali → Nadia *Roux*\nLangue : Français → English" in helene.text


@pytest.mark.parametrize(
    ("act", "before", "after", "said"),
    [
        (Act.COLLABORATOR_CHANGED, {"role": "collaborator"}, {"role": "manager"}, "Collaborateur → Chef de mission"),
        (Act.COLLABORATOR_CHANGED, {"portfolios": []}, {"portfolios": [1]}, "Portefeuilles : – → Artisans"),
        (Act.FIRM_CHANGED, {"chase_days": ["3", "7"]}, {"chase_days": ["5"]}, "en jours ouvrés : 3, 7 → 5"),
        (Act.FIRM_CHANGED, {"chase_hour": "09:30:00"}, {"chase_hour": "10:00:00"}, "9 h 30 → 10 h"),
        (Act.FIRM_CHANGED, {"zone": "Europe/Paris"}, {"zone": "Indian/Reunion"}, "Fuseau : Paris → La Réunion"),
        (Act.FIRM_CHANGED, {"closed_days": []}, {"closed_days": ["2026-12-24"]}, "– → 24 décembre 2026"),
        (Act.FIRM_CHANGED, {"department": "75"}, {"department": "974"}, "métropole → La Réunion"),
        (Act.FIRM_CHANGED, {"default_access": "portfolio"}, {"default_access": "everyone"}, "→ tout le cabinet"),
        (Act.FIRM_CHANGED, {"default_services": []}, {"default_services": ["urssaf"]}, "– → Urssaf"),
        (Act.FIRM_CHANGED, {"logo_at": None}, {"logo_at": "2026-09-07T07:00:00+00:00"}, "– → 7 septembre"),
        (Act.FIRM_NIR, {"reason": None}, {"reason": "Déclarations"}, "sécurité sociale activés"),
        (Act.FIRM_NIR, {"reason": "Déclarations"}, {"reason": None}, "sécurité sociale désactivés"),
        (Act.FIRM_TEXT_CHANGED, {}, {"text": "invitation", "language": "fr"}, "texte modifié : Invitation (Français)"),
        (Act.FIELD_CHANGED, {"type": "text"}, {"label": "Logiciel", "type": "choice"}, "champ modifié : Logiciel"),
        (Act.COLLABORATOR_DIGEST, {"days": [0, 1]}, {"days": [4]}, "lundi, mardi → vendredi"),
        (Act.MAILBOX_STOPPED, {"problem": None}, {"problem": "wrong_secret"}, "Panne : – → mot de passe refusé"),
        (Act.ACCESS_GUESSES, {}, {"times": 20}, "20 entreprises déjà suivies"),
        (Act.IMPORT_CONFIRMED, {}, {"rows": 597}, "import de 597 lignes confirmé"),
        (Act.LIST_EXPORTED, {}, {"clients": 1}, "liste de 1 dossier exportée"),
    ],
)
def test_before_and_after_are_read_as_people_say_them(
    helene: Person,
    nadia: Person,
    office: SmallOffice,
    act: Act,
    before: dict[str, object],
    after: dict[str, object],
    said: str,
) -> None:
    with office.records() as records:
        records.note(HistoryLine.by_person(helene.who, act, office.now(), before=before, after=after))
    helene.command("/cabinet history")
    assert said in helene.text


def test_it_is_paged_and_narrowed_to_a_subject(helene: Person, office: SmallOffice) -> None:
    with office.records() as records:
        for number in range(10):
            after = {"name": f"Portefeuille {number}"}
            records.note(HistoryLine.by_person(helene.who, Act.PORTFOLIO_CREATED, office.now(), after=after))
        records.note(HistoryLine(office.now(), Act.ACCOUNT_SIGNED_IN, By.CONTACT))
    helene.command("/cabinet historique")
    assert "1 à 8 sur 10" in helene.text
    helene.press("page.next")
    assert "9 à 10 sur 10" in helene.text
    assert "portefeuille créé : Portefeuille 0" in helene.text
    helene.pick_filter("subject", "sign_ins")
    assert "un contact\nconnexion à l’espace client : un contact" in helene.text
    helene.pick_filter("subject", "settings")
    assert "Il ne s’est encore rien passé." in helene.text
    with office.reading() as records:
        assert records.count_firm_history(acts_of("portfolio")) == 10


@pytest.mark.abuse("S4")
def test_the_firm_s_history_is_for_administrators(helene: Person, nadia: Person, thomas: Person) -> None:
    for person in (nadia, thomas):
        person.command("/cabinet historique")
        assert person.stack == []
        assert "réservés aux administrateurs" in words_of(person.slack.ephemerals[-1])
