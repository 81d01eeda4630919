"""« Établissements »: the SIRETs of one SIREN, one of them the main one; the last one stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.clients import Address, Client, Site
from domain.editing import read_site, with_main_site, with_new_site
from domain.history import HistoryLine
from domain.identifiers import compact
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal
from domain.registry import RegistryCompany, RegistryUnavailable
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.edit.editing import Editing
from handlers.clients.edit.subjects import SITES, subjects_row
from handlers.desk import Desk, Payload, become, first_time, metadata, number_of, redraw, typed
from handlers.who_can import worked_on
from handlers.words import Words

desk = Desk()

LIST, FORM = "client.sites", "client.add_site"
SIRET_LENGTH = 20
LISTED_AT_MOST = 40


def sites_view(here: Editing) -> View:
    words, client = here.words, here.client
    sites = here.records.sites.of_client(client.id)
    rows = [_main(here, client)] if client.company.nic else []
    rows += [_row(here, site) for site in sites[:LISTED_AT_MOST]]
    if not rows:
        rows = [blocks.section(words.gettext("No establishment yet: only the SIREN is known."))]
    if client.company.siren is None:
        rows = [blocks.section(words.gettext("No SIREN, so no establishment."))]
    else:
        add = blocks.button(words.gettext("Add an establishment"), "site.add", f"c{client.id}", primary=True)
        rows.append(blocks.actions(add, block_id="add"))
        rows.append(blocks.context(words.gettext("Mail and files found by any of these SIRETs come here.")))
    return blocks.modal(
        LIST,
        words.gettext("Edit client"),
        [blocks.context(f"*{escape(client.name)}*"), subjects_row(SITES, words), *rows],
        close=words.gettext("Back"),
        metadata={"client": f"c{client.id}", "subject": "sites", "version": client.version},
    )


def place_line(nic: str, address: Address) -> str:
    """`00019 · 8 rue des Tanneurs, Tours`."""
    where = ", ".join(part for part in (address.street, address.town) if part)
    return " · ".join(part for part in (nic, escape(where)) if part)


def _main(here: Editing, client: Client) -> Block:
    line = place_line(client.company.nic or "", client.company.address)
    return blocks.section(f"{line} · {here.words.gettext('main')}", block_id=f"s{client.company.nic}")


def _row(here: Editing, site: Site) -> Block:
    words = here.words
    acts = [blocks.option(words.gettext("Main"), "main"), blocks.option(words.gettext("Remove"), "remove")]
    more = blocks.overflow("site.more", acts)
    return blocks.section(place_line(site.nic, site.address), accessory=more, block_id=f"s{site.nic}")


def _list(records: Records, office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    client = worked_on(records, who, client_id)
    return sites_view(Editing(records, who, words, office.now(), client=client))


@desk.action("site.more", view=LIST)
def about_site(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """The ⋮ of an establishment: main, remove."""
    action, now = body["actions"][0], office.now()
    client_id = number_of(metadata(body["view"]).get("client"), "c")
    nic = str(action.get("block_id") or "").removeprefix("s")
    with office.records() as records:
        client = worked_on(records, who, client_id)
        site = next((one for one in records.sites.of_client(client.id) if one.nic == nic), None)
        if site is None:
            raise NotFound("establishment")
        if first_time(records, body, now):
            match (action.get("selected_option") or {}).get("value"):
                case "main":
                    _make_main(records, client, site, who, office)
                case "remove":
                    _remove(records, client, site, who, office)
                case _:
                    raise NotFound("choice")
        view = _list(records, office, who, words, client_id)
    ack()
    redraw(context, body, view)


def _make_main(records: Records, client: Client, site: Site, who: Collaborator, office: Office) -> None:
    moved, was = with_main_site(client, site)
    records.sites.remove(client.id, site.nic)
    if was is not None:
        records.sites.add(client.id, was)
    records.clients.keep(moved)
    _note(records, client, who, office, before={"siret": client.company.siret}, after={"siret": moved.company.siret})


def _remove(records: Records, client: Client, site: Site, who: Collaborator, office: Office) -> None:
    records.sites.remove(client.id, site.nic)
    _note(records, client, who, office, before={"site": site.nic}, after={"site": ""})


@desk.action("site.add", view=LIST)
def open_form(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Ajouter un établissement »: the form takes the place of the list, and gives it back."""
    with office.reading() as records:
        client = worked_on(records, who, number_of(body["actions"][0].get("value"), "c"))
    ack()
    redraw(context, body, _form(client, words))


def _form(client: Client, words: Words) -> View:
    pick = blocks.typeahead("site", min_length=0, placeholder=words.gettext("NIC or town"))
    by_hand = blocks.text_input(max_length=SIRET_LENGTH, placeholder=words.gettext("14 digits, spaces accepted"))
    return blocks.modal(
        FORM,
        words.gettext("Add an establishment"),
        [
            blocks.context(f"*{escape(client.name)}*"),
            blocks.input_("site", words.gettext("Open establishments"), pick, optional=True),
            blocks.input_("siret", words.gettext("SIRET by hand"), by_hand, optional=True),
            blocks.actions(blocks.button(words.gettext("Back to the establishments"), "site.back"), block_id="nav"),
        ],
        close=words.gettext("Close"),
        submit=words.gettext("Save"),
        metadata={"client": f"c{client.id}"},
    )


@desk.action("site.back", view=FORM)
def back(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        view = _list(records, office, who, words, number_of(metadata(body["view"]).get("client"), "c"))
    ack()
    redraw(context, body, view)


@desk.options("site", view=FORM)
def suggest_sites(ack: Ack, body: Payload, office: Office, who: Collaborator) -> None:
    """The open establishments of that SIREN which the file has not yet."""
    wanted = compact(str(body.get("value") or "")).lower()
    with office.reading() as records:
        client = worked_on(records, who, number_of(metadata(body["view"]).get("client"), "c"))
        known = {client.company.nic, *(site.nic for site in records.sites.of_client(client.id))}
    open_ones = [
        (nic, town)
        for nic, town in _open_sites(office, client.company.siren)
        if nic not in known and (wanted in nic or wanted in compact(town).lower())
    ]
    ack(
        options=[
            blocks.option(" · ".join(filter(None, pair)), f"s{pair[0]}") for pair in open_ones[: blocks.OPTIONS_AT_MOST]
        ]
    )


def _open_sites(office: Office, siren: str | None) -> Sequence[tuple[str, str]]:
    line = _line_of(office, siren, None)
    return line.open_establishments if line else ()


def _line_of(office: Office, siren: str | None, nic: str | None) -> RegistryCompany | None:
    """What the registry says of that SIREN, or of one of its establishments; None when it is slow."""
    if siren is None:
        return None
    try:
        found = office.registry.search(siren + (nic or ""))
    except RegistryUnavailable:
        return None
    return next((line for line in found if line.siren == siren and nic in (None, line.nic)), None)


@desk.view(FORM)
def add_site(
    ack: Ack, body: Payload, view: dict[str, Any], office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    client_id, fields = number_of(metadata(view).get("client"), "c"), typed(view)
    picked = str(fields.get("site") or "").removeprefix("s")
    with office.reading() as records:
        client = worked_on(records, who, client_id)
        sites = records.sites.of_client(client_id)
    number = (client.company.siren or "") + picked if picked else str(fields.get("siret") or "")
    try:
        nic = read_site(number, client.company, sites)
    except Refusal as refusal:
        raise FormRefused({"siret": refusal}) from refusal
    line = _line_of(office, client.company.siren, nic)
    town = dict(_open_sites(office, client.company.siren)).get(nic, "")
    found = Site(nic, line.ape if line else None, (line and line.address) or Address(town=town))
    with office.records() as records:
        client = worked_on(records, who, client_id)
        if first_time(records, body, office.now()):
            _add(records, client, found, who, office)
        beneath = _list(records, office, who, words, client_id)
    return become(ack, view, beneath, words)


def _add(records: Records, client: Client, site: Site, who: Collaborator, office: Office) -> None:
    after, further = with_new_site(client, site)
    if after != client:
        records.clients.keep(after)
    if further is not None:
        records.sites.add(client.id, further)
    _note(records, client, who, office, before={"site": ""}, after={"site": site.nic})


def _note(
    records: Records,
    client: Client,
    who: Collaborator,
    office: Office,
    *,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    records.note(
        HistoryLine.by_person(who, Act.CLIENT_EDITED, office.now(), client_id=client.id, before=before, after=after)
    )
