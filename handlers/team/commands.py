"""`/portefeuille` and its words, in French and in English; a name opens the clients of that portfolio."""

from enum import StrEnum
from html import unescape

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.text import searchable
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, show
from handlers.team.portfolio_list import portfolios_view, portfolios_view_of
from handlers.team.portfolios import clients_view_of, new_portfolio_view
from handlers.words import Words

desk = Desk()

LONGEST_ASKED = 200


class Verb(StrEnum):
    NEW = "nouveau"
    LIST = "liste"
    HELP = "aide"


VERBS = {
    **{verb.value: verb for verb in Verb},
    "new": Verb.NEW,
    "creer": Verb.NEW,
    "create": Verb.NEW,
    "list": Verb.LIST,
    "help": Verb.HELP,
}


@desk.command("/portefeuille")
def portfolio_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """A bare command opens one's portfolios."""
    text = " ".join(unescape(str(command.get("text") or "")).split())[:LONGEST_ASKED]
    match VERBS.get(searchable(text)) if text else Verb.LIST:
        case Verb.HELP:
            said, body = portfolio_help(words)
            ack(text=said, blocks=body)
            return
        case Verb.NEW:
            view = new_portfolio_view(office, who, words)
        case Verb.LIST:
            view = portfolios_view_of(office, who, words)
        case _:
            view = _named(office, who, words, text)
    ack()
    show(context, command, view)


def _named(office: Office, who: Collaborator, words: Words, name: str) -> View:
    """The clients of the one portfolio of that name that this person may know of; else the list, and why."""
    with office.reading() as records:
        here = Surroundings(records, who, words, office.now())
        found = [portfolio for portfolio in here.portfolios if searchable(name) in searchable(portfolio.name)]
        if not found:
            none = words.gettext("No portfolio is called ‘{name}’.").format(name=escape(name, 60))
            return portfolios_view(here, note=none)
        if len(found) > 1:
            return portfolios_view(here)
    return clients_view_of(office, who, words, found[0])


def portfolio_help(words: Words) -> tuple[str, list[Block]]:
    """What `/portefeuille` can do."""
    french = words.is_french
    lines = [
        ("", words.gettext("your portfolios")),
        (" artisans", words.gettext("the clients of one of them")),
        (" nouveau" if french else " new", words.gettext("create one (administrators)")),
    ]
    said = words.gettext("A portfolio groups client files, and the people who see them.")
    shown = "\n".join(f"`/portefeuille{word}` {act}" for word, act in lines)
    return said, [
        blocks.section(f"{said}\n{shown}"),
        blocks.actions(blocks.button(words.gettext("Portfolios"), "firm.portfolios", primary=True), block_id="help"),
    ]
