"""The workbook of one client's export: what is held, as people read it, in the language of whoever asked.

The numbers and keys of our own stay in the data beside it, which leaves nothing out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.books import Records
from domain.clients import Client
from domain.columns import Column
from domain.contacts import ContactRole
from domain.invitations import InvitationState
from domain.messages import Direction
from domain.requests import Period, RequestEnd
from handlers.clients.columns import Told as Facts
from handlers.clients.columns import column_label
from handlers.clients.labels import (
    communication_label,
    currency_label,
    fee_label,
    role_label,
    sector_label,
    service_label,
)
from handlers.custom_fields.labels import value_label
from handlers.documents.labels import period_label
from handlers.life.history_words import Told, field_labels
from handlers.words import Words

Row = Mapping[str, object]
Sheet = tuple[str, Sequence[str], list[list[str]]]
Shown = Callable[["Writer", object], str]

MOST_LINES = 1_048_575  # what a sheet of an .xlsx holds beneath its headers
OF_THE_CLIENT = (
    Column.CODE,
    Column.STATE,
    Column.SIREN,
    Column.SIRET,
    Column.APE,
    Column.STREET,
    Column.POSTAL_CODE,
    Column.TOWN,
    Column.COUNTRY,
    Column.KIND,
    Column.URSSAF,
    Column.PORTFOLIO,
    Column.DEPOSIT,
    Column.CREATED,
)


@dataclass(frozen=True)
class Writer:
    """What is gathered of a client, by table, and how the reader says it."""

    records: Records
    client: Client
    told: Mapping[str, Sequence[Row]]
    words: Words
    now: datetime

    @cached_property
    def contacts(self) -> Mapping[object, str]:
        """Their names by their numbers, those removed too."""
        return {
            row["id"]: " ".join(str(row[name]) for name in ("first_name", "last_name") if row[name])
            for row in self.told.get("contact", ())
        }

    def instant(self, written: object) -> str:
        """`23/11/2026 9 h 14`."""
        moment, zone = datetime.fromisoformat(str(written)), self.records.firm.zone
        return f"{self.words.day_in_figures(moment.astimezone(zone).date())} {self.words.hour(moment, zone)}"

    def day(self, written: object) -> str:
        return self.words.day_in_figures(date.fromisoformat(str(written)))

    def person(self, number: object) -> str:
        known = self.records.people.get(number) if isinstance(number, int) else None
        return known.name if known else ""

    def contact(self, number: object) -> str:
        return self.contacts.get(number, "")

    def answer(self, value: object) -> str:
        return self.words.gettext("yes") if value else ""

    def text(self, value: object) -> str:
        return str(value)


def sheets(writer: Writer) -> list[Sheet]:
    """The client file first, line by line; then a sheet for each kind of thing it holds, and its history."""
    words = writer.words
    headers = (words.gettext("Field"), words.gettext("Value"))
    found: list[Sheet] = [(words.gettext("Client file"), headers, _client(writer))]
    for name, title, columns in _tables(words):
        rows = [[_cell(writer, row.get(key), shown) for key, _, shown in columns] for row in writer.told.get(name, ())]
        if rows:
            found.append((title, [label for _, label, _ in columns], rows))
    return [*found, _history(writer)]


def _client(writer: Writer) -> list[list[str]]:
    words, client, told = writer.words, writer.client, writer.told
    labels, named = field_labels(words), Facts(writer.records, words)
    spent = client.last_declaration
    lines = [
        (labels["name"], client.name),
        *((column_label(column, words), named.say(column, client)) for column in OF_THE_CLIENT),
        (labels["manager"], writer.person(client.manager_id)),
        (labels["chosen"], ", ".join(writer.person(row["collaborator_id"]) for row in told.get("client_access", ()))),
        (labels["sector"], sector_label(client.company.sector, words)),
        (labels["services"], ", ".join(service_label(service, words) for service in sorted(client.services))),
        (labels["urssaf_amount"], words.amount(spent) if spent is not None else ""),
        *((labels["nir"], str(row["nir"])) for row in told.get("client_nir", ())),
        (labels["currency"], currency_label(client.currency or writer.records.firm.currency, words)),
        (labels["fee_type"], fee_label(client.fee_type, words) if client.fee_type else ""),
        (labels["mails"], ", ".join(communication_label(mails, words)[0] for mails in sorted(client.mails))),
        *(
            (words.gettext("Former deposit address"), writer.records.firm.deposit_address(str(row["deposit"])))
            for row in told.get("former_deposit", ())
        ),
        *_own_fields(writer),
    ]
    return [[label, value] for label, value in lines if value]


def _own_fields(writer: Writer) -> list[tuple[str, str]]:
    lines = []
    for row in writer.told.get("custom_value", ()):
        field = writer.records.custom_fields.get(row["field_id"]) if isinstance(row["field_id"], int) else None
        value = str(row["value"])
        lines.append((str(row["field"]), value_label(field, value, writer.words) if field else value))
    return lines


def _history(writer: Writer) -> Sheet:
    words = writer.words
    headers = (words.gettext("Date"), words.gettext("Who"), words.gettext("What"), words.gettext("Before and after"))
    lines = [
        [
            writer.instant(line.at.isoformat()),
            told.who,
            told.sentence,
            "\n".join(told.differences),
        ]
        for line in writer.records.history(writer.client.id, limit=MOST_LINES, attempts=True)
        for told in [Told(writer.records, line, words, writer.now)]
    ]
    return words.gettext("History"), headers, lines


def _cell(writer: Writer, value: object, shown: Shown) -> str:
    return "" if value is None or value == "" else shown(writer, value)


def _tables(words: Words) -> Sequence[tuple[str, str, Sequence[tuple[str, str, Shown]]]]:
    """The sheets of several rows: the name of what is gathered, the sheet's, and its columns."""
    labels, text = field_labels(words), Writer.text
    name, email, phone = labels["last_name"], labels["email"], labels["phone"]
    address = [(key, labels[key], text) for key in ("street", "postal_code", "town")]
    received = words.gettext("Received on")
    return (
        ("site", words.gettext("Establishments"), [("nic", "NIC", text), ("ape", labels["ape"], text), *address]),
        (
            "contact",
            words.gettext("Contacts"),
            [
                ("first_name", labels["first_name"], text),
                ("last_name", name, text),
                ("email", email, text),
                ("phone", phone, text),
                ("role", labels["role"], lambda writer, role: role_label(ContactRole(str(role)), writer.words)),
                ("is_default", words.gettext("Default contact"), Writer.answer),
                ("receives_invoices", words.gettext("Receives invoices"), Writer.answer),
                ("removed_at", words.gettext("Removed on"), Writer.instant),
            ],
        ),
        (
            "invitation",
            words.gettext("Invitations"),
            [
                ("contact_id", words.gettext("Contact"), Writer.contact),
                ("state", words.gettext("State"), lambda writer, state: _invitation_state(str(state), writer.words)),
                ("sent_at", words.gettext("Sent on"), Writer.instant),
                ("chases", words.gettext("Chases"), text),
                ("accepted_at", words.gettext("Accepted on"), Writer.instant),
            ],
        ),
        (
            "message",
            words.gettext("Messages"),
            [
                ("written_at", words.gettext("Date"), Writer.instant),
                ("direction", words.gettext("Direction"), lambda writer, way: _direction(str(way), writer.words)),
                ("sender_name", words.gettext("Sender’s name"), text),
                ("sender", words.gettext("Sender"), text),
                ("recipient", words.gettext("Recipient"), text),
                ("subject", words.gettext("Subject"), text),
                ("text", words.gettext("Text"), text),
                ("forwarded_by", words.gettext("Forwarded by"), Writer.person),
                ("handled_by", words.gettext("Handled by"), Writer.person),
                ("handled_at", words.gettext("Handled on"), Writer.instant),
            ],
        ),
        (
            "document",
            words.gettext("Documents"),
            [
                ("received_at", received, Writer.instant),
                ("filename", words.gettext("File"), text),
                ("size", words.gettext("Size"), lambda writer, size: writer.words.size(int(str(size)))),
                ("contact_id", words.gettext("Contact"), Writer.contact),
                ("redo_at", words.gettext("To redo since"), Writer.instant),
                ("redo_words", labels["words"], text),
            ],
        ),
        (
            "request",
            words.gettext("Documents asked for"),
            [
                ("label", words.gettext("Document"), text),
                ("period", words.gettext("Period"), lambda writer, span: _period(str(span), writer.words)),
                ("due_on", words.gettext("To send before"), Writer.day),
                ("asked_by", words.gettext("Asked by"), Writer.person),
                ("asked_at", words.gettext("Asked on"), Writer.instant),
                ("ended", words.gettext("State"), lambda writer, end: _end(str(end), writer.words)),
                ("ended_at", words.gettext("Ended on"), Writer.instant),
            ],
        ),
        (
            "note",
            words.gettext("Notes"),
            [
                ("written_at", words.gettext("Date"), Writer.instant),
                ("author_id", words.gettext("Author"), Writer.person),
                ("text", words.gettext("Note"), text),
            ],
        ),
    )


def _period(written: str, words: Words) -> str:
    return period_label(Period.read(written), words)


def _direction(way: str, words: Words) -> str:
    return words.gettext("received by the firm") if way == Direction.IN else words.gettext("sent by the firm")


def _end(end: str, words: Words) -> str:
    return words.gettext("Received") if end == RequestEnd.RECEIVED else words.gettext("No longer asked for")


def _invitation_state(state: str, words: Words) -> str:
    return {
        InvitationState.DRAFT.value: words.gettext("to invite"),
        InvitationState.QUEUED.value: words.gettext("invitation about to leave"),
        InvitationState.SENT.value: words.gettext("waiting for an answer"),
        InvitationState.ACCEPTED.value: words.gettext("space open"),
        InvitationState.BOUNCED.value: words.gettext("address in error"),
        InvitationState.EXPIRED.value: words.gettext("invitation expired"),
        InvitationState.REVOKED.value: words.gettext("no access"),
    }[state]
