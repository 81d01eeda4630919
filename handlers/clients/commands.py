"""`/client` and its words, in French and in English; anything else typed after it is a search."""

from enum import StrEnum
from html import unescape

from slack_bolt import Ack, BoltContext, Respond

from domain.books import ClientFilter, Records
from domain.clients import Client
from domain.identifiers import SIREN_LENGTH
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_see
from domain.search_ranking import one_slip_away
from domain.text import searchable
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.assigning import assign_view_of
from handlers.clients.card import card_of
from handlers.clients.contacts.inviting_form import invite_view_of
from handlers.clients.lists import Shown, ended_found, list_view_of
from handlers.clients.wizard.desk import open_wizard
from handlers.desk import Desk, Payload, show
from handlers.importing.desk import import_view_of
from handlers.words import Words

desk = Desk()

LONGEST_ASKED = 200  # the length of a client's name


class Verb(StrEnum):
    NEW = "nouveau"
    OPEN = "voir"
    LIST = "liste"
    INVITE = "inviter"
    ASSIGN = "affecter"
    IMPORT = "importer"
    HELP = "aide"


VERBS = {
    **{verb.value: verb for verb in Verb},
    "new": Verb.NEW,
    "creer": Verb.NEW,
    "create": Verb.NEW,
    "open": Verb.OPEN,
    "ouvrir": Verb.OPEN,
    "chercher": Verb.OPEN,
    "search": Verb.OPEN,
    "list": Verb.LIST,
    "invite": Verb.INVITE,
    "assign": Verb.ASSIGN,
    "import": Verb.IMPORT,
    "help": Verb.HELP,
}


@desk.command("/client")
def client_command(
    ack: Ack, command: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """A verb and what it is about; a bare command opens one's clients."""
    # Slack sends &, < and > as &amp;, &lt; and &gt;.
    text = " ".join(unescape(str(command.get("text") or "")).split())[:LONGEST_ASKED]
    first, _, rest = text.partition(" ")
    verb = VERBS.get(searchable(first)) if first else Verb.LIST
    match verb:
        case Verb.HELP:
            said, body = help_message(words)
            ack(text=said, blocks=body)
            return
        case None if _is_slip(office, who, text):
            said, body = slip_message(first, rest, words)
            ack(text=said, blocks=body)
            return
        case None:
            run(Verb.OPEN, text, context, command, office, who, words)
        case _:
            run(verb, rest, context, command, office, who, words)
    ack()


@desk.action("command.run")
def run_corrected(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The word that was meant, or the search, by a button."""
    first, _, rest = str(body["actions"][0].get("value") or "").partition(" ")
    verb = VERBS.get(first)
    if verb is None:
        raise NotFound("choice")
    ack()
    run(verb, rest, context, body, office, who, words)


@desk.action("command.search")
def run_search(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    ack()
    run(Verb.OPEN, str(body["actions"][0].get("value") or ""), context, body, office, who, words)


@desk.action("client.new")
@desk.shortcut("new_client")
def new_client(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Nouveau dossier », from a button or the global shortcut."""
    ack()
    open_wizard(context, body, office, who, words)


@desk.action("help")
def show_help(ack: Ack, body: Payload, context: BoltContext, respond: Respond, words: Words) -> None:
    ack()
    if body.get("response_url"):
        said, told = help_message(words)
        respond(text=said, blocks=told, replace_original=False)
    else:
        show(context, body, _help_view(words))


def _help_view(words: Words) -> View:
    _, told = help_message(words)
    return blocks.modal("help", words.gettext("Help"), told, close=words.gettext("Close"))


def run(
    verb: Verb,
    about: str,
    context: BoltContext,
    body: Payload,
    office: Office,
    who: Collaborator,
    words: Words,
) -> None:
    """Open what the command asks for. RoleTooLow, NotFound."""
    if verb is Verb.NEW:
        open_wizard(context, body, office, who, words)
        return
    if verb is Verb.IMPORT:
        show(context, body, import_view_of(office, who, words))
        return
    if verb is Verb.HELP:
        show(context, body, _help_view(words))
        return
    show(context, body, _about(verb, about, office, who, words))


def _about(verb: Verb, about: str, office: Office, who: Collaborator, words: Words) -> View:
    """One client of that code or name: its card, or the form; several: the list of them."""
    if not about:
        return list_view_of(office, who, words, Shown(scope=_scope(office, who)))
    with office.reading() as records:
        client = _meant(records, who, about)
    if client is None:
        return list_view_of(office, who, words, Shown(scope="all", text=about))
    match verb:
        case Verb.INVITE:
            return invite_view_of(office, who, words, client.id)
        case Verb.ASSIGN:
            return assign_view_of(office, who, words, client.id)
        case _:
            return card_of(office, who, words, client.id)


def _meant(records: Records, who: Collaborator, about: str) -> Client | None:
    """The client of that code, of that name, or the only one found; None when it takes a list to tell."""
    of_code = records.clients.of_code(about)
    if of_code is not None and may_see(who, of_code):
        return of_code
    found, count = records.clients.find(who, ClientFilter(text=about, limit=2))
    if not found:
        found, count = ended_found(records, who, about, limit=2)
    exact = [client for client in found if searchable(client.name) == searchable(about)]
    if len(exact) == 1:
        return exact[0]
    return found[0] if count == 1 and not _is_chance(about, found[0]) else None


def _is_chance(about: str, client: Client) -> bool:
    """Whether the few figures typed are met inside a longer number only: another client's code is meant, perhaps."""
    begins = (client.code or "", client.company.siren or "")
    return about.isdigit() and len(about) < SIREN_LENGTH and not any(number.startswith(about) for number in begins)


def _scope(office: Office, who: Collaborator) -> str:
    """One's own clients; all those one sees, for who manages none."""
    with office.reading() as records:
        _, mine = records.clients.find(who, ClientFilter(mine=True, limit=1))
    return "mine" if mine else "all"


def _is_slip(office: Office, who: Collaborator, text: str) -> bool:
    """Whether the first word is one slip away from a command word, and no client matches."""
    if one_slip_away(text.partition(" ")[0], VERBS) is None:
        return False
    with office.reading() as records:
        _, count = records.clients.find(who, ClientFilter(text=text, limit=1))
    return count == 0


def slip_message(word: str, rest: str, words: Words) -> tuple[str, list[Block]]:
    """« Je ne connais pas « relence ». Vouliez-vous dire « relance » ? »"""
    known = one_slip_away(word, VERBS) or Verb.HELP.value
    sentence = words.gettext("I don’t know ‘{word}’. Did you mean ‘{meant}’?").format(
        word=escape(word, 40), meant=known
    )
    query = f"{word} {rest}".strip()[:100]
    search = words.gettext("Search ‘{query}’").format(query=blocks.clip(query, 40))
    body = [
        blocks.section(sentence),
        blocks.actions(
            blocks.button(f"/client {known}", "command.run", f"{known} {rest}".strip()[:200], primary=True),
            blocks.button(search, "command.search", query),
            blocks.button(words.gettext("Help"), "help"),
            block_id="slip",
        ),
    ]
    return sentence, body


def help_message(words: Words) -> tuple[str, list[Block]]:
    """What Guichet can do, and how to ask for it."""
    french = words.is_french
    lines = [
        ("nouveau" if french else "new", words.gettext("create a client")),
        ("morel", words.gettext("search and open")),
        ("liste" if french else "list", words.gettext("your clients")),
        ("inviter morel" if french else "invite morel", words.gettext("invite a contact")),
        ("importer" if french else "import", words.gettext("many clients at once, from a sheet")),
        ("affecter morel" if french else "assign morel", words.gettext("manager, portfolio and who sees it")),
    ]
    told = [f"`/client {word}` {act}" for word, act in lines]
    told.append(f"`/invitations` {words.gettext('the invitations waiting for an answer')}")
    told.append(f"`/courrier` {words.gettext('the messages nobody has read yet')}")
    told.append(f"`/portefeuille` {words.gettext('the portfolios you may see')}")
    told.append(f"`/cabinet digest` {words.gettext('your morning digest')}")
    body = [
        blocks.section("\n".join([f"*{words.gettext('The most common')}*", *told])),
        blocks.section(
            words.gettext(
                "On a Slack message, menu ⋮ then *Attach to a client*: its text and files go into the client file."
            )
        ),
        blocks.actions(
            blocks.button(words.gettext("New client"), "client.new", primary=True),
            blocks.button(words.gettext("My clients"), "client.list", "mine"),
            blocks.button(words.gettext("Guides"), "help.guides"),
            block_id="help",
        ),
    ]
    return words.gettext("What Guichet can do, and how to ask for it."), body
