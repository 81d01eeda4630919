"""The contacts of a client: who they are, where each stands, and what can be done for each."""

from dataclasses import replace

from slack_bolt import Ack, BoltContext

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.history import By, HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_lead
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.facts import Facts
from handlers.clients.inviting import invite_contact, may_be_invited
from handlers.clients.labels import role_label
from handlers.desk import Desk, Payload, first_time, metadata, number_of, redraw, show
from handlers.who_can import led
from handlers.words import Words

desk = Desk()

CALLBACK = "client.contacts"
LISTED_AT_MOST = 40


def contacts_view(facts: Facts, who: Collaborator) -> View:
    words, client = facts.words, facts.client
    rows = [_row(facts, contact, who) for contact in facts.contacts[:LISTED_AT_MOST]]
    if not rows:
        rows = [blocks.section(words.gettext("No contact yet. The deposit address already works."))]
    add = blocks.button(words.gettext("Add a contact"), "contact.add", f"c{client.id}", primary=True)
    return blocks.modal(
        CALLBACK,
        words.gettext("Contacts"),
        [
            blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
            *rows,
            blocks.actions(add, block_id="add"),
        ],
        close=words.gettext("Back"),
        metadata={"client": f"c{client.id}"},
    )


def _row(facts: Facts, contact: Contact, who: Collaborator) -> Block:
    words = facts.words
    reach = [escape(contact.email)] if contact.email else []
    if contact.phone:
        reach.append(f"<tel:{contact.phone}|{words.phone(contact.phone)}>")
    dot, access = facts.access_of(contact)
    standing = [f"{dot} {access[:1].upper()}{access[1:]}"]
    if contact.is_default:
        standing.append(words.gettext("default contact"))
    if contact.receives_invoices:
        standing.append(words.gettext("receives invoices"))
    lines = [f"*{escape(contact.name)}* · {role_label(contact.role, words)}", " · ".join(reach), " · ".join(standing)]
    acts = []
    if may_lead(who, facts.client) and may_be_invited(facts.records, contact):
        invited = contact.id in facts.invitations and facts.invitations[contact.id].sent_at is not None
        label = words.gettext("Resend the invitation") if invited else words.gettext("Invite")
        acts.append(blocks.option(label, "invite"))
    if not contact.is_default:
        acts.append(blocks.option(words.gettext("Default contact"), "default"))
    if not contact.receives_invoices:
        acts.append(blocks.option(words.gettext("Receives invoices"), "billing"))
    more = blocks.overflow("contact.more", acts) if acts else None
    return blocks.section("\n".join(line for line in lines if line), accessory=more, block_id=f"ct{contact.id}")


def contacts_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        return contacts_view(Facts(records, client, words, office.now()), who)


@desk.action("client.contacts")
def open_contacts(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = contacts_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


@desk.action("contact.more", view=CALLBACK)
def about_contact(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The ⋮ of a contact: invite, default contact, receives invoices."""
    action = body["actions"][0]
    act = (action.get("selected_option") or {}).get("value")
    now = office.now()
    with office.records() as records:
        client = records.clients.visible_to(who, number_of(metadata(body["view"]).get("client"), "c"))
        contact = contact_of(records, client, number_of(action.get("block_id"), "ct"))
        if first_time(records, body, now):
            match act:
                case "invite":
                    invite_contact(records, office, led(records, who, client.id, "client.invite"), contact, who, now)
                case "default" | "billing":
                    _mark(records, client, contact, act, who, office)
                case _:
                    raise NotFound("choice")
        view = contacts_view(Facts(records, client, words, now), who)
    ack()
    redraw(context, body, view)


def contact_of(records: Records, client: Client, contact_id: int) -> Contact:
    """That contact of that very client; NotFound."""
    contact = records.contacts.get(contact_id)
    if contact is None or contact.client_id != client.id:
        raise NotFound("contact")
    return contact


def _mark(records: Records, client: Client, contact: Contact, act: str, who: Collaborator, office: Office) -> None:
    """One default contact, one who receives the invoices."""
    for one in records.contacts.of_client(client.id):
        is_it = one.id == contact.id
        changed = replace(one, is_default=is_it) if act == "default" else replace(one, receives_invoices=is_it)
        if changed != one:
            records.contacts.keep(changed)
    records.note(
        HistoryLine(
            at=office.now(),
            act=f"contact.{act}",
            by=By.COLLABORATOR,
            by_id=who.id,
            client_id=client.id,
            subject_id=contact.id,
        )
    )
