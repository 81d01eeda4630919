"""What is for some only is refused in words, whichever it is."""

import pytest

from domain.refusals import RoleTooLow
from domain.reserved import Reserved
from handlers.explain import explain
from handlers.words import words_for


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_has_its_sentence(language: str) -> None:
    sentences = {explain(RoleTooLow(act), words_for(language)) for act in Reserved}
    assert len(sentences) == len(Reserved)
