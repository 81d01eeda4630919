"""The settings of the second group: what a new client file starts with, and who may create one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.clients import CURRENCIES, Access, FeeType, Service
from domain.firm import Firm
from domain.refusals import NotFound
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.labels import currency_label, fee_label, service_label
from handlers.clients.scene import Surroundings
from handlers.custom_fields.views import custom_fields_line
from handlers.firm.rows import Fields, Row
from handlers.nir.desk import nir_line
from handlers.words import Words, capitalised


def access_label(access: Access, words: Words) -> str:
    return {
        Access.PORTFOLIO: words.gettext("Everyone in the portfolio"),
        Access.EVERYONE: words.gettext("The whole firm"),
        Access.CHOSEN: words.gettext("The author alone, who chooses the others"),
    }[access]


def _defaults(here: Surroundings) -> str:
    words, firm = here.words, here.records.firm
    services = [service_label(service, words) for service in Service if service in firm.default_services]
    facts = [words.currency(firm.currency), fee_label(firm.fee_type, words)]
    facts += [", ".join(services) or words.gettext("No service"), access_label(firm.default_access, words)]
    return " · ".join(facts)


def _default_fields(here: Surroundings) -> list[Block]:
    words, firm = here.words, here.records.firm
    services = [blocks.option(service_label(service, words), service.value) for service in Service]
    ticked = [service.value for service in firm.default_services]
    accesses = [blocks.option(access_label(access, words), access.value) for access in Access]
    known = CURRENCIES if firm.currency in CURRENCIES else (firm.currency, *CURRENCIES)
    currencies = [blocks.option(currency_label(code, words), code) for code in known]
    fees = [blocks.option(capitalised(fee_label(fee, words)), fee.value) for fee in FeeType]
    return [
        blocks.input_(
            "currency",
            words.gettext("Currency"),
            blocks.select("value", currencies, initial=firm.currency),
            hint=words.gettext("A client follows it, unless it has its own: “Edit client”, “Billing”."),
        ),
        blocks.input_(
            "fee_type", words.gettext("Default fee type"), blocks.select("value", fees, initial=firm.fee_type)
        ),
        blocks.input_(
            "services",
            words.gettext("Online services"),
            blocks.checkboxes("value", services, initial=ticked),
            optional=True,
        ),
        blocks.input_(
            "access",
            words.gettext("Who sees a new client"),
            blocks.radio_buttons("value", accesses, initial=firm.default_access.value),
            hint=words.gettext("Proposed at each creation, where it can be changed."),
        ),
    ]


def _read_defaults(firm: Firm, fields: Fields) -> Firm:
    try:
        services = frozenset(map(Service, fields.get("services") or ()))
        access, fee_type = Access(str(fields.get("access"))), FeeType(str(fields.get("fee_type")))
    except ValueError as error:
        raise NotFound("choice") from error
    currency = str(fields.get("currency"))
    if currency not in (firm.currency, *CURRENCIES):
        raise NotFound("choice")
    return replace(firm, currency=currency, fee_type=fee_type, default_services=services, default_access=access)


def yes_or_no(answer: bool, words: Words) -> str:
    return words.gettext("Yes") if answer else words.gettext("No")


def _question(
    point: str,
    title: Callable[[Words], str],
    hint: Callable[[Words], str],
    window: Callable[[Words], str] | None = None,
) -> Row:
    """A row that is answered by yes or no; `point` is the firm's field, and the key of the row."""

    def shown(here: Surroundings) -> str:
        return yes_or_no(getattr(here.records.firm, point), here.words)

    def fields(here: Surroundings) -> list[Block]:
        options = [blocks.option(yes_or_no(answer, here.words), str(answer)) for answer in (True, False)]
        initial = str(getattr(here.records.firm, point))
        element = blocks.radio_buttons("value", options, initial=initial)
        return [blocks.input_("answer", title(here.words), element, hint=hint(here.words))]

    def read(firm: Firm, typed: Fields) -> Firm:
        answer = {"True": True, "False": False}.get(str(typed.get("answer")))
        if answer is None:
            raise NotFound("choice")
        changed: dict[str, Any] = {point: answer}
        return replace(firm, **changed)

    return Row(point, title, shown, fields, read, window=window)


CLIENT_ROWS = (
    Row("defaults", lambda words: words.gettext("Default values"), _defaults, _default_fields, _read_defaults),
    _question(
        "manager_required",
        lambda words: words.gettext("Manager required"),
        lambda words: words.gettext("If so, no client is created without one, and those without are to complete."),
    ),
    _question(
        "collaborators_create",
        lambda words: words.gettext("Creation by collaborators"),
        lambda words: words.gettext("Managers and administrators always may."),
        lambda words: words.gettext("Who creates clients"),
    ),
    Row(
        "nir",
        lambda words: words.gettext("Social security numbers"),
        lambda here: nir_line(here.records, here.words),
        opens="nir.open",
    ),
    Row(
        "fields",
        lambda words: words.gettext("Firm’s fields"),
        lambda here: custom_fields_line(here.records, here.words),
        opens="custom_fields.open",
    ),
)
