"""Step 2 of the wizard, the assignment; the same fields serve the « Affecter » form."""

from domain.clients import Access
from domain.people import Role
from domain.wizard import ClientForm
from handlers import blocks
from handlers.blocks import OPTIONS_AT_MOST, Block, View, escape
from handlers.clients.scene import COUNTED_AT_MOST, Scene, Surroundings
from handlers.clients.wizard.drafting import ASSIGNMENT
from handlers.clients.wizard.step_views import navigation, step_modal


def assignment_view(scene: Scene, form: ClientForm) -> View:
    words = scene.words
    body = [blocks.context(_company_line(scene, form)), *assignment_fields(scene, form)]
    every = [blocks.button(words.gettext("Select all"), "select_all")] if form.access is Access.CHOSEN else []
    return step_modal(scene, ASSIGNMENT, [*body, navigation(scene, *every)], words.gettext("Continue"))


def assignment_fields(scene: Surroundings, form: ClientForm) -> list[Block]:
    """Manager, portfolio, access and, when they are chosen one by one, the people."""
    words = scene.words
    fields = [_manager(scene, form)]
    if form.manager_id is None:
        fields.append(
            blocks.context(words.gettext("Without a manager, chases without an answer go to the administrators."))
        )
    if scene.portfolios:
        fields.append(_portfolio(scene, form))
    elif not scene.records.people.portfolios():
        fields.append(blocks.context(words.gettext("Portfolios group your client files and settle who sees them.")))
    fields.append(_access(scene, form))
    if form.access is Access.CHOSEN:
        fields.append(_people(scene, form))
    return fields


def _company_line(scene: Scene, form: ClientForm) -> str:
    company = form.company
    if company is None:
        return ""
    facts = [scene.words.siren(company.siren) if company.siren else "", escape(company.address.town)]
    return " · ".join([f"*{escape(company.name)}*", *(fact for fact in facts if fact)])


def _manager(scene: Surroundings, form: ClientForm) -> Block:
    words = scene.words
    managers = sorted(scene.managers, key=lambda person: person.id != form.manager_id)[:OPTIONS_AT_MOST]
    options = []
    for person in sorted(managers, key=lambda person: person.name):
        followed = None
        if len(managers) <= COUNTED_AT_MOST:
            n = scene.followed_by(person)
            followed = words.ngettext("{n} client followed", "{n} clients followed", n).format(n=n)
        options.append(blocks.option(person.name, person.slack_id, followed))
    chosen = next((person for person in managers if person.id == form.manager_id), None)
    return blocks.input_(
        f"manager.{form.drawn}",
        words.gettext("Manager"),
        blocks.select("value", options, initial=chosen.slack_id if chosen else None),
        hint=_why(scene, form),
        optional=not scene.records.firm.manager_required,
        dispatch=True,
    )


def _why(scene: Surroundings, form: ClientForm) -> str | None:
    """Why this manager is proposed."""
    words = scene.words
    proposed = scene.proposed_manager(form.portfolio_id)
    if proposed is None or proposed.id != form.manager_id:
        return None
    if proposed.id == scene.who.id and scene.who.role is Role.MANAGER:
        return words.gettext("Proposed: you are creating this client.")
    return words.gettext("Proposed: follows most of the clients of this portfolio.")


def _portfolio(scene: Surroundings, form: ClientForm) -> Block:
    words = scene.words
    options = []
    for portfolio in scene.portfolios[:OPTIONS_AT_MOST]:
        n = scene.seen_in(portfolio.id)
        count = words.ngettext("{n} client file", "{n} client files", n).format(n=words.number(n))
        options.append(blocks.option(portfolio.name, f"p{portfolio.id}", count))
    initial = f"p{form.portfolio_id}" if form.portfolio_id else None
    return blocks.input_(
        "portfolio",
        words.gettext("Portfolio"),
        blocks.select("value", options, initial=initial),
        optional=True,
        dispatch=True,
    )


def _access(scene: Surroundings, form: ClientForm) -> Block:
    words = scene.words
    options = []
    if form.portfolio_id is not None:
        n = scene.members(form.portfolio_id)
        label = words.gettext("Everyone in the portfolio ({n})").format(n=n)
        options.append(blocks.option(label, Access.PORTFOLIO.value))
    everyone = words.gettext("The whole firm ({n})").format(n=len(scene.people))
    options.append(blocks.option(everyone, Access.EVERYONE.value))
    options.append(blocks.option(words.gettext("I choose"), Access.CHOSEN.value))
    # The choices depend on the portfolio, so another portfolio draws the field afresh.
    return blocks.input_(
        f"access.{form.portfolio_id or 0}",
        words.gettext("Who sees this client"),
        blocks.radio_buttons("value", options, initial=form.access.value),
        dispatch=True,
    )


def _people(scene: Surroundings, form: ClientForm) -> Block:
    words = scene.words
    options = [blocks.option(person.name, person.slack_id) for person in scene.people[:OPTIONS_AT_MOST]]
    chosen = [person.slack_id for person in scene.people if person.id in form.chosen]
    # « Tout cocher » ticks them in our own copy: another block is needed for Slack to show it.
    return blocks.input_(
        f"people.{len(form.chosen) == len(scene.people):d}",
        words.gettext("Collaborators"),
        blocks.multi_select("value", options, initial=chosen),
        optional=True,
        dispatch=True,
    )
