"""What our letters and our messages in Slack are about: one word for each, with the thing that its number names."""

from enum import StrEnum


class About(StrEnum):
    """A word that was written once is never changed."""

    CLIENT = "client"
    CLIENT_CREATED = "client.created"
    CLIENT_TERMINATED = "client.terminated"
    CLIENT_ERASURE = "client.erasure"
    CLIENT_REGISTRY = "client.registry"
    FAREWELL = "farewell"
    FURTHER_CLIENT = "further_client"
    INVITATION = "invitation"
    CHASE = "chase"
    RENEWAL = "renewal"
    LAST_MESSAGE = "last_message"
    MESSAGE = "message"
    THIN = "thin"
    RECEIPT = "receipt"
    INBOUND = "inbound"
    REQUEST = "request"
    REDO = "redo"
    CODE = "code"
    MERGER = "merger"
    EXPORT = "export"
    DRAFT = "draft"
    SHEET = "sheet"
    IMPORT = "import"
    CARD = "card"
    ENVELOPE = "envelope"
    MAILBOX = "mailbox"
    CHANNEL = "channel"
    COLLABORATOR = "collaborator"
    LEAVER = "leaver"
    REVIEW = "review"
    DIGEST = "digest"
    TEST = "test"


OF_A_CLIENT = (
    About.CLIENT,
    About.CLIENT_CREATED,
    About.CLIENT_TERMINATED,
    About.CLIENT_ERASURE,
    About.CLIENT_REGISTRY,
    About.FAREWELL,
    About.FURTHER_CLIENT,
)
OF_AN_INVITATION = (About.INVITATION, About.CHASE, About.RENEWAL, About.LAST_MESSAGE)
OF_A_MESSAGE = (About.MESSAGE, About.THIN, About.RECEIPT)
OF_A_RAW_MAIL = (About.INBOUND,)
OF_A_REQUEST = (About.REQUEST,)
OF_A_DOCUMENT = (About.REDO,)
OF_AN_ACCOUNT = (About.CODE,)
OF_AN_EXPORT = (About.EXPORT,)
OF_A_MERGER = (About.MERGER,)

# What names a client in its words alone: an erasure looks for each in its own way.
OF_THE_DESK = (About.DRAFT, About.SHEET, About.IMPORT, About.CARD, About.ENVELOPE)
OF_THE_FIRM = (
    About.MAILBOX,
    About.CHANNEL,
    About.COLLABORATOR,
    About.LEAVER,
    About.REVIEW,
    About.DIGEST,
    About.TEST,
)

PASSING = (About.CODE, About.TEST)
"""Letters of no use an hour later."""
