"""Days, hours, amounts and numbers, as people of each language write them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from handlers.blocks import clip, escape, tame
from handlers.words import words_for

PARIS = ZoneInfo("Europe/Paris")
FR, EN = words_for("fr-FR"), words_for("en-US")
TODAY = date(2026, 11, 23)


def paris(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("french", "english", "day"),
    [
        ("23\u00a0novembre", "23 November", TODAY),
        ("1er\u00a0décembre", "1 December", date(2026, 12, 1)),
        ("23\u00a0novembre\u00a02036", "23 November 2036", date(2036, 11, 23)),
    ],
)
def test_a_day_has_its_year_only_when_it_is_another(french: str, english: str, day: date) -> None:
    assert (FR.day(day, TODAY), EN.day(day, TODAY)) == (french, english)
    assert str(day.year) in FR.day(day)


def test_days_near_today_are_named() -> None:
    days = [FR.near_day(TODAY + timedelta(days=n), TODAY) for n in (-1, 0, 1, 3, 10)]
    assert days == ["hier", "aujourd’hui", "demain", "jeudi 26\u00a0novembre", "3\u00a0décembre"]


@pytest.mark.parametrize(
    ("french", "english", "moment"),
    [
        ("9\u00a0h\u00a030", "9:30", paris(9, 30)),
        ("8\u00a0h", "8:00", paris(8)),
        ("0\u00a0h\u00a005", "0:05", paris(0, 5)),
    ],
)
def test_an_hour_is_that_of_the_firm(french: str, english: str, moment: datetime) -> None:
    utc = moment.astimezone(ZoneInfo("UTC"))
    assert (FR.hour(utc, PARIS), EN.hour(utc, PARIS)) == (french, english)


def test_an_instant_says_day_and_hour() -> None:
    assert FR.instant(paris(9, 12), PARIS, paris(14)) == "aujourd’hui à 9\u00a0h\u00a012"
    assert EN.instant(paris(9, 12), PARIS, paris(14)) == "today at 9:12"
    in_a_week = paris(9, 30, TODAY + timedelta(days=7))
    assert FR.instant(in_a_week, PARIS, paris(14)) == "le 30\u00a0novembre à 9\u00a0h\u00a030"
    assert EN.instant(in_a_week, PARIS, paris(14)) == "on 30 November at 9:30"


def test_amounts_and_numbers_are_written_as_each_language_does() -> None:
    assert FR.amount(Decimal("1234.50")) == "1\u202f234,50\u00a0€"
    assert EN.amount(Decimal("1234.50")) == "€1,234.50"
    assert FR.number(1234) == "1\u202f234"
    assert FR.siren("839602299") == "839\u202f602\u202f299"
    assert FR.siren("83960229900019") == "839\u202f602\u202f299\u00a000019"
    assert [FR.size(n) for n in (240_000, 1_800_000, 30_000_000)] == ["240\u00a0ko", "1,8\u00a0Mo", "30\u00a0Mo"]


def test_a_phone_is_dialled_from_where_it_is_read() -> None:
    assert FR.phone("+33639982107") == "06\u00a039\u00a098\u00a021\u00a007"
    assert EN.phone("+33639982107") == "+33\u00a06\u00a039\u00a098\u00a021\u00a007"


def test_lists_and_waits_are_told_in_words() -> None:
    assert FR.listed(["Claire", "Paul", "Léa"]) == "Claire, Paul et Léa"
    assert EN.listed(["Claire", "Paul"]) == "Claire and Paul"
    assert FR.ago(paris(9), paris(9)) == "à l’instant"
    assert FR.ago(paris(9), paris(9, 1)) == "il y a 1 minute"
    assert EN.ago(paris(9), paris(12)) == "3 hours ago"


@pytest.mark.abuse("S11")
def test_a_name_in_a_sentence_is_escaped() -> None:
    assert escape("<!channel> *Morel* & `Fils`_~") == "&lt;!channel&gt; Morel &amp; Fils"
    assert tame("a\u202eb\x00c\nd\u2066") == "abc\nd"


def test_a_cut_counts_as_slack_may_count() -> None:
    assert clip("👩" * 10, 20) == "👩" * 10
    assert clip("👩" * 11, 20) == "👩" * 9 + "…"
    assert clip("abcdef", 3) == "ab…"
