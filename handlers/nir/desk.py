"""« Numéros de sécurité sociale »: off until an administrator says why; each showing has its line of history."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.history import HistoryLine
from domain.identifiers import format_nir
from domain.nir import REASON_LENGTH, may_hold_nir, without_nirs
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.reserved import Reserved
from domain.text import read_required
from domain.wizard_steps import held_nir
from handlers import blocks
from handlers.blocks import View, escape
from handlers.clients.wizard.drafting import draft_of, form_of
from handlers.clients.wizard.step_views import CALLBACKS
from handlers.desk import Desk, Payload, become, first_time, metadata, number_of, redraw, show, typed
from handlers.nir.notes import note_nir
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "nir.settings"


def nir_line(records: Records, words: Words) -> str:
    """The present value, for the settings."""
    if records.firm.nir_reason is None:
        return words.gettext("Not asked for")
    return words.gettext("Asked of the self-employed with the Urssaf service")


def nir_settings_view(records: Records, words: Words) -> View:
    reason = records.firm.nir_reason
    rules = words.gettext(
        "The law limits who may hold them. Asked of the self-employed with the Urssaf service only, "
        "kept encrypted, shown masked; each showing is in the history."
    )
    if reason is None:
        field = blocks.text_input(max_length=REASON_LENGTH, multiline=True)
        body = [blocks.section(rules), blocks.input_("reason", words.gettext("For what reason?"), field)]
        return blocks.modal(
            CALLBACK,
            words.gettext("Social security nos."),
            body,
            close=words.gettext("Back"),
            submit=words.gettext("Turn on"),
        )
    n = records.nirs.count()
    erased = words.ngettext("{n} number will be erased.", "{n} numbers will be erased.", n).format(n=words.number(n))
    off = blocks.confirmation(
        words.gettext("Ask for them no more?"), erased, words.gettext("Turn off"), words.gettext("Keep"), danger=True
    )
    return blocks.modal(
        CALLBACK,
        words.gettext("Social security nos."),
        [
            blocks.section(rules),
            blocks.section(f"*{words.gettext('Reason')}*\n{escape(reason, REASON_LENGTH)}"),
            blocks.actions(blocks.button(words.gettext("Turn off"), "nir.off", confirm=off), block_id="off"),
        ],
        close=words.gettext("Back"),
    )


@desk.action("nir.open")
def open_settings(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_NIR)
        view = nir_settings_view(records, words)
    ack()
    show(context, body, view)


@desk.view(CALLBACK)
def turn_on(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """« Activer », with its reason."""
    with office.records() as records:
        administering(records, who, Reserved.FIRM_NIR)
        try:
            reason = without_nirs(read_required(typed(view).get("reason"), REASON_LENGTH))
        except Refusal as refusal:
            raise FormRefused({"reason": refusal}) from refusal
        if first_time(records, body, office.now()) and records.firm.nir_reason is None:
            _change(records, reason, who, office)
        shown = nir_settings_view(records, words)
    return become(ack, view, shown, words)


@desk.action("nir.off", view=CALLBACK)
def turn_off(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Désactiver »: every number held is erased at once."""
    with office.records() as records:
        administering(records, who, Reserved.FIRM_NIR)
        if first_time(records, body, office.now()):
            _change(records, None, who, office)
            for client_id in records.nirs.erase_all():
                note_nir(records, Act.NIR_ERASED, client_id, who, office.now())
        view = nir_settings_view(records, words)
    ack()
    redraw(context, body, view)


@desk.action("nir.show")
def show_number(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Afficher »: the number, to somebody who sees the client, and its line of history."""
    now = office.now()
    with office.records() as records:
        client = records.clients.visible_to(who, number_of(body["actions"][0].get("value"), "c"))
        held = records.nirs.of_client(client.id)
        if held is None or not may_hold_nir(client, records.firm):
            raise NotFound("nir")
        is_first = first_time(records, body, now)
        if is_first:
            note_nir(records, Act.NIR_SHOWN, client.id, who, now)
    ack()
    if is_first:
        show(context, body, _shown(client.name, held, words))


@desk.action("nir.show_draft", view=CALLBACKS[1])
def show_number_of_draft(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Afficher » in the wizard: the number, to the author of the draft, and the firm's line of history."""
    now = office.now()
    with office.records() as records:
        form = form_of(draft_of(records, metadata(body["view"]).get("draft"), who, now))
        held = held_nir(form, records.firm)
        if not held:
            raise NotFound("nir")
        is_first = first_time(records, body, now)
        if is_first:
            note_nir(records, Act.NIR_SHOWN, None, who, now)
    ack()
    if is_first:
        show(context, body, _shown(form.name, held, words))


def _shown(name: str, held: str, words: Words) -> View:
    body = [
        blocks.section(f"*{escape(name)}*\n{format_nir(held)}"),
        blocks.context(words.gettext("This showing is in the history.")),
    ]
    return blocks.modal("nir.shown", words.gettext("Number"), body, close=words.gettext("Back"))


def _change(records: Records, reason: str | None, who: Collaborator, office: Office) -> None:
    before = records.firm.nir_reason
    records.keep_firm(replace(records.firm, nir_reason=reason))
    records.note(
        HistoryLine.by_person(who, Act.FIRM_NIR, office.now(), before={"reason": before}, after={"reason": reason})
    )
