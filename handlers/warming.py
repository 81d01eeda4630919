"""What is slow the first time: done at the start, so that nobody in Slack waits for it."""

from datetime import datetime

from domain.activities import search_activities
from domain.addresses import display_phone
from domain.calendar import public_holidays
from handlers.words import LANGUAGES, words_for


def warm_up(now: datetime) -> None:
    """Load the catalogues, the official list of activities, the holidays and the numbering plans; changes nothing."""
    for language in LANGUAGES:
        words_for(language).day_with_weekday(now.date())
    search_activities("menuiserie", at_most=1)
    display_phone("+33261910420")
    for year in (now.year, now.year + 1):
        public_holidays(year)
