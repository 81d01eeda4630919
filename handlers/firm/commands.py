"""`/cabinet` and its words: the settings, the team, the portfolios, the channels; and one's own digest."""

from enum import StrEnum

from slack_bolt import Ack, BoltContext

from domain.office import Office
from domain.people import Collaborator
from domain.text import searchable
from handlers import blocks
from handlers.blocks import Block
from handlers.desk import Desk, Payload, show
from handlers.firm.channel_list import channels_view_of
from handlers.firm.digest import digest_view
from handlers.firm.history import history_view_of
from handlers.firm.settings import settings_view_of
from handlers.team.portfolio_list import portfolios_view_of
from handlers.team.user_list import users_view_of
from handlers.words import Words

desk = Desk()


class Verb(StrEnum):
    SETTINGS = "reglages"
    USERS = "utilisateurs"
    PORTFOLIOS = "portefeuilles"
    CHANNELS = "canaux"
    HISTORY = "historique"
    DIGEST = "digest"
    HELP = "aide"


VERBS = {
    **{verb.value: verb for verb in Verb},
    "settings": Verb.SETTINGS,
    "users": Verb.USERS,
    "equipe": Verb.USERS,
    "team": Verb.USERS,
    "portfolios": Verb.PORTFOLIOS,
    "portefeuille": Verb.PORTFOLIOS,
    "channels": Verb.CHANNELS,
    "history": Verb.HISTORY,
    "resume": Verb.DIGEST,
    "help": Verb.HELP,
}


@desk.command("/cabinet")
def firm_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """A bare command opens the settings. RoleTooLow for who is no administrator, save for the digest and the help."""
    text = searchable(str(command.get("text") or ""))
    match VERBS.get(text) if text else Verb.SETTINGS:
        case Verb.SETTINGS:
            view = settings_view_of(office, who, words)
        case Verb.USERS:
            view = users_view_of(office, who, words)
        case Verb.PORTFOLIOS:
            view = portfolios_view_of(office, who, words)
        case Verb.CHANNELS:
            view = channels_view_of(office, who, words)
        case Verb.HISTORY:
            view = history_view_of(office, who, words)
        case Verb.DIGEST:
            view = digest_view(office, who, words)
        case _:
            said, body = firm_help(words)
            ack(text=said, blocks=body)
            return
    ack()
    show(context, command, view)


def firm_help(words: Words) -> tuple[str, list[Block]]:
    """What `/cabinet` can do."""
    french = words.is_french
    lines = [
        ("", words.gettext("the settings (administrators)")),
        (" utilisateurs" if french else " users", words.gettext("the team (administrators)")),
        (" portefeuilles" if french else " portfolios", words.gettext("your portfolios")),
        (" canaux" if french else " channels", words.gettext("where the cards go (administrators)")),
        (" historique" if french else " history", words.gettext("who did what in the firm (administrators)")),
        (" digest", words.gettext("your morning digest")),
    ]
    said = words.gettext("What concerns the whole firm.")
    shown = "\n".join(f"`/cabinet{word}` {act}" for word, act in lines)
    return said, [blocks.section(f"{said}\n{shown}")]
