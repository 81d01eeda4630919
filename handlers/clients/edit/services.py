"""« Statut et services »: the kind of the client, its online services, and the numbers that they need."""

from domain.clients import Kind, Service
from domain.editing import Values, with_services
from domain.nir import may_hold_nir, nir_for
from domain.refusals import FormRefused, NotFound, Refusal
from domain.wizard import ClientForm
from domain.wizard_steps import asks_account, asks_amount
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.edit.editing import Change, Editing, Subject, text_of, ticked_in
from handlers.clients.labels import kind_label, service_label
from handlers.clients.wizard.company_view import ACCOUNT_LENGTH, AMOUNT_LENGTH
from handlers.nir.inputs import nir_fields
from handlers.words import Words

NIR = "nir"


def _values(here: Editing) -> Values:
    client = here.client
    amount = "" if client.last_declaration is None else f"{client.last_declaration:.2f}"
    return {
        "kind": client.kind.value,
        "services": tuple(sorted(client.services)),
        "urssaf_account": client.urssaf_account or "",
        "urssaf_amount": amount.replace(".", ",") if here.words.is_french else amount,
    }


def _blocks(here: Editing, values: Values) -> list[Block]:
    words, form = here.words, _form(values)
    kinds = [blocks.option(kind_label(kind, words), kind.value) for kind in Kind]
    services = [blocks.option(service_label(service, words), service.value) for service in Service]
    body = [
        blocks.input_(
            "kind", words.gettext("Status"), blocks.select("value", kinds, initial=form.kind.value), dispatch=True
        ),
        blocks.input_(
            "services",
            words.gettext("Online services"),
            blocks.checkboxes("value", services, initial=list(form.services)),
            optional=True,
            dispatch=True,
        ),
    ]
    if asks_account(form):
        employer = form.kind is Kind.EMPLOYER
        label = words.gettext("Urssaf employer account") if employer else words.gettext("Self-employed account")
        field = blocks.text_input(
            max_length=ACCOUNT_LENGTH, placeholder=words.gettext("18-digit number"), initial=form.urssaf_account
        )
        body.append(blocks.input_("urssaf_account", label, field, optional=True))
    if asks_amount(form):
        field = blocks.text_input(
            max_length=AMOUNT_LENGTH, placeholder=words.gettext("1,234.50"), initial=form.last_declaration
        )
        body.append(blocks.input_("urssaf_amount", words.gettext("Amount of last declaration"), field, optional=True))
    if may_hold_nir(form, here.records.firm):
        show = blocks.button(words.gettext("Show"), "nir.show", f"c{here.client.id}")
        body += nir_fields(NIR, here.records.nirs.of_client(here.client.id), show, words)
    return body


def _form(values: Values) -> ClientForm:
    """What is ticked, as the wizard's rules ask for it. NotFound for a choice that was not offered."""
    try:
        kind = Kind(text_of(values, "kind"))
        services = frozenset(map(Service, ticked_in(values, "services")))
    except ValueError as error:
        raise NotFound("choice") from error
    return ClientForm(
        kind=kind,
        services=services,
        urssaf_account=text_of(values, "urssaf_account"),
        last_declaration=text_of(values, "urssaf_amount"),
    )


def _change(here: Editing, values: Values) -> Change:
    form = _form(values)
    edited = with_services(
        here.client, form.kind, form.services, form.urssaf_account, form.last_declaration, here.warned
    )
    typed = text_of(values, NIR)
    if not typed.strip():
        return Change(edited)
    try:
        return Change(edited, nir=nir_for(edited, here.records.firm, typed))
    except Refusal as refusal:
        raise FormRefused({NIR: refusal}) from refusal


def _label(words: Words) -> str:
    return words.gettext("Status and services")


SUBJECT = Subject("services", _label, _values, _blocks, _change)
