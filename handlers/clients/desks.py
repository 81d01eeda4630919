"""The desks of client files, in the order in which Bolt tries their doors."""

from handlers.clients import (
    assigning,
    card,
    commands,
    list_tools,
    lists,
    more,
    notes,
    registry_back,
    typeahead,
)
from handlers.clients.contacts import acts, adding, editing, inviting_form, listing
from handlers.clients.edit import desk as edit
from handlers.clients.edit import sites
from handlers.clients.wizard import by_hand, drafts, finishing, picking
from handlers.clients.wizard import desk as wizard

CLIENT_DESKS = tuple(
    module.desk
    for module in (
        commands,
        wizard,
        picking,
        by_hand,
        finishing,
        drafts,
        typeahead,
        card,
        registry_back,
        lists,
        list_tools,
        more,
        assigning,
        edit,
        sites,
        notes,
        listing,
        acts,
        adding,
        editing,
        inviting_form,
    )
)
