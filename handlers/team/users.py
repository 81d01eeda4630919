"""« Utilisateurs »: the team looked through, and each of its people edited, relieved of clients, sent away."""

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.text import searchable
from handlers import blocks
from handlers.clients.lists import Shown, list_view
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, page_shown, redraw, show
from handlers.paging import opens_list
from handlers.team.labels import team_role_label
from handlers.team.leaving import leaving_form
from handlers.team.user_form import user_form
from handlers.team.user_list import CALLBACK, member_of, users_view, users_view_of
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()


opens_list(desk, "firm.users", CALLBACK, users_view_of)


@desk.options("find", view=CALLBACK)
def suggest_people(ack: Ack, body: Payload, office: Office, who: Collaborator, words: Words) -> None:
    wanted = searchable(str(body.get("value") or ""))
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_USERS)
        found = [person for person in records.people.active() if wanted in searchable(person.name)]
    ack(options=[blocks.option(p.name, f"u{p.id}", team_role_label(p.role, words)) for p in found[:50]])


@desk.action("find", view=CALLBACK)
def find_person(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_USERS)
        person = member_of(records, chosen)
        view = users_view(Surroundings(records, who, words, office.now()), alone=person.id)
    ack()
    redraw(context, body, view)


@desk.action("user.add")
def add_user(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The empty form, or that of the Slack account that asked to join."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_USERS)
        here = Surroundings(records, who, words, office.now())
        view = user_form(here, slack_id=body["actions"][0].get("value"))
    ack()
    show(context, body, view)


@desk.action("user.more", view=CALLBACK)
def about_user(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ of a person: edit, hand over, deactivate."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    act, _, opaque = str(chosen or "").partition(":")
    page = page_shown(body["view"])
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_USERS)
        here, person = Surroundings(records, who, words, office.now()), member_of(records, opaque)
        match act:
            case "edit":
                view = user_form(here, person, page)
            case "clients":
                view = list_view(here, Shown(scope="all", manager_id=person.id))
            case "hand_over":
                view = leaving_form(here, person, page, stays=True)
            case "deactivate":
                view = leaving_form(here, person, page)
            case _:
                raise NotFound("choice")
    ack()
    show(context, body, view)
