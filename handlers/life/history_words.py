"""Each act of the history as a sentence; the names in it are plain text, to be escaped where it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from domain.acts import Act
from domain.books import Records
from domain.clients import ClientState, Communication, FeeType, Kind, Service
from domain.contacts import ContactRole
from domain.custom_fields import CustomField, form_name
from domain.history import By, HistoryLine
from domain.identifiers import masked_account
from domain.life import EndReason
from domain.requests import RedoReason
from handlers.clients.labels import (
    communication_label,
    end_label,
    fee_label,
    kind_label,
    role_label,
    sector_label,
    service_label,
)
from handlers.custom_fields.labels import value_label
from handlers.documents.labels import redo_label
from handlers.words import Words

NOTHING = "–"


@dataclass(frozen=True)
class Told:
    """A line of history, and the books where its names are found."""

    records: Records
    line: HistoryLine
    words: Words
    now: datetime

    @cached_property
    def who(self) -> str:
        """Whoever did it, by name."""
        match self.line.by:
            case By.COLLABORATOR:
                person = self.records.people.get(self.line.by_id)
                return person.name if person else self.words.gettext("somebody of the firm")
            case By.CONTACT:
                return self.contact(self.line.by_id) or self.words.gettext("a contact")
            case By.GUICHET:
                return "Guichet"

    @property
    def sentence(self) -> str:
        tell = SENTENCES.get(self.line.act)
        return tell(self) if tell else self.words.gettext("change")

    @property
    def differences(self) -> list[str]:
        """`Code dossier : 0412 → 0413`, for the fields that people know by name."""
        before, after = self.line.before, self.line.after
        labels, found = self.labels, []
        for name in dict.fromkeys([*before, *after]):
            if name not in labels:
                continue
            was, becomes = self.shown(name, before.get(name)), self.shown(name, after.get(name))
            if was != becomes:
                found.append(
                    self.words.gettext("{field}: {before} → {after}").format(
                        field=labels[name], before=was or NOTHING, after=becomes or NOTHING
                    )
                )
        return found

    @property
    def labels(self) -> Mapping[str, str]:
        """The fields whose values are told, by their names in the history."""
        return {**field_labels(self.words), **{name: field.label for name, field in self._custom_fields.items()}}

    @cached_property
    def _custom_fields(self) -> Mapping[str, CustomField]:
        """The firm's own fields, those removed lately too, by their names in the history."""
        known = self.records.custom_fields
        return {form_name(field): field for field in (*known.removed(self.now), *known.current())}

    def contact(self, contact_id: object) -> str:
        contact = self.records.contacts.get(contact_id) if isinstance(contact_id, int) else None
        return contact.name if contact else ""

    @property
    def subject_contact(self) -> str:
        return self.contact(self.line.subject_id) or self.words.gettext("a contact")

    @property
    def invited(self) -> str:
        """The contact of the invitation that the line is about."""
        invitation = self.records.invitations.get(self.line.subject_id) if self.line.subject_id else None
        return self.contact(invitation.contact_id if invitation else None) or self.words.gettext("a contact")

    @property
    def message(self) -> str:
        """The subject of the mail that the line is about."""
        message = self.records.messages.get(self.line.subject_id) if self.line.subject_id else None
        return (message.subject if message else "") or self.words.gettext("(no subject)")

    @property
    def merger_undone(self) -> str:
        """The client file that is back says no more; the one that was kept names what was changed since."""
        match self.line.after.get("newer"):
            case None:
                return self.words.gettext("client file back: its merger was undone")
            case [*names] if names:
                fields = ", ".join(label for name, label in self.labels.items() if name in names)
                sentence = self.words.gettext("merger undone; changed since, and kept so: {fields}")
                return sentence.format(fields=fields or NOTHING)
            case _:
                return self.words.gettext("merger undone")

    def after(self, name: str) -> str:
        return self.shown(name, self.line.after.get(name))

    def people(self, ids: Sequence[object]) -> str:
        named = [self.records.people.get(one) for one in ids if isinstance(one, int)]
        return ", ".join(person.name for person in named if person)

    def shown(self, name: str, value: object) -> str:
        """That value of that field, as people read it; empty for nothing."""
        words = self.words
        match name, value:
            case _, None | "" | []:
                return ""
            case "manager", int(person_id):
                person = self.records.people.get(person_id)
                return person.name if person else ""
            case "portfolio", int(portfolio_id):
                return next((p.name for p in self.records.people.portfolios() if p.id == portfolio_id), "")
            case "access", str(access):
                return _access(words).get(access, access)
            case "chosen", list(people):
                return self.people(people)
            case "state", str(state):
                return _states(words).get(state, "")
            case "reason", str(reason):
                return _reasons(words).get(reason, reason)
            case "kind", str(kind):
                # A message has a kind too, which tells people nothing.
                return kind_label(Kind(kind), words) if kind in {known.value for known in Kind} else ""
            case "sector", str(section):
                return sector_label(section, words)
            case "role", str(role) if role in {known.value for known in ContactRole}:
                return role_label(ContactRole(role), words)
            case "services", list(services):
                return ", ".join(service_label(s, words) for s in Service if s.value in services)
            case "mails", list(mails):
                return ", ".join(communication_label(m, words)[0] for m in Communication if m.value in mails)
            case "currency" | "fee_type", "firm":
                return words.gettext("the firm’s")
            case "fee_type", str(fee) if fee in {known.value for known in FeeType}:
                return fee_label(FeeType(fee), words)
            case str(custom), str(written) if custom in self._custom_fields:
                return value_label(self._custom_fields[custom], written, words)
            case "country", str(code):
                return words.country(code)
            case "urssaf_account", str(account):
                return masked_account(account)
            case "siren" | "siret", str(number):
                return words.siren(number)
            case _, list(values):
                return ", ".join(map(str, values))
            case _:
                return str(value)


Tell = Callable[[Told], str]


def field_labels(words: Words) -> Mapping[str, str]:
    """The fields whose values the history shows, as people call them."""
    return {
        "name": words.gettext("Company name"),
        "code": words.gettext("Client code"),
        "siren": "SIREN",
        "siret": "SIRET",
        "ape": words.gettext("APE code"),
        "sector": words.gettext("Sector"),
        "street": words.gettext("Address"),
        "address": words.gettext("Address"),
        "postal_code": words.gettext("Postal code"),
        "town": words.gettext("Town"),
        "country": words.gettext("Country"),
        "kind": words.gettext("Status"),
        "services": words.gettext("Online services"),
        "urssaf_account": words.gettext("Urssaf account"),
        "urssaf_amount": words.gettext("Amount of last declaration"),
        "currency": words.gettext("Currency"),
        "fee_type": words.gettext("Default fee type"),
        "mails": words.gettext("E-mails received"),
        "site": words.gettext("Establishment"),
        "first_name": words.gettext("First name"),
        "last_name": words.gettext("Last name"),
        "role": words.gettext("Role"),
        "manager": words.gettext("Manager"),
        "portfolio": words.gettext("Portfolio"),
        "access": words.gettext("Who sees this client"),
        "chosen": words.gettext("Collaborators"),
        "email": words.gettext("E-mail"),
        "phone": words.gettext("Phone"),
        "reason": words.gettext("Reason"),
        "words": words.gettext("What the client reads"),
        "from": words.gettext("Merged client"),
        "nir": words.gettext("Social security number"),
    }


def _access(words: Words) -> Mapping[str, str]:
    return {
        "portfolio": words.gettext("everyone in the portfolio"),
        "everyone": words.gettext("the whole firm"),
        "chosen": words.gettext("chosen collaborators"),
    }


def _states(words: Words) -> Mapping[str, str]:
    return {
        ClientState.ACTIVE.value: words.gettext("Active"),
        ClientState.INACTIVE.value: words.gettext("Inactive"),
        ClientState.TERMINATED.value: words.gettext("Terminated"),
    }


def _reasons(words: Words) -> Mapping[str, str]:
    """Why a client was ended, and why a document was sent back."""
    sent_back = {reason.value: redo_label(reason, words) for reason in RedoReason}
    return sent_back | {reason.value: end_label(reason, words) for reason in EndReason}


def _plain(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words)


def _of_contact(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(contact=told.subject_contact)


def _of_invited(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(contact=told.invited)


def _of_message(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(subject=told.message)


def _of_document(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(document=told.after("document") or NOTHING)


SENTENCES: dict[Act, Tell] = {
    Act.CLIENT_CREATED: _plain(lambda w: w.gettext("client file created")),
    Act.CLIENT_COMPLETED: _plain(lambda w: w.gettext("client file completed from the registry")),
    Act.CLIENT_EDITED: _plain(lambda w: w.gettext("client file edited")),
    Act.CLIENT_ASSIGNED: _plain(lambda w: w.gettext("client assigned")),
    Act.CLIENT_CHANNEL: _plain(lambda w: w.gettext("channel of the client changed")),
    Act.ACCESS_REFUSED: _plain(lambda w: w.gettext("asked for this client without the right to see it")),
    Act.CLIENT_READY: _plain(lambda w: w.gettext("flash report ready")),
    Act.CLIENT_DEACTIVATED: _plain(lambda w: w.gettext("client deactivated")),
    Act.CLIENT_REACTIVATED: _plain(lambda w: w.gettext("client reactivated")),
    Act.CLIENT_TERMINATED: _plain(lambda w: w.gettext("client terminated")),
    Act.CLIENT_MERGED: _plain(lambda w: w.gettext("another client file merged here")),
    Act.CLIENT_MERGER_UNDONE: lambda told: told.merger_undone,
    Act.CLIENT_EXPORTED: _plain(lambda w: w.gettext("export asked for")),
    Act.CLIENT_ERASURE_ASKED: _plain(lambda w: w.gettext("erasure asked for")),
    Act.CLIENT_RESTORED: _plain(lambda w: w.gettext("client restored")),
    Act.CONTACT_ADDED: _of_contact(lambda w: w.gettext("contact added: {contact}")),
    Act.CONTACT_DEFAULT: _of_contact(lambda w: w.gettext("default contact: {contact}")),
    Act.CONTACT_BILLING: _of_contact(lambda w: w.gettext("receives invoices: {contact}")),
    Act.CONTACT_EDITED: _of_contact(lambda w: w.gettext("contact edited: {contact}")),
    Act.CONTACT_REMOVED: _of_contact(lambda w: w.gettext("contact removed: {contact}")),
    Act.NIR_KEPT: _plain(lambda w: w.gettext("social security number written down")),
    Act.NIR_MERGED: _plain(lambda w: w.gettext("one social security number of two kept")),
    Act.NIR_SHOWN: _plain(lambda w: w.gettext("social security number shown")),
    Act.NIR_ERASED: _plain(lambda w: w.gettext("social security number erased")),
    Act.NOTE_ADDED: _plain(lambda w: w.gettext("note written")),
    Act.NOTE_EDITED: _plain(lambda w: w.gettext("note edited")),
    Act.NOTE_REMOVED: _plain(lambda w: w.gettext("note deleted")),
    Act.NOTE_PINNED: _plain(lambda w: w.gettext("note pinned")),
    Act.NOTE_UNPINNED: _plain(lambda w: w.gettext("note unpinned")),
    Act.CONTACT_EMAIL_CHANGED: _of_contact(lambda w: w.gettext("address corrected: {contact}")),
    Act.CONTACT_TOLD_OF_CLIENT: _of_contact(lambda w: w.gettext("told of this further client file: {contact}")),
    Act.INVITATION_PREPARED: _of_invited(lambda w: w.gettext("invitation prepared for {contact}")),
    Act.INVITATION_QUEUED: _of_invited(lambda w: w.gettext("invitation about to leave for {contact}")),
    Act.INVITATION_SENT: _of_invited(lambda w: w.gettext("invitation sent to {contact}")),
    Act.INVITATION_ACCEPTED: _of_invited(lambda w: w.gettext("invitation accepted, space open: {contact}")),
    Act.INVITATION_BOUNCED: _of_invited(lambda w: w.gettext("address refused: {contact}")),
    Act.INVITATION_EXPIRED: _of_invited(lambda w: w.gettext("invitation expired: {contact}")),
    Act.INVITATION_RENEWED: _of_invited(lambda w: w.gettext("new link asked for by {contact}")),
    Act.INVITATION_RESTARTED: _of_invited(lambda w: w.gettext("invitation sent again to {contact}")),
    Act.INVITATION_REVOKED: _of_invited(lambda w: w.gettext("invitation withdrawn: {contact}")),
    Act.INVITATION_CALLED: _of_invited(lambda w: w.gettext("call logged: {contact}")),
    Act.INVITATION_LAST_MESSAGE: _of_invited(lambda w: w.gettext("last message sent to {contact}")),
    Act.INVITATION_GIVEN_UP: _of_invited(lambda w: w.gettext("given up: {contact}")),
    Act.INVITATION_WRONG_PERSON: _of_invited(lambda w: w.gettext("not the right person: {contact}")),
    Act.CHASE_WRITTEN: _of_invited(lambda w: w.gettext("chase written to {contact}")),
    Act.CHASE_BY_HAND: _of_invited(lambda w: w.gettext("chased by hand: {contact}")),
    Act.CHASE_PAUSED: _of_invited(lambda w: w.gettext("chasing paused: {contact}")),
    Act.CHASE_RESUMED: _of_invited(lambda w: w.gettext("chasing resumed: {contact}")),
    Act.CHASE_STOPPED: _of_invited(lambda w: w.gettext("reminders stopped by {contact}")),
    Act.CHASE_ABSENT: _of_invited(lambda w: w.gettext("automatic reply, absent: {contact}")),
    Act.CHASE_ANSWERED: _of_invited(lambda w: w.gettext("chasing stopped, reply received from {contact}")),
    Act.CHASE_ESCALATED: _of_invited(lambda w: w.gettext("no answer after the chases, a call to make: {contact}")),
    Act.REQUEST_ASKED: _of_document(lambda w: w.gettext("document asked for: {document}")),
    Act.REQUEST_RECEIVED: _of_document(lambda w: w.gettext("document received: {document}")),
    Act.REQUEST_DROPPED: _of_document(lambda w: w.gettext("document no longer asked for: {document}")),
    Act.DOCUMENT_FROM_SLACK: _of_document(lambda w: w.gettext("document filed from Slack: {document}")),
    Act.DOCUMENT_TO_REDO: _of_document(lambda w: w.gettext("document to redo: {document}")),
    Act.DOUBT_ARRIVED: _plain(lambda w: w.gettext("doubtful message: it arrived")),
    Act.DOUBT_RESEND: _plain(lambda w: w.gettext("doubtful message: sent again")),
    Act.DOUBT_GIVE_UP: _plain(lambda w: w.gettext("message that did not leave: given up")),
    Act.MAIL_READ: _of_message(lambda w: w.gettext("message read: {subject}")),
    Act.MAIL_RECEIVED: _of_message(lambda w: w.gettext("message received: {subject}")),
    Act.MAIL_ATTACHED: _of_message(lambda w: w.gettext("message attached here: {subject}")),
    Act.MAIL_ASSIGNED: _of_message(lambda w: w.gettext("message assigned: {subject}")),
    Act.MAIL_HANDLED: _of_message(lambda w: w.gettext("message handled: {subject}")),
    Act.MAIL_REOPENED: _of_message(lambda w: w.gettext("message reopened: {subject}")),
    Act.MAIL_REPLIED: _of_message(lambda w: w.gettext("message answered: {subject}")),
    Act.MAIL_SENDER_IGNORED: _of_message(lambda w: w.gettext("sender ignored: {subject}")),
}
