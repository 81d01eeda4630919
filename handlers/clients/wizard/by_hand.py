"""« Saisir l’entreprise »: the company typed by hand, or corrected, in a form pushed on the first step."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.countries import countries
from domain.nir import without_nirs
from domain.office import Office
from domain.people import Collaborator
from domain.text import NAME_LENGTH
from domain.wizard import Hand, sector_of
from domain.wizard_steps import STREET_LENGTH, TOWN_LENGTH, company_by_hand
from handlers import blocks
from handlers.blocks import Block, View
from handlers.clients.labels import activity_label, sector_label
from handlers.clients.scene import Scene
from handlers.clients.wizard.company_view import company_view
from handlers.clients.wizard.drafting import FIRST, draft_of, form_of, keep
from handlers.desk import Desk, Payload, metadata, redraw, redraw_beneath, typed
from handlers.words import Words

desk = Desk()

CALLBACK = "new_client.by_hand"
NUMBER_LENGTH = 20


class Why(StrEnum):
    """Why the form is by hand; a view carries it from one drawing to the next."""

    CHOSEN = "chosen"
    SLOW = "slow"
    UNNAMED = "unnamed"


def by_hand_view(hand: Hand, draft_uid: str, words: Words, why: Why = Why.CHOSEN) -> View:
    """The form, as it was typed so far."""
    body: list[Block] = []
    if why is Why.SLOW:
        body.append(
            blocks.alert(
                words.gettext(
                    "The company registry does not answer. Enter the essentials: "
                    "the client file will be completed once it is back, with your agreement."
                )
            )
        )
    elif why is Why.UNNAMED:
        note = words.gettext("Name and address not disclosed by the registry. Ask the client for them.")
        body.append(blocks.alert(note))
    body.append(
        blocks.input_(
            "name", words.gettext("Company name"), blocks.text_input(max_length=NAME_LENGTH, initial=hand.name)
        )
    )
    if not hand.without_siren:
        body.append(
            blocks.input_(
                "siret",
                words.gettext("SIREN or SIRET"),
                blocks.text_input(
                    max_length=NUMBER_LENGTH,
                    placeholder=words.gettext("9 or 14 digits, spaces accepted"),
                    initial=hand.siret,
                ),
                hint=words.gettext("Every French company has one, even without employees."),
            )
        )
    box = blocks.option(
        words.gettext("No SIREN (individual, association, foreign)"),
        "none",
        words.gettext("The APE code becomes optional."),
    )
    body.append(
        blocks.actions(
            blocks.checkboxes("value", [box], initial=["none"] if hand.without_siren else []), block_id="no_siren"
        )
    )
    body += _activity(hand, words)
    body += address_fields(hand, words)
    return blocks.modal(
        CALLBACK,
        words.gettext("Enter the company"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Use"),
        metadata={"draft": draft_uid, "step": FIRST, "why": why},
    )


def _activity(hand: Hand, words: Words) -> list[Block]:
    chosen = blocks.option(activity_label(hand.ape), hand.ape) if hand.ape else None
    found: list[Block] = [
        blocks.input_(
            "ape",
            words.gettext("APE code"),
            blocks.typeahead("value", min_length=2, placeholder=words.gettext("43.32A or joinery"), initial=chosen),
            hint=words.gettext("Four digits and a letter, or a word of the activity. The sector follows from it."),
            optional=hand.without_siren,
            dispatch=True,
        )
    ]
    sector = sector_label(sector_of(hand.ape), words)
    if sector:
        found.append(blocks.context(words.gettext("Sector: {sector}").format(sector=sector)))
    return found


def address_fields(hand: Hand, words: Words, country_action: str = "value") -> list[Block]:
    texts = (
        ("address", words.gettext("Address"), STREET_LENGTH, "8 rue des Tanneurs", hand.street),
        ("postal_code", words.gettext("Postal code"), 10, "37000", hand.postal_code),
        ("town", words.gettext("Town"), TOWN_LENGTH, "Tours", hand.town),
    )
    fields = [
        blocks.input_(
            name,
            label,
            blocks.text_input(max_length=length, placeholder=example, initial=typed_before),
            optional=True,
        )
        for name, label, length, example, typed_before in texts
    ]
    name = words.country(hand.country)
    country = blocks.typeahead(
        country_action, min_length=1, placeholder=words.gettext("France"), initial=blocks.option(name, hand.country)
    )
    return [*fields, blocks.input_("country", words.gettext("Country"), country)]


def read_hand(view: Mapping[str, Any], before: Hand, words: Words) -> Hand:
    fields = typed(view)

    def text(name: str, kept: str) -> str:
        return without_nirs(str(fields[name] or "")) if name in fields else kept

    country = text("country", before.country)
    return Hand(
        name=text("name", before.name),
        siret=text("siret", before.siret),
        without_siren=bool(fields.get("no_siren")) if "no_siren" in fields else before.without_siren,
        ape=text("ape", before.ape),
        street=text("address", before.street),
        postal_code=text("postal_code", before.postal_code),
        town=text("town", before.town),
        country=country if country in countries(words.language) else before.country,
    )


@desk.action("value", view=CALLBACK)
def redraw_by_hand(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Sans SIREN » ticked, an APE or a country chosen: the form is kept and drawn again."""
    carried, now = metadata(body["view"]), office.now()
    with office.records() as records:
        draft = draft_of(records, carried.get("draft"), who, now)
        form = form_of(draft)
        hand = read_hand(body["view"], form.hand, words)
        keep(records, draft, replace(form, hand=hand), draft.step, now)
    ack()
    redraw(context, body, by_hand_view(hand, draft.uid, words, Why(carried.get("why", Why.CHOSEN))))


@desk.view(CALLBACK)
def use_company(
    ack: Ack, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """« Utiliser »: the company typed goes into the first step, beneath."""
    now = office.now()
    with office.records() as records:
        draft = draft_of(records, metadata(view).get("draft"), who, now)
        form = form_of(draft)
        hand = read_hand(view, form.hand, words)
        company = company_by_hand(hand)
        registry = form.registry if form.registry and form.registry.siren == company.siren else None
        silent = metadata(view).get("why") == Why.SLOW or (form.registry_silent and registry is None)
        form = replace(
            form, hand=hand, company=company, registry=registry, registry_silent=silent, drawn=form.drawn + 1
        )
        draft = keep(records, draft, form, FIRST, now)
        beneath = company_view(Scene(records, who, words, now, draft), form)
    redraw_beneath(context, view, beneath)
    return ack()
