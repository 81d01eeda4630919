"""What a screen is drawn from: the open books, the person, the hour and, for the wizard, its draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from domain.books import ClientFilter, Records
from domain.clients import Access, Client, imagined
from domain.contacts import Account
from domain.custom_fields import CustomField
from domain.drafts import Draft
from domain.opening import calendar_for
from domain.people import Collaborator, Portfolio, Role
from domain.refusals import AlreadyFollowed, AlreadyFollowedUnseen, CodeTaken, NotFound, Refusal
from domain.rights import may_see
from domain.text import clean_line
from domain.wizard import ClientForm, Sending
from domain.wizard_steps import AddressUse, same_company
from handlers.clients.guessing import told_followed
from handlers.words import Words

COUNTED_AT_MOST = 25  # managers whose clients are counted: each is one question to the books


@dataclass(frozen=True)
class Surroundings:
    """The open books, the person and the hour; `portfolio_kept` is offered even to those who are not in it."""

    records: Records
    who: Collaborator
    words: Words
    now: datetime
    portfolio_kept: int | None = field(default=None, kw_only=True)

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.records.firm.zone).date()

    @cached_property
    def people(self) -> Sequence[Collaborator]:
        return self.records.people.active()

    @cached_property
    def managers(self) -> Sequence[Collaborator]:
        """Those who may answer for a client; the author always may."""
        return [p for p in self.people if p.role is not Role.COLLABORATOR or p.id == self.who.id]

    @cached_property
    def portfolios(self) -> Sequence[Portfolio]:
        """Those in which this person may put a client."""
        every = self.records.people.portfolios()
        mine = {*self.who.portfolios, self.portfolio_kept}
        return [p for p in every if self.who.is_administrator or p.id in mine]

    @cached_property
    def required_fields(self) -> Sequence[CustomField]:
        """The firm's own fields that every client file must have."""
        return [field for field in self.records.custom_fields.current() if field.required]

    @cached_property
    def is_firm_of_one(self) -> bool:
        """Nothing to assign: the second step is left out."""
        return self.records.people.count() == 1

    def ended(self, siren: str | None) -> Client | None:
        """The client of that SIREN followed last, when it is terminated; for administrators alone."""
        if siren is None or not self.who.is_administrator or self.records.clients.of_siren(siren):
            return None
        kept = (c for c in self.records.clients.terminated_of_siren(siren) if c.erase_at and c.erase_at > self.now)
        return next(kept, None)

    def members(self, portfolio_id: int) -> int:
        return sum(portfolio_id in person.portfolios for person in self.people)

    def followed_by(self, person: Collaborator, portfolio_id: int | None = None) -> int:
        """How many clients that person manages."""
        _, count = self.records.clients.find(person, ClientFilter(mine=True, portfolio_id=portfolio_id, limit=1))
        return count

    def seen_in(self, portfolio_id: int) -> int:
        """How many clients of the portfolio this person sees."""
        _, count = self.records.clients.find(self.who, ClientFilter(portfolio_id=portfolio_id, limit=1))
        return count

    def proposed_manager(self, portfolio_id: int | None) -> Collaborator | None:
        """The author if a manager, else the one with most clients in the portfolio."""
        if self.who.role is Role.MANAGER:
            return self.who
        if portfolio_id is None:
            return None
        members = [p for p in self.managers if portfolio_id in p.portfolios and p.role is Role.MANAGER]
        counted = [(self.followed_by(person, portfolio_id), person) for person in members[:COUNTED_AT_MOST]]
        busiest = max(counted, key=lambda pair: pair[0], default=(0, None))
        return busiest[1] if busiest[0] else None


@dataclass(frozen=True)
class Scene(Surroundings):
    """What a step of the wizard is drawn and checked from, for one draft, in one transaction."""

    draft: Draft

    def same_company(self, form: ClientForm) -> Refusal | None:
        """Who follows that SIREN already, as far as this person may know."""
        siren = form.company.siren if form.company else None
        followed = same_company(self.who, self.records.clients.of_siren(siren)) if siren else None
        if siren and isinstance(followed, AlreadyFollowedUnseen):
            told_followed(self.records, self.who, [siren], self.now)
        return followed

    def seers(self, form: ClientForm) -> int:
        """How many people will see the client, once it is created so."""
        if form.company is None:
            return 0
        new = imagined(form.company, self.records.firm.id, self.who.id)
        client = new.assigned(form.manager_id, form.portfolio_id, form.access, form.chosen)
        return sum(may_see(person, client) for person in self.people)

    def twin(self, form: ClientForm) -> Client | None:
        """The client of the same company that this person sees."""
        followed = self.same_company(form)
        return self.records.clients.get(followed.client_id) if isinstance(followed, AlreadyFollowed) else None

    def code_taken(self, form: ClientForm) -> CodeTaken | None:
        code = clean_line(form.code)
        if not code or self.records.clients.of_code(code) is None:
            return None
        return CodeTaken(code, next_code(self.records.clients.last_code()))

    def uses(self, form: ClientForm) -> dict[str, AddressUse]:
        """What the firm knows of each address typed."""
        typed = {person.email.strip().lower() for person in (*form.people, form.person)} - {""}
        return {email: AddressUse(self.records.contacts.of_email(email)) for email in typed}

    def accounts(self, form: ClientForm) -> dict[str, Account]:
        """Those who have a space already, by address."""
        found = {p.email: self.records.accounts.of_address(email=p.email) for p in form.people if p.email}
        return {email: account for email, account in found.items() if account is not None}

    def with_assignment(self, form: ClientForm) -> ClientForm:
        """The assignment proposed: the author's portfolio, its busiest manager, whoever is in it."""
        if self.is_firm_of_one:
            return replace(form, manager_id=self.who.id, access=Access.EVERYONE)
        mine = [p for p in self.portfolios if p.id in self.who.portfolios]
        portfolio_id = mine[0].id if len(mine) == 1 else None
        access = self.records.firm.default_access
        if access is Access.PORTFOLIO and portfolio_id is None:
            access = Access.EVERYONE
        manager = self.proposed_manager(portfolio_id)
        chosen = frozenset({self.who.id}) if access is Access.CHOSEN else frozenset[int]()
        return replace(
            form,
            manager_id=manager.id if manager else None,
            portfolio_id=portfolio_id,
            access=access,
            chosen=chosen,
        )

    def gone(self, form: ClientForm) -> dict[str, Refusal]:
        """What the assignment names and is no more: a manager who left, a portfolio deleted or no longer one's own."""
        gone: dict[str, Refusal] = {}
        if form.manager_id is not None and form.manager_id not in {person.id for person in self.people}:
            gone["manager"] = NotFound("person")
        if form.portfolio_id is not None and form.portfolio_id not in {each.id for each in self.portfolios}:
            gone["portfolio"] = NotFound("portfolio")
        return gone

    def without_gone(self, form: ClientForm) -> ClientForm:
        """The form, to be assigned anew where it names what is gone."""
        gone = self.gone(form)
        if "manager" in gone:
            form = replace(form, manager_id=None, drawn=form.drawn + 1)
        if "portfolio" in gone:
            access = Access.EVERYONE if form.access is Access.PORTFOLIO else form.access
            form = replace(form, portfolio_id=None, access=access)
        return form

    def with_sending(self, form: ClientForm) -> ClientForm:
        """The sending proposed: now, or the next working morning when the office is closed."""
        if form.sending is not None:
            return form
        closed = calendar_for(form, self.records.firm).proposed_sending(self.now) is not None
        return replace(form, sending=Sending.MORNING if closed else Sending.NOW)


def next_code(last: str | None) -> str | None:
    """`0413` after `0412`; None when the firm's codes are not numbers."""
    if last is None or not (last.isascii() and last.isdigit()):
        return None
    return str(int(last) + 1).zfill(len(last))
