"""« À traiter »: the counters of the Home, for the clients that the reader sees."""

from dataclasses import dataclass

from domain.books import ClientFilter, InvitationFilter, Only, Records
from domain.clients import ClientState
from domain.incidents import IncidentFilter, IncidentKind, IncidentScope
from domain.invitations import InvitationList
from domain.people import Collaborator, Role
from handlers import blocks
from handlers.blocks import Block
from handlers.words import Words


@dataclass(frozen=True)
class Counters:
    """How many of each wait for a person."""

    incidents: int
    without_client: int
    unread: int
    invitations: int
    to_call: int
    incomplete: int

    @property
    def are_zero(self) -> bool:
        return not (self.incidents or self.unread or self.invitations or self.incomplete)


def looks_at_own(records: Records, who: Collaborator) -> bool:
    """Whether the counters are of one's own clients: those of a manager who has some; else all that one sees."""
    if who.role is not Role.MANAGER:
        return False
    return records.clients.find(who, ClientFilter(mine=True, limit=1))[1] > 0


def counters(records: Records, who: Collaborator) -> Counters:
    """What waits for this person, as the lists behind each counter show it."""
    own = looks_at_own(records, who)
    scope = IncidentScope.MINE if own else IncidentScope.ALL
    _, incidents = records.incidents.find(who, IncidentFilter(scope=scope, limit=0))
    _, invitations = records.invitations.find(who, InvitationFilter(mine=own, limit=0))
    to_complete = ClientFilter(mine=own, states=(ClientState.ACTIVE,), only=Only.INCOMPLETE, limit=1)
    _, incomplete = records.clients.find(who, to_complete)
    return Counters(
        incidents=sum(incidents.values()),
        without_client=incidents.get(IncidentKind.MAIL, 0),
        unread=records.messages.unread(who, mine=own),
        invitations=invitations[InvitationList.WAITING],
        to_call=invitations[InvitationList.TO_CALL],
        incomplete=incomplete,
    )


def counter_blocks(found: Counters, words: Words) -> list[Block]:
    """A line for each counter that is not zero; the others share one grey sentence."""
    if found.are_zero:
        return [blocks.section(words.gettext("Nothing to handle. Have a good day."))]
    lines = [
        (
            found.incidents,
            "incidents",
            words.ngettext("incident to handle", "incidents to handle", found.incidents),
            words.ngettext(
                "Of which {n} message without a client", "Of which {n} messages without a client", found.without_client
            ).format(n=found.without_client)
            if found.without_client
            else "",
            words.gettext("no incident"),
        ),
        (
            found.unread,
            "mail",
            words.ngettext("unread message", "unread messages", found.unread),
            "",
            words.gettext("no unread message"),
        ),
        (
            found.invitations,
            "invitations",
            words.ngettext("invitation waiting", "invitations waiting", found.invitations),
            words.ngettext("{n} to call after the chases", "{n} to call after the chases", found.to_call).format(
                n=found.to_call
            )
            if found.to_call
            else "",
            words.gettext("no invitation waiting"),
        ),
        (
            found.incomplete,
            "incomplete",
            words.ngettext("client to complete", "clients to complete", found.incomplete),
            "",
            words.gettext("no client to complete"),
        ),
    ]
    shown = [_line(n, name, label, detail, words) for n, name, label, detail, _ in lines if n]
    nothing = [none for n, *_, none in lines if not n]
    if nothing:
        shown.append(blocks.context(words.gettext("Nothing else: {list}.").format(list=words.listed(nothing))))
    return shown


def _line(n: int, name: str, label: str, detail: str, words: Words) -> Block:
    more = blocks.button(
        words.gettext("See more"),
        f"home.more.{name}",
        name,
        accessibility=words.gettext("See more: {what}").format(what=label),
    )
    text = f"*{words.number(n)}* {label}" + (f"\n{detail}" if detail else "")
    return blocks.section(text, accessory=more, block_id=f"more.{name}")
