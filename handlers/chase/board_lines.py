"""A row of the board: what an invitation has come to, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.acts import Act
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState, StopReason
from domain.rights import may_lead
from handlers import blocks
from handlers.blocks import Element, Option, escape
from handlers.clients.facts import Facts
from handlers.clients.scene import Surroundings
from handlers.words import Words


def menu(acts: Sequence[Option], client: str, name: str, words: Words) -> Element:
    """The ⋮ menu; one act alone is a button, for Slack wants two entries."""
    if len(acts) > 1:
        return blocks.overflow("invitation.more", acts)
    opening = words.gettext("Open {client}").format(client=name)
    return blocks.button(words.gettext("Open"), "client.open", client, accessibility=opening)


@dataclass(frozen=True)
class Line:
    """A row of the board: its dot, what it says, what may be done."""

    here: Surroundings
    facts: Facts
    contact: Contact
    invitation: Invitation

    @property
    def dot(self) -> str:
        invitation = self.invitation
        if invitation.is_misdirected:
            return "🔴"
        if invitation.state is InvitationState.ACCEPTED:
            return "🟢"
        if invitation.stopped is not None or invitation.paused or self._is_away:
            return "⚪"
        return "🟠"

    @property
    def _is_away(self) -> bool:
        until = self.invitation.absent_until
        return until is not None and until >= self.here.today

    @property
    def said(self) -> str:
        """`Relance du 19 novembre · prochaine le 25 novembre`."""
        words, invitation, day = self.here.words, self.invitation, self.facts.day
        if invitation.is_misdirected:
            return self._misdirected()
        if invitation.state is InvitationState.ACCEPTED:
            moment = invitation.accepted_at or invitation.created_at
            return words.gettext("Space open since {day}").format(day=day(moment))
        if invitation.stopped is not None:
            return self._stopped(invitation.stopped)
        if invitation.wants_a_call:
            return self._to_call()
        if invitation.state is InvitationState.EXPIRED:
            moment = invitation.expires_at or invitation.created_at
            return words.gettext("Link expired on {day}").format(day=day(moment))
        if invitation.state is InvitationState.QUEUED:
            if invitation.not_before is not None and invitation.not_before > self.here.now:
                return words.gettext("Leaves {moment}").format(moment=self.facts.instant(invitation.not_before))
            return words.gettext("About to leave")
        if invitation.paused:
            return self._paused()
        return self._chased()

    def _misdirected(self) -> str:
        words, failed = self.here.words, self.contact.email_failed_at
        if self.invitation.stopped is StopReason.WRONG_PERSON or failed is None:
            return words.gettext("Somebody else’s address · no chase will leave")
        return words.gettext("Address refused on {day} · no chase will leave").format(day=self.facts.day(failed))

    def _stopped(self, reason: StopReason) -> str:
        words = self.here.words
        return {
            StopReason.REPLIED: words.gettext("Chases stopped: reply received"),
            StopReason.ASKED: words.gettext("Chases stopped at the contact’s request"),
            StopReason.CALLED: words.gettext("Chases stopped: call logged"),
            StopReason.GIVEN_UP: words.gettext("Given up: nothing more is sent"),
            StopReason.WRONG_PERSON: words.gettext("Somebody else’s address · no chase will leave"),
        }[reason]

    def _to_call(self) -> str:
        words, n, phone = self.here.words, self.invitation.chases, self.contact.phone
        if not n:
            silent = words.gettext("No answer")
        else:
            silent = words.ngettext("{n} chase without an answer", "{n} chases without an answer", n)
        if not phone:
            return f"{silent.format(n=words.number(n))} · {words.gettext('to call, no telephone known')}"
        call = words.gettext("to call on {phone}").format(phone=f"<tel:{phone}|{words.phone(phone)}>")
        return f"{silent.format(n=words.number(n))} · {call}"

    def _paused(self) -> str:
        """`Relances suspendues jusqu’au 7 décembre par Nadia Benali`."""
        words, until, name = self.here.words, self.invitation.paused_until, escape(self._paused_by, 60)
        day = words.day(until, self.here.today) if until else ""
        if day and name:
            return words.gettext("Chasing paused until {day} by {name}").format(day=day, name=name)
        if day:
            return words.gettext("Chasing paused until {day}").format(day=day)
        if name:
            return words.gettext("Chasing paused by {name}").format(name=name)
        return words.gettext("Chasing paused")

    @property
    def _paused_by(self) -> str:
        """Whoever paused it, when nobody has touched it since."""
        decided = self.here.records.invitations.decided(self.invitation)
        return decided.by if decided.act is Act.CHASE_PAUSED else ""

    def _chased(self) -> str:
        words, invitation, day = self.here.words, self.invitation, self.facts.day
        left, chase, next_at = invitation.sent_at or invitation.created_at, invitation.last_chase_at, invitation.next_at
        if self._is_away and invitation.absent_until is not None and next_at is not None:
            return words.gettext("Away until {day} · chasing goes on {next}").format(
                day=words.day(invitation.absent_until, self.here.today), next=day(next_at)
            )
        is_over = invitation.chases >= len(invitation.chase_days)
        if next_at is None:
            return words.gettext("Invitation of {day}").format(day=day(chase or left))
        if is_over and chase is not None:
            return words.gettext("Last chase of {day} · to call from {next} on").format(
                day=day(chase), next=day(next_at)
            )
        if chase is not None:
            return words.gettext("Chase of {day} · the next on {next}").format(day=day(chase), next=day(next_at))
        return words.gettext("Invitation of {day} · chase on {next}").format(day=day(left), next=day(next_at))

    @property
    def acts(self) -> Element:
        words, value = self.here.words, f"i{self.invitation.id}"
        found = [blocks.option(label, f"{act}:{value}") for act, label in self._offered()]
        found.append(blocks.option(words.gettext("Open the client"), f"open:{value}"))
        return menu(found, f"c{self.facts.client.id}", self.facts.client.name, words)

    def _offered(self) -> list[tuple[str, str]]:
        """What this person may do with it, four acts at most."""
        words, invitation = self.here.words, self.invitation
        labels = {
            "fix": words.gettext("Fix the address"),
            "called": words.gettext("Log a call"),
            "last_message": words.gettext("Send a last message"),
            "again": words.gettext("Chase again"),
            "give_up": words.gettext("Give up"),
            "chase": words.gettext("Chase now"),
            "pause": words.gettext("Pause chasing"),
            "resume": words.gettext("Resume chasing"),
            "resend": words.gettext("Resend the invitation"),
            "revoke": words.gettext("Withdraw the invitation"),
        }
        if not may_lead(self.here.who, self.facts.client):
            return []
        return [(act, labels[act]) for act in _acts_on(invitation)]


def _acts_on(invitation: Invitation) -> tuple[str, ...]:
    if invitation.is_misdirected:
        return ("fix",)
    if invitation.state is InvitationState.ACCEPTED:
        return ()
    if invitation.stopped is StopReason.GIVEN_UP:
        return ("again",)
    if invitation.wants_a_call:
        return ("called", "last_message", "again", "give_up")
    match invitation.state:
        case InvitationState.EXPIRED:
            return ("resend", "give_up", "revoke")
        case InvitationState.QUEUED:
            return ("revoke",)
        case _ if invitation.is_chased:
            return ("chase", "pause", "resend", "revoke")
        case _:
            return ("resume", "resend", "revoke")
