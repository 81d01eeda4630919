"""A sheet sent in Slack: tried, given back with its reasons, confirmed, written, reported."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.acts import Act
from domain.books import ClientFilter
from domain.clients import Access, Kind, Service
from domain.importing.heading import VERDICT, heading
from domain.importing.imports import ImportState
from domain.people import Role
from domain.refusals import NotFound
from domain.text import searchable
from handlers.importing.reasons import verdict_titles
from handlers.importing.working import drop_forgotten
from handlers.words import LANGUAGES, words_for
from tests.handlers.conftest import MOREL as REGISTERED
from tests.handlers.importing.conftest import CLAIRE, MOREL, Sent, files, sheet_back, sheet_of, work
from tests.handlers.post_office import Outbox, letters, posts, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.handlers.test_guessing import companies
from tests.offices import SmallOffice

WRONG = {"Raison sociale": "Transport Loir", "SIREN": "80331", "Code APE": "43.32A"}


def names(office: SmallOffice, person: Person) -> list[str]:
    with office.reading() as records:
        found, _ = records.clients.find(person.who, ClientFilter(limit=50))
    return [client.name for client in found]


def last(office: SmallOffice) -> str:
    return words_of(updates(office)[-1])


def test_a_sheet_is_tried_before_anything_is_saved(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [{**MOREL, **CLAIRE, "Tél 2": "x"}, WRONG])
    told = last(office)
    assert "Essai de clients.xlsx terminé\nRien n’est encore enregistré." in told.replace("*", "")
    assert "Ligne 3, Transport Loir : 80331 " in told
    assert "Colonne « Tél 2 » ignorée." in told
    assert "Importer 1 dossier ?" in told
    assert "1 créé. Aucune invitation ne part." in told
    assert names(office, helene) == []


def test_the_sheet_comes_back_with_what_will_be_done_and_why(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [MOREL, WRONG, {**MOREL, "Code APE": ""}])
    ((to, name, _),) = files(office)
    assert (to, name) == (helene.who.slack_id, "clients, vérifié.xlsx")
    back = sheet_back(office)
    assert back.headers[:3] == ["Ce qui sera fait", "Pourquoi", "Raison sociale"]
    said = [(row.cells[0], str(row.cells[1]).replace("\u00a0", " ")) for row in back.rows]
    assert [verdict for verdict, _ in said] == ["À créer", "Refusée", "Refusée"]
    assert said[1][1].startswith("SIREN ou SIRET : 80331")
    assert "ligne 2" in said[2][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_trial_writes_above_its_columns_is_known_when_the_sheet_comes_in_again(language: str) -> None:
    titles = verdict_titles(words_for(language))
    assert {searchable(title) for title in titles} <= VERDICT
    assert heading(titles).unknown == ()


def test_what_a_row_lacks_is_asked_for_in_the_words_of_a_sheet(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [{"Raison sociale": "SCI Morel", "E-mail": "claire@atelier-morel.example"}])
    told = last(office).replace("\u00a0", " ")
    assert "Saisissez le SIREN, ou « oui » dans la colonne « Sans SIREN »." in told
    assert "Saisissez le nom du contact." in told
    assert "cochez" not in told


def test_the_sheet_corrected_where_it_came_back_is_taken(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [WRONG])
    send(helene, files(office)[-1][2])
    assert "ignorée" not in last(office)
    assert "80331" in last(office)


def test_a_client_that_would_take_another_name_is_told_before_the_question(
    helene: Person, office: SmallOffice, send: Sent
) -> None:
    office.follow("Garage du *Cher*", code="0127")
    send(helene, [{"Raison sociale": "Code Pris", "Code dossier": "0127"}])
    assert "1 dossier change de nom*\nLigne 2 : Garage du" in last(office)
    assert "→ Code Pris" in last(office)


def test_once_confirmed_it_is_written_and_reported(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [{**MOREL, **CLAIRE, "Responsable": "Hélène Valmont"}, WRONG])
    helene.press_in_message(updates(office)[-1], "import.confirm", times=2)
    work(office)
    assert "1 dossier enregistré. 1 ligne refusée reste dans le fichier." in last(office)
    assert "À inviter" in last(office)
    assert names(office, helene) == ["Atelier Morel"]
    assert letters(office) == []
    with office.reading() as records:
        (client,) = records.clients.of_siren("839602299")
        (invitation,) = records.invitations.of_client(client.id)
        assert invitation.state.value == "draft"
        assert [line.act for line in records.history(client.id)][-1] == "client.created"
    assert work(office) is None


def test_the_same_file_again_creates_nothing_and_says_so(helene: Person, office: SmallOffice, send: Sent) -> None:
    for _ in range(2):
        send(helene, [{**MOREL, **CLAIRE}, {"Raison sociale": "Jean Martin", "Sans SIREN": "oui"}])
        told = updates(office)[-1]
        if "import.confirm" in str(told):
            helene.press_in_message(told, "import.confirm")
            work(office)
    assert "Ce fichier est déjà importé : rien à changer." in last(office)
    assert names(office, helene) == ["Atelier Morel", "Jean Martin"]


def test_a_file_that_cannot_be_read_says_what_to_do(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, b'Nom;Ville\nMorel;"Tours\n', name="clients.csv")
    assert "clients.csv n’a pas été lu. Ligne 2 : un guillemet qui n’est pas refermé." in last(office)
    send(helene, [{"Couleur": "bleu", "Humeur": "bonne"}])
    assert "Aucun de ses en-têtes n’est connu." in last(office)


def test_what_is_chosen_for_all_fills_what_the_rows_leave_empty(nadia: Person, office: SmallOffice, send: Sent) -> None:
    send(nadia, [MOREL], portfolio="Artisans", manager="Nadia Benali")
    nadia.press_in_message(updates(office)[-1], "import.confirm")
    work(office)
    with office.reading() as records:
        (client,) = records.clients.of_siren("839602299")
    assert (client.manager_id, client.portfolio_id) == (nadia.who.id, next(iter(nadia.who.portfolios)))


def test_the_registry_is_asked_when_wanted(helene: Person, office: SmallOffice, send: Sent) -> None:
    office.registry.companies = [REGISTERED]
    send(helene, [{"SIREN": "839602299"}], "looks_up")
    assert any("recherche au registre, 1 sur 1" in words_of(each) for each in updates(office))
    helene.press_in_message(updates(office)[-1], "import.confirm")
    work(office)
    assert names(office, helene) == ["Atelier Morel"]
    office.registry.down = True
    send(helene, [{"SIREN": "850885054"}], "looks_up")
    assert "La ligne refusée" in last(office)


def test_one_address_in_several_files_is_allowed_by_a_tick(helene: Person, office: SmallOffice, send: Sent) -> None:
    rows = [{**MOREL, **CLAIRE}, {"Raison sociale": "SCI Morel", "Sans SIREN": "oui", **CLAIRE}]
    send(helene, rows)
    assert "Autorisez-le au moment d’importer." in last(office)
    send(helene, rows, "shares")
    assert "refusées" in last(office)
    assert "Autorisez-le" not in last(office)


def test_an_import_is_given_up_or_forgotten(helene: Person, office: SmallOffice, send: Sent) -> None:
    send(helene, [MOREL])
    question = updates(office)[-1]
    helene.press_in_message(question, "import.drop")
    assert "import abandonné. Rien n’a été enregistré." in last(office)
    helene.press_in_message(question, "import.confirm")
    assert "Cet import a été abandonné" in helene.slack.ephemerals[-1]["text"]
    send(helene, [MOREL])
    office.pass_time(timedelta(days=7))
    late = updates(office)[-1]
    helene.press_in_message(late, "import.confirm")
    assert work(office) is None
    drop_forgotten(office)
    assert "personne n’a confirmé cet import en sept jours" in last(office)
    assert names(office, helene) == []


@pytest.mark.abuse("A4")
def test_another_s_import_and_another_s_file_are_not_found(
    helene: Person, nadia: Person, office: SmallOffice, send: Sent
) -> None:
    send(helene, [MOREL])
    question = updates(office)[-1]
    for act in ("import.confirm", "import.drop"):
        nadia.press_in_message(question, act)
    with office.reading() as records:
        imported = records.imports.get(1)
    assert imported is not None
    assert imported.state is ImportState.TRIED
    with pytest.raises(NotFound):
        office.slack_file("F00", nadia.who.slack_id)


@pytest.mark.abuse("R1", "A4")
def test_a_trial_tells_nothing_of_clients_out_of_sight(
    helene: Person, thomas: Person, office: SmallOffice, send: Sent
) -> None:
    hidden = office.follow("Atelier Caché", by=helene.who, siren="839602299", code="0412")
    office.meet(hidden, email="secret@morel.example")
    send(
        thomas,
        [{**MOREL, "Code dossier": "0500"}, {"Raison sociale": "X", "Sans SIREN": "oui", "Code dossier": "0412"}],
    )
    told = last(office) + str([row.cells for row in sheet_back(office).rows])
    assert "Cette entreprise est déjà suivie par le cabinet. Demandez à un administrateur." in told
    assert "Caché" not in told


@pytest.mark.abuse("S5")
def test_a_right_withdrawn_before_the_writing_stops_it(
    helene: Person, thomas: Person, office: SmallOffice, send: Sent
) -> None:
    send(thomas, [MOREL])
    thomas.press_in_message(updates(office)[-1], "import.confirm")
    office.change_firm(collaborators_create=False)
    after = work(office)
    assert after is not None
    assert after.state is ImportState.DROPPED
    assert names(office, helene) == []
    office.change_firm(collaborators_create=True)
    send(thomas, [MOREL])
    thomas.press_in_message(updates(office)[-1], "import.confirm")
    with office.records() as records:
        records.people.keep(replace(thomas.who, active=False))
    work(office)
    assert names(office, helene) == []


def test_who_may_open_no_client_gets_no_form(thomas: Person, office: SmallOffice) -> None:
    office.change_firm(collaborators_create=False)
    thomas.command("/client import")
    assert thomas.stack == []
    assert thomas.who.role is Role.COLLABORATOR


def test_the_template_reads_back_with_every_column_known(helene: Person, office: SmallOffice) -> None:
    helene.command("/client import")
    helene.press("import.template", times=2)
    assert "Le modèle est dans vos messages" in helene.text
    ((to, name, content),) = files(office)
    assert (to, name) == (helene.who.slack_id, "Guichet, modèle de dossiers.xlsx")
    assert content.startswith(b"PK")


def test_every_message_of_an_import_is_one_that_slack_takes(helene: Person, office: SmallOffice, send: Sent) -> None:
    names_that_act = "<!channel> *gras* <http://x|y> " + "x" * 180
    send(helene, [{**MOREL, "Raison sociale": names_that_act, "SIREN": str(n)} for n in range(40)], name="a<b>&.xlsx")
    assert len(posts(office)) == 1
    assert "<!channel>" not in str(updates(office)[-1]["blocks"])
    assert sheet_of([MOREL]).startswith(b"PK")


@pytest.mark.abuse("P3")
def test_a_row_that_takes_its_ground_away_erases_the_social_security_number(
    helene: Person, office: SmallOffice, send: Sent
) -> None:
    office.change_firm(nir_reason="Déclarations sociales des indépendants")
    artisan = {"kind": Kind.SELF_EMPLOYED, "services": frozenset({Service.URSSAF})}
    one, two = (office.follow(f"Vidal {code}", by=helene.who, code=code, **artisan) for code in ("V1", "V2"))
    with office.records() as records:
        for client in (one, two):
            records.nirs.keep(client.id, "184123726104256")
    send(helene, [{"Code dossier": "V1", "Type": "Autre"}, {"Code dossier": "V2", "Ville": "Tours"}])
    helene.press_in_message(updates(office)[-1], "import.confirm")
    work(office)
    with office.reading() as records:
        assert (records.nirs.has(one.id), records.nirs.has(two.id)) == (False, True)
        assert [line.act for line in records.history(one.id)].count(Act.NIR_ERASED) == 1
        assert [line.act for line in records.history(two.id)].count(Act.NIR_ERASED) == 0


@pytest.mark.abuse("S12")
def test_a_sheet_of_twenty_guesses_is_told_to_the_administrators_once(
    helene: Person, thomas: Person, office: SmallOffice, send: Sent, outbox: Outbox
) -> None:
    followed = companies(20)
    for company in followed:
        office.follow(company.name, by=helene.who, siren=company.siren, access=Access.CHOSEN)
    rows = [{**MOREL, "SIREN": company.siren, "NIC": "", "Raison sociale": company.name} for company in followed]
    for _ in range(2):
        send(thomas, rows)
    told = [post["text"] for post in outbox.posts(helene.who.slack_id) if "déjà suivie" in post["text"]]
    assert [sentence.translate({0xA0: " "}) for sentence in told] == [
        "Thomas Roux a lu 20 fois aujourd’hui qu’une entreprise est déjà suivie par le cabinet."
    ]
