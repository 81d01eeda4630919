"""Two client files of the same company become one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.acts import Act
from domain.clients import Access, Address, Client, Kind, Service, Site
from domain.custom_fields import FieldType, NewField
from domain.history import By, HistoryLine
from domain.messages import NewDocument
from domain.people import Role
from domain.requests import NewRequest
from storage.database import Database
from tests.builders import a_company, a_message
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.offices import SmallHouse, SmallOffice

SIREN = "839602299"
NIR, OTHER_NIR = "184123726104256", "284123726104256"


def fill(office: SmallOffice, client: Client, word: str) -> None:
    """One of each thing that a client holds."""
    contact = office.meet(client, email=f"{word}@morel.example", is_default=True)
    office.invite(contact, next_at=office.now() + timedelta(days=3))
    now = office.now()
    with office.records() as records:
        message = records.messages.add(a_message(client_id=client.id, contact_id=contact.id, subject=word))
        blob = office.blobs.put(office.firm_id, word.encode())
        records.messages.add_document(
            NewDocument(f"{word}.pdf", "application/pdf", 9, blob, now, client.id, message.id)
        )
        records.requests.add(NewRequest(client.id, word, now.date(), now, client.created_by))
        records.note(HistoryLine(now, Act.CLIENT_CREATED, By.COLLABORATOR, client.created_by, client.id))


def open_form(person: Person) -> None:
    person.command("/client ouvrir 0333")
    person.pick_menu("client.more", "client.other_acts")
    person.press("client.merge")


def test_everything_moves_and_the_history_of_both_is_kept(nadia: Person, thomas: Person, office: SmallOffice) -> None:
    kept = office.follow("Vins Chaumier", by=nadia.who, code="0333", siren=SIREN)
    other = office.follow(
        "Chaumier Luc", by=nadia.who, code="0391", siren=SIREN, access=Access.CHOSEN, chosen=frozenset({thomas.who.id})
    )
    fill(office, kept, "un")
    fill(office, other, "deux")
    open_form(nadia)
    nadia.choose("other", "Chaumier Luc", query="chaumier luc")
    assert "1 contact, 1 pièce, 1 courrier, les notes et l’historique. L’adresse de dépôt" in nadia.text
    assert "Perdent l’accès : Thomas Roux." in nadia.text
    nadia.choose("code", "0391")
    nadia.tick("sure", "yes")
    nadia.submit(times=2)
    assert "*Vins Chaumier*" in nadia.text
    assert "code 0391" in nadia.text
    with office.reading() as records:
        assert records.clients.get(other.id) is None
        assert len(records.contacts.of_client(kept.id)) == 2
        assert [c.is_default for c in records.contacts.of_client(kept.id)] == [True, False]
        assert len(records.invitations.of_client(kept.id)) == 2
        assert len(records.messages.of_client(kept.id)) == 2
        assert len(records.messages.latest_documents(kept.id, 8)) == 2
        assert [request.label for request in records.requests.awaited(kept.id)] == ["un", "deux"]
        acts = [line.act for line in reversed(records.history(kept.id))]
        assert sorted(acts) == ["client.created", "client.created", "client.merged"]
        found = records.clients.of_deposit(other.deposit)
        assert found is not None
        assert found.id == kept.id
    thomas.command("/client chaumier")
    assert "Rien pour « chaumier » parmi vos dossiers." in thomas.text


def test_what_only_the_other_file_says_is_asked_and_its_manager_is_told(
    helene: Person, thomas: Person, office: SmallOffice, outbox: Outbox
) -> None:
    crafts = office.open_portfolio("Libraires", thomas.who)
    office.follow("Jean & Co", by=helene.who, code="0333", manager_id=None)
    plume = office.follow(
        "Librairie La Plume", by=thomas.who, portfolio_id=crafts.id, kind=Kind.EMPLOYER, currency="CHF"
    )
    with office.records() as records:
        cave, shop = (records.custom_fields.add(NewField(label, FieldType.TEXT)) for label in ("Cave", "Enseigne"))
        kept = records.clients.of_code("0333")
        assert kept is not None
        records.custom_fields.keep_values(kept.id, {cave.id: "à Tours", shop.id: "Jean"})
        records.custom_fields.keep_values(plume.id, {cave.id: "à Amboise", shop.id: "Jean"})
    open_form(helene)
    helene.choose("other", "Librairie La Plume", query="plume")
    assert "Statut" in helene.text
    assert "Perdent l’accès" not in helene.text  # Thomas becomes its manager
    helene.choose("kind", "other")
    helene.choose("portfolio", "other")
    helene.choose("currency", "other")
    helene.choose(f"custom{cave.id}", "other")
    helene.tick("sure", "yes")
    helene.submit()
    with office.reading() as records:
        after = records.clients.get(kept.id)
        assert after is not None
        assert (after.kind, after.portfolio_id, after.currency) == (Kind.EMPLOYER, crafts.id, "CHF")
        assert after.manager_id == thomas.who.id
        assert records.custom_fields.values_of(kept.id)[cave.id] == "à Amboise"
    assert [post["text"] for post in outbox.posts("U0THOMAS")] == ["Hélène Valmont vous affecte Jean &amp; Co."]


def test_a_manager_whose_file_is_merged_away_is_told_no_more_than_they_see(
    helene: Person, thomas: Person, nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    office.follow("Vins Chaumier", by=nadia.who, code="0333", siren=SIREN, access=Access.CHOSEN)
    office.follow("Chaumier Luc", by=thomas.who, siren=SIREN)
    open_form(helene)
    helene.choose("other", "Chaumier Luc", query="chaumier luc")
    assert "Perdent l’accès : Thomas Roux" in helene.text
    helene.choose("manager", "other")
    assert "Perdent l’accès : Nadia Benali" in helene.text
    helene.choose("manager", "keep")
    helene.tick("sure", "yes")
    helene.submit()
    assert [post["text"] for post in outbox.posts("U0THOMAS")] == [
        "Hélène Valmont a fondu Chaumier Luc dans un autre dossier. Vous ne le voyez plus."
    ]
    assert [post["text"] for post in outbox.posts("U0NADIA")] == [
        "Hélène Valmont a fondu Chaumier Luc dans Vins Chaumier."
    ]


def test_two_companies_are_not_merged(helene: Person, office: SmallOffice) -> None:
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333", siren=SIREN)
    other = office.follow("Garage du Cher", by=helene.who, siren="817308380")
    open_form(helene)
    form = helene.view
    helene.choose("other", "Garage du Cher", query="garage")
    assert helene.view["title"]["text"] == "Fusionner deux dossiers"
    assert "Deux entreprises, SIREN 839 602 299 et 817 308 380 : elles ne se fusionnent pas." in helene.text
    helene.stack[:] = [form]
    helene.submit()
    assert "ne se fusionnent pas" in helene.errors["other"]
    with office.reading() as records:
        assert records.clients.get(other.id) is not None
        assert records.clients.get(kept.id) is not None


def test_a_file_is_not_merged_into_itself(helene: Person, office: SmallOffice) -> None:
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333")
    other = office.follow("Vins Chaumier", by=helene.who, code="0391")
    open_form(helene)
    assert [line["value"] for line in helene.suggestions("other", "chaumier")] == [f"c{other.id}"]
    helene.choose_forged("other", f"c{kept.id}")
    assert "C’est le dossier gardé. Choisissez-en un autre." in helene.text


@pytest.mark.abuse("S4")
def test_a_manager_merges_only_what_they_lead(nadia: Person, helene: Person, office: SmallOffice) -> None:
    office.follow("Vins Chaumier", by=nadia.who, code="0333")
    hidden = office.follow("Chaumier Luc", by=helene.who, access=Access.CHOSEN)
    seen = office.follow("Chaumier Père", by=helene.who, access=Access.EVERYONE)
    open_form(nadia)
    form = nadia.view
    for client, answer in ((hidden, "Aucun dossier de ce nom"), (seen, "est réservé à qui est responsable des deux")):
        nadia.stack[:] = [form]
        nadia.choose_forged("other", f"c{client.id}")
        assert answer in nadia.text
    with office.reading() as records:
        assert records.clients.get(hidden.id) is not None


@pytest.fixture
def each_kind(database: Database, tmp_path: Path) -> SmallOffice:
    """One firm's office, on each kind of database in turn."""
    return SmallHouse(database, tmp_path / "blobs").found()


def test_on_every_kind_of_database_what_both_have_is_kept_once(each_kind: SmallOffice) -> None:
    office = each_kind
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    company = a_company(name="Vins", siren=SIREN, address=Address("1 rue", "37000", "Tours"))
    kept, other = (office.follow("Vins", by=helene, company=company) for _ in range(2))
    fill(office, kept, "un")
    fill(office, other, "deux")
    with office.records() as records:
        for client in (kept, other):
            records.sites.add(client.id, Site("00027"))
        records.merging.merge(kept.id, other.id, helene, office.now())
    with office.reading() as records:
        assert records.clients.get(other.id) is None
        assert len(records.sites.of_client(kept.id)) == 1
        assert len(records.history(kept.id)) == 2
        assert len(records.contacts.of_client(kept.id)) == 2


def test_on_every_kind_of_database_the_kept_file_s_values_win_and_one_note_is_pinned(each_kind: SmallOffice) -> None:
    office = each_kind
    helene = office.hire("Hélène Valmont", Role.ADMINISTRATOR)
    kept, other, third = (office.follow(name, by=helene) for name in ("Vins", "Vins Luc", "Vins Père"))
    with office.records() as records:
        cave, cru = (records.custom_fields.add(NewField(label, FieldType.TEXT)) for label in ("Cave", "Cru"))
        records.custom_fields.keep_values(kept.id, {cave.id: "à Tours"})
        records.custom_fields.keep_values(other.id, {cave.id: "à Amboise", cru.id: "Vouvray"})
        for client in (kept, other):
            note = records.notes.add(client.id, helene.id, f"De {client.name}", office.now())
            records.notes.keep(replace(note, pinned=True))
        records.merging.merge(other.id, third.id, helene, office.now())
        records.merging.merge(kept.id, other.id, helene, office.now())
    with office.reading() as records:
        assert records.custom_fields.values_of(kept.id) == {cave.id: "à Tours", cru.id: "Vouvray"}
        assert [(note.text, note.pinned) for note in records.notes.of_client(kept.id)] == [
            ("De Vins", True),
            ("De Vins Luc", False),
        ]
        for gone in (other, third):
            found = records.clients.of_deposit(gone.deposit)
            assert found is not None
            assert found.id == kept.id


def merge_the_other(person: Person, **chosen: str) -> None:
    open_form(person)
    person.choose("other", "Chaumier Luc", query="chaumier luc")
    for field, value in chosen.items():
        person.choose(field, value)
    person.tick("sure", "yes")
    person.submit()


def test_every_establishment_is_kept_once_and_one_is_the_main_one(helene: Person, office: SmallOffice) -> None:
    tours, amboise = Address("1 rue A", "37000", "Tours"), Address("2 rue B", "37400", "Amboise")
    first = a_company(name="Vins Chaumier", siren=SIREN, nic="00019", address=tours)
    second = a_company(name="Chaumier Luc", siren=SIREN, nic="00027", address=amboise)
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333", company=first)
    other = office.follow("Chaumier Luc", by=helene.who, company=second)
    with office.records() as records:
        records.sites.add(kept.id, Site("00035"))
        for nic in ("00019", "00035", "00043"):
            records.sites.add(other.id, Site(nic))
    merge_the_other(helene)
    with office.reading() as records:
        client = records.clients.get(kept.id)
        assert client is not None
        assert (client.company.nic, client.company.address) == ("00019", tours)
        assert sorted(site.nic for site in records.sites.of_client(kept.id)) == ["00027", "00035", "00043"]
        assert [found.id for found in records.clients.of_siret(f"{SIREN}00027")] == [kept.id]


@pytest.mark.abuse("P3")
@pytest.mark.parametrize(
    ("ground", "held", "left"), [(True, None, OTHER_NIR), (True, NIR, NIR), (False, None, None), (False, NIR, None)]
)
def test_the_number_moves_only_where_there_is_a_ground_and_none(
    helene: Person, office: SmallOffice, ground: bool, held: str | None, left: str | None
) -> None:
    office.change_firm(nir_reason="Déclarations sociales des indépendants")
    artisan = {"kind": Kind.SELF_EMPLOYED, "services": frozenset({Service.URSSAF})}
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333", siren=SIREN, **(artisan if ground else {}))
    other = office.follow("Chaumier Luc", by=helene.who, siren=SIREN, **artisan)
    with office.records() as records:
        records.nirs.keep(other.id, OTHER_NIR)
        if held:
            records.nirs.keep(kept.id, held)
    merge_the_other(helene)
    with office.reading() as records:
        assert records.nirs.of_client(kept.id) == left
        # What either file held is remembered while the merger can be undone.
        assert records.nirs.count() == (left is not None) + 1 + (held is not None)
        assert ("nir.erased" in [line.act for line in records.history(kept.id)]) == (left is None)


MASKED, OTHER_MASKED = "1 84 •• •• ••• ••• 56", "2 84 •• •• ••• ••• 56"


@pytest.mark.abuse("P1")
@pytest.mark.parametrize(
    ("answer", "stays", "masked", "lost"),
    [("keep", NIR, MASKED, OTHER_MASKED), ("other", OTHER_NIR, OTHER_MASKED, MASKED)],
)
def test_of_two_numbers_one_is_chosen_and_history_says_which_masked(
    helene: Person, office: SmallOffice, answer: str, stays: str, masked: str, lost: str
) -> None:
    office.change_firm(nir_reason="Déclarations sociales des indépendants")
    artisan = {"kind": Kind.SELF_EMPLOYED, "services": frozenset({Service.URSSAF})}
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333", siren=SIREN, **artisan)
    other = office.follow("Chaumier Luc", by=helene.who, siren=SIREN, **artisan)
    with office.records() as records:
        records.nirs.keep(kept.id, NIR)
        records.nirs.keep(other.id, OTHER_NIR)
    merge_the_other(helene, nir=answer)
    with office.reading() as records:
        assert records.nirs.of_client(kept.id) == stays
    helene.pick_menu("client.more", "client.history")
    assert f"Numéro de sécurité sociale : {lost} → {masked}" in helene.text
    assert "261" not in helene.text


def test_what_the_merged_file_held_otherwise_stays_in_the_history(helene: Person, office: SmallOffice) -> None:
    with office.records() as records:
        field = records.custom_fields.add(NewField("Logiciel", FieldType.TEXT))
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333", siren=SIREN, custom={field.id: "Pennylane"})
    office.follow("Chaumier Luc", by=helene.who, code="0391", siren=SIREN, custom={field.id: "Sage"})
    merge_the_other(helene)
    with office.reading() as records:
        [line] = [line for line in records.history(kept.id) if line.act == "client.merged"]
    name = f"custom{field.id}"
    assert line.before == {"name": "Chaumier Luc", "code": "0391", name: "Sage", "from": ""}
    assert line.after == {"name": "Vins Chaumier", "code": "0333", name: "Pennylane", "from": "Chaumier Luc"}


def test_the_merged_file_is_still_found_by_its_name_and_its_people(helene: Person, office: SmallOffice) -> None:
    kept = office.follow("Vins Chaumier", by=helene.who, code="0333", siren=SIREN)
    other = office.follow("Caves du Midi", by=helene.who, siren=SIREN, deposit="depot+caves-du-midi.k7qm2z4p")
    office.meet(other, email="luc@caves.example", last_name="Duval")
    open_form(helene)
    helene.choose("other", "Caves du Midi", query="caves")
    helene.tick("sure", "yes")
    helene.submit()
    for words in ("caves du midi", "duval", "luc@caves.example", "caves vins"):
        helene.command(f"/client {words}")
        assert "*Vins Chaumier*" in helene.text, words
    with office.reading() as records:
        found = records.clients.of_deposit("depot+caves-du-midi.k7qm2z4p")
    assert found is not None
    assert found.id == kept.id
