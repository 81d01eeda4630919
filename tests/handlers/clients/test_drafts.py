"""A wizard closed half-way: nothing chosen is silence, else the draft waits for its author alone."""

from datetime import timedelta

import pytest

from tests.handlers.clients.test_new_client import CLAIRE, clients_of, to_contact_step, to_summary
from tests.handlers.post_office import Outbox, updates
from tests.handlers.slack_person import Person
from tests.handlers.surfaces import words_of
from tests.offices import SmallOffice


def drafts_of(office: SmallOffice, person: Person) -> list[str]:
    with office.reading() as records:
        return [draft.name for draft in records.drafts.of_author(person.who)]


def test_closing_with_nothing_chosen_is_silent(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    nadia.command("/client nouveau")
    nadia.close()
    assert outbox.posts() == []
    assert drafts_of(office, nadia) == []


def test_a_draft_is_kept_and_resumed_where_it_was_left(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.type(email=CLAIRE)
    nadia.tick("ways")
    nadia.close()
    [kept] = outbox.posts("U0NADIA")
    assert words_of(kept["blocks"]).startswith(
        "*Brouillon gardé : Atelier Morel*\nÉtape 3 sur 4 · Contact et invitation"
    )
    nadia.press_in_message(kept, "draft.resume")
    assert nadia.view["callback_id"] == "new_client.contact"
    assert nadia.value("email") == CLAIRE


def test_a_draft_is_offered_again_on_the_first_step(nadia: Person, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.close()
    nadia.command("/client nouveau")
    assert "Brouillon gardé : Atelier Morel · Étape 3 sur 4" in nadia.text
    nadia.press("draft.resume")
    assert nadia.view["callback_id"] == "new_client.contact"


def test_a_draft_may_be_thrown_away(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.close()
    [kept] = outbox.posts("U0NADIA")
    nadia.press_in_message(kept, "draft.drop")
    assert nadia.slack.ephemerals[-1]["text"] == "Brouillon supprimé."
    assert drafts_of(office, nadia) == []
    nadia.press_in_message(kept, "draft.resume")
    assert "Ce brouillon n’est plus gardé." in nadia.slack.ephemerals[-1]["text"]


def test_the_message_of_a_draft_says_what_became_of_it(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_summary(nadia)
    nadia.close()
    [kept] = outbox.posts("U0NADIA")
    nadia.press_in_message(kept, "draft.resume")
    nadia.submit()
    [served] = updates(office)
    assert words_of(served["blocks"]) == "*Dossier Atelier Morel créé.*\nOuvrir le dossier"


def test_a_draft_lasts_thirty_days(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.close()
    [kept] = outbox.posts("U0NADIA")
    office.pass_time(timedelta(days=31))
    nadia.press_in_message(kept, "draft.resume")
    assert "Ce brouillon n’est plus gardé." in nadia.slack.ephemerals[-1]["text"]


@pytest.mark.abuse("S4")
def test_a_draft_is_its_author_s_alone(nadia: Person, helene: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.close()
    [kept] = outbox.posts("U0NADIA")
    helene.press_in_message(kept, "draft.resume")
    theirs = helene.slack.ephemerals[-1]["text"]
    helene.press_in_message(kept, "draft.resume", value="0" * 32)
    assert helene.slack.ephemerals[-1]["text"] == theirs
    assert helene.stack == []


def test_a_draft_that_became_a_client_is_offered_no_more(nadia: Person, office: SmallOffice, outbox: Outbox) -> None:
    to_summary(nadia)
    nadia.submit()
    nadia.command("/client nouveau")
    assert "Brouillon gardé" not in nadia.text
    assert clients_of(office) == ["Atelier Morel"]
    assert len(outbox.posts("U0NADIA")) == 1


def test_the_message_of_a_draft_that_became_a_client_opens_that_client(nadia: Person, outbox: Outbox) -> None:
    to_contact_step(nadia)
    nadia.close()
    [kept] = outbox.posts("U0NADIA")
    nadia.press_in_message(kept, "draft.resume")
    nadia.type(email=CLAIRE)
    nadia.submit()
    nadia.submit()
    nadia.press_in_message(kept, "draft.resume")
    assert nadia.view["callback_id"] == "client.card"


def test_drafts_are_listed_among_one_s_clients(nadia: Person) -> None:
    to_contact_step(nadia)
    nadia.close()
    nadia.command("/client liste")
    nadia.pick_filter("state", "draft")
    assert "Atelier Morel" in nadia.text
    nadia.press("draft.resume")
    assert nadia.view["callback_id"] == "new_client.contact"


def test_a_draft_of_a_company_opened_meanwhile_says_so_and_offers_to_open_it(
    nadia: Person, office: SmallOffice, outbox: Outbox
) -> None:
    to_contact_step(nadia)
    nadia.close()
    client = office.follow("Atelier Morel", by=nadia.who, siren="839602299", code="0412")
    [kept] = outbox.posts("U0NADIA")
    nadia.press_in_message(kept, "draft.resume")
    assert "Déjà suivi : dossier Atelier Morel (0412)." in nadia.text
    nadia.press("client.open", f"c{client.id}")
    assert nadia.view["callback_id"] == "client.card"
