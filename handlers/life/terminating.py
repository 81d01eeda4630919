"""« Résilier »: the mandate ends, by its name typed; the client is out of sight at once, and may be restored."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.history import HistoryLine
from domain.life import UNDONE_WITHIN, EndReason, NotTheName, terminated
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import ClientTerminated, FormRefused, NotFound
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.card import redraw_card_beneath
from handlers.clients.labels import end_label
from handlers.desk import Desk, Payload, first_time, metadata, number_of, typed
from handlers.letters.ending import farewell_letter
from handlers.life.telling import tell_terminated
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()


def terminate_view_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """NotFound, RoleTooLow, ClientTerminated."""
    now = office.now()
    with office.reading() as records:
        client = _to_terminate(records, who, client_id)
        n = records.messages.count_documents(client.id)
        zone, years = records.firm.zone, records.firm.retention_years
    last_day = words.day((now + UNDONE_WITHIN).astimezone(zone).date())
    seen = words.ngettext(
        "The client file and its {n} document are seen by administrators only. They can restore it for 30 days, "
        "until {day}.",
        "The client file and its {n} documents are seen by administrators only. They can restore it for 30 days, "
        "until {day}.",
        n,
    )
    if not n:
        seen = words.gettext(
            "The client file is seen by administrators only. They can restore it for 30 days, until {day}."
        )
    points = [
        words.gettext("The client space closes at once and chasing stops."),
        seen.format(n=words.number(n), day=last_day),
        words.gettext("Then it stays closed until the end of the firm’s retention term, and is erased."),
    ]
    term = words.ngettext("Firm’s retention term: {n} year.", "Firm’s retention term: {n} years.", years)
    exporting = blocks.button(words.gettext("Export first"), Reserved.CLIENT_EXPORT, f"c{client.id}")
    pause = words.gettext("For a simple pause, prefer “Deactivate”: nothing is erased.")
    return blocks.modal(
        Reserved.CLIENT_TERMINATE,
        words.gettext("Terminate client"),
        [
            blocks.section(words.gettext("You are about to terminate {client}.").format(client=_bold(client))),
            blocks.section("\n".join(f"• {point}" for point in points)),
            blocks.actions(exporting, block_id="export"),
            blocks.input_("reason", words.gettext("Reason"), _reasons(words)),
            typed_name(client, words),
            blocks.context(f"{term.format(n=years)} {pause}"),
        ],
        close=words.gettext("Back"),
        submit=words.gettext("Terminate"),
        metadata={"client": f"c{client.id}"},
    )


def typed_name(client: Client, words: Words) -> blocks.Block:
    """The field where the name is typed again."""
    return blocks.input_(
        "name",
        words.gettext("To confirm, type the client’s name"),
        blocks.text_input(max_length=200, placeholder=client.name),
        hint=words.gettext("Capitals and accents do not matter."),
    )


def _bold(client: Client) -> str:
    return f"*{escape(client.name)}*"


def _reasons(words: Words) -> blocks.Element:
    options = [blocks.option(end_label(reason, words), reason.value) for reason in EndReason]
    return blocks.select("value", options, placeholder=words.gettext("Choose a reason"))


def _to_terminate(records: Records, who: Collaborator, client_id: int) -> Client:
    administering(records, who, Reserved.CLIENT_TERMINATE)
    client = records.clients.visible_to(who, client_id)
    if client.terminated_at is not None:
        raise ClientTerminated(client.name)
    return client


@desk.view(Reserved.CLIENT_TERMINATE)
def terminate(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Out of sight at once: its invitations are withdrawn, what waited to leave for it does not."""
    client_id, now = number_of(metadata(view).get("client"), "c"), office.now()
    fields = typed(view)
    try:
        reason = EndReason(str(fields.get("reason")))
    except ValueError:
        raise NotFound("choice") from None
    try:
        with office.records() as records:
            if first_time(records, body, now):
                client = _to_terminate(records, who, client_id)
                _end(records, office, client, str(fields.get("name") or ""), reason, who)
    except NotTheName as refusal:
        raise FormRefused({"name": refusal}) from refusal
    redraw_card_beneath(context, view, office, who, words, client_id)
    return ack()


def _end(records: Records, office: Office, client: Client, name: str, reason: EndReason, who: Collaborator) -> None:
    now = office.now()
    after = records.clients.keep(terminated(client, name, who, records.firm, now))
    records.note(
        HistoryLine.by_person(
            who,
            Act.CLIENT_TERMINATED,
            now,
            client_id=client.id,
            before={"state": client.state.value},
            after={"state": after.state.value, "reason": reason.value},
        )
    )
    _stop_letters(records, client, who, now)
    contact = next((c for c in records.contacts.of_client(client.id) if c.is_default), None)
    if contact is not None and contact.is_reached and reason is not EndReason.MISTAKE:
        farewell_letter(records, office, after, contact, records.people.get(client.manager_id))
    tell_terminated(records, after, who, now)


def _stop_letters(records: Records, client: Client, who: Collaborator, now: datetime) -> None:
    """Invitations are withdrawn, their links closed, and no letter that waits leaves."""
    for contact in records.contacts.of_client(client.id):
        records.outbox.withdraw(f"contact:{contact.id}")
    for invitation in records.invitations.of_client(client.id):
        records.invitations.close_links(invitation.id, now)
        if not (invitation.is_open or invitation.is_awaited):
            continue
        records.invitations.keep(invitation.revoke())
        records.note(
            HistoryLine.by_person(
                who,
                Act.INVITATION_REVOKED,
                now,
                client_id=client.id,
                subject_id=invitation.id,
                before={"state": invitation.state.value},
            )
        )
