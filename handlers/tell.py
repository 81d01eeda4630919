"""What the firm is told in Slack when a contact acts on their own: good news, and what a person must decide."""

from collections.abc import Sequence
from datetime import datetime

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Contact
from domain.invitations import Invitation
from domain.people import Collaborator
from handlers.blocks import Block, actions, button, context, escape, literal, section
from handlers.post import post
from handlers.words import words_for


def in_charge(records: Records, client: Client) -> Sequence[Collaborator]:
    """The client's manager; the administrators when it has none, or when they have left."""
    manager = records.people.get(client.manager_id)
    if manager is not None and manager.active:
        return [manager]
    return records.people.administrators()


def told_of_silence(records: Records, client: Client) -> Sequence[Collaborator]:
    """Whoever is in charge, and the administrators where the firm wants them told as well."""
    told = {person.id: person for person in in_charge(records, client)}
    if records.firm.escalates_to_administrators:
        told |= {person.id: person for person in records.people.administrators()}
    return list(told.values())


def contact_opened_space(records: Records, client: Client, contact: Contact, now: datetime) -> None:
    """« Claire Morel a ouvert son espace. »"""
    for person in in_charge(records, client):
        words = words_for(person.language)
        sentence = words.gettext("{contact} has opened their space.")
        note = words.gettext("{client} · invitation accepted, no more chases.")
        post(
            records,
            now,
            person.slack_id,
            f"{sentence.format(contact=contact.name)} {client.name}.",
            [
                section(f"*{sentence.format(contact=escape(contact.name))}*"),
                actions(button(words.gettext("Open the client"), "client.open", f"c{client.id}")),
                context(note.format(client=escape(client.name))),
            ],
            about=(About.CLIENT, client.id),
        )


def contact_stopped_chases(
    records: Records, client: Client, contact: Contact, invitation: Invitation, now: datetime
) -> None:
    """A contact asked for no more chases: the one in charge knows, and may undo it."""
    for person in in_charge(records, client):
        words = words_for(person.language)
        sentence = words.gettext("{contact} asked for no more reminders.")
        post(
            records,
            now,
            person.slack_id,
            f"{sentence.format(contact=contact.name)} {client.name}.",
            [
                section(f"*{sentence.format(contact=escape(contact.name))}*\n{escape(client.name)}"),
                actions(
                    button(words.gettext("Open the client"), "client.open", f"c{client.id}"),
                    button(words.gettext("Resume chasing"), "chase.resume", f"i{invitation.id}"),
                ),
                context(words.gettext("The space stays available; nothing more is sent by itself.")),
            ],
            about=(About.INVITATION, invitation.id),
        )


def not_the_right_person(records: Records, client: Client, contact: Contact, hint: str, now: datetime) -> None:
    """Somebody wrote that the invitation was not for them: nothing more is sent to that address."""
    for person in in_charge(records, client):
        words = words_for(person.language)
        sentence = words.gettext("{contact}: the invitation did not reach the right person.")
        blocks: list[Block] = [
            section(
                f"*{sentence.format(contact=escape(contact.name))}*\n"
                f"{escape(client.name)} · {words.gettext('Nothing more is sent to this address.')}"
            )
        ]
        if hint:
            blocks += [section(words.gettext("Whom to write to, in their words:")), literal(hint, quote=True)]
        blocks.append(actions(button(words.gettext("Open the client"), "client.open", f"c{client.id}")))
        post(
            records,
            now,
            person.slack_id,
            f"{sentence.format(contact=contact.name)} {client.name}.",
            blocks,
            about=(About.CLIENT, client.id),
        )
