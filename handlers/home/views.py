"""The Home of each: administrator, manager, collaborator."""

from dataclasses import replace

from domain.books import ClientFilter, Only
from domain.clients import ClientState
from domain.columns import Column
from domain.opening import may_open
from domain.people import Role
from domain.refusals import RoleTooLow
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.card import finder
from handlers.clients.facts import facts_of_all
from handlers.clients.lists import client_rows
from handlers.clients.scene import Surroundings
from handlers.home.counters import counter_blocks, counters, looks_at_own
from handlers.home.details import details
from handlers.home.first_days import first_days, first_days_shown
from handlers.mail.health import mailbox_line
from handlers.words import capitalised

SHOWN = 8
TO_INVITE_SHOWN = 3


def home_view(here: Surroundings) -> View:
    """What this person needs this morning, what blocks first; the set-up alone until it is done or hidden."""
    if first_days_shown(here):
        return blocks.home(first_days(here))
    words = here.words
    body = [*_stopped_mailbox(here), *_head(here)]
    if _is_empty(here):
        return blocks.home([*body, *_foot(here)])
    body.append(blocks.header(words.gettext("To handle")))
    found, own = counters(here.records, here.who), looks_at_own(here.records, here.who)
    body += counter_blocks(found, words, details(here, found, own=own), own=own)
    body += _to_invite(here)
    body += _my_clients(here)
    return blocks.home([*body, *_foot(here)])


def _is_empty(here: Surroundings) -> bool:
    return here.records.clients.count(here.who) == 0 and here.records.incidents.count(here.who) == 0


def _head(here: Surroundings) -> list[Block]:
    words, firm = here.words, here.records.firm
    title = (
        firm.name
        if here.who.is_administrator
        else words.gettext("Good morning {name}").format(name=here.who.name.split()[0])
    )
    today = here.now.astimezone(firm.zone).date()
    day = words.day_with_weekday(today)
    facts = [capitalised(day)]
    if here.who.is_administrator:
        n = here.records.clients.count(here.who)
        facts.append(words.ngettext("{n} client file", "{n} client files", n).format(n=words.number(n)))
    else:
        n = here.followed_by(here.who) or here.records.clients.count(here.who)
        if n:
            facts.append(words.ngettext("{n} client followed", "{n} clients followed", n).format(n=words.number(n)))
    if here.who.role is not Role.COLLABORATOR:
        facts += _mailbox(here)
    more = []
    try:
        may_open(here.who, firm)
        more.append(blocks.button(words.gettext("New client"), "client.new", primary=True))
        if here.who.role is not Role.COLLABORATOR:
            more.append(blocks.button(words.gettext("Import"), "import.open"))
    except RoleTooLow:
        pass
    return [
        blocks.header(title),
        blocks.context(" · ".join(facts)),
        finder(words.gettext("Find a client"), *more),
    ]


def _mailbox(here: Surroundings) -> list[str]:
    """When the firm's mailbox was last read."""
    mailbox = next(iter(here.records.inbound.mailboxes()), None)
    if mailbox is None or mailbox.problem is not None:
        return []
    line = mailbox_line(mailbox, here.words, here.records.firm.zone, here.now)
    return [line] if line else []


def _stopped_mailbox(here: Surroundings) -> list[Block]:
    """Before all else, for those who may do something about it: the mailbox that is not read."""
    mailbox = next((box for box in here.records.inbound.mailboxes() if box.problem is not None), None)
    if mailbox is None or here.who.role is Role.COLLABORATOR:
        return []
    line = mailbox_line(mailbox, here.words, here.records.firm.zone, here.now)
    opening = blocks.button(here.words.gettext("Open"), "incident.open", f"b{mailbox.id}")
    return [blocks.section(f"🔴 *{capitalised(line)}*", accessory=opening)]


def _to_invite(here: Surroundings) -> list[Block]:
    """Clients that wait in « À inviter »: to invite when ready, to make ready when not."""
    words = here.words
    if here.who.role is Role.COLLABORATOR:
        return []
    mine = here.who.role is Role.MANAGER
    wanted = ClientFilter(mine=mine, states=(ClientState.ACTIVE,), only=Only.TO_INVITE, limit=TO_INVITE_SHOWN)
    waiting, count = here.records.clients.find(here.who, wanted)
    if not waiting:
        return []
    rows = [blocks.header(words.gettext("To invite"))]
    for about in facts_of_all(here.records, waiting, words, here.now):
        client, standing = about.client, about.standing()
        ready = client.ready_to_invite
        label = words.gettext("Invite") if ready else words.gettext("Flash report ready")
        code = f"{escape(client.code)} · " if client.code else ""
        act = "client.invite" if ready else "client.ready"
        accessory = blocks.button(label, act, f"c{client.id}", accessibility=f"{label}, {client.name}")
        line = f"{standing.dot} *{escape(client.name, 120)}*\n{code}{standing.in_a_list}"
        rows.append(blocks.section(line, accessory=accessory))
    if count > len(waiting):
        every = words.ngettext("See the {n} client", "See the {n} clients", count).format(n=count)
        rows.append(blocks.actions(blocks.button(every, "home.more.to_invite", "to_invite"), block_id="to_invite"))
    return rows


def _my_clients(here: Surroundings) -> list[Block]:
    """One's own clients, those that need a decision first; else those one sees."""
    words = here.words
    wanted = ClientFilter(mine=True, states=(ClientState.ACTIVE,), worst_first=True, limit=SHOWN)
    shown, count = here.records.clients.find(here.who, wanted)
    scope = "mine" if count else "all"
    if not count:
        shown, _ = here.records.clients.find(here.who, replace(wanted, mine=False))
    title = words.gettext("My clients") if count else words.gettext("Clients")
    label = words.gettext("All my clients") if count else words.gettext("All clients")
    # One's own clients are known by their code, those of all by who follows them.
    columns = (Column.CODE,) if here.who.role is Role.MANAGER else (Column.MANAGER,)
    buttons = [blocks.button(label, "client.list", scope)]
    if here.who.role is Role.MANAGER:
        buttons.append(blocks.button(words.gettext("Portfolios"), "firm.portfolios"))
    return [
        blocks.header(title),
        *(client_rows(here, shown, columns) or [blocks.section(words.gettext("No client is assigned to you yet."))]),
        blocks.actions(*buttons, block_id="all_clients"),
    ]


def _foot(here: Surroundings) -> list[Block]:
    """What concerns the whole firm, for who manages it; portfolios for managers; help for all."""
    words = here.words
    portfolios = blocks.button(words.gettext("Portfolios"), "firm.portfolios")
    aid = blocks.button(words.gettext("Help"), "help")
    if here.who.is_administrator:
        users = blocks.button(words.gettext("Users"), "firm.users")
        settings = blocks.button(words.gettext("Settings"), "firm.settings")
        return [
            blocks.header(words.gettext("Firm")),
            blocks.actions(portfolios, users, settings, aid, block_id="firm"),
        ]
    own = [portfolios] if here.who.role is Role.MANAGER and _is_empty(here) else []
    digest = blocks.button(words.gettext("Morning digest"), "digest.settings")
    return [blocks.actions(*own, digest, aid, block_id="help")]
