"""Opening a client: from a form that passed its four steps to what the firm keeps, and to what leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.acts import Act
from domain.calendar import Calendar
from domain.chasing import Cadence
from domain.clients import Access, Client, NewClient
from domain.contacts import Account, Contact, NewContact
from domain.custom_fields import CustomField
from domain.firm import Firm
from domain.history import HistoryLine
from domain.invitations import Invitation, InvitationState
from domain.people import Collaborator, Role
from domain.refusals import CodeTaken, FormRefused, Missing, Refusal, RoleTooLow
from domain.reserved import Reserved
from domain.steps import calendar_at
from domain.wizard import ClientForm, Person, Sending
from domain.wizard_steps import AddressUse, assignment_step, checked_person, company_step

FRENCH_SPEAKING = frozenset(
    {"FR", "MC", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "BE", "LU", "CH"}
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves for the contacts once the client is kept.

    `at` is None when nothing does. `invitations` open a space, `notices` tell of one more file in a space that is
    open already. `chases` are the instants of the reminders if nobody answers.
    """

    at: datetime | None
    scheduled: bool
    invitations: int
    notices: int
    chases: tuple[datetime, ...]
    waits_for_reading: bool

    @property
    def is_nothing(self) -> bool:
        return self.at is None or not (self.invitations or self.notices)


class FirstLetter(StrEnum):
    """What a contact receives when their client is opened."""

    INVITATION = "invitation"
    FURTHER_CLIENT = "further_client"
    NONE = "none"


def may_open(who: Collaborator, firm: Firm) -> Collaborator:
    """This person, who may open a client; RoleTooLow when the firm leaves it to managers."""
    if who.role is Role.COLLABORATOR and not firm.collaborators_create:
        raise RoleTooLow(Reserved.CLIENT_CREATE)
    return who


def calendar_for(form: ClientForm, firm: Firm) -> Calendar:
    """The firm's zone and closing days, with the public holidays where the company is."""
    return calendar_at(form.company.address if form.company else None, firm)


def sending_at(sending: Sending | None, calendar: Calendar, now: datetime) -> datetime | None:
    """When the first letters may leave; None when somebody will say so later."""
    match sending:
        case Sending.NOW | None:
            return now
        case Sending.MORNING:
            return calendar.next_working_morning(now)
        case Sending.LATER:
            return None


def first_letter(person: Person, account: Account | None) -> FirstLetter:
    """One login, several files: whoever joins the account of their address is not invited to open another.

    An account left from a file that ended is joined by nobody unasked: its invitation asks for its password.
    """
    if not person.by_email or not person.email:
        return FirstLetter.NONE
    return FirstLetter.FURTHER_CLIENT if account is not None and person.shares else FirstLetter.INVITATION


def leaving(form: ClientForm, firm: Firm, accounts: Mapping[str, Account], now: datetime) -> Leaving:
    """What the summary announces. `accounts` are those of the addresses typed."""
    calendar = calendar_for(form, firm)
    letters = [first_letter(person, accounts.get(person.email)) for person in form.people]
    at = sending_at(form.sending, calendar, now)
    invitations = letters.count(FirstLetter.INVITATION)
    cadence = Cadence(calendar, firm.chase_days, firm.chase_hour)
    return Leaving(
        at=at,
        scheduled=form.sending is Sending.MORNING,
        invitations=invitations,
        notices=letters.count(FirstLetter.FURTHER_CLIENT),
        chases=cadence.moments(at) if at is not None and invitations else (),
        waits_for_reading=firm.invitation_read_at is None,
    )


def open_client(
    form: ClientForm,
    *,
    by: Collaborator,
    firm: Firm,
    deposit: str,
    followed: Refusal | None,
    taken: CodeTaken | None,
    uses: Mapping[str, AddressUse],
    fields: Sequence[CustomField] = (),
) -> tuple[NewClient, Sequence[tuple[Person, NewContact]]]:
    """The client and its contacts, every step checked again. FormRefused, as the steps say; RoleTooLow.

    Its social security number, kept apart, is that of `held_nir`.
    """
    may_open(by, firm)
    company = form.company
    if company is None:
        raise FormRefused({"company": Missing()})
    form = company_step(form, followed, taken, fields, firm)
    form = assignment_step(form, by, manager_required=firm.manager_required)
    people = [checked_person(replace(form, at=place), person, uses) for place, person in enumerate(form.people)]
    client = NewClient(
        company=company,
        deposit=deposit,
        code=form.code or None,
        kind=form.kind,
        services=form.services,
        urssaf_account=form.urssaf_account or None,
        last_declaration=Decimal(form.last_declaration) if form.last_declaration else None,
        portfolio_id=form.portfolio_id,
        manager_id=form.manager_id,
        access=form.access,
        chosen=form.chosen if form.access is Access.CHOSEN else frozenset(),
        custom=form.custom,
    )
    language = language_in(company.address.country)
    return client, [(person, new_contact(person, language)) for person in people]


def language_in(country: str) -> str:
    """The language in which contacts in that country, an ISO 3166 code, are written to unless they ask otherwise."""
    return "fr" if country in FRENCH_SPEAKING else "en"


def new_contact(person: Person, language: str) -> NewContact:
    return NewContact(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email or None,
        phone=person.phone or None,
        language=language,
        role=person.role,
        is_default=person.is_default,
        receives_invoices=person.receives_invoices,
    )


def first_invitation(contact: Contact, firm: Firm, now: datetime, number: int = 0) -> Invitation:
    """The invitation of that contact, prepared: queue it for its letter to leave."""
    return Invitation(
        id=number,
        firm_id=contact.firm_id,
        client_id=contact.client_id,
        contact_id=contact.id,
        state=InvitationState.DRAFT,
        created_at=now,
        chase_days=firm.chase_days,
        chase_hour=firm.chase_hour,
    )


def client_created(client_id: int, client: NewClient | Client, by: Collaborator, now: datetime) -> HistoryLine:
    company = client.company
    after = {"name": company.name, "siren": company.siren, "manager": client.manager_id}
    return HistoryLine.by_person(by, Act.CLIENT_CREATED, now, client_id=client_id, after=after)


def contact_added(contact: Contact, by: Collaborator, now: datetime) -> HistoryLine:
    after = {"role": contact.role.value}
    at = contact.client_id
    return HistoryLine.by_person(by, Act.CONTACT_ADDED, now, client_id=at, subject_id=contact.id, after=after)


def invitation_line(act: Act, invitation: Invitation, by: Collaborator, now: datetime) -> HistoryLine:
    """What was done with that invitation, and what it is now."""
    after = {"state": invitation.state.value, "contact": invitation.contact_id}
    at = invitation.client_id
    return HistoryLine.by_person(by, act, now, client_id=at, subject_id=invitation.id, after=after)
