"""What the screens say of a client: its contacts' state, what is to be done now, who sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.books import Records
from domain.clients import Client, ClientState
from domain.completeness import Gap, gaps
from domain.contacts import Contact
from domain.custom_fields import CustomField, lacking
from domain.invitations import Invitation, InvitationState
from domain.life import is_closed
from domain.people import Collaborator
from domain.rights import may_see
from handlers.blocks import escape
from handlers.clients.labels import role_label
from handlers.words import Words


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands: the dot, the word that goes with it on the card, and a list's few words."""

    dot: str
    word: str
    reason: str = ""

    @property
    def in_a_list(self) -> str:
        return self.reason or self.word


@dataclass(frozen=True)
class Facts:
    """One client, read once for one screen; `facts_of` reads it."""

    records: Records
    client: Client
    words: Words
    now: datetime
    contacts: Sequence[Contact]
    invitations: Mapping[int, Invitation]
    """The latest invitation of each contact, by its id."""
    empty_fields: Sequence[CustomField]
    """The firm's required fields in which nothing is written."""

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.records.firm.zone).date()

    @cached_property
    def manager(self) -> Collaborator | None:
        return self.records.people.get(self.client.manager_id)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return gaps(self.client, self.contacts, self.records.firm, self.empty_fields)

    @cached_property
    def seen_by(self) -> int:
        return sum(may_see(person, self.client) for person in self.records.people.active())

    def with_invitation(self, *states: InvitationState) -> list[tuple[Contact, Invitation]]:
        """The contacts whose latest invitation is in one of those states."""
        known = {contact.id: contact for contact in self.contacts}
        pairs = [(known[i.contact_id], i) for i in self.invitations.values() if i.contact_id in known]
        return [(contact, invitation) for contact, invitation in pairs if invitation.state in states]

    @property
    def wrongly_addressed(self) -> list[Contact]:
        """Contacts whose address refused a letter, or is read by somebody else."""
        return [contact for contact in self.contacts if contact.has_wrong_email]

    @property
    def awaited(self) -> list[tuple[Contact, Invitation]]:
        """The contacts whose answer is still waited for, whether or not their link has expired meanwhile."""
        left = self.with_invitation(InvitationState.SENT, InvitationState.EXPIRED)
        return [pair for pair in left if pair[1].is_awaited]

    def day(self, moment: datetime) -> str:
        return self.words.day(moment.astimezone(self.records.firm.zone).date(), self.today)

    def instant(self, moment: datetime) -> str:
        return self.words.instant(moment, self.records.firm.zone, self.now)

    def access_of(self, contact: Contact) -> tuple[str, str]:
        """The dot, and `espace ouvert`, `invitation du 23 novembre`, `sans accès`, `adresse en erreur`."""
        words, invitation = self.words, self.invitations.get(contact.id)
        if contact.has_wrong_email:
            return "🔴", words.gettext("address in error")
        if contact.account_id is not None or (invitation and invitation.state is InvitationState.ACCEPTED):
            return "🟢", words.gettext("space open")
        match invitation.state if invitation else None:
            case InvitationState.SENT if invitation is not None and invitation.sent_at is not None:
                return "🟠", words.gettext("invitation of {day}").format(day=self.day(invitation.sent_at))
            case InvitationState.QUEUED:
                return "🟠", words.gettext("invitation about to leave")
            case InvitationState.DRAFT:
                return "🟠", words.gettext("to invite")
            case InvitationState.EXPIRED:
                return "🟠", words.gettext("invitation expired")
            case _:
                return "⚪", words.gettext("no access")

    def gap_sentence(self) -> str:
        """What is missing, first thing first, for a sentence of Slack; empty for a complete file."""
        return escape(self.missing)

    @property
    def missing(self) -> str:
        """The same as plain text."""
        if Gap.FIELD in self.gaps[:1]:
            return self.words.gettext("field {field} is empty").format(field=self.empty_fields[0].label)
        sentences = {
            Gap.MANAGER: self.words.gettext("no manager"),
            Gap.DIRECTOR: self.words.gettext("no director with an e-mail or a mobile"),
            Gap.APE: self.words.gettext("no APE code"),
            Gap.URSSAF: self.words.gettext("no Urssaf amount")
            if self.client.urssaf_account
            else self.words.gettext("no Urssaf account"),
        }
        return sentences[self.gaps[0]] if self.gaps else ""

    @property
    def gap_subject(self) -> str:
        """The subject of « Modifier » where what is missing first is written; empty when it is elsewhere."""
        subjects = {Gap.APE: "company", Gap.FIELD: "custom", Gap.URSSAF: "services"}
        return subjects.get(self.gaps[0], "") if self.gaps else ""

    def standing(self) -> Standing:
        """What needs a decision first; the one place where a client's dot is chosen.

        An invitation that its chases are after needs none yet.
        """
        words = self.words
        match self.client.state:
            case ClientState.INACTIVE:
                return Standing("⚪", words.gettext("inactive"))
            case ClientState.TERMINATED:
                ended = words.gettext("closed") if is_closed(self.client, self.now) else words.gettext("terminated")
                return Standing("🔴", ended)
        to_handle = words.gettext("to handle")
        if self.wrongly_addressed:
            return Standing("🟠", to_handle, words.gettext("director’s e-mail in error"))
        if any(invitation.escalated_at for _, invitation in self.awaited):
            return Standing("🟠", to_handle, words.gettext("invitation without an answer"))
        if self.gaps:
            return Standing("🟠", words.gettext("to complete"), self._short_gap())
        if self.with_invitation(InvitationState.DRAFT):
            if self.client.ready_to_invite:
                return Standing("🟢", words.gettext("flash report ready"))
            return Standing("⚪", words.gettext("in preparation"))
        return Standing("🟢", words.gettext("active"), words.gettext("up to date"))

    def _short_gap(self) -> str:
        """`à compléter : sans code APE`, in a line of sixty characters."""
        what = self.gap_sentence()
        if self.gaps[0] is Gap.DIRECTOR:
            what = self.words.gettext("no director to reach")
        return self.words.gettext("to complete: {what}").format(what=what)

    def contact_line(self, contact: Contact) -> str:
        return f"{escape(contact.name)}, {role_label(contact.role, self.words)} · {self.access_of(contact)[1]}"


def facts_of(records: Records, client: Client, words: Words, now: datetime) -> Facts:
    (facts,) = facts_of_all(records, [client], words, now)
    return facts


def facts_of_all(records: Records, clients: Sequence[Client], words: Words, now: datetime) -> list[Facts]:
    """The facts of each client, in their order, with as many questions to the books as for one."""
    ids = [client.id for client in clients]
    contacts = records.contacts.of_clients(ids)
    invitations = records.invitations.of_clients(ids)
    required = [field for field in records.custom_fields.current() if field.required]
    values = records.custom_fields.values_of_clients(ids) if required else {}
    return [
        Facts(
            records,
            client,
            words,
            now,
            contacts=contacts.get(client.id, ()),
            invitations={invitation.contact_id: invitation for invitation in invitations.get(client.id, ())},
            empty_fields=lacking(required, values.get(client.id, {})),
        )
        for client in clients
    ]
