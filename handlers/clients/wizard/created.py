"""« Dossier Atelier Morel créé. »: told to its author and to its manager, with what to do next."""

from collections.abc import Iterable, Sequence

from domain.about import About
from domain.clients import Client
from domain.contacts import Contact
from domain.opening import FirstLetter, Leaving
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.scene import Scene
from handlers.post import post, update_cards
from handlers.words import Words, words_for

# The contacts who are written to, with what each receives.
Written = Sequence[tuple[Contact, FirstLetter]]


def tell_created(scene: Scene, client: Client, gone: Leaving, written: Written) -> None:
    """One message to the author and one to the manager; one alone when they are the same person."""
    if gone.waits_for_reading and written:
        _ask_for_reading(scene)
    manager = scene.records.people.get(client.manager_id)
    told = {scene.who.slack_id: scene.who}
    if manager is not None and manager.active:
        told[manager.slack_id] = manager
    for person in told.values():
        text, body = created_message(scene, client, gone, written, person)
        post(scene.records, scene.now, person.slack_id, text, body, about=(About.CLIENT_CREATED, client.id))


def tell_draft_served(scene: Scene, client: Client) -> None:
    """The messages that offered to resume the draft say what became of it."""
    words = words_for(scene.who.language)
    created = words.gettext("Client {client} created.").format(client=escape(client.name))
    opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
    body = [blocks.section(f"*{created}*"), blocks.actions(opening, block_id="next")]
    update_cards(scene.records, scene.now, (About.DRAFT, scene.draft.number), created, body)


def _ask_for_reading(scene: Scene) -> None:
    """The administrators learn, once, that invitations wait for their text to be read."""
    records = scene.records
    if not records.first_time("asked to read the invitation", scene.now):
        return
    for person in records.people.administrators():
        words = words_for(person.language)
        text = words.gettext("Invitations wait for you: read their text once, then they may leave.")
        read = blocks.button(words.gettext("Read the invitation"), "setup.texts", primary=True)
        body = [blocks.section(f"*{text}*"), blocks.actions(read, block_id="next")]
        post(records, scene.now, person.slack_id, text, body, about=(About.REVIEW, person.id))


def created_message(
    scene: Scene, client: Client, gone: Leaving, written: Written, reader: Collaborator
) -> tuple[str, list[Block]]:
    words = words_for(reader.language)
    created = words.gettext("Client {client} created.")
    follows = _what_follows(scene, gone, written, words)
    address = scene.records.firm.deposit_address(client.deposit)
    deposit = words.gettext("Give it to the client: what is sent there goes into their file.")
    body = [
        blocks.section(f"*{created.format(client=escape(client.name))}*\n{follows}"),
        blocks.section(f"*{words.gettext('Its deposit address')}*\n`{address}`\n{deposit}"),
        blocks.actions(
            blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}", primary=True),
            blocks.button(words.gettext("Create another client"), "client.new"),
            block_id="next",
        ),
    ]
    return f"{created.format(client=escape(client.name))} {follows}", body


def _what_follows(scene: Scene, gone: Leaving, written: Written, words: Words) -> str:
    zone = scene.records.firm.zone
    if gone.at is None and gone.invitations:
        return words.gettext("It waits in “To invite”.")
    if not written:
        return words.gettext("Nobody was invited.")
    if gone.waits_for_reading:
        names = _names((contact for contact, _ in written), words)
        return words.gettext("Will leave as soon as the invitation has been read: {names}.").format(names=names)
    invited = _names((contact for contact, letter in written if letter is FirstLetter.INVITATION), words)
    told = _names((contact for contact, letter in written if letter is FirstLetter.FURTHER_CLIENT), words)
    sentences = []
    if invited and gone.scheduled and gone.at is not None:
        when = words.moment(gone.at, zone, scene.now)
        sentences.append(words.gettext("Invitation {when}: {names}.").format(when=when, names=invited))
    elif invited:
        sentences.append(words.gettext("Invitation on its way: {names}.").format(names=invited))
    if told:
        sentence = words.gettext("Space open already, message about this client file on its way: {names}.")
        sentences.append(sentence.format(names=told))
    if gone.chases:
        first = words.day_with_weekday(gone.chases[0].astimezone(zone).date(), scene.today)
        sentences.append(words.gettext("Without an answer, first chase {day}.").format(day=first))
    return " ".join(sentences)


def _names(contacts: Iterable[Contact], words: Words) -> str:
    return words.listed([escape(contact.name) for contact in contacts])
