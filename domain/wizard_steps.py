"""The checks of the wizard's four steps: a step that passes gives back the form with its values made clean.

What the firm already holds (who follows that company, who has that address) is given by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from domain.activities import read_ape
from domain.addresses import domain_of, likely_domain, read_email, read_phone, read_postal_code
from domain.clients import Access, Address, Client, Company, Kind, Service, imagined
from domain.contacts import Contact
from domain.custom_fields import CustomField, read_values
from domain.default_contact import first_marked
from domain.firm import Firm
from domain.form_errors import Errors
from domain.identifiers import (
    AccountIsAnotherNumber,
    is_usual_urssaf_account,
    read_amount,
    read_siren_or_siret,
    read_urssaf_account,
)
from domain.nir import MASK, may_hold_nir, nir_for, without_nirs
from domain.people import Collaborator
from domain.refusals import AlreadyFollowed, AlreadyFollowedUnseen, CodeTaken, FormRefused, Missing, Refusal
from domain.rights import may_see
from domain.text import person_name, read_optional, read_required
from domain.wizard import (
    AuthorWouldLoseSight,
    BouncedBefore,
    CeasedCompany,
    ClientForm,
    Hand,
    LikelySlip,
    Person,
    SharedAddress,
    TypedTwice,
    UnusualAccount,
)

CODE_LENGTH = 30
STREET_LENGTH = 200
TOWN_LENGTH = 100
PERSON_LENGTH = 100


@dataclass(frozen=True, slots=True)
class AddressUse:
    """What the firm knows of an e-mail address: its contacts at clients, and when it last refused a letter."""

    contacts: Sequence[Contact] = ()

    @property
    def refused_at(self) -> datetime | None:
        return max((c.email_failed_at for c in self.contacts if c.email_failed_at), default=None)


def company_by_hand(hand: Hand) -> Company:
    """The company that was typed. FormRefused: name, siret, ape, address, postal_code, town."""
    errors = Errors()
    name = street = postal_code = town = ""
    siren = nic = activity = None
    with errors.beside("name"):
        name = read_required(hand.name)
    if not hand.without_siren:
        with errors.beside("siret"):
            if not hand.siret.strip():
                raise Missing
            number = read_siren_or_siret(hand.siret)
            siren, nic = number.siren, number.nic
    with errors.beside("ape"):
        if hand.ape.strip():
            activity = read_ape(hand.ape)
        elif not hand.without_siren:
            raise Missing
    with errors.beside("address"):
        street = read_optional(hand.street, STREET_LENGTH)
    with errors.beside("postal_code"):
        postal_code = read_postal_code(hand.postal_code, hand.country) if hand.postal_code.strip() else ""
    with errors.beside("town"):
        town = read_optional(hand.town, TOWN_LENGTH)
    errors.raise_any()
    ape, sector = (activity.code, activity.section) if activity else (None, None)
    return Company(name, siren, nic, ape, sector, Address(street, postal_code, town, hand.country))


def same_company(who: Collaborator, clients: Sequence[Client]) -> Refusal | None:
    """Why a new file of that SIREN needs a word more: AlreadyFollowed names one this person sees.

    AlreadyFollowedUnseen names nothing. None when nobody follows the company.
    """
    seen = next((client for client in clients if may_see(who, client)), None)
    if seen is not None:
        return AlreadyFollowed(seen.id, seen.name, seen.code)
    return AlreadyFollowedUnseen() if clients else None


def company_step(
    form: ClientForm,
    followed: Refusal | None,
    taken: CodeTaken | None,
    fields: Sequence[CustomField] = (),
    firm: Firm | None = None,
) -> ClientForm:
    """The first step, passed. FormRefused: company, ceased, code, nir, urssaf_account, urssaf_amount, custom12.

    `followed` is the answer of `same_company`, `taken` says that the code is given to another client, `fields` are
    the firm's own that are required. Without a `firm` that may hold one, no social security number is kept.
    """
    if form.company is None:
        raise FormRefused({"company": Missing()})
    errors = Errors()
    if followed is not None and not (form.second and isinstance(followed, AlreadyFollowed)):
        errors.refuse("company", followed)
    if form.registry is not None and form.registry.is_ceased and not form.ceased:
        errors.refuse("ceased", CeasedCompany())
    code = ""
    custom: Mapping[int, str] = {}
    with errors.beside("code"):
        code = read_optional(form.code, CODE_LENGTH)
        if taken is not None:
            raise taken
    nir = _nir(form, firm, errors)
    account, amount = urssaf_numbers(form, errors)
    try:
        custom = read_values(fields, form.custom)
    except FormRefused as refused:
        errors.by_field.update(refused.errors)
    errors.raise_any()
    return replace(
        form,
        code=code,
        nir=nir,
        typed_nir="",
        urssaf_account=account,
        last_declaration=amount,
        custom=custom,
    )


def held_nir(form: ClientForm, firm: Firm) -> str:
    """The social security number that was checked; empty without one, or without a ground to hold it."""
    return form.nir if may_hold_nir(form, firm) else ""


def _nir(form: ClientForm, firm: Firm | None, errors: Errors) -> str:
    """The number typed, else the one held."""
    if firm is None:
        return ""
    if form.typed_nir.strip():
        with errors.beside("nir"):
            return nir_for(form, firm, form.typed_nir)
    return held_nir(form, firm)


def urssaf_numbers(form: ClientForm, errors: Errors) -> tuple[str, str]:
    """The account and the amount of the last declaration, made clean; empty where they are not asked for."""
    account = amount = ""
    company = form.company or Company("")
    if asks_account(form) and form.urssaf_account.strip():
        with errors.beside("urssaf_account"):
            if MASK in without_nirs(form.urssaf_account):
                raise AccountIsAnotherNumber("nir")
            account = read_urssaf_account(form.urssaf_account, siren=company.siren, siret=company.siret)
            if not is_usual_urssaf_account(account) and f"account:{account}" not in form.warned:
                raise UnusualAccount(account)
    if asks_amount(form) and form.last_declaration.strip():
        with errors.beside("urssaf_amount"):
            amount = str(read_amount(form.last_declaration))
    return account, amount


def asks_account(form: ClientForm) -> bool:
    """Whether Urssaf's account number has its field: the service is ticked, and the client pays some."""
    return Service.URSSAF in form.services and form.kind is not Kind.OTHER


def asks_amount(form: ClientForm) -> bool:
    return Service.URSSAF in form.services and form.kind is Kind.EMPLOYER


def assignment_step(form: ClientForm, author: Collaborator, *, manager_required: bool) -> ClientForm:
    """The second step, passed. FormRefused: manager, access, people."""
    errors = Errors()
    if manager_required and form.manager_id is None:
        errors.refuse("manager", Missing())
    if not would_see(author, form.manager_id, form.portfolio_id, form.access, form.chosen):
        errors.refuse("people" if form.access is Access.CHOSEN else "access", AuthorWouldLoseSight())
    errors.raise_any()
    return form


@lru_cache(maxsize=128)
def would_see(
    who: Collaborator, manager_id: int | None, portfolio_id: int | None, access: Access, chosen: frozenset[int]
) -> bool:
    """Whether this person would see a client so assigned. Remembered: the rows of a sheet mostly say the same."""
    client = imagined(Company(""), who.firm_id, who.id).assigned(manager_id, portfolio_id, access, chosen)
    return may_see(who, client)


def contact_step(form: ClientForm, uses: Mapping[str, AddressUse]) -> ClientForm:
    """The third step, passed: the person whose fields are shown is among the contacts, or none was typed.

    FormRefused: last_name, first_name, email, phone. `uses` tells what the firm knows of the addresses typed.
    """
    person, others = form.person, len(form.people) - (form.at < len(form.people))
    nobody = not person.by_email and not person.from_registry
    if person.is_untouched and (others or nobody):
        kept = form.without_person(form.at) if form.at < len(form.people) else form
        return _with_defaults(kept)
    return _with_defaults(form.with_person(checked_person(form, person, uses)))


def checked_person(form: ClientForm, person: Person, uses: Mapping[str, AddressUse]) -> Person:
    """That person, with values made clean. FormRefused: first_name, last_name, email, phone."""
    errors = Errors()
    first_name = last_name = ""
    email = phone = ""
    with errors.beside("first_name"):
        first_name = person_name(read_optional(person.first_name, PERSON_LENGTH))
    with errors.beside("last_name"):
        last_name = person_name(read_optional(person.last_name, PERSON_LENGTH))
        if not last_name and not first_name:
            raise Missing
    with errors.beside("email"):
        if person.email.strip() or person.by_email:
            email = _address(form, person, uses)
    with errors.beside("phone"):
        if person.phone.strip():
            country = form.company.address.country if form.company else "FR"
            phone = read_phone(person.phone, country)
    errors.raise_any()
    return replace(person, first_name=first_name, last_name=last_name, email=email, phone=phone)


def checked_email(form: ClientForm, person: Person, uses: Mapping[str, AddressUse]) -> str:
    """The address of that person alone, made clean. FormRefused: email."""
    errors = Errors()
    email = ""
    with errors.beside("email"):
        email = _address(form, person, uses)
    errors.raise_any()
    return email


def warned_of(form: ClientForm, refused: FormRefused) -> ClientForm:
    """The form that remembers which warnings were given, so that insisting is enough."""
    given = set(form.warned)
    for error in refused.errors.values():
        match error:
            case UnusualAccount(account=account):
                given.add(f"account:{account}")
            case LikelySlip(domain=domain):
                given.add(f"domain:{domain}")
            case BouncedBefore(address=address):
                given.add(f"bounced:{address}")
            case _:
                pass
    return replace(form, warned=frozenset(given))


def _address(form: ClientForm, person: Person, uses: Mapping[str, AddressUse]) -> str:
    email = read_email(person.email)
    _check_use(form, person, email, uses.get(email, AddressUse()))
    return email


def _check_use(form: ClientForm, person: Person, email: str, use: AddressUse) -> None:
    twin = next((p for i, p in enumerate(form.people) if i != form.at and p.email == email), None)
    if twin is not None:
        raise TypedTwice(twin.name)
    if use.refused_at is not None and f"bounced:{email}" not in form.warned:
        raise BouncedBefore(email, use.refused_at.date())
    if use.contacts and not person.shares:
        raise SharedAddress
    meant = likely_domain(email)
    if meant is not None and f"domain:{domain_of(email)}" not in form.warned:
        raise LikelySlip(domain_of(email), meant)


def _with_defaults(form: ClientForm) -> ClientForm:
    """The first contact is the default one and receives the invoices, unless somebody else was chosen."""
    return replace(form, people=first_marked(form.people), at=min(form.at, len(form.people)))
