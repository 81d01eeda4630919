"""A contact opens their space. Reading the page changes nothing: mail scanners read it too."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.responses import Response

from domain.acts import Act
from domain.addresses import read_phone
from domain.books import Records
from domain.contacts import Account, Contact
from domain.history import By, HistoryLine
from domain.invitations import InvitationState, LinkKind
from domain.passwords import check_password, hashed, matches
from domain.refusals import FormRefused, Refusal
from domain.signing_in import ExistingPassword, NotTicked
from domain.text import masked_email, read_required
from handlers.explain import beside_its_field
from handlers.letters.account import renewal_letter
from handlers.tell import contact_opened_space
from handlers.web.limits import may_try_password, may_write_to
from handlers.web.links import Followed, follow
from handlers.web.session import open_session
from handlers.web.visit import Visit

RENEWABLE = (InvitationState.QUEUED, InvitationState.SENT, InvitationState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Answer:
    """The form of the page, checked: the contact as confirmed, and the password of a new account if one was chosen."""

    contact: Contact
    password: str | None


def show_invitation(visit: Visit) -> Response:
    """The page behind the button of an invitation."""
    with visit.office.reading() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.OPEN)
        account = _account_of(records, followed.contact) if followed else None
    if followed is None:
        return visit.not_found()
    visit.speak(followed.contact.language)
    if followed.invitation.state is InvitationState.ACCEPTED:
        return visit.go("/sign-in")
    if not followed.opens(visit.office.now()):
        return _expired(visit, followed)
    contact = followed.contact
    typed = {
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "phone": visit.words.phone(contact.phone) if contact.phone else "",
    }
    return _form(visit, followed, account, typed)


def accept_invitation(visit: Visit) -> Response:
    """The box is ticked and the button pressed: the invitation is accepted, once, and the contact signed in.

    A password takes long to compare or to hash: meanwhile nobody waits for the books.
    """
    now, token = visit.office.now(), visit.request.path_params["token"]
    with visit.office.records() as records:
        followed = follow(records, token, LinkKind.OPEN)
        if followed is None:
            return visit.not_found()
        visit.speak(followed.contact.language)
        if followed.invitation.state is InvitationState.ACCEPTED:
            return visit.go("/")
        if not followed.opens(now):
            return _expired(visit, followed)
        account = _account_of(records, followed.contact)
        tries = account.email or "" if account and account.password_hash else None
        allowed = tries is None or may_try_password(records, tries, visit.network, now)
    try:
        answer = _read(visit, followed, account, allowed)
    except FormRefused as refusal:
        return _form(visit, followed, account, visit.form, beside_its_field(refusal, visit.words))
    chosen = hashed(answer.password) if answer.password else None
    with visit.office.records() as records:
        stands = follow(records, token, LinkKind.OPEN)
        if not _is_unchanged(stands, followed) or _account_of(records, followed.contact) != account:
            return visit.go(visit.request.url.path)
        if account is None:
            account = records.accounts.add(answer.contact, chosen, now)
        contact = replace(answer.contact, account_id=account.id)
        records.contacts.keep(contact)
        records.invitations.keep(followed.invitation.accept(now))
        records.invitations.close_links(followed.invitation.id, now)
        records.outbox.withdraw(f"contact:{contact.id}")
        records.note(_line(visit, followed, Act.INVITATION_ACCEPTED, {"name": contact.name}))
        contact_opened_space(records, followed.client, contact, now)
        session = open_session(visit, records, account.id)
    response = visit.go("/")
    session.give_to(response)
    return response


def renew_link(visit: Visit) -> Response:
    """A late link asks for another, to the same address; the page says the same when too many were asked for."""
    now = visit.office.now()
    with visit.office.records() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.OPEN)
        if followed is None or followed.invitation.state not in RENEWABLE or not followed.contact.email:
            return visit.not_found()
        visit.speak(followed.contact.language)
        if may_write_to(records, followed.contact.email, visit.network, now):
            invitation = records.invitations.keep(followed.invitation.renewed(now))
            records.invitations.close_links(invitation.id, now)
            renewal_letter(records, visit.office, invitation, followed.client, followed.contact, followed.manager)
            records.note(_line(visit, followed, Act.INVITATION_RENEWED, {}))
    return visit.page("renewed.html", person=followed.manager, masked=masked_email(followed.contact.email))


def _read(visit: Visit, followed: Followed, account: Account | None, allowed: bool) -> Answer:
    """The form, checked as a whole; FormRefused names each field. `allowed`: a password may be tried once more."""
    errors: dict[str, Refusal] = {}
    form, contact = visit.form, followed.contact
    names = {"first_name": "", "last_name": ""}
    for field in names:
        try:
            names[field] = read_required(form.get(field), at_most=100)
        except Refusal as refusal:
            errors[field] = refusal
    phone = contact.phone
    try:
        phone = read_phone(form["phone"]) if form.get("phone", "").strip() else None
    except Refusal as refusal:
        errors["phone"] = refusal
    password = form.get("password", "") if account or form.get("sign_in") == "password" else None
    if account and account.password_hash:
        if not allowed or not matches(account.password_hash, password or ""):
            errors["password"] = ExistingPassword()
    elif password is not None and account is None:
        try:
            check_password(password, (contact.email or "", *names.values(), visit.firm.name, followed.client.name))
        except Refusal as refusal:
            errors["password"] = refusal
    if form.get("sure") != "yes":
        errors["sure"] = NotTicked()
    if errors:
        raise FormRefused(errors)
    return Answer(
        replace(contact, first_name=names["first_name"], last_name=names["last_name"], phone=phone),
        None if account else password,
    )


def _is_unchanged(stands: Followed | None, followed: Followed) -> bool:
    """Whether it still opens what it opened a moment ago."""
    if stands is None:
        return False
    return (stands.link, stands.invitation, stands.contact) == (followed.link, followed.invitation, followed.contact)


def _account_of(records: Records, contact: Contact) -> Account | None:
    return records.accounts.of_address(contact.email, contact.phone if not contact.email else None)


def _form(
    visit: Visit,
    followed: Followed,
    account: Account | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> Response:
    return visit.page(
        "accept.html",
        422 if errors else 200,
        person=followed.manager,
        contact=followed.contact,
        masked=masked_email(followed.contact.email or ""),
        client=followed.client,
        asks_password=bool(account and account.password_hash),
        chooses=account is None,
        typed={"first_name": "", "last_name": "", "phone": "", "sign_in": "code", "sure": "", **typed},
        errors=errors or {},
    )


def _expired(visit: Visit, followed: Followed) -> Response:
    return visit.page("expired.html", 410, person=followed.manager, renewable=followed.invitation.state in RENEWABLE)


def _line(visit: Visit, followed: Followed, act: Act, after: Mapping[str, object]) -> HistoryLine:
    return HistoryLine(
        at=visit.office.now(),
        act=act,
        by=By.CONTACT,
        by_id=followed.contact.id,
        client_id=followed.client.id,
        subject_id=followed.invitation.id,
        after=after,
    )
