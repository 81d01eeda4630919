"""The desks of client files, in the order in which Bolt tries their doors."""

from handlers.clients import (
    adding_contact,
    assigning,
    by_hand,
    card,
    commands,
    contacts,
    drafts,
    finishing,
    inviting_form,
    list_tools,
    lists,
    more,
    picking,
    typeahead,
    wizard,
)

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
        lists,
        list_tools,
        more,
        assigning,
        contacts,
        adding_contact,
        inviting_form,
    )
)
