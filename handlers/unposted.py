"""A channel where Guichet can no longer write: the administrators are told, once a day."""

from datetime import datetime, timedelta

from domain.about import About
from domain.books import Records
from handlers.blocks import context, escape, section
from handlers.post import post
from handlers.words import words_for

A_DAY = timedelta(days=1)


def channel_closed(records: Records, channel: str, code: str, now: datetime) -> None:
    """Slack refuses what is posted in that channel; `code` is its word. What is written is kept, and tried again."""
    if not records.limits.take(f"unposted:{channel}", 1, A_DAY, now):
        return
    for person in records.people.administrators():
        words = words_for(person.language)
        sentence = words.gettext("Guichet can no longer write in {channel}.")
        remedy = words.gettext("Invite it there with `/invite @Guichet`, or choose another channel. Nothing is lost.")
        post(
            records,
            now,
            person.slack_id,
            sentence.format(channel=channel),
            [
                section(f"🔴 *{sentence.format(channel=f'<#{channel}>')}*\n{remedy}"),
                context(words.gettext("Slack’s answer: {code}").format(code=escape(code))),
            ],
            about=(About.CHANNEL, 0),
        )
