"""What the counter of mails opens: the list behind it, eight a page."""

from collections.abc import Sequence

from domain.messages import Message
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View
from handlers.desk import Desk
from handlers.home.counters import looks_at_own
from handlers.paging import PAGE, opens_list, place, turning
from handlers.words import Words

desk = Desk()

MAIL = "home.mail"


def mail_view(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The unread mails, the oldest first."""
    with office.reading() as records:
        own = looks_at_own(records, who)
        news = records.messages.unread_ones(who, limit=PAGE, offset=(page - 1) * PAGE, mine=own)
        count = records.messages.unread(who, mine=own)
    rows = message_rows(news, words) or [blocks.section(words.gettext("No unread message."))]
    footer = turning(page, count, PAGE, words)
    if footer:
        footer.append(blocks.context(place(page, count, PAGE, words)))
    title = words.gettext("Unread messages")
    return blocks.modal(MAIL, title, [*rows, *footer], close=words.gettext("Close"))


def message_rows(messages: Sequence[Message], words: Words) -> list[Block]:
    """A message a line: what others wrote stays literal."""
    rows: list[Block] = []
    for message in messages:
        title = f"{message.sender_name or message.sender} · {message.subject or words.gettext('(no subject)')}"
        rows.append(blocks.literal(blocks.clip(title, 200)))
        opening = blocks.button(words.gettext("Open"), "mail.open", f"m{message.id}")
        rows.append(blocks.actions(opening, block_id=f"m{message.id}"))
    return rows


opens_list(desk, "home.more.mail", MAIL, mail_view)
