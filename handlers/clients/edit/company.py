"""« Entreprise »: who the client is, with its number, its activity and its address."""

from domain.activities import SECTIONS
from domain.clients import Client
from domain.editing import Values, with_company
from domain.refusals import AlreadyFollowed, CodeTaken, Refusal
from domain.text import NAME_LENGTH, clean_line
from domain.wizard import Hand
from domain.wizard_steps import CODE_LENGTH, company_by_hand, same_company
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.edit.editing import Change, Editing, Subject, text_of, ticked_in
from handlers.clients.labels import activity_label, sector_label
from handlers.clients.scene import next_code
from handlers.clients.wizard.by_hand import NUMBER_LENGTH, address_fields
from handlers.words import Words, capitalised

NONE = "none"


def _values(here: Editing) -> Values:
    company = here.client.company
    return {
        "name": company.name,
        "siret": company.siret or company.siren or "",
        "no_siren": () if company.siren else (NONE,),
        "ape": company.ape or "",
        "sector": company.sector or NONE,
        "code": here.client.code or "",
        "address": company.address.street,
        "postal_code": company.address.postal_code,
        "town": company.address.town,
        "country": company.address.country,
    }


def _hand(values: Values) -> Hand:
    return Hand(
        name=text_of(values, "name"),
        siret=text_of(values, "siret"),
        without_siren=bool(ticked_in(values, "no_siren")),
        ape=text_of(values, "ape"),
        street=text_of(values, "address"),
        postal_code=text_of(values, "postal_code"),
        town=text_of(values, "town"),
        country=text_of(values, "country") or "FR",
    )


def _blocks(here: Editing, values: Values) -> list[Block]:
    words, hand = here.words, _hand(values)
    body = [
        blocks.input_(
            "name", words.gettext("Company name"), blocks.text_input(max_length=NAME_LENGTH, initial=hand.name)
        )
    ]
    if not hand.without_siren:
        number = blocks.text_input(
            max_length=NUMBER_LENGTH,
            placeholder=words.gettext("9 or 14 digits, spaces accepted"),
            initial=hand.siret,
        )
        body.append(blocks.input_("siret", words.gettext("SIREN or SIRET"), number))
    body += _decisions(here, values)
    box = blocks.option(words.gettext("No SIREN (individual, association, foreign)"), NONE)
    ticked = [NONE] if hand.without_siren else []
    body.append(blocks.actions(blocks.checkboxes("value", [box], initial=ticked), block_id="no_siren"))
    chosen = blocks.option(activity_label(hand.ape), hand.ape) if hand.ape else None
    body.append(
        blocks.input_(
            "ape",
            words.gettext("APE code"),
            blocks.typeahead("ape", min_length=2, placeholder=words.gettext("43.32A or joinery"), initial=chosen),
            optional=hand.without_siren,
        )
    )
    sectors = [blocks.option(words.gettext("Not filled in"), NONE)]
    sectors += [blocks.option(capitalised(sector_label(section, words)), section) for section in SECTIONS]
    sector = blocks.select("value", sectors, initial=text_of(values, "sector"))
    body.append(blocks.input_("sector", words.gettext("Sector"), sector, optional=True))
    code = blocks.text_input(max_length=CODE_LENGTH, initial=text_of(values, "code"))
    body.append(blocks.input_("code", words.gettext("Client code"), code, optional=True))
    return [*body, *address_fields(hand, words, "country")]


def _decisions(here: Editing, values: Values) -> list[Block]:
    """A number that changed is checked as in a new file: the company may be followed already, or have ended."""
    words, found = here.words, list[Block]()
    match _followed(here, values):
        case AlreadyFollowed(name=name, code=code):
            named = f"{escape(name, 80)} ({escape(code)})" if code else escape(name, 80)
            found.append(blocks.alert(words.gettext("Already followed: {client}.").format(client=named), "warning"))
            box = blocks.option(words.gettext("Keep two files of this company"), "yes")
            ticked = ticked_in(values, "second")
            found.append(blocks.actions(blocks.checkboxes("value", [box], initial=ticked), block_id="second"))
    if here.registry is not None and here.registry.is_ceased:
        found.append(blocks.alert(words.gettext("This company has ceased."), "warning"))
        box = blocks.option(words.gettext("Keep the file of a company that has ceased"), "yes")
        ticked = ticked_in(values, "ceased")
        field = blocks.checkboxes("value", [box], initial=ticked)
        found.append(blocks.input_("ceased", words.gettext("Confirmation"), field, optional=True))
    return found


def _followed(here: Editing, values: Values) -> Refusal | None:
    """Who else has the number typed, when it is another than the client's."""
    siren = new_siren(here.client, values)
    others = [client for client in here.records.clients.of_siren(siren) if client.id != here.client.id] if siren else []
    return same_company(here.who, others)


def new_siren(client: Client, values: Values) -> str | None:
    """The SIREN typed, when it is a good one and another than the client's."""
    try:
        siren = company_by_hand(_hand(values)).siren
    except Refusal:
        return None
    return siren if siren != client.company.siren else None


def _change(here: Editing, values: Values) -> Change:
    code = clean_line(text_of(values, "code"))
    holder = here.records.clients.of_code(code) if code else None
    taken = None
    if holder is not None and holder.id != here.client.id:
        taken = CodeTaken(code, next_code(here.records.clients.last_code()))
    followed = _followed(here, values)
    insists = isinstance(followed, AlreadyFollowed) and bool(ticked_in(values, "second"))
    edited = with_company(
        here.client,
        _hand(values),
        text_of(values, "sector"),
        code,
        taken=taken,
        followed=None if insists else followed,
        registry=here.registry,
        ceased=bool(ticked_in(values, "ceased")),
        sites=here.records.sites.of_client(here.client.id),
    )
    return Change(edited)


def _label(words: Words) -> str:
    return words.gettext("Company")


SUBJECT = Subject("company", _label, _values, _blocks, _change, decisions=frozenset({"second", "ceased"}))
