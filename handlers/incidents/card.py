"""One incident in a window: the card of its kind, with its own buttons; what is pressed there redraws it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from slack_bolt import Ack, BoltContext

from domain.books import MailboxProblem, Records
from domain.office import Office
from domain.outbox import is_exhausted
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_lead, may_see, may_see_mailboxes
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.chase.cards import bounce_card
from handlers.chase.letter_cards import doubt_card, unsent_card
from handlers.chase.mending import settle
from handlers.consequences import client_of
from handlers.desk import Desk, Payload, metadata, named, redraw, show
from handlers.mail import acts
from handlers.mail.access import message_for
from handlers.mail.cards import mail_card
from handlers.mail.health import ask_again
from handlers.mail.posting import card_facts
from handlers.words import Words

desk = Desk()

CALLBACK = "incident.card"


def incident_card(records: Records, office: Office, who: Collaborator, words: Words, about: object) -> View:
    """The card of `m4`, `i2`, `b1` or `e7`. NotFound in the same words for none and for another's."""
    kind = str(about or "")[:1]
    draw = {"m": _mail, "i": _bounce, "b": _mailbox, "e": _letter}.get(kind)
    if draw is None:
        raise NotFound("incident")
    return blocks.modal(
        CALLBACK,
        words.gettext("Incident"),
        draw(records, office, who, words, str(about)),
        close=words.gettext("Back"),
        metadata={"incident": str(about)},
    )


def _mail(records: Records, office: Office, who: Collaborator, words: Words, about: str) -> Sequence[Block]:
    facts = card_facts(records, message_for(records, who, about), office.now())
    if facts.suggested is not None and not may_see(who, facts.suggested):
        # The mail is for all the firm; the client that it may be from is not.
        facts = replace(facts, suggested=None)
    return mail_card(facts, words)[1]


def _bounce(records: Records, _office: Office, who: Collaborator, words: Words, about: str) -> Sequence[Block]:
    invitation = records.invitations.visible_to(who, named(about, "i", "incident"))
    client = records.clients.visible_to(who, invitation.client_id)
    contact = records.contacts.visible_to(who, invitation.contact_id)
    return bounce_card(client, contact, "", words)[1]


def _mailbox(records: Records, office: Office, who: Collaborator, words: Words, about: str) -> Sequence[Block]:
    number = named(about, "b", "incident")
    mailbox = next((box for box in records.inbound.mailboxes() if box.id == number), None)
    if mailbox is None or not may_see_mailboxes(who):
        raise NotFound("incident")
    if mailbox.problem is None:
        return [blocks.section(f"🟢 *{words.gettext('The mailbox is read again.')}*")]
    since = words.instant(mailbox.problem_since or office.now(), records.firm.zone, office.now())
    headline = words.gettext("mailbox not read since {hour}").format(hour=since)
    safe = words.gettext("The messages stay in the mailbox: none is lost, they will arrive once it is read again.")
    retry = blocks.button(words.gettext("Try again"), "mailbox.retry", f"b{mailbox.id}", primary=True)
    asked = mailbox.problem is MailboxProblem.ASKED_AGAIN
    return [
        blocks.section(f"🔴 *{escape(mailbox.address)}*\n{headline}"),
        blocks.section(safe),
        *([blocks.actions(retry, block_id="mailbox")] if who.is_administrator and not asked else []),
        blocks.context(words.gettext("Trying again.") if asked else words.gettext("Guichet tries again by itself.")),
    ]


def _letter(records: Records, _office: Office, who: Collaborator, words: Words, about: str) -> Sequence[Block]:
    stuck = records.outbox.stuck(named(about, "e", "incident"))
    if stuck is None:
        raise NotFound("incident")
    client = client_of(records, stuck.envelope)
    if not (may_see(who, client) if client is not None else who.is_administrator):
        raise NotFound("incident")
    leads = client is None or may_lead(who, client)
    if stuck.doubtful:
        card = doubt_card(stuck.envelope, words, may_decide=leads)[1]
    else:
        letter, refused = stuck.envelope, not is_exhausted(stuck.envelope.attempt)
        card = unsent_card(letter, stuck.error, words, refused=refused, may_decide=leads)[1]
    if client is None:
        return card
    opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
    return [*card, blocks.section(f"*{escape(client.name)}*", accessory=opening)]


@desk.action("incident.open")
@desk.action("incident.find")
def open_incident(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Ouvrir », or a choice of the search."""
    action = body["actions"][0]
    about = action.get("value") or (action.get("selected_option") or {}).get("value")
    with office.reading() as records:
        view = incident_card(records, office, who, words, about)
    ack()
    show(context, body, view)


def _then_redrawn(act: Callable[[Ack, Payload, Office, Collaborator], None]) -> Callable[..., None]:
    """What a button of a mail's card does, and the window as things then stand."""

    def pressed(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
        act(ack, body, office, who)
        with office.reading() as records:
            view = incident_card(records, office, who, words, metadata(body["view"]).get("incident"))
        redraw(context, body, view)

    return pressed


@desk.action("mailbox.retry", view=CALLBACK)
def retry_mailbox(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Réessayer », from the window: whoever watches the mailbox tries within seconds."""
    with office.records() as records:
        ask_again(records, who, body["actions"][0].get("value"), office.now())
        view = incident_card(records, office, who, words, metadata(body["view"]).get("incident"))
    ack()
    redraw(context, body, view)


@desk.action("doubt.arrived", view=CALLBACK)
@desk.action("doubt.resend", view=CALLBACK)
@desk.action("doubt.give_up", view=CALLBACK)
def settle_letter(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """A letter that waits for a person: their answer, and the window says that it is given."""
    settle(body, body["actions"][0], office, who, words)
    ack()
    done = blocks.section(f"🟢 *{words.gettext('Settled: nobody has to decide on it any more.')}*")
    carried = metadata(body["view"])
    redraw(
        context,
        body,
        blocks.modal(CALLBACK, words.gettext("Incident"), [done], close=words.gettext("Back"), metadata=carried),
    )


desk.action("mail.handled", view=CALLBACK)(_then_redrawn(acts.mark_handled))
desk.action("mail.reopen", view=CALLBACK)(_then_redrawn(acts.reopen))
desk.action("mail.attach_to", view=CALLBACK)(_then_redrawn(acts.attach_to_suggested))
