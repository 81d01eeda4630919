"""What the digest says: one thing first, then counts, then good news; nothing at all when there is nothing to say."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.books import Records
from domain.digest import News, hour_for, morning_before
from domain.incidents import IncidentFilter, IncidentScope
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, Element, escape
from handlers.firm.sending_rows import hour_of
from handlers.home.counters import Counters, counters, looks_at_own
from handlers.incidents.lists import title_of
from handlers.words import Words

NAMED = 3
LOOKED_AT = 20
A_WEEK = timedelta(weeks=1)


def digest_message(
    records: Records, who: Collaborator, words: Words, last_at: datetime | None, now: datetime
) -> tuple[str, Sequence[Block]] | None:
    """The sentence for the lock screen, and the message; None when there is nothing to say."""
    found, own = counters(records, who), looks_at_own(records, who)
    since = last_at or morning_before(records.firm, now)
    news = records.digests.news(who, since)
    if found.are_zero and news == News():
        return None
    zone = records.firm.zone
    weekday = words.weekday(now.astimezone(zone).date())
    greeting = words.gettext("Good morning {name}, here is your {weekday}.").format(
        name=escape(who.name.split()[0]), weekday=weekday
    )
    body = [blocks.section(f"*{greeting}*")]
    body += _first(records, who, own, words)
    body += _counts(found, _clients_of_mail(records, who, own), words)
    good = _good_news(news, words)
    if good:
        title = _since(since.astimezone(zone).date(), now.astimezone(zone).date(), words)
        body.append(blocks.section(f"*{title}*\n{good}"))
    stop = blocks.button(words.gettext("Stop this digest"), "digest.stop")
    body.append(blocks.actions(blocks.button(words.gettext("My clients"), "client.list", "mine"), stop))
    note = words.gettext("Sent on working mornings at {hour} · to change the hour or stop: `/cabinet digest`")
    body.append(blocks.context(note.format(hour=hour_of(hour_for(who, records.firm), words))))
    return _sentence(found, good, weekday, words), body


def _since(day: date, today: date, words: Words) -> str:
    """`Depuis vendredi`; the date, once the weekday alone would tell another day."""
    if today - day < A_WEEK:
        return words.gettext("Since {weekday}").format(weekday=words.weekday(day))
    return words.gettext("Since {day}").format(day=words.day(day, today))


def _first(records: Records, who: Collaborator, own: bool, words: Words) -> list[Block]:
    """A call to make, else what blocks, else the oldest mail."""
    title = f"*{words.gettext('First of all')}*"
    for invitation in records.invitations.open_ones(who, mine=own):
        if invitation.wants_a_call:
            contact, client = records.contacts.get(invitation.contact_id), records.clients.get(invitation.client_id)
            if contact is not None and client is not None:
                call = words.gettext("Call {contact}, {client}: the chases had no answer").format(
                    contact=escape(contact.name, 60), client=escape(client.name, 60)
                )
                opening = _open(words, "client.open", f"c{client.id}", client.name)
                return [blocks.section(f"{title}\n{call}", accessory=opening)]
    scope = IncidentScope.MINE if own else IncidentScope.ALL
    incidents, _ = records.incidents.find(who, IncidentFilter(scope=scope, limit=1))
    if incidents:
        _icon, what = title_of(incidents[0].kind, words)
        whom = incidents[0].person or incidents[0].address
        line = " · ".join(escape(part, 80) for part in (what, whom, incidents[0].client_name) if part)
        opening = _open(words, "incident.open", incidents[0].about, what)
        return [blocks.section(f"{title}\n{line}", accessory=opening)]
    unread = records.messages.unread_ones(who, limit=1, mine=own)
    if unread:
        sender = unread[0].sender_name or unread[0].sender
        line = words.gettext("Read the message from {sender}").format(sender=escape(sender, 80))
        return [blocks.section(f"{title}\n{line}", accessory=_open(words, "mail.open", f"m{unread[0].id}", sender))]
    return []


def _open(words: Words, act: str, value: str, what: str) -> Element:
    accessibility = words.gettext("Open {client}").format(client=what)
    return blocks.button(words.gettext("Open"), act, value, primary=True, accessibility=blocks.clip(accessibility, 75))


def _counts(found: Counters, whose_mail: str, words: Words) -> list[Block]:
    lines = [
        (found.incidents, "incidents", _counted(found.incidents, "incidents", words), ""),
        (found.unread, "mail", _counted(found.unread, "mail", words), whose_mail),
        (found.invitations, "invitations", _counted(found.invitations, "invitations", words), ""),
        (found.incomplete, "incomplete", _counted(found.incomplete, "incomplete", words), ""),
    ]
    return [
        blocks.section(
            f"*{label}*" + (f"\n{detail}" if detail else ""),
            accessory=blocks.button(
                words.gettext("See more"),
                f"home.more.{name}",
                name,
                accessibility=words.gettext("See more: {what}").format(what=label),
            ),
            block_id=f"more.{name}",
        )
        for n, name, label, detail in lines
        if n
    ]


def _counted(n: int, name: str, words: Words) -> str:
    labels = {
        "incidents": words.ngettext("{n} incident", "{n} incidents", n),
        "mail": words.ngettext("{n} unread message", "{n} unread messages", n),
        "invitations": words.ngettext("{n} invitation without an answer", "{n} invitations without an answer", n),
        "incomplete": words.ngettext("{n} client to complete", "{n} clients to complete", n),
    }
    return labels[name].format(n=words.number(n))


def _clients_of_mail(records: Records, who: Collaborator, own: bool) -> str:
    """The clients whose mail waits, a few of them."""
    unread = records.messages.unread_ones(who, limit=LOOKED_AT, mine=own)
    ids = dict.fromkeys(message.client_id for message in unread if message.client_id)
    known = [client for client_id in list(ids)[:NAMED] if (client := records.clients.get(client_id))]
    return ", ".join(escape(client.name, 60) for client in known)


def _good_news(news: News, words: Words) -> str:
    sentences = [words.gettext("{contact} has opened their space.").format(contact=escape(n, 60)) for n in news.opened]
    if news.documents:
        received = words.ngettext("{n} document came in", "{n} documents came in", news.documents)
        on = words.ngettext("for {n} client.", "for {n} clients.", news.clients)
        sentences.append(f"{received.format(n=news.documents)} {on.format(n=news.clients)}")
    return " ".join(sentences)


def _sentence(found: Counters, good: str, weekday: str, words: Words) -> str:
    """What the lock screen shows; the plain facts, without a name."""
    kinds = {
        "incidents": found.incidents,
        "mail": found.unread,
        "invitations": found.invitations,
        "incomplete": found.incomplete,
    }
    listed = [_counted(n, name, words) for name, n in kinds.items() if n]
    if not listed:
        return words.gettext("Your {weekday}: good news.").format(weekday=weekday) if good else weekday
    return words.gettext("Your {weekday}: {list}.").format(weekday=weekday, list=", ".join(listed))
