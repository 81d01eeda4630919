"""What the administrators are told when one of them ends, restores or takes out a whole client file."""

from datetime import datetime

from domain.books import Records
from domain.clients import Client
from domain.life import undone_until
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import escape
from handlers.post import post, update_card
from handlers.words import words_for

ABOUT = "client.terminated"


def tell_terminated(records: Records, client: Client, who: Collaborator, now: datetime) -> None:
    """Each administrator may undo it for thirty days."""
    until = undone_until(client) or now
    for person in records.people.administrators():
        words = words_for(person.language)
        last_day = words.day(until.astimezone(records.firm.zone).date(), now.astimezone(records.firm.zone).date())
        sentence = words.gettext("{name} terminated {client}.")
        note = words.gettext("Seen by administrators only. It can be restored until {day}.").format(day=last_day)
        restore = blocks.button(words.gettext("Restore"), "client.restore", f"c{client.id}", primary=True)
        post(
            records,
            now,
            person.slack_id,
            sentence.format(name=who.name, client=client.name),
            [
                blocks.section(f"*{sentence.format(name=escape(who.name), client=escape(client.name))}*\n{note}"),
                blocks.actions(restore, block_id="next"),
            ],
            about=(ABOUT, client.id),
        )


def tell_restored(records: Records, client: Client, who: Collaborator, now: datetime) -> None:
    """The messages that offered it say who did it."""
    for card in records.cards.about(ABOUT, client.id):
        person = records.people.of_slack(card.channel)
        words = words_for(person.language if person else None)
        sentence = words.gettext("{name} restored {client}.")
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
        shown = [
            blocks.section(f"*{sentence.format(name=escape(who.name), client=escape(client.name))}*"),
            blocks.actions(opening, block_id="next"),
        ]
        update_card(records, now, card, sentence.format(name=who.name, client=client.name), shown)
