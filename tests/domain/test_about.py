"""Each word of what letters and messages are about has its place."""

from itertools import chain

from domain import about
from domain.about import About


def test_each_word_names_one_thing() -> None:
    groups = [value for name, value in vars(about).items() if name.startswith("OF_")]
    assert sorted(chain.from_iterable(groups)) == sorted(About)
