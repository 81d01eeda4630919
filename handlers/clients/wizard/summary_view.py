"""Step 4 of the wizard: everything before it is kept, and the truth about what will leave."""

from domain.clients import Access
from domain.identifiers import masked_nir
from domain.opening import Leaving, leaving
from domain.wizard import ClientForm
from domain.wizard_steps import held_nir
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.labels import activity_label, address_line, kind_label, sector_label, service_label
from handlers.clients.scene import Scene
from handlers.clients.wizard.contact_view import person_line
from handlers.clients.wizard.drafting import SUMMARY
from handlers.clients.wizard.step_views import navigation, step_modal
from handlers.custom_fields.labels import value_label
from handlers.words import Words


def summary_view(scene: Scene, form: ClientForm) -> View:
    words = scene.words
    gone = leaving(form, scene.records.firm, scene.accounts(form), scene.now)
    submit = submit_label(gone, words)
    sections = [
        (_company(scene, form), "edit_company", words.gettext("Edit the company")),
        (_assignment(scene, form), "edit_assignment", words.gettext("Edit the assignment")),
        (_contacts(scene, form), "edit_contacts", words.gettext("Edit the contacts")),
    ]
    if scene.is_firm_of_one:
        del sections[1]
    body = [
        blocks.section(
            text,
            accessory=blocks.button(words.gettext("Edit"), action, accessibility=label),
            block_id=action,
        )
        for text, action, label in sections
    ]
    body.append(blocks.section(f"*{words.gettext('What will leave')}*\n{what_leaves(scene, gone)}", block_id="leaves"))
    preview = []
    if gone.invitations:
        preview.append(blocks.button(words.gettext("See the invitation"), "preview_invitation"))
    body.append(navigation(scene, *preview))
    body.append(blocks.context(words.gettext("Nothing is sent before “{submit}”.").format(submit=submit)))
    return step_modal(scene, SUMMARY, body, submit)


def submit_label(gone: Leaving, words: Words) -> str:
    """The truth: « Créer et inviter », « Créer et programmer », « Créer le dossier »."""
    if gone.is_nothing:
        return words.gettext("Create the client")
    return words.gettext("Create and schedule") if gone.scheduled else words.gettext("Create and invite")


def what_leaves(scene: Scene, gone: Leaving) -> str:
    words, zone = scene.words, scene.records.firm.zone
    waiting = gone.invitations or gone.notices
    if not waiting:
        return words.gettext("Nothing: no contact is invited.")
    if gone.at is None:
        return words.gettext("Nothing for now: the client waits in “To invite”.")
    sentences = []
    when = words.gettext("today, as soon as the client is created")
    if gone.scheduled:
        when = words.instant(gone.at, zone, scene.now)
    if gone.invitations:
        n = gone.invitations
        invited = words.ngettext("{n} invitation by e-mail, {when}.", "{n} invitations by e-mail, {when}.", n)
        sentences.append(invited.format(n=n, when=when))
    if gone.notices:
        n = gone.notices
        noticed = words.ngettext(
            "{n} message telling of a new client file in a space that is open already.",
            "{n} messages telling of a new client file in a space that is open already.",
            n,
        )
        sentences.append(noticed.format(n=n))
    if gone.chases:
        days = [words.day(chase.astimezone(zone).date(), scene.today) for chase in gone.chases]
        sentences.append(
            words.gettext("Without an answer, chases on {days} at {hour}.").format(
                days=words.listed(days), hour=words.hour(gone.chases[0], zone)
            )
        )
    if gone.waits_for_reading:
        sentences.append(words.gettext("Will leave as soon as the invitation has been read."))
    return " ".join(sentences)


def _company(scene: Scene, form: ClientForm) -> str:
    words, company = scene.words, form.company
    if company is None:
        return ""
    numbers = words.siren(company.siret or company.siren) if company.siren else words.gettext("No SIREN")
    facts = [numbers, escape(activity_label(company.ape).replace(" · ", " "))]
    if company.sector:
        facts.append(words.gettext("sector: {sector}").format(sector=sector_label(company.sector, words)))
    last = [words.gettext("client code {code}").format(code=escape(form.code))] if form.code else []
    last.append(kind_label(form.kind, words).lower())
    last += [service_label(service, words) for service in sorted(form.services)]
    nir = held_nir(form, scene.records.firm)
    if nir:
        last.append(words.gettext("social security no. {number}").format(number=masked_nir(nir)))
    custom = [
        f"{escape(field.label)}{words.gettext(': ')}{escape(value_label(field, form.custom.get(field.id, ''), words))}"
        for field in scene.required_fields
    ]
    lines = [" · ".join(fact for fact in facts if fact), escape(address_line(company, words), 400), " · ".join(last)]
    lines.append(" · ".join(custom))
    return "\n".join([f"*{escape(company.name)}*", *(line for line in lines if line)])


def _assignment(scene: Scene, form: ClientForm) -> str:
    words = scene.words
    manager = next((person for person in scene.people if person.id == form.manager_id), None)
    portfolio = next((p for p in scene.portfolios if p.id == form.portfolio_id), None)
    named = escape(manager.name) if manager else words.gettext("none")
    lines = [f"*{words.gettext('Assignment')}*", words.gettext("Manager: {name}").format(name=named)]
    if portfolio:
        lines.append(words.gettext("Portfolio: {name}").format(name=escape(portfolio.name)))
    lines.append(_visible_by(scene, form))
    return "\n".join(lines)


def _visible_by(scene: Scene, form: ClientForm) -> str:
    """Who sees the client, counted as on its card: those who were chosen, then those whose role lets them."""
    words = scene.words
    match form.access:
        case Access.EVERYONE:
            n = len(scene.people)
            line = words.ngettext("Visible to the {n} person of the firm", "Visible to the {n} people of the firm", n)
        case Access.PORTFOLIO if form.portfolio_id is not None:
            n = scene.members(form.portfolio_id)
            line = words.ngettext(
                "Visible to the {n} person of the portfolio", "Visible to the {n} people of the portfolio", n
            )
        case _:
            n = len(form.chosen)
            line = words.ngettext("Visible to {n} chosen person", "Visible to {n} chosen people", n)
    line, others = line.format(n=n), scene.seers(form) - n
    if not others:
        return line
    by_right = words.ngettext(
        "{line}, and {n} more by right (administrators, manager)",
        "{line}, and {n} more by right (administrators, manager)",
        others,
    )
    return by_right.format(line=line, n=others)


def _contacts(scene: Scene, form: ClientForm) -> str:
    words = scene.words
    lines = [person_line(person, scene) for person in form.people]
    return "\n".join([f"*{words.gettext('Contacts')}*", *(lines or [words.gettext("No contact yet.")])])
