"""Step 1 of the wizard: a company is picked, corrected, or moved to another of its establishments."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.clients import Address
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.registry import RegistryCompany, RegistryUnavailable
from domain.wizard import Hand, company_of, sector_of
from handlers import blocks
from handlers.blocks import OPTIONS_AT_MOST, View
from handlers.clients.scene import Scene
from handlers.clients.typeahead import picked_company
from handlers.clients.wizard.by_hand import Why, by_hand_view
from handlers.clients.wizard.company_view import company_view
from handlers.clients.wizard.desk import go, step_at
from handlers.clients.wizard.drafting import FIRST, draft_of, form_of, keep
from handlers.clients.wizard.step_views import CALLBACKS
from handlers.desk import Desk, Payload, metadata, number_of, redraw, redraw_beneath, typed
from handlers.words import Words

desk = Desk()

SITE = "new_client.site"


@desk.action("pick", view=CALLBACKS[FIRST])
def pick(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """A line of the typeahead: of the registry, of the firm, or « à la main »."""
    chosen = str((body["actions"][0].get("selected_option") or {}).get("value") or "")
    way, _, query = chosen.partition(":")
    why: Why | None = None
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        if way in ("by_hand", "slow"):
            why = Why.SLOW if way == "slow" else Why.CHOSEN
            form = replace(form, query=query, hand=_typed_so_far(form.hand, query))
            keep(records, scene.draft, form, step, scene.now)
        elif way == "open":
            client = records.clients.visible_to(who, number_of(query, "c"))
            form = form.taken_from(client)
        elif chosen and chosen != "chosen":
            company = picked_company(records, scene.draft.uid, chosen, scene.now)
            if company.name:
                form = form.picked(company)
            else:
                why = Why.UNNAMED
                form = replace(form, hand=Hand.of(company_of(company)))
        view = go(scene, form, step)
    ack()
    if why is not None:
        pushed = by_hand_view(form.hand, scene.draft.uid, words, why)
        context.client.views_push(trigger_id=body["trigger_id"], view=pushed)
    else:
        redraw(context, body, view)


def _typed_so_far(hand: Hand, query: str) -> Hand:
    """What was searched goes into the name, or into the number when it is one."""
    digits = "".join(query.split())
    return replace(hand, siret=query) if digits.isdigit() and len(digits) > 3 else replace(hand, name=query)


@desk.action("by_hand", view=CALLBACKS[FIRST])
@desk.action("company_edit", view=CALLBACKS[FIRST])
@desk.action("company_more", view=CALLBACKS[FIRST])
def correct(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Saisir à la main », « Corriger », « Choisir un autre établissement »."""
    action = body["actions"][0]
    other_site = (action.get("selected_option") or {}).get("value") == "site"
    with office.records() as records:
        scene, form, step = step_at(records, office, who, words, body["view"])
        if form.company is not None:
            form = replace(form, hand=Hand.of(form.company))
        keep(records, scene.draft, form, step, scene.now)
    ack()
    if other_site and form.registry is not None:
        pushed = _site_view(form.registry, form.company.nic if form.company else None, scene.draft.uid, words)
    else:
        pushed = by_hand_view(form.hand, scene.draft.uid, words)
    context.client.views_push(trigger_id=body["trigger_id"], view=pushed)


def _site_view(registry: RegistryCompany, nic: str | None, draft_uid: str, words: Words) -> View:
    options = [
        blocks.option(
            f"{nic_} · {town}" + (words.gettext(", head office") if place == 0 else ""),
            f"s{nic_}",
        )
        for place, (nic_, town) in enumerate(registry.open_establishments[:OPTIONS_AT_MOST])
    ]
    field = blocks.input_(
        "site", words.gettext("Open establishments"), blocks.select("value", options, initial=f"s{nic}")
    )
    return blocks.modal(
        SITE,
        words.gettext("Establishment"),
        [field],
        close=words.gettext("Back"),
        submit=words.gettext("Use"),
        metadata={"draft": draft_uid, "step": FIRST},
    )


@desk.view(SITE)
def use_site(
    ack: Ack, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The establishment chosen: its number and its address go into the first step, beneath."""
    now, uid = office.now(), metadata(view).get("draft")
    nic = str(typed(view).get("site") or "").removeprefix("s")
    with office.reading() as records:
        registry = form_of(draft_of(records, uid, who, now)).registry
    if registry is None or nic not in dict(registry.open_establishments):
        raise NotFound("establishment")
    found = _establishment(office, registry, nic)
    with office.records() as records:
        draft = draft_of(records, uid, who, now)
        form = form_of(draft)
        if form.company is None:
            raise NotFound("draft")
        company = replace(
            form.company, nic=nic, ape=found.ape, sector=sector_of(found.ape), address=found.address or Address()
        )
        form = replace(form, company=company, drawn=form.drawn + 1)
        draft = keep(records, draft, form, FIRST, now)
        beneath = company_view(Scene(records, who, words, now, draft), form)
    redraw_beneath(context, view, beneath)
    return ack()


def _establishment(office: Office, registry: RegistryCompany, nic: str) -> RegistryCompany:
    """The registry's line of that establishment; its town alone when the registry is slow."""
    try:
        found = [line for line in office.registry.search(registry.siren + nic) if line.nic == nic]
    except RegistryUnavailable:
        found = []
    town = dict(registry.open_establishments)[nic]
    return found[0] if found else replace(registry, nic=nic, address=Address(town=town))
