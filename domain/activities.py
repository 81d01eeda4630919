"""The activity of a company: its APE code, in NAF rev. 2 until the end of 2026 and in NAF 2025 after."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from domain.identifiers import compact
from domain.refusals import Refusal
from domain.search_ranking import ranked
from domain.text import search_words, searchable

NAF_REV2 = Path(__file__).with_name("data") / "naf_rev2.csv"
AT_MOST = 100
EXAMPLE = "43.32A"

APE = re.compile(r"(\d{2})(\d{2})([A-Z]?)", re.ASCII)
# NAF 2025 ends in Y or in another letter that rev. 2 never used, so no code belongs to both.
NAF_2025_LETTERS = frozenset("GHIJKLMNOPQRSTUVWXY")
# Trade and repair of vehicles has no division of its own any more.
GONE_IN_2025 = "45"

SECTIONS = {
    letter: range(first, last + 1)
    for letter, first, last in (
        *(("A", 1, 3), ("B", 5, 9), ("C", 10, 33), ("D", 35, 35), ("E", 36, 39), ("F", 41, 43), ("G", 45, 47)),
        *(("H", 49, 53), ("I", 55, 56), ("J", 58, 63), ("K", 64, 66), ("L", 68, 68), ("M", 69, 75), ("N", 77, 82)),
        *(("O", 84, 84), ("P", 85, 85), ("Q", 86, 88), ("R", 90, 93), ("S", 94, 96), ("T", 97, 98), ("U", 99, 99)),
    )
}
# A trade is not always said with the word of the list: « menuisier » for « menuiserie ».
ENDING = 3
SHORTEST_WITH_AN_ENDING = 6


@dataclass(eq=False)
class ApeLetterMissing(Refusal):
    """Four digits; `example` is a code that begins with them, or any code."""

    typed: str
    example: str


@dataclass(eq=False)
class UnknownApe(Refusal):
    """Neither in the official list nor in the form of the next one."""

    typed: str


@dataclass(frozen=True, slots=True)
class Activity:
    """An APE code, written `43.32A`. Those of NAF 2025 are known by their form only and have no label."""

    code: str
    label: str | None = None

    @property
    def section(self) -> str:
        """The letter of its section in NAF rev. 2, from A to U: the sector proposed for the client."""
        division = int(self.code[:2])
        return next(letter for letter, divisions in SECTIONS.items() if division in divisions)


@lru_cache(maxsize=1024)
def read_ape(typed: str) -> Activity:
    """The activity of a code as typed: `4332a`, `43.32 A`. ApeLetterMissing, UnknownApe."""
    form = APE.fullmatch(compact(typed).upper())
    if form is None:
        raise UnknownApe(typed)
    division, end, letter = form.groups()
    code = f"{division}.{end}{letter}"
    known = activity(code)
    if known is not None:
        return known
    if not any(int(division) in divisions for divisions in SECTIONS.values()):
        raise UnknownApe(typed)
    if not letter:
        raise ApeLetterMissing(typed, next((other for other in _activities() if other.startswith(code)), EXAMPLE))
    if letter in NAF_2025_LETTERS and division != GONE_IN_2025:
        return Activity(code)
    raise UnknownApe(typed)


def activity(code: str) -> Activity | None:
    """The activity of the official list with that very code, written `43.32A`."""
    return _activities().get(code)


def search_activities(query: str, at_most: int = AT_MOST) -> list[Activity]:
    """Activities of the official list by code or by words of their label, best first.

    Where no label has all the words, the longest of them that is found decides.
    """
    at_most = min(at_most, AT_MOST)
    listed = list(_activities().values())
    digits = APE.fullmatch(compact(query).upper()) or re.fullmatch(r"\d{2,4}", compact(query), re.ASCII)
    if digits:
        return [one for one in listed if one.code.replace(".", "").startswith(digits.group())][:at_most]
    longest_first = sorted(search_words(query), key=len, reverse=True)
    attempts = (query, _without_endings(query), *longest_first)
    return next((found for attempt in attempts if (found := ranked(attempt, listed, _searched, at_most))), [])


def activities_for(query: str, at_most: int = AT_MOST) -> list[Activity]:
    """Those of the official list, or else the code of the next list that was typed in full."""
    found = search_activities(query, at_most)
    if found:
        return found
    try:
        return [read_ape(query)]
    except Refusal:
        return []


@cache
def _activities() -> dict[str, Activity]:
    with NAF_REV2.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Activity(row["code"], row["label"].replace("'", "’")) for row in csv.DictReader(file)}


@cache
def _searched(one: Activity) -> str:
    return searchable(one.label or one.code)


def _without_endings(query: str) -> str:
    return " ".join(word[:-ENDING] if len(word) >= SHORTEST_WITH_AN_ENDING else word for word in search_words(query))
