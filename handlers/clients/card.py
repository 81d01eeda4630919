"""The client card: who it is, what is expected, what came, and the one thing to do now."""

from slack_bolt import Ack, BoltContext

from domain.clients import ClientState
from domain.completeness import Gap
from domain.contacts import Contact
from domain.invitations import Invitation, InvitationState
from domain.messages import Direction, MessageState
from domain.office import Office
from domain.people import Collaborator
from domain.rights import may_lead
from handlers import blocks
from handlers.blocks import Block, Element, View, escape
from handlers.clients.card_acts import card_menu
from handlers.clients.facts import Facts, facts_of
from handlers.clients.labels import activity_label, address_lines, kind_label, sector_label, service_label
from handlers.clients.notes import notes_row
from handlers.clients.registry_offer import offer_buttons, offer_sentence
from handlers.desk import Desk, Payload, is_modal, number_of, redraw, redraw_beneath, show
from handlers.documents.labels import asked_for
from handlers.life.ended import ended_blocks
from handlers.life.merged import merged_row
from handlers.words import Words, capitalised

desk = Desk()

CALLBACK = "client.card"
LISTED_CONTACTS = 5
LISTED_REQUESTS = 3
LISTED_SITES = 4


def client_card(facts: Facts, who: Collaborator) -> View:
    """The card, for someone who sees the client."""
    words, client = facts.words, facts.client
    body: list[Block] = [
        finder(words.gettext("Go to another client")),
        _head(facts, who),
        *_to_do(facts, who),
        blocks.divider(),
        blocks.section(fields=_fields(facts)),
        blocks.section(f"*{words.gettext('Deposit address')}*\n`{facts.records.firm.deposit_address(client.deposit)}`"),
        blocks.divider(),
        _contacts(facts),
        *_documents(facts),
        *_messages(facts),
        *notes_row(facts),
        *merged_row(facts, who),
        blocks.context(_made(facts)),
    ]
    return blocks.modal(
        CALLBACK,
        words.gettext("Client file"),
        body,
        close=words.gettext("Close"),
        metadata={"client": f"c{client.id}"},
    )


def finder(placeholder: str, *more: Element) -> Block:
    """The quick switch: a typeahead over the clients that the reader sees."""
    field = blocks.typeahead("client.find", min_length=2, placeholder=placeholder)
    return blocks.actions(field, *more, block_id="finder")


def _head(facts: Facts, who: Collaborator) -> Block:
    words, client = facts.words, facts.client
    standing = facts.standing()
    line = [f"{standing.dot} {capitalised(standing.word)}"]
    if client.code:
        line.append(words.gettext("code {code}").format(code=escape(client.code)))
    manager = escape(facts.manager.name) if facts.manager else words.gettext("none")
    line.append(words.gettext("manager: {name}").format(name=manager))
    return blocks.section(f"*{escape(client.name)}*\n{' · '.join(line)}", accessory=card_menu(client, who, words))


def _to_do(facts: Facts, who: Collaborator) -> list[Block]:
    """The first thing that applies: inactive, an address in error, a call to make, an invitation waiting, gaps."""
    words = facts.words
    if facts.client.state is ClientState.TERMINATED:
        return ended_blocks(facts)
    leads = may_lead(who, facts.client)
    if facts.client.state is ClientState.INACTIVE:
        back = blocks.button(words.gettext("Reactivate"), "client.reactivate", f"c{facts.client.id}", primary=True)
        return [blocks.actions(back, block_id="next")] if leads else []
    if facts.wrongly_addressed:
        contact = facts.wrongly_addressed[0]
        if contact.disowned_at is not None:
            sentence = words.gettext("The address of {contact} is somebody else’s. Nothing more is sent there.")
        else:
            sentence = words.gettext("The address of {contact} refused our message. Nothing more is sent there.")
        found: list[Block] = [blocks.alert(sentence.format(contact=escape(contact.name, 60)), "warning")]
        if leads:
            act = blocks.button(words.gettext("Fix the address"), "contact.fix_email", f"ct{contact.id}", primary=True)
            found.append(blocks.actions(act, block_id="next"))
        return found
    waiting = sorted(facts.awaited, key=lambda pair: pair[1].escalated_at is None)
    if waiting:
        contact, invitation = waiting[0]
        name = escape(contact.name, 60)
        sentence = words.gettext("{contact} has not answered the invitation yet.").format(contact=name)
        if invitation.escalated_at is not None:
            call = words.gettext("The chases are over: a call would help.") if invitation.wants_a_call else ""
            phone = f" <tel:{contact.phone}|{words.phone(contact.phone)}>" if contact.phone else ""
            found = [blocks.alert(f"{sentence} {call}{phone}", "warning")]
            return [*found, _after_the_chases(invitation, words)] if leads else found
        if invitation.state is InvitationState.EXPIRED:
            again = blocks.button(words.gettext("Send again"), "invitation.restart", f"i{invitation.id}", primary=True)
            sentence = f"{sentence} {words.gettext('Its link has expired.')}"
            return [blocks.alert(sentence), *([blocks.actions(again, block_id="next")] if leads else [])]
        if invitation.is_chased and invitation.next_at is not None:
            chase = words.gettext("Chase {moment}.").format(moment=facts.instant(invitation.next_at))
            sentence = f"{sentence} {chase}"
        elif invitation.paused:
            sentence = f"{sentence} {_paused(facts, invitation)}."
        chasing = _confirmed(facts, contact, invitation)
        now = blocks.button(words.gettext("Chase now"), "chase.now", f"i{invitation.id}", primary=True, confirm=chasing)
        acts = [now]
        if invitation.is_chased:
            acts.append(blocks.button(words.gettext("Pause chasing"), "chase.pause", f"i{invitation.id}"))
        else:
            acts.append(blocks.button(words.gettext("Resume chasing"), "chase.resume", f"i{invitation.id}"))
        return [blocks.alert(sentence), *([blocks.actions(*acts, block_id="next")] if leads else [])]
    prepared = facts.with_invitation(InvitationState.DRAFT)
    if prepared:
        names = words.listed([escape(contact.name, 40) for contact, _ in prepared[:3]])
        found = [blocks.alert(words.gettext("To invite: {names}. Nothing has left.").format(names=names))]
        if leads:
            act = blocks.button(words.gettext("Invite"), "client.invite", f"c{facts.client.id}", primary=True)
            found.append(blocks.actions(act, block_id="next"))
        return found
    line = facts.records.registry_waits.offered(facts.client.id)
    if line is not None:
        offer = blocks.actions(*offer_buttons(facts.client, words), block_id="registry")
        return [blocks.alert(offer_sentence(facts.client, line, words)), offer]
    if facts.gaps:
        found = [blocks.alert(words.gettext("To complete: {what}.").format(what=facts.gap_sentence()), "warning")]
        completing = _completing(facts, who)
        return [*found, *([blocks.actions(completing, block_id="next")] if completing else [])]
    return []


def _paused(facts: Facts, invitation: Invitation) -> str:
    """`Relances suspendues jusqu’au 7 décembre`."""
    words, until = facts.words, invitation.paused_until
    if until is None:
        return words.gettext("Chasing paused")
    return words.gettext("Chasing paused until {day}").format(day=words.day(until, facts.today))


def _confirmed(facts: Facts, contact: Contact, invitation: Invitation) -> Element | None:
    """« Relancer Paul Morel maintenant ? », where another chase is to come, which this one replaces."""
    words = facts.words
    if invitation.next_at is None or invitation.chases >= len(invitation.chase_days):
        return None
    return blocks.confirmation(
        words.gettext("Chase {contact} now?").format(contact=contact.name),
        words.gettext("It replaces that of {day}.").format(day=facts.day(invitation.next_at)),
        words.gettext("Chase"),
        words.gettext("Keep"),
    )


def _after_the_chases(invitation: Invitation, words: Words) -> Block:
    """The acts of the escalation that end nothing."""
    value = f"i{invitation.id}"
    return blocks.actions(
        blocks.button(words.gettext("Log a call"), "invitation.called", value, primary=True),
        blocks.button(words.gettext("Send a last message"), "invitation.last_message", value),
        blocks.button(words.gettext("Chase again"), "invitation.restart", value),
        block_id="next",
    )


def _completing(facts: Facts, who: Collaborator) -> Element | None:
    """The button that leads to where what is missing first is written; None for who may not write it."""
    value, label = f"c{facts.client.id}", facts.words.gettext("Complete")
    if facts.gap_subject:
        return blocks.button(label, "client.edit", f"{value}:{facts.gap_subject}")
    if facts.gaps[0] is Gap.DIRECTOR:
        return blocks.button(label, "client.contacts", value)
    return blocks.button(label, "client.assign", value) if may_lead(who, facts.client) else None


def _fields(facts: Facts) -> list[str]:
    words, client = facts.words, facts.client
    company = client.company
    portfolio = next((p for p in facts.records.people.portfolios() if p.id == client.portfolio_id), None)
    services = ", ".join(service_label(service, words) for service in sorted(client.services))
    sector = sector_label(company.sector, words)
    lines = "\n".join(address_lines(company.address, words))
    named = [
        ("SIRET", words.siren(company.siret) if company.siret else ""),
        ("SIREN", "" if company.siret else words.siren(company.siren) if company.siren else words.gettext("No SIREN")),
        (words.gettext("Establishments"), _sites(facts)),
        (words.gettext("Activity"), escape(activity_label(company.ape).replace(" · ", " "))),
        (words.gettext("Sector"), capitalised(sector)),
        (words.gettext("Address"), escape(lines, 400)),
        (words.gettext("Portfolio"), escape(portfolio.name) if portfolio else ""),
        (words.gettext("Status"), kind_label(client.kind, words)),
        (words.gettext("Services"), services),
    ]
    return [f"*{label}*\n{value}" for label, value in named if value]


def _sites(facts: Facts) -> str:
    """`2 · Tours, Amboise`; empty for a client of one establishment."""
    further = facts.records.sites.of_client(facts.client.id)
    if not further:
        return ""
    towns = [facts.client.company.address.town, *(site.address.town for site in further[:LISTED_SITES])]
    return f"{len(further) + 1} · {escape(', '.join(town for town in towns if town))}"


def _contacts(facts: Facts) -> Block:
    words = facts.words
    lines = [facts.contact_line(contact) for contact in facts.contacts[:LISTED_CONTACTS]]
    if len(facts.contacts) > LISTED_CONTACTS:
        n = len(facts.contacts) - LISTED_CONTACTS
        lines.append(words.ngettext("and {n} more", "and {n} more", n).format(n=n))
    opening = blocks.button(
        words.gettext("Contacts"),
        "client.contacts",
        f"c{facts.client.id}",
        accessibility=words.gettext("Open the contacts"),
    )
    shown = "\n".join(lines or [words.gettext("No contact yet.")])
    return blocks.section(f"*{words.gettext('Contacts')}*\n{shown}", accessory=opening)


def _documents(facts: Facts) -> list[Block]:
    words = facts.words
    found, count = facts.records.messages.page_of_documents(facts.client.id, limit=1)
    opening = blocks.button(
        words.gettext("Documents"),
        "client.documents",
        f"c{facts.client.id}",
        accessibility=words.gettext("Open the documents"),
    )
    awaited = _awaited(facts)
    if not found:
        nothing = f"*{words.gettext('Documents')}*\n{words.gettext('None yet.')}{awaited}"
        return [blocks.section(nothing, accessory=opening)]
    [latest] = found
    last = words.gettext("Latest: {name}, {moment}").format(
        name=blocks.clip(latest.filename, 100), moment=facts.instant(latest.received_at)
    )
    title = f"*{words.gettext('Documents')}* · {words.number(count)}{awaited}"
    return [blocks.section(title, accessory=opening), blocks.plain_context(last)]


def _awaited(facts: Facts) -> str:
    """What is still asked for, on a line of its own; empty when nothing is."""
    words = facts.words
    awaited = facts.records.requests.awaited(facts.client.id)
    if not awaited:
        return ""
    shown = [escape(asked_for(request, words), 80) for request in awaited[:LISTED_REQUESTS]]
    if len(awaited) > LISTED_REQUESTS:
        n = len(awaited) - LISTED_REQUESTS
        shown.append(words.ngettext("and {n} more", "and {n} more", n).format(n=n))
    return "\n" + words.gettext("To send: {documents}").format(documents=" · ".join(shown))


def _messages(facts: Facts) -> list[Block]:
    words = facts.words
    letters = facts.records.messages.of_client(facts.client.id, limit=20)
    received = [letter for letter in letters if letter.direction is Direction.IN]
    opening = blocks.button(
        words.gettext("Messages"),
        "client.mails",
        f"c{facts.client.id}",
        accessibility=words.gettext("Open the messages"),
    )
    if not received:
        none = words.gettext("Nothing received yet.") if letters else words.gettext("None yet.")
        nothing = f"*{words.gettext('Messages')}*\n{none}"
        return [blocks.section(nothing, accessory=opening if letters else None)]
    unread = sum(letter.state is MessageState.UNREAD for letter in received)
    title = f"*{words.gettext('Messages')}*"
    if unread:
        title += " · " + words.ngettext("{n} unread", "{n} unread", unread).format(n=unread)
    latest = max(received, key=lambda letter: letter.written_at)
    last = words.gettext("“{subject}”, {sender}, {moment}").format(
        subject=blocks.clip(latest.subject or words.gettext("(no subject)"), 100),
        sender=blocks.clip(latest.sender_name or latest.sender, 60),
        moment=facts.instant(latest.written_at),
    )
    return [blocks.section(title, accessory=opening), blocks.plain_context(last)]


def _made(facts: Facts) -> str:
    words, client = facts.words, facts.client
    author = facts.records.people.get(client.created_by)
    made = words.gettext("Created {moment}").format(moment=facts.instant(client.created_at))
    if author is not None:
        made = words.gettext("Created {moment} by {name}").format(
            moment=facts.instant(client.created_at), name=escape(author.name)
        )
    n = facts.seen_by
    return f"{made} · {words.ngettext('visible to {n} person', 'visible to {n} people', n).format(n=n)}"


def card_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    """The card of that client, for this person. NotFound."""
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        return client_card(facts_of(records, client, words, office.now()), who)


def redraw_card_beneath(
    context: BoltContext, view: Payload, office: Office, who: Collaborator, words: Words, client_id: int
) -> None:
    """Give way to the card of that client, when the form was opened from a view. NotFound."""
    if view.get("previous_view_id"):
        redraw_beneath(context, view, card_of(office, who, words, client_id))


@desk.action("client.open")
def open_client_card(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Ouvrir le dossier »."""
    view = card_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("client.find")
def go_to_client(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The quick switch: the card takes the place of the one that is open."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value")
    view = card_of(office, who, words, number_of(chosen, "c"))
    ack()
    if is_modal(body):
        redraw(context, body, view)
    else:
        show(context, body, view)
