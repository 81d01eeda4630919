"""What the counters of mails open: the lists behind them, eight a page."""

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

MAIL, ASSIGNED = "home.mail", "home.assigned"


def mail_view(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The unread mails, the oldest first."""
    with office.reading() as records:
        own = looks_at_own(records, who)
        news = records.messages.unread_ones(who, limit=PAGE, offset=(page - 1) * PAGE, mine=own)
        count = records.messages.unread(who, mine=own)
    rows = message_rows(news, words) or [blocks.section(words.gettext("No unread message."))]
    return _listed(MAIL, words.gettext("Unread messages"), rows, page, count, words)


def assigned_view(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The mails that wait for this very person, the oldest first."""
    with office.reading() as records:
        theirs = records.messages.assigned_ones(who, limit=PAGE, offset=(page - 1) * PAGE)
        count = records.messages.assigned(who)
    rows = message_rows(theirs, words) or [blocks.section(words.gettext("No message is assigned to you."))]
    return _listed(ASSIGNED, words.gettext("Assigned to me"), rows, page, count, words)


def _listed(callback: str, title: str, rows: list[Block], page: int, count: int, words: Words) -> View:
    footer = turning(page, count, PAGE, words)
    if footer:
        footer.append(blocks.context(place(page, count, PAGE, words)))
    return blocks.modal(callback, title, [*rows, *footer], close=words.gettext("Close"))


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
opens_list(desk, "home.more.assigned", ASSIGNED, assigned_view)
