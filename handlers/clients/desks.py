"""The desks of client files, in the order in which Bolt tries their doors."""

from handlers.clients import (
    about_contact,
    adding_contact,
    assigning,
    by_hand,
    card,
    commands,
    contacts,
    drafts,
    editing_contact,
    finishing,
    inviting_form,
    list_tools,
    lists,
    more,
    notes,
    picking,
    registry_back,
    sites,
    typeahead,
    wizard,
)
from handlers.clients.edit import desk as edit

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
        contacts,
        about_contact,
        adding_contact,
        editing_contact,
        inviting_form,
    )
)
