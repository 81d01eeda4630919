"""The desks of the firm's own settings, in the order in which Bolt tries their doors."""

from handlers.firm import (
    cadence,
    channels,
    commands,
    digest,
    history,
    invitation_review,
    logo,
    mailboxes,
    settings,
    texts,
)

FIRM_DESKS = tuple(
    module.desk
    for module in (
        commands,
        settings,
        history,
        logo,
        cadence,
        texts,
        invitation_review,
        digest,
        mailboxes,
        channels,
    )
)
