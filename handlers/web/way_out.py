"""The two ways out of an invitation: no more chases, and "this is not for me". Only their buttons act."""

from dataclasses import replace

from starlette.responses import PlainTextResponse, Response

from domain.acts import Act
from domain.history import By, HistoryLine
from domain.invitations import Invitation, LinkKind, StopReason
from domain.office import Office
from domain.steps import resumed
from domain.text import read_optional
from handlers.tell import contact_stopped_chases, not_the_right_person
from handlers.web.links import Followed, follow
from handlers.web.visit import Visit


def show_stop(visit: Visit) -> Response:
    """Asks, and changes nothing."""
    with visit.office.reading() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.STOP)
    if followed is None:
        return visit.not_found()
    return _stop_page(visit, followed, followed.invitation)


def stop_chases(visit: Visit) -> Response:
    """No more chases for this invitation; from the page, or in one click from a mail program (RFC 8058)."""
    now = visit.office.now()
    with visit.office.records() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.STOP)
        if followed is None:
            return visit.not_found()
        invitation = followed.invitation
        if invitation.is_open and invitation.stopped is not StopReason.ASKED:
            invitation = records.invitations.keep(invitation.stop(StopReason.ASKED, now))
            records.note(_line(visit.office, followed, Act.CHASE_STOPPED))
            contact_stopped_chases(records, followed.client, followed.contact, followed.invitation, now)
    if visit.form.get("List-Unsubscribe") == "One-Click":
        return PlainTextResponse("")
    return _stop_page(visit, followed, invitation)


def resume_chases(visit: Visit) -> Response:
    """The contact changed their mind."""
    with visit.office.records() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.STOP)
        if followed is None:
            return visit.not_found()
        invitation = followed.invitation
        if invitation.is_open and invitation.stopped is StopReason.ASKED and invitation.sent_at:
            going = resumed(invitation, followed.client, visit.firm, visit.office.now())
            invitation = records.invitations.keep(going)
            records.note(_line(visit.office, followed, Act.CHASE_RESUMED))
    return _stop_page(visit, followed, invitation)


def _stop_page(visit: Visit, followed: Followed, invitation: Invitation) -> Response:
    """The question, that it is noted, or that nothing more would leave: as the invitation now stands."""
    visit.speak(followed.contact.language)
    return visit.page(
        "stop.html",
        person=followed.manager,
        client=followed.client,
        stopped=invitation.stopped is StopReason.ASKED,
        over=not invitation.is_open,
    )


def show_not_me(visit: Visit) -> Response:
    """Asks, shows no name, and changes nothing."""
    with visit.office.reading() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.WRONG_PERSON)
    if followed is None:
        return visit.not_found()
    visit.speak(followed.contact.language)
    return visit.page("not_me.html", done=False)


def say_not_me(visit: Visit) -> Response:
    """The invitation is withdrawn, nothing more is written to the address, the firm is told."""
    now = visit.office.now()
    with visit.office.records() as records:
        followed = follow(records, visit.request.path_params["token"], LinkKind.WRONG_PERSON)
        if followed is None:
            return visit.not_found()
        if followed.invitation.is_open:
            hint = read_optional(visit.form.get("who", "")[:200])
            records.invitations.keep(followed.invitation.stop(StopReason.WRONG_PERSON, now).revoke())
            records.invitations.close_links(followed.invitation.id, now)
            records.outbox.withdraw(f"contact:{followed.contact.id}")
            records.contacts.keep(replace(followed.contact, disowned_at=now))
            records.note(_line(visit.office, followed, Act.INVITATION_WRONG_PERSON))
            not_the_right_person(records, followed.client, followed.contact, hint, now)
    visit.speak(followed.contact.language)
    return visit.page("not_me.html", done=True)


def _line(office: Office, followed: Followed, act: Act) -> HistoryLine:
    return HistoryLine(
        at=office.now(),
        act=act,
        by=By.CONTACT,
        by_id=followed.contact.id,
        client_id=followed.client.id,
        subject_id=followed.invitation.id,
    )
