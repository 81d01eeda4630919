"""Working days and office hours, where the firm and its client are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
SATURDAY = 5
OPENS, CLOSES = time(8), time(19)
MORNING = time(9, 30)

# What `holidays` calls the places with public holidays of their own; every other department has the national ones.
ALSACE, MOSELLE = "6AE", "57"
SUBDIVISIONS = dict(
    [("57", MOSELLE), ("67", ALSACE), ("68", ALSACE)]
    + [(department, department) for department in ("971", "972", "973", "974", "976")]
    + [("977", "BL"), ("978", "MF"), ("986", "WF"), ("987", "PF"), ("988", "NC")]
)
# There, days kept by custom stand among the legal ones (Code du travail, L. 3133-1 and L. 3422-2).
PLACES_OF_CUSTOM = frozenset({"971", "972", "978"})
MONACO = "980"


@cache
def public_holidays(year: int, department: str | None = None) -> frozenset[date]:
    """The legal public holidays of that year in that department (`57`, `2A`, `974`, Monaco being `980`)."""
    from holidays import country_holidays

    if department == MONACO:
        return frozenset(country_holidays("MC", years=year))
    national = frozenset(country_holidays("FR", years=year))
    subdivision = SUBDIVISIONS.get(department or "")
    if subdivision is None:
        return national
    local = country_holidays("FR", subdiv=subdivision, years=year, language="en_US")
    if department in PLACES_OF_CUSTOM:
        return national.union(local.get_named("Abolition of Slavery"))
    return frozenset(local)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which a client may be written to.

    `zone` is the firm's; `department` the client's, or the firm's when unknown; `closed_days` are the firm's own.
    """

    zone: ZoneInfo
    department: str | None = None
    closed_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return (
            day.weekday() < SATURDAY
            and day not in self.closed_days
            and day not in public_holidays(day.year, self.department)
        )

    def working_day_from(self, day: date) -> date:
        """That day if it is a working one, else the next that is."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after that day."""
        return self.working_day_from(day + ONE_DAY)

    def working_day_before(self, day: date) -> date:
        """The last working day before that day."""
        day -= ONE_DAY
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def working_days_after(self, day: date, working_days: int) -> date:
        """That many working days later; the day itself for 0."""
        for _ in range(working_days):
            day = self.next_working_day(day)
        return day

    def day_of(self, moment: datetime) -> date:
        """The firm's date at that instant."""
        return self._here(moment).date()

    def at(self, day: date, hour: time) -> datetime:
        """That hour of the firm's day, as aware UTC."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def is_office_hours(self, moment: datetime) -> bool:
        """A working day, from 8:00 until 19:00."""
        here = self._here(moment)
        return self.is_working(here.date()) and OPENS <= here.time() < CLOSES

    def next_working_morning(self, moment: datetime, hour: time = MORNING) -> datetime:
        """The first working day's morning hour, at that instant or later, as aware UTC."""
        here = self._here(moment)
        day = here.date() if here.time() <= hour else here.date() + ONE_DAY
        return self.at(self.working_day_from(day), hour)

    def proposed_sending(self, moment: datetime) -> datetime | None:
        """The next working morning when the office is closed; None when now will do."""
        return None if self.is_office_hours(moment) else self.next_working_morning(moment)

    def _here(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("An instant must be aware.")
        return moment.astimezone(self.zone)
