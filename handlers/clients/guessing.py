"""The one sentence that tells that a client exists: whoever reads it too often in a day is told to the administrators.

« Cette entreprise est déjà suivie par le cabinet » names nothing, and is still an answer to a guess.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.history import HistoryLine
from domain.people import Collaborator
from domain.refusals import AlreadyFollowedUnseen, Refusal
from handlers.blocks import context, escape, section
from handlers.post import post
from handlers.words import words_for

A_DAY = 20
KEPT_FOR = timedelta(days=2)  # a day of the firm, counted by its date


def is_told(errors: Mapping[str, Refusal]) -> bool:
    """Whether one of those refusals is that sentence."""
    return any(isinstance(refusal, AlreadyFollowedUnseen) for refusal in errors.values())


def told_followed(records: Records, who: Collaborator, guesses: Iterable[str], now: datetime) -> None:
    """That person read the sentence for each of those guesses; the same guess counts once a day."""
    day = now.astimezone(records.firm.zone).date().isoformat()
    key = f"followed:{who.id}:{day}"
    for guess in guesses:
        if not records.limits.take(f"{key}:{guess}", 1, KEPT_FOR, now):
            continue
        if records.limits.take(key, A_DAY - 1, KEPT_FOR, now):
            continue
        if records.limits.take(f"{key}:told", 1, KEPT_FOR, now):
            _tell(records, who, now)


def _tell(records: Records, who: Collaborator, now: datetime) -> None:
    for person in records.people.administrators():
        words = words_for(person.language)
        sentence = words.gettext("{name} was told {n} times today that a company is already followed by the firm.")
        note = words.gettext(
            "These client files are not open to them, and nothing else was shown. An import or a hunt: ask {name}."
        )
        post(
            records,
            now,
            person.slack_id,
            sentence.format(name=who.name, n=A_DAY),
            [
                section(f"🟠 *{sentence.format(name=escape(who.name), n=A_DAY)}*"),
                context(note.format(name=escape(who.name))),
            ],
            about=(About.COLLABORATOR, who.id),
        )
    records.note(HistoryLine.by_person(who, Act.ACCESS_GUESSES, now, subject_id=who.id, after={"times": A_DAY}))
