"""The foot of a list: the pages before and after, and where one is. `of` is the length of a page."""

from handlers import blocks
from handlers.blocks import Block
from handlers.words import Words


def paging(page: int, count: int, of: int, words: Words) -> list[Block]:
    """« Précédents », « Suivants », and « 9 à 16 sur 42 »; nothing for a list that is seen whole."""
    if page == 1 and count <= of:
        return []
    return [*turning(page, count, of, words), blocks.context(place(page, count, of, words))]


def turning(page: int, count: int, of: int, words: Words) -> list[Block]:
    """The row of both buttons, if there is any."""
    buttons = turning_buttons(page, count, of, words)
    return [blocks.actions(*buttons, block_id="paging")] if buttons else []


def turning_buttons(page: int, count: int, of: int, words: Words) -> list[Block]:
    """Only those that lead somewhere."""
    buttons = []
    if page > 1:
        buttons.append(blocks.button(words.gettext("Previous"), "page.previous", str(page - 1)))
    if page * of < count:
        buttons.append(blocks.button(words.gettext("Next"), "page.next", str(page + 1)))
    return buttons


def place(page: int, count: int, of: int, words: Words) -> str:
    """« 9 à 16 sur 42 »."""
    first, last = (page - 1) * of + 1, min(page * of, count)
    return words.gettext("{first} to {last} of {count}").format(first=first, last=last, count=words.number(count))
