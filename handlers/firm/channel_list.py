"""« Canaux »: which channel the cards of each portfolio and client go to, and who there may not see them."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from domain.books import Records
from domain.clients import Client, ClientState
from domain.office import Office
from domain.people import Collaborator, Portfolio
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.team import Blind, blind
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import named
from handlers.paging import PAGE, paging
from handlers.team.labels import clients_counted
from handlers.who_can import administering, worked_on
from handlers.words import Words

CALLBACK = "settings.channels"
NAMED_AT_MOST = 3

# Slack ids by channel; None where Slack does not say.
Members = Mapping[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a channel is for: one client, one portfolio, or all that has no channel of its own."""

    portfolio: Portfolio | None = None
    client: Client | None = None

    @property
    def key(self) -> str:
        """`c39`, `p1`, or `firm`."""
        if self.client is not None:
            return f"c{self.client.id}"
        return f"p{self.portfolio.id}" if self.portfolio else "firm"

    def channel(self, records: Records) -> str | None:
        if self.client is not None:
            return self.client.channel
        return self.portfolio.channel if self.portfolio else records.firm.mail_channel

    def name(self, words: Words) -> str:
        if self.client is not None:
            return self.client.name
        return self.portfolio.name if self.portfolio else words.gettext("Firm’s channel")

    def clients(self, records: Records) -> Sequence[Client]:
        """Those whose cards go there."""
        if self.client is not None:
            return [self.client]
        if self.portfolio is not None:
            return [client for client in records.clients.of_portfolio(self.portfolio.id) if _is_posted(client)]
        with_channel = {portfolio.id for portfolio in records.people.portfolios() if portfolio.channel}
        alone = records.clients.outside(with_channel)
        return [client for client in alone if _is_posted(client)]


def _is_posted(client: Client) -> bool:
    """Whether the cards of that client go to a channel that it shares."""
    return client.channel is None and client.state is not ClientState.TERMINATED


def scope_of(records: Records, who: Collaborator, opaque: object) -> Scope:
    """The scope of that key. NotFound, ClientTerminated."""
    if opaque == "firm":
        return Scope()
    if str(opaque or "").startswith("p"):
        portfolio = records.people.portfolio(named(opaque, "p", "portfolio"))
        if portfolio is None:
            raise NotFound("portfolio")
        return Scope(portfolio=portfolio)
    return Scope(client=worked_on(records, who, named(opaque, "c", "client")))


def channels_view_of(office: Office, who: Collaborator, words: Words, page: int = 1) -> View:
    """The channels, for an administrator; Slack is asked who is in those of that page. RoleTooLow."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        asked = {scope.channel(records) for scope in (Scope(), *_page(records, page)[0])}
    members = readers_of(office, [channel for channel in asked if channel])
    with office.reading() as records:
        return _view(Surroundings(records, who, words, office.now()), members, page)


def readers_of(office: Office, channels: Sequence[str]) -> Members:
    """Who is in each of these channels, asked all at once: a window waits three seconds at most."""
    if not channels:
        return {}
    with ThreadPoolExecutor(len(channels)) as askers:
        return dict(zip(channels, askers.map(office.members_of, channels), strict=True))


def blind_in(records: Records, scope: Scope, members: frozenset[str]) -> Blind:
    """The people of the team in that channel who may not see some of what is posted there."""
    readers = [person for person in records.people.active() if person.slack_id in members]
    return blind(readers, scope.clients(records))


def _page(records: Records, page: int) -> tuple[Sequence[Scope], int]:
    every = [Scope(portfolio=portfolio) for portfolio in records.people.portfolios()]
    every += [Scope(client=client) for client in records.clients.of_channel()]
    return every[(page - 1) * PAGE : page * PAGE], len(every)


def _view(here: Surroundings, members: Members, page: int) -> View:
    words = here.words
    shown, count = _page(here.records, page)
    body = [
        blocks.section(words.gettext("A card goes to the client’s channel, else the portfolio’s, else the firm’s.")),
        *_row(here, Scope(), members),
    ]
    portfolios = [scope for scope in shown if scope.client is None]
    clients = [scope for scope in shown if scope.client is not None]
    if portfolios:
        body.append(blocks.header(words.gettext("By portfolio")))
    for scope in portfolios:
        body += _row(here, scope, members)
    body.append(blocks.header(words.gettext("By client")))
    for scope in clients:
        body += _row(here, scope, members)
    body.append(blocks.actions(blocks.button(words.gettext("Add a client"), "channel.add"), block_id="add"))
    if count > PAGE:
        body += paging(page, count, PAGE, words)
    honest = words.gettext("Guichet writes only in the channels where it is invited, and reads no exchange there.")
    body.append(blocks.context(honest))
    return blocks.modal(CALLBACK, words.gettext("Channels"), body, close=words.gettext("Back"), metadata={"page": page})


def _row(here: Surroundings, scope: Scope, members: Members) -> list[Block]:
    words, channel, name = here.words, scope.channel(here.records), scope.name(here.words)
    title = f"*{escape(name, 120)}*"
    if channel is None:
        none = words.gettext("No channel: the firm’s") if scope.portfolio else words.gettext("No channel: in private")
        choosing = blocks.button(
            words.gettext("Choose"),
            "channel.pick",
            scope.key,
            accessibility=words.gettext("Choose a channel for {name}").format(name=name),
        )
        return [blocks.section(f"{title}\n{none}", accessory=choosing, block_id=scope.key)]
    acts = [
        blocks.option(words.gettext("Change channel"), f"change:{scope.key}"),
        blocks.option(words.gettext("Remove this channel"), f"remove:{scope.key}"),
    ]
    inside = members.get(channel)
    facts = [f"<#{channel}>"]
    if inside is not None:
        facts.append(words.ngettext("{n} member", "{n} members", len(inside)).format(n=words.number(len(inside))))
    row = blocks.section(
        f"{title}\n{' · '.join(facts)}", accessory=blocks.overflow("channel.more", acts), block_id=scope.key
    )
    return [row, *_warnings(here, scope, inside)]


def _warnings(here: Surroundings, scope: Scope, inside: frozenset[str] | None) -> list[Block]:
    """Who there may not see what is posted: their cards stay thin, and access may be given."""
    words = here.words
    if inside is None:
        return [
            blocks.alert(
                words.gettext("Guichet does not see who is in this channel: invite it there with /invite @Guichet."),
                "warning",
            )
        ]
    warnings = []
    outsiders = sorted(inside - {person.slack_id for person in here.people})
    if outsiders:
        people = words.listed([f"<@{slack_id}>" for slack_id in outsiders[:NAMED_AT_MOST]])
        sentence = words.ngettext(
            "{n} person here is not in the team: {people}. The cards stay thin, without name nor subject.",
            "{n} people here are not in the team: {people}. The cards stay thin, without name nor subject.",
            len(outsiders),
        )
        warnings.append(blocks.alert(sentence.format(n=len(outsiders), people=people), "warning"))
    unseen = blind_in(here.records, scope, inside)
    if unseen.people:
        sentence = words.ngettext(
            "{people}, in this channel, may not see {clients}. The cards stay thin here, without name nor subject.",
            "{people}, in this channel, may not see {clients}. The cards stay thin here, without name nor subject.",
            len(unseen.people),
        )
        counted = clients_counted(len(unseen.clients), words)
        told = sentence.format(people=_people(unseen.people, words), clients=counted)
        warnings += [blocks.alert(told, "warning"), _remedies(scope, len(unseen.clients), words)]
    return warnings


def _people(people: Sequence[Collaborator], words: Words) -> str:
    named_ = [escape(person.name, 30) for person in people[:NAMED_AT_MOST]]
    if len(people) > NAMED_AT_MOST:
        n = len(people) - NAMED_AT_MOST
        named_.append(words.ngettext("{n} other", "{n} others", n).format(n=n))
    return words.listed(named_)


def _remedies(scope: Scope, n: int, words: Words) -> Block:
    see = words.ngettext("See the {n} client", "See the {n} clients", n).format(n=words.number(n))
    sure = blocks.confirmation(
        words.gettext("Give access"),
        words.gettext("These people will see these clients, here and in all of Guichet."),
        words.gettext("Give access"),
        words.gettext("Back"),
    )
    return blocks.actions(
        blocks.button(see, "channel.clients", scope.key),
        blocks.button(words.gettext("Give access"), "channel.grant", scope.key, confirm=sure),
        block_id=f"{scope.key}_fix",
    )
