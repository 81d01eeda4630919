"""The order of what a search found, and what was meant when fingers slipped.

Texts are compared in the form of `domain.text.searchable`, which the search column already has.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
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
    apart = f" {text} "
    meetings = [_meeting(word, apart, near.get(word, ())) for word in words]
    if None in meetings:
        return None
    met = [meeting for meeting in meetings if meeting is not None]
    fits = [fit for fit, _ in met]
    return max(fits), min(place for _, place in met), sum(fits), len(text)


def _meeting(word: str, apart: str, near: Collection[str]) -> tuple[Fit, int] | None:
    """The best fit of that word, and the place of the word that it meets in a text with a space at both ends."""
    for fit, sought in ((Fit.WHOLE, f" {word} "), (Fit.BEGINNING, f" {word}"), (Fit.INSIDE, word)):
        at = apart.find(sought)
        if at >= 0:
            return fit, apart.count(" ", 1, at + 1)
    places = (place for place, other in enumerate(apart.split()) if other in near)
    place = next(places, None)
    return None if place is None else (Fit.SLIP, place)


def beginnings_meant(query: str, vocabulary: Collection[str]) -> Mapping[str, Collection[str]]:
    """For each word of the query in which a slip is forgiven, what the words meant by it begin with, or hold."""
    slippery = [word for word in search_words(query) if _is_slippery(word)]
    return {word: _shortest(_beginnings_near(word, vocabulary) | {word}) for word in slippery}


def may_be_meant(word: str) -> bool:
    """Whether that word of a text can be what somebody meant by another: a number, or two letters, never are."""
    return len(word) >= SHORTEST_WITH_A_SLIP - 1 and not word.isdigit()


def _near_words(words: Iterable[str], texts: Iterable[str]) -> dict[str, Collection[str]]:
    """For each word of letters, the words of the texts that begin within a slip or two of it. A number has no slip."""
    slippery = [word for word in words if _is_slippery(word)]
    vocabulary = {word for word in set(" ".join(texts).split()) if may_be_meant(word)} if slippery else set()
    return {word: _begins_near(word, vocabulary) for word in slippery}


def _shortest(parts: Collection[str]) -> list[str]:
    """Those that hold no other: a text that holds one of the parts holds one of these."""
    kept: list[str] = []
    for part in sorted(parts, key=lambda part: (len(part), part)):
        if not any(shorter in part for shorter in kept):
            kept.append(part)
    return kept


def _is_slippery(word: str) -> bool:
    return len(word) >= SHORTEST_WITH_A_SLIP and word.isalpha()


def _begins_near(word: str, vocabulary: Collection[str]) -> set[str]:
    begun = _beginnings_near(word, vocabulary)
    return {other for other in vocabulary if other[: len(word)] in begun or other[: len(word) + 1] in begun}


def _beginnings_near(word: str, vocabulary: Collection[str]) -> set[str]:
    """Words are cut at the length typed, and one letter further in case one was left out."""
    slips = 2 if len(word) >= LONG_WORD else 1
    longer = {other[: len(word) + 1] for part in _left_by(slips, word) for other in vocabulary if part in other}
    beginnings = longer | {other[: len(word)] for other in longer}
    found = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return {beginning for beginning, _, _ in found}


def _left_by(slips: int, word: str) -> list[str]:
    """Parts of the word: so many slips leave at least one of them as it is.

    A slip touches two letters at most, when it swaps them: with a letter between the parts, it never touches two.
    """
    size = (len(word) - slips) // (slips + 1)
    starts = [number * (size + 1) for number in range(slips + 1)]
    return [word[start : start + size] for start in starts[:-1]] + [word[starts[-1] :]]
