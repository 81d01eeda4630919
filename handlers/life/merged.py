"""What administrators are told of a merger, on the card of the client kept and in a message, to undo it in time."""

from datetime import datetime

from domain.about import About
from domain.books import Records
from domain.clients import Client, ClientState
from domain.people import Collaborator
from domain.reserved import Reserved
from domain.rights import may_see
from domain.text import searchable
from domain.unmerging import Merger
from handlers import blocks
from handlers.blocks import Block, Element, clip, escape
from handlers.clients.facts import Facts
from handlers.post import post, update_card
from handlers.words import Words, words_for

ABOUT = About.MERGER


def told_apart(client: Client, other: Client) -> str:
    """Its name, with its code where both bear the same one."""
    same = searchable(client.name) == searchable(other.name)
    return f"{client.name} ({client.code})" if same and client.code else client.name


def merged_row(facts: Facts, who: Collaborator) -> list[Block]:
    """The latest merger into the client that can still be undone, for an administrator."""
    if not who.is_administrator or facts.client.state is ClientState.TERMINATED:
        return []
    merger = facts.records.merging.latest(facts.client.id)
    if merger is None or merger.was is None or facts.now >= merger.until:
        return []
    words, other = facts.words, merger.was.other
    title = words.gettext("Merger of {day}: {client}").format(
        day=facts.day(merger.merged_at), client=escape(told_apart(other, facts.client))
    )
    until = words.gettext("It can be undone until {day}.").format(day=facts.day(merger.until))
    return [blocks.section(f"*{title}*\n{until}", accessory=_undo(merger.id, facts.client, other, words))]


def _undo(merger_id: int, kept: Client, other: Client, words: Words) -> Element:
    sure = blocks.confirmation(
        words.gettext("Undo this merger?"),
        words.gettext(
            "{client} is a client file of its own again, with what was its own. What has arrived since stays in {kept}."
        ).format(client=clip(told_apart(other, kept), 60), kept=clip(told_apart(kept, other), 60)),
        words.gettext("Undo"),
        words.gettext("Keep"),
    )
    return blocks.button(words.gettext("Undo"), Reserved.MERGER_UNDO, f"g{merger_id}", confirm=sure)


def tell_administrators(records: Records, merger: Merger, after: Client, who: Collaborator, now: datetime) -> None:
    """Each may undo it for thirty days."""
    zone = records.firm.zone
    if merger.was is None:
        return
    other = merger.was.other
    for person in records.people.administrators():
        words = words_for(person.language)
        sentence = words.gettext("{name} merged {client} into {kept}.")
        day = words.day(merger.until.astimezone(zone).date(), now.astimezone(zone).date())
        note = words.gettext("It can be undone until {day}.").format(day=day)
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{after.id}", primary=True)
        post(
            records,
            now,
            person.slack_id,
            sentence.format(name=who.name, client=told_apart(other, after), kept=told_apart(after, other)),
            [
                blocks.section(f"*{_named(sentence, who, other, after)}*\n{note}"),
                blocks.actions(opening, _undo(merger.id, after, other, words), block_id="next"),
            ],
            about=(ABOUT, merger.id),
        )


def tell_undone(
    records: Records, merger: Merger, kept: Client, other: Client, who: Collaborator, now: datetime
) -> None:
    """The messages that offered it say who did it; whoever manages one of the two, and sees it, hears of it."""
    for card in records.cards.about(ABOUT, merger.id):
        person = records.people.of_slack(card.channel)
        words = words_for(person.language if person else None)
        sentence = words.gettext("{name} undid the merger of {client} and {kept}.")
        title = blocks.section(f"*{_named(sentence, who, other, kept)}*")
        shown = [title, *(_to_open(told_apart(*pair), pair[0].id, words) for pair in ((kept, other), (other, kept)))]
        said = sentence.format(name=who.name, client=told_apart(other, kept), kept=told_apart(kept, other))
        update_card(records, now, card, said, shown)
    managed = {client.manager_id: client for client in (kept, other)}
    for manager_id, client in managed.items():
        manager = records.people.get(manager_id)
        if manager is None or manager.id == who.id or manager.is_administrator or not may_see(manager, client):
            continue
        words = words_for(manager.language)
        sentence = words.gettext("{name} undid a merger: {client} is a client file of its own again.")
        told = sentence.format(name=escape(who.name), client=escape(client.name))
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}", primary=True)
        shown = [blocks.section(f"*{told}*"), blocks.actions(opening, block_id="next")]
        post(records, now, manager.slack_id, told, shown, (About.CLIENT, client.id))


def _to_open(name: str, client_id: int, words: Words) -> Block:
    opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client_id}")
    return blocks.section(escape(name), accessory=opening)


def _named(sentence: str, who: Collaborator, other: Client, kept: Client) -> str:
    names = {"client": escape(told_apart(other, kept)), "kept": escape(told_apart(kept, other))}
    return sentence.format(name=escape(who.name), **names)
