"""What is asked when two client files become one: for each field that differs, whose value stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.books import Records
from domain.clients import Client, Communication
from domain.custom_fields import CustomField, form_name
from domain.identifiers import masked_nir
from domain.merging import differing, merged
from domain.nir import may_hold_nir
from domain.refusals import NotFound
from handlers import blocks
from handlers.blocks import Block
from handlers.clients.labels import (
    address_line,
    communication_label,
    currency_label,
    fee_label,
    kind_label,
    sector_label,
)
from handlers.custom_fields.labels import value_label
from handlers.life.history_words import field_labels
from handlers.words import Words

KEEP, OTHER = "keep", "other"


@dataclass(frozen=True, slots=True)
class Pair:
    """The client kept and the one to merge into it, with the books where their names are found."""

    records: Records
    kept: Client
    other: Client
    words: Words

    def told(self, name: str, client: Client) -> str:
        """That field of one of them, in words."""
        return SHOWN[name](client, self.words, self.records)

    def blocks(self) -> list[Block]:
        """A choice between two values for each field that differs; those that settle who sees the client answer."""
        labels = field_labels(self.words)
        asked = [
            self._choice(name, labels[name], self.told(name, self.kept), self.told(name, self.other))
            for name in differing(self.kept, self.other)
        ]
        values = [self.records.custom_fields.values_of(client.id) for client in (self.kept, self.other)]
        for field in self.custom():
            mine, its = (value_label(field, held[field.id], self.words) for held in values)
            asked.append(self._choice(form_name(field), field.label, mine, its))
        return [*asked, *self._number()]

    def custom(self) -> Sequence[CustomField]:
        """The firm's own fields in which both hold something, and not the same."""
        mine, its = (self.records.custom_fields.values_of(client.id) for client in (self.kept, self.other))
        return [
            field
            for field in self.records.custom_fields.current()
            if mine.get(field.id) and its.get(field.id) and mine[field.id] != its[field.id]
        ]

    def from_other(self, fields: Mapping[str, Any]) -> list[str]:
        """The names of the fields that come from the other one, as the form says. NotFound for a forged choice."""
        asked = [*differing(self.kept, self.other), *map(form_name, self.custom())]
        answers = {name: fields.get(name) or KEEP for name in asked}
        if not set(answers.values()) <= {KEEP, OTHER}:
            raise NotFound("choice")
        return [name for name, answer in answers.items() if answer == OTHER]

    def becomes(self, fields: Mapping[str, Any]) -> Client:
        """The client kept as those answers make it."""
        return merged(self.kept, self.other, self.from_other(fields))

    def _number(self) -> list[Block]:
        """Which social security number stays, where each has one: masked, and told apart by the file that holds it."""
        mine, theirs = (self.records.nirs.of_client(client.id) for client in (self.kept, self.other))
        if not mine or not theirs or mine == theirs:
            return []
        if not may_hold_nir(merged(self.kept, self.other, ()), self.records.firm):
            return []
        label = self.words.gettext("Social security number")
        return [self._choice("nir", label, masked_nir(mine), masked_nir(theirs))]

    def _choice(self, name: str, label: str, mine: str, its: str) -> Block:
        options = [
            blocks.option(value or self.words.gettext("None"), answer, client.name)
            for value, answer, client in ((mine, KEEP, self.kept), (its, OTHER, self.other))
        ]
        element = blocks.radio_buttons("value", options, initial=KEEP)
        return blocks.input_(name, label, element, dispatch=name in ("manager", "portfolio"))


def _amount(client: Client, words: Words, _: Records) -> str:
    return "" if client.last_declaration is None else words.amount(client.last_declaration)


def _manager(client: Client, _: Words, records: Records) -> str:
    person = records.people.get(client.manager_id)
    return person.name if person else ""


def _portfolio(client: Client, _: Words, records: Records) -> str:
    portfolio = records.people.portfolio(client.portfolio_id) if client.portfolio_id else None
    return portfolio.name if portfolio else ""


def _currency(client: Client, words: Words, records: Records) -> str:
    if client.currency:
        return currency_label(client.currency, words)
    return words.gettext("The firm’s: {value}").format(value=currency_label(records.firm.currency, words))


def _fee(client: Client, words: Words, records: Records) -> str:
    if client.fee_type:
        return fee_label(client.fee_type, words)
    return words.gettext("The firm’s: {value}").format(value=fee_label(records.firm.fee_type, words))


def _mails(client: Client, words: Words, _: Records) -> str:
    return ", ".join(communication_label(one, words)[0] for one in Communication if one in client.mails)


SHOWN: Mapping[str, Callable[[Client, Words, Records], str]] = {
    "name": lambda client, *_: client.name,
    "code": lambda client, *_: client.code or "",
    "address": lambda client, words, _: address_line(client.company, words),
    "ape": lambda client, *_: client.company.ape or "",
    "sector": lambda client, words, _: sector_label(client.company.sector, words),
    "kind": lambda client, words, _: kind_label(client.kind, words),
    "urssaf_account": lambda client, *_: client.urssaf_account or "",
    "urssaf_amount": _amount,
    "manager": _manager,
    "portfolio": _portfolio,
    "currency": _currency,
    "fee_type": _fee,
    "mails": _mails,
}
