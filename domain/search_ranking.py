"""The order of what a search found, and what was meant when fingers slipped.

Texts are compared in the form of `domain.text.searchable`, which the search column already has.
"""

import re
from collections.abc import Callable, Collection, Iterable
from enum import IntEnum
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.text import search_words, searchable

T = TypeVar("T")

SHORTEST_WITH_A_SLIP = 4
LONG_WORD = 8
SHORTEST_COMMAND_WITH_A_SLIP = 3


class Fit(IntEnum):
    """How a word of the query meets a word of the text, best first."""

    WHOLE = 0
    BEGINNING = 1
    INSIDE = 2
    SLIP = 3


def ranked(query: str, rows: Iterable[T], searched: Callable[[T], str], at_most: int = 20) -> list[T]:
    """The rows where every word of the query is found, typing slips allowed for, best first.

    `searched` gives a row's text in the searched form, its name first: a match there comes before the others.
    """
    given = list(rows)
    words = search_words(query)
    if not words:
        return given[:at_most]
    texts = [searched(row) for row in given]
    near = _near_words(words, texts)
    scored = []
    for place in _likely(words, texts, near):
        score = _score(words, texts[place], near)
        if score is not None:
            scored.append((score, place, given[place]))
    scored.sort(key=lambda line: line[:2])
    return [row for _, _, row in scored[:at_most]]


def one_slip_away(word: str, vocabulary: Iterable[str]) -> str | None:
    """The only word of the vocabulary that one slip of the fingers turns into that word; None when in doubt."""
    typed = searchable(word)
    if len(typed) < SHORTEST_COMMAND_WITH_A_SLIP:
        return None
    meant = [known for known in vocabulary if OSA.distance(typed, searchable(known)) == 1]
    return meant[0] if len(meant) == 1 else None


def _likely(words: Iterable[str], texts: list[str], near: dict[str, Collection[str]]) -> list[int]:
    """The places of the texts that deserve a score: most hold neither a word nor anything like it."""
    places = list(range(len(texts)))
    for word in words:
        met = re.compile("|".join(map(re.escape, (word, *near.get(word, ()))))).search
        places = [place for place in places if met(texts[place])]
    return places


def _score(words: tuple[str, ...], text: str, near: dict[str, Collection[str]]) -> tuple[Fit, int, int, int] | None:
    """The worst fit, the place of the first word met, the sum of fits, the length; None when a word is not met."""
    text_words = text.split()
    meetings = [_meeting(word, text_words, near.get(word, ())) for word in words]
    if None in meetings:
        return None
    met = [meeting for meeting in meetings if meeting is not None]
    fits = [fit for fit, _ in met]
    return max(fits), min(place for _, place in met), sum(fits), len(text)


def _meeting(word: str, text_words: list[str], near: Collection[str]) -> tuple[Fit, int] | None:
    """The best fit of that word, and the place of the word of the text that it meets."""
    meetings = ((fit, place) for place, other in enumerate(text_words) if (fit := _fit(word, other, near)) is not None)
    return min(meetings, default=None)


def _fit(word: str, other: str, near: Collection[str]) -> Fit | None:
    if other == word:
        return Fit.WHOLE
    if other.startswith(word):
        return Fit.BEGINNING
    if word in other:
        return Fit.INSIDE
    return Fit.SLIP if other in near else None


def _near_words(words: Iterable[str], texts: Iterable[str]) -> dict[str, Collection[str]]:
    """For each word of letters, the words of the texts that begin within a slip or two of it. A number has no slip."""
    slippery = [word for word in words if len(word) >= SHORTEST_WITH_A_SLIP and word.isalpha()]
    vocabulary = {word for word in set(" ".join(texts).split()) if not word.isdigit()} if slippery else set()
    return {word: _begins_near(word, vocabulary) for word in slippery}


def _begins_near(word: str, vocabulary: Collection[str]) -> set[str]:
    slips = 2 if len(word) >= LONG_WORD else 1
    near: set[str] = set()
    # Cut at the length typed, and one letter further in case one was left out.
    for length in (len(word), len(word) + 1):
        beginnings = {other[:length] for other in vocabulary}
        found = process.extract_iter(word, beginnings, scorer=OSA.distance, score_cutoff=slips)
        begun = {beginning for beginning, _, _ in found}
        near.update(other for other in vocabulary if other[:length] in begun)
    return near
