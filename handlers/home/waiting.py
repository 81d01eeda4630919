"""What the counters of mails and invitations open: the lists behind them, eight a page."""

from collections.abc import Sequence

from domain.messages import Message
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.facts import facts_of
from handlers.desk import Desk
from handlers.home.counters import looks_at_own
from handlers.paging import PAGE, opens_list, place, turning
from handlers.words import Words

desk = Desk()

MAIL, INVITATIONS = "home.mail", "home.invitations"


def mail_view(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The unread mails, the oldest first."""
    with office.reading() as records:
        own = looks_at_own(records, who)
        news = records.messages.unread_ones(who, limit=PAGE, offset=(page - 1) * PAGE, mine=own)
        count = records.messages.unread(who, mine=own)
    rows = message_rows(news, words) or [blocks.section(words.gettext("No unread message."))]
    return _paged(MAIL, words.gettext("Unread messages"), rows, page, count, words)


def invitations_view(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The invitations waiting, those to call first."""
    with office.reading() as records:
        waiting = [one for one in records.invitations.open_ones(who, mine=looks_at_own(records, who)) if one.is_awaited]
        rows: list[Block] = []
        for invitation in waiting[(page - 1) * PAGE : page * PAGE]:
            client = records.clients.visible_to(who, invitation.client_id)
            contact = records.contacts.get(invitation.contact_id)
            if contact is None:
                continue
            dot, access = facts_of(records, client, words, office.now()).access_of(contact)
            opening = blocks.button(words.gettext("Open"), "client.open", f"c{client.id}")
            line = f"{dot} *{escape(contact.name)}* · {escape(client.name)}\n{access}"
            rows.append(blocks.section(line, accessory=opening))
    rows = rows or [blocks.section(words.gettext("No invitation waiting."))]
    return _paged(INVITATIONS, words.gettext("Invitations"), rows, page, len(waiting), words)


def message_rows(messages: Sequence[Message], words: Words) -> list[Block]:
    """A message a line: what others wrote stays literal."""
    rows: list[Block] = []
    for message in messages:
        title = f"{message.sender_name or message.sender} · {message.subject or words.gettext('(no subject)')}"
        rows.append(blocks.literal(blocks.clip(title, 200)))
        opening = blocks.button(words.gettext("Open"), "mail.open", f"m{message.id}")
        rows.append(blocks.actions(opening, block_id=f"m{message.id}"))
    return rows


def _paged(callback: str, title: str, rows: list[Block], page: int, count: int, words: Words) -> View:
    footer = turning(page, count, PAGE, words)
    if footer:
        footer.append(blocks.context(place(page, count, PAGE, words)))
    return blocks.modal(callback, title, [*rows, *footer], close=words.gettext("Close"))


opens_list(desk, "home.more.mail", MAIL, mail_view)
opens_list(desk, "home.more.invitations", INVITATIONS, invitations_view)
