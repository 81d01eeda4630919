"""« Ouvrir » a document: a page for this person alone, by a link that serves once."""

from slack_bolt import Ack, BoltContext

from domain.exports import LINK_LASTS
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.tokens import hash_token
from handlers import blocks
from handlers.desk import Desk, Payload, named, show
from handlers.words import Words

desk = Desk()


@desk.action("document.open")
def give_link(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """For whoever sees the client of the document, unless it may not be opened. NotFound."""
    now, token = office.now(), office.token()
    with office.records() as records:
        document_id = named(body["actions"][0].get("value"), "d", "document")
        document = records.messages.document_visible_to(who, document_id)
        if document.refused is not None:
            raise NotFound("document")
        records.exports.add_document_link(document, who, hash_token(token), now + LINK_LASTS)
    page = blocks.button(
        words.gettext("Open the page"), "document.page", url=f"{office.public_url}/staff/{token}", primary=True
    )
    view = blocks.modal(
        "document.link",
        words.gettext("Document"),
        [
            blocks.literal(document.filename, bold=True),
            blocks.section(words.gettext("The link serves once, within 5 minutes.")),
            blocks.actions(page, block_id="next"),
        ],
        close=words.gettext("Back"),
    )
    ack()
    show(context, body, view)


@desk.action("document.page")
def page_opened(ack: Ack) -> None:
    """Slack tells of a press on a link too."""
    ack()
