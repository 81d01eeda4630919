"""« Facturation » and « E-mails reçus »: what the client inherits from the firm, and what its contacts receive."""

from dataclasses import replace

from domain.clients import CURRENCIES, Communication, FeeType
from domain.editing import Values
from domain.refusals import NotFound
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.edit.editing import Change, Editing, Subject, text_of, ticked_in
from handlers.clients.labels import communication_label, currency_label, fee_label
from handlers.words import Words, capitalised

FIRM = "firm"


def _billing(here: Editing) -> Values:
    return {"currency": here.client.currency or FIRM, "fee_type": here.client.fee_type or FIRM}


def _billing_blocks(here: Editing, values: Values) -> list[Block]:
    words, firm = here.words, here.records.firm
    inherited = words.gettext("The firm’s: {value}")
    currencies = [blocks.option(inherited.format(value=currency_label(firm.currency, words)), FIRM)]
    currencies += [blocks.option(currency_label(code, words), code) for code in CURRENCIES]
    fees = [blocks.option(inherited.format(value=fee_label(firm.fee_type, words)), FIRM)]
    fees += [blocks.option(capitalised(fee_label(fee, words)), fee.value) for fee in FeeType]
    return [
        blocks.input_(
            "currency",
            words.gettext("Currency"),
            blocks.select("value", currencies, initial=text_of(values, "currency")),
        ),
        blocks.input_(
            "fee_type",
            words.gettext("Default fee type"),
            blocks.select("value", fees, initial=text_of(values, "fee_type")),
        ),
    ]


def _billing_change(here: Editing, values: Values) -> Change:
    currency, fee = text_of(values, "currency"), text_of(values, "fee_type")
    if currency not in (FIRM, *CURRENCIES) or fee not in (FIRM, *FeeType):
        raise NotFound("choice")
    return Change(
        replace(
            here.client,
            currency=None if currency == FIRM else currency,
            fee_type=None if fee == FIRM else FeeType(fee),
        )
    )


def _mails(here: Editing) -> Values:
    return {"mails": tuple(sorted(here.client.mails))}


def _mails_blocks(here: Editing, values: Values) -> list[Block]:
    words = here.words
    options = [blocks.option(*communication_label(one, words)) for one in Communication]
    field = blocks.checkboxes("value", options, initial=ticked_in(values, "mails"))
    invitations = words.gettext("Invitations and what a person writes leave in any case.")
    return [blocks.input_("mails", words.gettext("E-mails received"), field, hint=invitations, optional=True)]


def _mails_change(here: Editing, values: Values) -> Change:
    try:
        mails = frozenset(map(Communication, ticked_in(values, "mails")))
    except ValueError as error:
        raise NotFound("choice") from error
    return Change(replace(here.client, mails=mails))


def _billing_label(words: Words) -> str:
    return words.gettext("Billing")


def _mails_label(words: Words) -> str:
    return words.gettext("E-mails received")


BILLING = Subject("billing", _billing_label, _billing, _billing_blocks, _billing_change)
MAILS = Subject("mails", _mails_label, _mails, _mails_blocks, _mails_change)
