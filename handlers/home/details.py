"""What stands under each counter of the Home: whom it is about, or of what sort."""

from datetime import datetime

from domain.books import ClientFilter, InvitationFilter, Only
from domain.clients import ClientState
from domain.completeness import Gap
from domain.incidents import IncidentFilter, IncidentKind, IncidentScope
from domain.invitations import InvitationList
from handlers.blocks import escape
from handlers.clients.facts import facts_of
from handlers.clients.scene import Surroundings
from handlers.home.counters import Counters
from handlers.words import Words

NAMED = 3
LOOKED_AT = 20


def details(here: Surroundings, found: Counters, *, own: bool) -> dict[str, str]:
    """By the name of the counter; nothing for one that is zero."""
    return {
        "incidents": _incidents(here, found, own) if found.without_client else "",
        "assigned": _clients_of(here, assigned=True, own=own) if found.assigned else "",
        "mail": _mail(here, own) if found.unread else "",
        "invitations": _invitations(here, found, own) if found.to_call else "",
        "incomplete": _incomplete(here, found, own) if found.incomplete else "",
    }


def _incidents(here: Surroundings, found: Counters, own: bool) -> str:
    """`Dont 2 courriers sans dossier, le plus ancien de vendredi`."""
    words, n = here.words, found.without_client
    said = words.ngettext("Of which {n} message without a client", "Of which {n} messages without a client", n)
    said = said.format(n=words.number(n))
    wanted = IncidentFilter(IncidentKind.MAIL, IncidentScope.MINE if own else IncidentScope.ALL, limit=1)
    oldest, _ = here.records.incidents.find(here.who, wanted)
    return f"{said}, {_since(oldest[0].at, here)}" if n > 1 and oldest else said


def _since(moment: datetime, here: Surroundings) -> str:
    words, day = here.words, moment.astimezone(here.records.firm.zone).date()
    match (here.today - day).days:
        case 0:
            return words.gettext("the oldest of today")
        case 1:
            return words.gettext("the oldest of yesterday")
        case n if 1 < n < 7:
            return words.gettext("the oldest of {weekday}").format(weekday=words.weekday(day))
        case _:
            return words.gettext("the oldest of {day}").format(day=words.day(day, here.today))


def _mail(here: Surroundings, own: bool) -> str:
    """Whose they are; for who counts those of all, how many are of one's own clients."""
    if own or not here.who.is_administrator:
        return _clients_of(here, assigned=False, own=own)
    n = here.records.messages.unread(here.who, mine=True)
    said = here.words.ngettext("Of which {n} on your clients", "Of which {n} on your clients", n)
    return said.format(n=here.words.number(n)) if n else ""


def _clients_of(here: Surroundings, *, assigned: bool, own: bool) -> str:
    """`Atelier Morel, Vins Chaumier`: the clients of those mails, three at most."""
    book = here.records.messages
    mails = (
        book.assigned_ones(here.who, limit=LOOKED_AT)
        if assigned
        else book.unread_ones(here.who, limit=LOOKED_AT, mine=own)
    )
    known = (here.records.clients.get(mail.client_id) for mail in mails if mail.client_id is not None)
    names = dict.fromkeys(client.name for client in known if client is not None)
    return ", ".join(escape(name, 60) for name in list(names)[:NAMED])


def _invitations(here: Surroundings, found: Counters, own: bool) -> str:
    """`Maël Kervran est à appeler, après trois relances`, or how many are."""
    words, n = here.words, found.to_call
    if n > 1:
        said = words.ngettext("{n} to call after the chases", "{n} to call after the chases", n)
        return said.format(n=words.number(n))
    wanted = InvitationFilter(InvitationList.TO_CALL, mine=own, limit=1)
    (invitation,), _ = here.records.invitations.find(here.who, wanted)
    contact = here.records.contacts.get(invitation.contact_id)
    said = words.gettext("{contact} is to be called, after the chases")
    return said.format(contact=escape(contact.name, 60)) if contact else ""


def _incomplete(here: Surroundings, found: Counters, own: bool) -> str:
    """`3 sans e-mail ni mobile de dirigeant, 2 sans code APE`; a client alone by its name."""
    if found.incomplete == 1:
        wanted = ClientFilter(mine=own, states=(ClientState.ACTIVE,), only=Only.INCOMPLETE, limit=1)
        clients, _ = here.records.clients.find(here.who, wanted)
        about = facts_of(here.records, clients[0], here.words, here.now)
        return f"{escape(clients[0].name, 80)}, {about.gap_sentence()}"
    labels = _gap_labels(here.words)
    most_first = sorted(found.gaps.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{here.words.number(n)} {labels[gap]}" for gap, n in most_first)


def _gap_labels(words: Words) -> dict[Gap, str]:
    return {
        Gap.MANAGER: words.gettext("no manager"),
        Gap.DIRECTOR: words.gettext("no director with an e-mail or a mobile"),
        Gap.APE: words.gettext("no APE code"),
        Gap.FIELD: words.gettext("a required field empty"),
        Gap.URSSAF: words.gettext("no Urssaf account"),
    }
