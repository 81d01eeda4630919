"""The contacts of a client: who they are, where each stands, and what can be done for each."""

from slack_bolt import Ack, BoltContext

from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_lead, may_work_on
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.contacts.inviting import may_be_invited
from handlers.clients.facts import Facts, facts_of
from handlers.clients.labels import role_label
from handlers.desk import Desk, Payload, number_of, show
from handlers.words import Words, capitalised

desk = Desk()

CALLBACK = "client.contacts"
LISTED_AT_MOST = 40


def contacts_view(facts: Facts, who: Collaborator) -> View:
    words, client = facts.words, facts.client
    rows = [_row(facts, contact, who) for contact in facts.contacts[:LISTED_AT_MOST]]
    if not rows:
        rows = [blocks.section(words.gettext("No contact yet. The deposit address already works."))]
    if may_work_on(who, client):
        add = blocks.button(words.gettext("Add a contact"), "contact.add", f"c{client.id}", primary=True)
        rows.append(blocks.actions(add, block_id="add"))
    return blocks.modal(
        CALLBACK,
        words.gettext("Contacts"),
        [
            blocks.context(words.gettext("Client {client}").format(client=escape(client.name))),
            *rows,
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
    standing = [f"{dot} {capitalised(access)}"]
    if contact.is_default:
        standing.append(words.gettext("default contact"))
    if contact.receives_invoices:
        standing.append(words.gettext("receives invoices"))
    lines = [f"*{escape(contact.name)}* · {role_label(contact.role, words)}", " · ".join(reach), " · ".join(standing)]
    more = blocks.overflow("contact.more", _acts(facts, contact, who)) if may_work_on(who, facts.client) else None
    return blocks.section("\n".join(line for line in lines if line), accessory=more, block_id=f"ct{contact.id}")


def _acts(facts: Facts, contact: Contact, who: Collaborator) -> list[blocks.Option]:
    words = facts.words
    acts = []
    if may_lead(who, facts.client) and may_be_invited(facts.records, contact):
        invited = contact.id in facts.invitations and facts.invitations[contact.id].sent_at is not None
        label = words.gettext("Resend the invitation") if invited else words.gettext("Invite")
        acts.append(blocks.option(label, "invite"))
    acts.append(blocks.option(words.gettext("Edit"), "edit"))
    if not contact.is_default:
        acts.append(blocks.option(words.gettext("Default contact"), "default"))
    if not contact.receives_invoices:
        acts.append(blocks.option(words.gettext("Receives invoices"), "billing"))
    acts.append(blocks.option(words.gettext("Remove from the client"), "remove"))
    return acts


def contacts_of(office: Office, who: Collaborator, words: Words, client_id: int) -> View:
    with office.reading() as records:
        client = records.clients.visible_to(who, client_id)
        return contacts_view(facts_of(records, client, words, office.now()), who)


@desk.action("client.contacts")
def open_contacts(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = contacts_of(office, who, words, number_of(body["actions"][0].get("value"), "c"))
    ack()
    show(context, body, view)


def contact_of(records: Records, client: Client, contact_id: int) -> Contact:
    """That contact of that very client; NotFound."""
    contact = records.contacts.get(contact_id)
    if contact is None or contact.client_id != client.id or contact.removed_at is not None:
        raise NotFound("contact")
    return contact
