"""What the administrators are told when one of them ends, restores or takes out a whole client file."""

from datetime import datetime

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.life import undone_until
from domain.people import Collaborator
from domain.rights import may_see
from handlers import blocks
from handlers.blocks import escape
from handlers.clients.assigning import tell_new_manager
from handlers.life.merged import told_apart
from handlers.post import post, update_card
from handlers.words import words_for

ABOUT = About.CLIENT_TERMINATED


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


def tell_merged(records: Records, kept: Client, other: Client, after: Client, who: Collaborator, now: datetime) -> None:
    """Whoever managed one of the two hears of it, and of the client kept only where they see it.

    Administrators are told otherwise: they may undo it.
    """
    for manager_id in dict.fromkeys((kept.manager_id, other.manager_id)):
        manager = records.people.get(manager_id)
        if manager is None or not manager.active or manager.id == who.id:
            continue
        if manager.id == after.manager_id != kept.manager_id:
            tell_new_manager(records, manager, after, who, now)
            continue
        if manager.is_administrator:
            continue
        words = words_for(manager.language)
        names = {
            "name": escape(who.name),
            "client": escape(told_apart(other, after)),
            "kept": escape(told_apart(after, other)),
        }
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{after.id}", primary=True)
        sentence = words.gettext("{name} merged {client} into {kept}.").format(**names)
        offered = [blocks.actions(opening, block_id="next")]
        if not may_see(manager, after):
            sentence = words.gettext("{name} merged {client} into another client file. You no longer see it.")
            sentence, offered = sentence.format(**names), []
        shown = [blocks.section(f"*{sentence}*"), *offered]
        post(records, now, manager.slack_id, sentence, shown, (About.CLIENT, after.id))
