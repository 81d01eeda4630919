"""The list of the team: with which role, portfolios and clients each is there; eight a page."""

from domain.books import Records
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import named
from handlers.paging import PAGE, paging
from handlers.team.labels import clients_counted, team_role_label
from handlers.who_can import administering
from handlers.words import Words

CALLBACK = "firm.users"


def users_view_of(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The team, for an administrator. RoleTooLow."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_USERS)
        return users_view(Surroundings(records, who, words, office.now()), page)


def users_view(here: Surroundings, page: int = 1, alone: int | None = None) -> View:
    """A page of the team; `alone` shows one person only."""
    words = here.words
    people = sorted(here.people, key=lambda person: (not person.is_administrator, person.name))
    shown = [p for p in people if p.id == alone] if alone else people[(page - 1) * PAGE : page * PAGE]
    managed = here.records.clients.managed()
    names = {portfolio.id: portfolio.name for portfolio in here.records.people.portfolios()}
    return blocks.modal(
        CALLBACK,
        words.gettext("Users"),
        [
            blocks.actions(
                blocks.typeahead("find", min_length=2, placeholder=words.gettext("Find a person")),
                blocks.button(words.gettext("Add a collaborator"), "user.add", primary=True),
                block_id="tools",
            ),
            *(_row(here, person, names, managed.get(person.id, 0)) for person in shown),
            *(paging(page, len(people), PAGE, words) if alone is None else []),
        ],
        close=words.gettext("Close"),
        metadata={"page": page},
    )


def _row(here: Surroundings, person: Collaborator, names: dict[int, str], managed: int) -> Block:
    words = here.words
    facts = [team_role_label(person.role, words)]
    if person.is_administrator:
        facts.append(words.gettext("the whole firm"))
    elif person.portfolios:
        facts.append(escape(", ".join(sorted(names[n] for n in person.portfolios if n in names)), 300))
    if managed:
        facts.append(clients_counted(managed, words))
    acts = [blocks.option(words.gettext("Edit"), f"edit:u{person.id}")]
    if managed:
        acts.append(blocks.option(words.gettext("See their clients"), f"clients:u{person.id}"))
        acts.append(blocks.option(words.gettext("Hand over their clients"), f"hand_over:u{person.id}"))
    acts.append(blocks.option(words.gettext("Deactivate"), f"deactivate:u{person.id}"))
    return blocks.section(
        f"*{escape(person.name)}*\n{' · '.join(facts)}",
        accessory=blocks.overflow("user.more", acts),
        block_id=f"u{person.id}",
    )


def member_of(records: Records, opaque: object) -> Collaborator:
    """The member of the team named by `u3`; NotFound for a leaver as for nobody."""
    person = records.people.get(named(opaque, "u", "person"))
    if person is None or not person.active:
        raise NotFound("person")
    return person
