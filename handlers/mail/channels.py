"""In which channel a mail's card goes, and whether everybody there may read it."""

from dataclasses import dataclass

from domain.books import Records
from domain.clients import Client
from domain.mail.attribution import Attributed, Attribution, NeedsPerson
from domain.office import Office
from domain.rights import may_see

CONVERSATIONS = ("D", "U", "W")  # how the names of conversations with one person begin


@dataclass(frozen=True, slots=True)
class Posting:
    """The channel (None: the administrators, in private), and whether the card may show all it knows."""

    channel: str | None
    full: bool


def where_to_post(records: Records, office: Office, attribution: Attribution) -> Posting:
    """The client's channel, else its portfolio's, else the firm's.

    Full only where everybody may see the clients that it names.
    """
    match attribution:
        case Attributed(client=client_id):
            named = [client_id]
        case NeedsPerson(candidates=candidates, suggestion=suggestion):
            named = [*candidates, *([suggestion] if suggestion else [])]
        case _:
            named = []
    clients = [client for client in map(records.clients.get, named) if client is not None]
    own = own_channel(records, clients[0]) if isinstance(attribution, Attributed) and clients else None
    channel = own or records.firm.mail_channel
    return Posting(channel, full=channel is None or everyone_sees(records, office, channel, clients))


def own_channel(records: Records, client: Client) -> str | None:
    """The client's channel, else its portfolio's; None when its cards go to the firm's."""
    if client.channel is not None or client.portfolio_id is None:
        return client.channel
    portfolio = records.people.portfolio(client.portfolio_id)
    return portfolio.channel if portfolio else None


def everyone_sees(records: Records, office: Office, channel: str, clients: list[Client]) -> bool:
    """Whether each member of the channel may see each of these clients; unknown members may not.

    Only administrators are shown mails in private, and they see every client.
    """
    if not clients or channel.startswith(CONVERSATIONS):
        return True
    team = {person.slack_id: person for person in records.people.active()}
    members = office.members_of(channel)
    readers = [team.get(member) for member in members] if members is not None else list(team.values())
    return all(reader is not None and may_see(reader, client) for reader in readers for client in clients)
