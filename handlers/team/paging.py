"""The foot of a list: the pages before and after, and where one is."""

from handlers import blocks
from handlers.blocks import Block
from handlers.words import Words


def paging(page: int, count: int, of: int, words: Words) -> list[Block]:
    """« Précédents », « Suivants », and « 9 à 16 sur 42 »; nothing for an empty list. `of` is the length of a page."""
    if not count:
        return []
    buttons = []
    if page > 1:
        buttons.append(blocks.button(words.gettext("Previous"), "page.previous", str(page - 1)))
    if page * of < count:
        buttons.append(blocks.button(words.gettext("Next"), "page.next", str(page + 1)))
    place = words.gettext("{first} to {last} of {count}").format(
        first=(page - 1) * of + 1, last=min(page * of, count), count=words.number(count)
    )
    return [*([blocks.actions(*buttons, block_id="paging")] if buttons else []), blocks.context(place)]
