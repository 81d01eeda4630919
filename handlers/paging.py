"""Lists by pages: what opens and turns them, and their foot. `of` is the length of a page."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View
from handlers.desk import Desk, Payload, page_asked, redraw, show
from handlers.words import Words

PAGE = 8  # lines: a page is read on a telephone

ViewOf = Callable[[Office, Collaborator, Words, int], View]


def opens_list(desk: Desk, opening: str, callback: str, view_of: ViewOf) -> None:
    """The doors of a list of its own: the button that opens it at its first page, and those that turn its pages."""

    @desk.action(opening)
    def open_list(
        ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
    ) -> None:
        view = view_of(office, who, words, 1)
        ack()
        show(context, body, view)

    @desk.action("page.previous", view=callback)
    @desk.action("page.next", view=callback)
    def turn_page(
        ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
    ) -> None:
        view = view_of(office, who, words, page_asked(body))
        ack()
        redraw(context, body, view)


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
