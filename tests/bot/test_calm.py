"""The registry's capitals, as people write them."""

import pytest

from bot.calm import calm_name, calm_street


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ATELIER MOREL", "Atelier Morel"),
        ("SCI DES TANNEURS", "SCI des Tanneurs"),
        ("LE BISTROT DES TANNEURS", "Le Bistrot des Tanneurs"),
        ("LA POSTE", "La Poste"),
        ("SAINT-PIERRE-DES-CORPS", "Saint-Pierre-des-Corps"),
        ("GARAGE DU PONT D'AQUITAINE", "Garage du Pont d'Aquitaine"),
        ("L'ATELIER DU CUIR", "L'Atelier du Cuir"),
        ("SNCF RESEAU", "SNCF Reseau"),
        ("CREPERIE  DU   VIEUX TOURS", "Creperie du Vieux Tours"),
        ("PARIS 15", "Paris 15"),
        ("Boulangerie Lucas", "Boulangerie Lucas"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_written_calmly(written: str, read: str) -> None:
    assert calm_name(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("8 RUE DES TANNEURS", "8 rue des Tanneurs"),
        ("31 PLACE GASTON PAILHOU", "31 place Gaston Pailhou"),
        ("12 BIS AVENUE DE L'EUROPE", "12 bis avenue de l'Europe"),
        ("ZA LES PINS", "ZA les Pins"),
    ],
)
def test_a_street_in_capitals_is_written_as_on_an_envelope(written: str, read: str) -> None:
    assert calm_street(written) == read
