"""« Guides », from the help: the short pages that Guichet serves, one link each."""

from slack_bolt import Ack, BoltContext

from domain.office import Office
from handlers import blocks
from handlers.desk import Desk, Payload, show
from handlers.web.guides import guides
from handlers.words import Words

desk = Desk()


@desk.action("help.guides")
def show_guides(ack: Ack, body: Payload, context: BoltContext, office: Office, words: Words) -> None:
    """A line and a link a guide; a page opens in the reader's browser, in the reader's language."""
    rows = [
        blocks.section(
            f"*{guide.title}*\n{guide.lead}",
            accessory=blocks.button(
                words.gettext("Read the guide"),
                "guide.open",
                url=f"{office.public_url}/guides/{guide.name}?lang={words.language}",
                accessibility=words.gettext("Read the guide: {title}").format(title=guide.title),
            ),
        )
        for guide in guides(words)
    ]
    ack()
    foot = blocks.context(words.gettext("One page each, without any client’s data: to read or to print."))
    view = blocks.modal("help.guides", words.gettext("Guides"), [*rows, foot], close=words.gettext("Close"))
    show(context, body, view)


@desk.action("guide.open")
def open_guide(ack: Ack) -> None:
    """The browser opens the page; Slack only wants to hear that we know."""
    ack()
