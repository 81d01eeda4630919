"""Step 1 of the wizard, the company: one field before a pick, the recap and its questions after."""

from domain.clients import Kind, Service
from domain.nir import may_hold_nir
from domain.refusals import AlreadyFollowed, AlreadyFollowedUnseen
from domain.wizard import ClientForm
from domain.wizard_steps import CODE_LENGTH, asks_account, asks_amount, held_nir
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.labels import activity_label, address_line, kind_label, sector_label, service_label
from handlers.clients.scene import Scene
from handlers.clients.wizard.drafting import FIRST, resumable
from handlers.clients.wizard.ended_before import ended_of_siren
from handlers.clients.wizard.step_views import step_modal, step_name
from handlers.custom_fields.inputs import field_input
from handlers.nir.inputs import nir_fields

ACCOUNT_LENGTH = 22
AMOUNT_LENGTH = 20


def company_view(scene: Scene, form: ClientForm) -> View:
    words = scene.words
    body = [*_drafts(scene, form), _picker(scene, form)]
    if form.company is None:
        button = blocks.button(words.gettext("Enter by hand"), "by_hand")
        body.append(blocks.actions(button, block_id="other_way"))
    else:
        body += [*_warnings(scene, form), _recap(scene, form), *_questions(scene, form)]
    return step_modal(scene, FIRST, body, words.gettext("Continue"))


def _drafts(scene: Scene, form: ClientForm) -> list[Block]:
    """The latest draft of this person, offered again."""
    others = [] if form.company else resumable(scene.records, scene.who, scene.now, but=scene.draft.uid)
    if not others:
        return []
    words, latest = scene.words, others[0]
    line = words.gettext("Draft kept: {client} · {step}").format(
        client=escape(latest.name), step=step_name(scene, latest.step)
    )
    resume = blocks.button(words.gettext("Resume"), "draft.resume", latest.uid)
    return [blocks.section(line, accessory=resume, block_id="draft")]


def _picker(scene: Scene, form: ClientForm) -> Block:
    words, company = scene.words, form.company
    chosen = None
    if company is not None:
        town = f"{company.address.postal_code} {company.address.town}".strip()
        facts = [words.siren(company.siren) if company.siren else words.gettext("No SIREN"), town]
        chosen = blocks.option(company.name, "chosen", " · ".join(fact for fact in facts if fact))
    return blocks.input_(
        f"company.{form.drawn}",
        words.gettext("Company"),
        blocks.typeahead(
            "pick",
            min_length=3,
            placeholder=words.gettext("Name, SIREN or SIRET"),
            initial=chosen,
            focus=company is None,
        ),
        hint=None if company else words.gettext("Type at least three characters, then choose from the list."),
        dispatch=True,
    )


def _warnings(scene: Scene, form: ClientForm) -> list[Block]:
    """What the person must decide: the company is followed already, or has ended."""
    words = scene.words
    found: list[Block] = []
    match scene.same_company(form):
        case AlreadyFollowed(client_id=client_id, name=name, code=code):
            named = f"{escape(name, 80)} ({escape(code)})" if code else escape(name, 80)
            found.append(blocks.alert(words.gettext("Already followed: {client}.").format(client=named), "warning"))
            box = blocks.option(words.gettext("Create a second client file"), "yes")
            found.append(
                blocks.actions(
                    blocks.checkboxes("value", [box], initial=["yes"] if form.second else []),
                    blocks.button(words.gettext("Open the client"), "client.open", f"c{client_id}"),
                    block_id=f"second.{form.drawn}",
                )
            )
        case AlreadyFollowedUnseen():
            sentence = words.gettext("This company is already followed by the firm. Ask an administrator.")
            ask = blocks.button(words.gettext("Ask an administrator"), "ask_admin", f"followed:{scene.draft.uid}")
            found += [blocks.alert(sentence, "warning"), blocks.actions(ask, block_id="ask")]
    ended = scene.ended(form.company.siren if form.company else None)
    if ended is not None:
        found += ended_of_siren(scene, ended)
    if form.registry is not None and form.registry.is_ceased:
        found.append(blocks.alert(_ceased(scene, form), "warning"))
        box = blocks.option(words.gettext("Create the file of a company that has ceased"), "yes")
        found.append(
            blocks.input_(
                f"ceased.{form.drawn}",
                words.gettext("Confirmation"),
                blocks.checkboxes("value", [box], initial=["yes"] if form.ceased else []),
                # A required field is refused by Slack itself, in its own words.
                optional=True,
                dispatch=True,
            )
        )
    return found


def _ceased(scene: Scene, form: ClientForm) -> str:
    words = scene.words
    since = form.registry.ceased_on if form.registry else None
    if since is None:
        fact = words.gettext("This company has ceased.")
    else:
        # The year tells a recent end from an old one, so it is always said.
        fact = words.gettext("This company ceased on {day}.").format(day=words.day(since))
    return f"{fact} {words.gettext('You may create the file all the same, for a liquidation for example.')}"


def _recap(scene: Scene, form: ClientForm) -> Block:
    words, company, registry = scene.words, form.company, form.registry
    if company is None:
        raise ValueError("There is no company to sum up yet.")
    lines = [f"*{escape(company.name)}*"]
    if company.siren:
        line = f"SIREN {words.siren(company.siren)}"
        if company.siret:
            line += f" · SIRET {words.siren(company.siret)}"
            if registry and registry.open_establishments and registry.open_establishments[0][0] == company.nic:
                line += words.gettext(", head office")
        lines.append(line)
    else:
        lines.append(words.gettext("No SIREN"))
    if company.ape:
        lines.append(escape(activity_label(company.ape)))
    if company.sector:
        lines.append(words.gettext("Sector: {sector}").format(sector=sector_label(company.sector, words)))
    if registry is not None and registry.address is None and not company.address.street:
        lines.append(words.gettext("Address not disclosed by the registry. Ask the client for it."))
    elif address_line(company, words):
        lines.append(escape(address_line(company, words), 400))
    edit = blocks.option(words.gettext("Correct"), "edit")
    if registry is None or len(registry.open_establishments) < 2:
        more = blocks.button(words.gettext("Correct"), "company_edit", "edit")
    else:
        other = blocks.option(words.gettext("Choose another establishment"), "site")
        more = blocks.overflow("company_more", [edit, other])
    return blocks.section("\n".join(lines), accessory=more, block_id="recap")


def _questions(scene: Scene, form: ClientForm) -> list[Block]:
    words = scene.words
    last = scene.records.clients.last_code()
    hint = words.gettext("Your own number.")
    if last:
        hint = words.gettext("Your own number. Last given: {code}.").format(code=last)
    code = blocks.text_input(max_length=CODE_LENGTH, placeholder=words.gettext("For example 0412"), initial=form.code)
    kinds = [blocks.option(kind_label(kind, words), kind.value) for kind in Kind]
    services = [blocks.option(service_label(service, words), service.value) for service in Service]
    kind_hint = words.gettext("Without employees: self-employed, or other.")
    if form.registry is not None:
        kind_hint = words.gettext("Proposed from the registry. Without employees: self-employed, or other.")
    questions = [
        blocks.input_("code", words.gettext("Client code"), code, hint=hint, optional=True),
        blocks.input_(
            f"kind.{form.drawn}",
            words.gettext("Status"),
            blocks.select("value", kinds, initial=form.kind.value),
            hint=kind_hint,
            dispatch=True,
        ),
        blocks.input_(
            "services",
            words.gettext("Online services"),
            blocks.checkboxes("value", services, initial=[service.value for service in form.services]),
            optional=True,
            dispatch=True,
        ),
    ]
    # Numbers stand under the mark of the company: those of another do not stay in the fields.
    if asks_account(form):
        employer = form.kind is Kind.EMPLOYER
        label = words.gettext("Urssaf employer account") if employer else words.gettext("Self-employed account")
        later = words.gettext("May wait: the client file will stay “to complete”.")
        questions.append(
            blocks.input_(
                f"urssaf_account.{form.drawn}",
                label,
                blocks.text_input(
                    max_length=ACCOUNT_LENGTH, placeholder=words.gettext("18-digit number"), initial=form.urssaf_account
                ),
                hint=words.gettext("At the top of the call for contributions.") if employer else later,
                optional=True,
            )
        )
    if asks_amount(form):
        questions.append(
            blocks.input_(
                f"urssaf_amount.{form.drawn}",
                words.gettext("Amount of last declaration"),
                blocks.text_input(
                    max_length=AMOUNT_LENGTH, placeholder=words.gettext("1,234.50"), initial=form.last_declaration
                ),
                hint=words.gettext("In euros. These two fields may wait: the client file will stay “to complete”."),
                optional=True,
            )
        )
    firm = scene.records.firm
    if may_hold_nir(form, firm):
        show = blocks.button(words.gettext("Show"), "nir.show_draft")
        questions += nir_fields(f"nir.{form.drawn}", held_nir(form, firm), show, words)
    questions += [field_input(field, form.custom.get(field.id, ""), words) for field in scene.required_fields]
    return questions
