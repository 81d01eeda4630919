"""The demo is stopped and started again: nothing is lost, nothing happens twice."""

import pytest

from tests.journeys.acts import closes, creates, opens, shows
from tests.journeys.demo import Demo

pytestmark = pytest.mark.slow

INVITATION = "Votre espace client est prêt"
FIRST = "Votre espace client vous attend"
DEPOSIT = "depot@cabinet-valmont.example"


def test_a_restart_keeps_everything_and_repeats_nothing(weeks: Demo) -> None:
    claire = weeks.correspondent("claire@atelier-morel.example")
    amelie = weeks.correspondent("amelie@boulangerie-lucas.example")
    nadia = weeks.person("U0NADIA")
    creates(nadia, "Atelier Morel", claire.address, manager="Nadia Benali")
    claire.waits_for(INVITATION)
    nadia.sees_message("Relevé de novembre", channel="courrier")
    amelie.writes(DEPOSIT, "Relevé d’octobre", files=["releve-octobre.pdf"])
    nadia.sees_message("Relevé d’octobre", channel="courrier")
    posted = [message.ts for message in nadia.messages("courrier")]
    shows(nadia, "Atelier Morel", "Relance jeudi 26 novembre")
    before = {client: opens(nadia, client).text for client in ("Atelier Morel", "Boulangerie Lucas")}
    closes(nadia)
    weeks.stop()
    assert "Stopped. Nothing is left running." in weeks.last_words

    weeks.start()
    claire = weeks.correspondent(claire.address)
    amelie = weeks.correspondent(amelie.address)
    nadia = weeks.person("U0NADIA")
    for client, card in before.items():
        assert opens(nadia, client).text == card
        closes(nadia)
    amelie.writes(DEPOSIT, "Facture de septembre")
    nadia.sees_message("Facture de septembre", channel="courrier")
    *still_there, _new = [message.ts for message in nadia.messages("courrier")]
    assert still_there == posted, "what was posted before is not posted again"
    weeks.moves_to("2026-11-26 09:31")
    claire.waits_for(FIRST)
    assert claire.subjects == [INVITATION, FIRST]
