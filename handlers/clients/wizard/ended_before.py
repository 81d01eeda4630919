"""A SIREN typed again after its client was terminated: what administrators, and they alone, are told of it."""

from domain.clients import Client
from domain.life import is_closed, undone_until
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.scene import Surroundings


def ended_of_siren(here: Surroundings, client: Client) -> list[Block]:
    """Until when the client was followed, or until when it can still be restored."""
    words, zone = here.words, here.records.firm.zone
    until = undone_until(client)
    if client.terminated_at is None or until is None:
        return []
    if is_closed(client, here.now):
        year = client.terminated_at.astimezone(zone).year
        sentence = words.gettext("This client was followed until {year}. A new client file starts afresh.")
        return [blocks.alert(sentence.format(year=year))]
    sentence = words.gettext("This client was terminated on {day}. You can restore it until {last_day}.").format(
        day=words.day(client.terminated_at.astimezone(zone).date(), here.today),
        last_day=words.day(until.astimezone(zone).date(), here.today),
    )
    opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
    return [blocks.alert(sentence, "warning"), blocks.actions(opening, block_id="ended")]
