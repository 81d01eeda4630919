"""The registry was silent while a file was typed: once it answers, somebody is asked, and nothing is overwritten."""

from dataclasses import replace

import pytest

from domain.clients import Access, Address, Client, ClientState, Company
from handlers.clients.registry_back import ask_registry_again
from tests.handlers.conftest import MOREL
from tests.handlers.post_office import Outbox
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import PLAIN_SPACES, words_of
from tests.offices import SmallOffice


def type_by_hand(person: Person, office: SmallOffice, **fields: str) -> None:
    """« Atelier Morel », typed while the registry is down, up to its creation."""
    office.registry.down = True
    person.command("/client nouveau")
    person.choose("company", "slow:Atelier Morel", query="Atelier Morel")
    assert "Le registre des entreprises ne répond pas." in person.text
    person.type(siret="839602299", **fields)
    person.choose("ape", "43.32A", query="43.32A")
    person.submit()
    person.submit()
    person.submit()
    person.tick("ways")
    person.submit()
    person.submit()
    office.registry.down = False


def the_client(person: Person, office: SmallOffice) -> Client:
    with office.reading() as records:
        [client] = records.clients.of_siren("839602299")
    return client


def test_the_manager_is_offered_what_the_registry_says_and_completes(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    type_by_hand(nadia, office, address="8 rue des Tanneurs", postal_code="37000", town="Tours")
    office.registry.down = True
    assert ask_registry_again(office) == 0
    office.registry.down = False
    assert ask_registry_again(office) == 1
    assert ask_registry_again(office) == 0
    offer = outbox.posts("U0NADIA")[-1]
    said = "Le registre répond : SIREN 839 602 299, même adresse. Compléter ? Atelier Morel."
    assert offer["text"].translate(PLAIN_SPACES) == said
    nadia.press_in_message(offer, "registry.complete", times=2)
    client = the_client(nadia, office)
    assert client.company.siret == "83960229900019"
    assert client.company.from_registry
    with office.reading() as records:
        [line] = [line for line in records.history(client.id) if line.act == "client.completed"]
        assert (line.before, line.after) == ({"siret": "839602299"}, {"siret": "83960229900019"})
        assert records.registry_waits.waiting() == []


def test_left_as_it_was_typed_it_is_offered_no_more(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    type_by_hand(nadia, office, town="Tours")
    ask_registry_again(office)
    offer = outbox.posts("U0NADIA")[-1]
    assert "8 rue des Tanneurs, 37000 Tours" in words_of(offer)
    nadia.press_in_message(offer, "registry.leave")
    assert the_client(nadia, office).company.nic is None
    assert ask_registry_again(office) == 0
    nadia.press_in_message(offer, "registry.complete")
    assert nadia.view["callback_id"] == "client.card"
    assert the_client(nadia, office).company.nic is None


def test_the_card_offers_it_too(nadia: Person, office: SmallOffice) -> None:
    type_by_hand(nadia, office)
    ask_registry_again(office)
    nadia.command("/client morel")
    assert "Le registre répond : SIREN 839 602 299, 8 rue des Tanneurs, 37000 Tours. Compléter ?" in nadia.text
    nadia.press("registry.complete")
    assert "8 rue des Tanneurs" in nadia.text
    assert "Compléter ?" not in nadia.text


def test_the_name_is_said_when_it_is_another(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    type_by_hand(nadia, office, name="Garage Payet")
    ask_registry_again(office)
    assert "Atelier Morel, 8 rue des Tanneurs" in words_of(outbox.posts("U0NADIA")[-1])


def test_a_company_picked_in_the_end_asks_nothing(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    office.registry.down = True
    nadia.command("/client nouveau")
    nadia.choose("company", "slow:morel", query="morel")
    nadia.close()
    office.registry.down = False
    nadia.command("/client nouveau")
    nadia.choose("company", "Atelier Morel", query="morel")
    nadia.submit()
    nadia.submit()
    nadia.tick("ways")
    nadia.choose("director", "other")
    nadia.submit()
    nadia.submit()
    assert the_client(nadia, office).name == "Atelier Morel"
    assert ask_registry_again(office) == 0


def test_nothing_is_offered_to_a_complete_file_nor_the_number_of_another_file(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    whole = Company("Atelier Morel", "839602299", "00019", "43.32A", "F", MOREL.address or Address())
    office.follow("Atelier Morel", by=nadia.who, company=whole)
    nameless = office.follow("Atelier Morel", by=nadia.who, company=replace(whole, siren=None, nic=None))
    with office.records() as records:
        for client in (*records.clients.of_siren("839602299"), nameless):
            records.registry_waits.add(client.id)
    assert ask_registry_again(office) == 2
    assert outbox.posts() == []
    with office.reading() as records:
        assert records.registry_waits.waiting() == []


@pytest.mark.abuse("R3")
def test_who_lost_the_client_learns_nothing_from_the_message(
    nadia: Person, thomas: Person, office: SmallOffice, outbox: Outbox
) -> None:
    type_by_hand(nadia, office)
    ask_registry_again(office)
    client = the_client(nadia, office)
    with office.records() as records:
        records.clients.keep(client.assigned(nadia.who.id, None, Access.CHOSEN, frozenset()))
    thomas.press_in_message(outbox.posts("U0NADIA")[-1], "registry.complete")
    assert thomas.slack.ephemerals[-1]["text"] == "Aucun dossier de ce nom parmi ceux que vous voyez."
    assert the_client(nadia, office).company.nic is None


@pytest.mark.abuse("S5")
def test_a_client_terminated_meanwhile_is_said_to_be_and_left_as_it_is(
    nadia: Person, helene: Person, office: SmallOffice, outbox: Outbox
) -> None:
    type_by_hand(nadia, office)
    ask_registry_again(office)
    with office.records() as records:
        ended = records.clients.keep(replace(the_client(nadia, office), state=ClientState.TERMINATED))
    helene.press_in_message(outbox.posts("U0NADIA")[-1], "registry.complete")
    assert "Le dossier Atelier Morel est résilié." in helene.slack.ephemerals[-1]["text"]
    with office.reading() as records:
        assert records.clients.get(ended.id) == ended
