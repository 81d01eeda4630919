"""What the card of a terminated client says first, to the administrators who still see it."""

from domain.life import is_closed, undone_until
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.facts import Facts


def ended_blocks(facts: Facts) -> list[Block]:
    """Since when, until when it can be restored or when it will be erased, and what can still be done."""
    words, client = facts.words, facts.client
    until = undone_until(client)
    if client.terminated_at is None or client.erase_at is None or until is None:
        return [blocks.alert(words.gettext("This client was terminated."), "warning")]
    if client.erase_at <= facts.now:
        return [blocks.alert(words.gettext("This client file is being erased."), "warning")]
    erase = blocks.button(words.gettext("Erase"), "client.erase", f"c{client.id}")
    export = blocks.button(words.gettext("Export"), Reserved.CLIENT_EXPORT, f"c{client.id}")
    if is_closed(client, facts.now):
        sentence = words.gettext("This client file is closed. It will be erased on {day}.")
        return [
            blocks.alert(sentence.format(day=facts.day(client.erase_at)), "warning"),
            blocks.actions(export, erase, block_id="next"),
        ]
    sentence = words.gettext("This client was terminated on {day}. You can restore it until {last_day}.").format(
        day=facts.day(client.terminated_at), last_day=facts.day(until)
    )
    restore = blocks.button(words.gettext("Restore"), "client.restore", f"c{client.id}", primary=True)
    return [blocks.alert(sentence, "warning"), blocks.actions(restore, export, erase, block_id="next")]
