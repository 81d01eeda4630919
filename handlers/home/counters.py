"""« À traiter »: the counters of the Home, for the clients that the reader sees."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.books import ClientFilter, InvitationFilter, Records
from domain.completeness import Gap
from domain.incidents import IncidentFilter, IncidentKind, IncidentScope
from domain.invitations import InvitationList
from domain.people import Collaborator, Role
from handlers import blocks
from handlers.blocks import Block
from handlers.words import Words, capitalised


@dataclass(frozen=True)
class Counters:
    """How many of each wait for a person."""

    incidents: int
    without_client: int
    unread: int
    invitations: int
    to_call: int
    gaps: Mapping[Gap, int]
    """What the clients to complete lack first, and how many lack it."""
    assigned: int
    """Mails that wait for this very person."""

    @property
    def incomplete(self) -> int:
        return sum(self.gaps.values())

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
    return Counters(
        incidents=sum(incidents.values()),
        without_client=incidents.get(IncidentKind.MAIL, 0),
        unread=records.messages.unread(who, mine=own),
        invitations=invitations[InvitationList.WAITING],
        to_call=invitations[InvitationList.TO_CALL],
        gaps=records.clients.count_gaps(who, mine=own),
        assigned=records.messages.assigned(who),
    )


def counter_blocks(found: Counters, words: Words, details: Mapping[str, str], *, own: bool) -> list[Block]:
    """A line for each counter that is not zero, with its detail; the others share one grey sentence."""
    if found.are_zero and not found.assigned:
        return [blocks.section(words.gettext("Nothing to handle. Have a good day."))]
    lines = [
        (
            found.incidents,
            "incidents",
            words.ngettext("incident to handle", "incidents to handle", found.incidents),
            words.gettext("no incident"),
        ),
        (
            found.assigned,
            "assigned",
            words.ngettext("message is assigned to you", "messages are assigned to you", found.assigned),
            "",
        ),
        (
            found.unread,
            "mail",
            words.ngettext("unread message", "unread messages", found.unread),
            words.gettext("no unread message"),
        ),
        (
            found.invitations,
            "invitations",
            words.ngettext("invitation waiting", "invitations waiting", found.invitations),
            words.gettext("no invitation waiting"),
        ),
        (
            found.incomplete,
            "incomplete",
            words.ngettext("client to complete", "clients to complete", found.incomplete),
            words.gettext("no client to complete"),
        ),
    ]
    shown = [_line(n, name, label, details.get(name, ""), words) for n, name, label, _ in lines if n]
    nothing = [none for n, _, _, none in lines if none and not n]
    if nothing:
        # « Aucun dossier à compléter » says already which clients are meant.
        shown.append(blocks.context(_nothing_else(nothing, words, own=own and found.incomplete > 0)))
    return shown


def _nothing_else(nothing: list[str], words: Words, *, own: bool) -> str:
    """`Aucun incident sur vos dossiers.`, `Rien d’autre : aucun incident, aucun courrier non lu.`"""
    if len(nothing) == 1:
        alone = capitalised(nothing[0])
        return words.gettext("{nothing} on your clients.").format(nothing=alone) if own else f"{alone}."
    listed = ", ".join(nothing)
    if own:
        return words.gettext("Nothing else: {list} on your clients.").format(list=listed)
    return words.gettext("Nothing else: {list}.").format(list=listed)


def _line(n: int, name: str, label: str, detail: str, words: Words) -> Block:
    more = blocks.button(
        words.gettext("See more"),
        f"home.more.{name}",
        name,
        accessibility=words.gettext("See more: {what}").format(what=label),
    )
    text = f"*{words.number(n)}* {label}" + (f"\n{detail}" if detail else "")
    return blocks.section(text, accessory=more, block_id=f"more.{name}")
