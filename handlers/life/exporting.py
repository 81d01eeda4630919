"""« Exporter »: asked for by an administrator, made apart, and given to that person alone."""

from datetime import datetime

from slack_bolt import Ack, BoltContext

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.clients import Client
from domain.exports import LINK_LASTS, Export
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from domain.tokens import hash_token
from handlers import blocks
from handlers.blocks import View, escape
from handlers.desk import Desk, Payload, first_time, named, number_of, show
from handlers.post import post
from handlers.who_can import administering
from handlers.words import Words, words_for

desk = Desk()


@desk.action(Reserved.CLIENT_EXPORT)
def ask_for_export(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """The job is recorded, in the history too, and the other administrators are told."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.CLIENT_EXPORT)
        client = records.clients.visible_to(who, number_of(body["actions"][0].get("value"), "c"))
        if first_time(records, body, now):
            export = records.exports.ask(client.id, who, now)
            records.note(
                HistoryLine.by_person(who, Act.CLIENT_EXPORTED, now, client_id=client.id, subject_id=export.id)
            )
            _tell_others(records, client, export, who, now)
    ack()
    show(context, body, _asked(client, words))


def _asked(client: Client, words: Words) -> View:
    sentence = words.gettext("The export of {client} is being made.").format(client=f"*{escape(client.name)}*")
    note = words.gettext("A private message will give it to you alone. The other administrators are told.")
    return blocks.modal(
        "client.exporting",
        words.gettext("Export"),
        [blocks.section(f"{sentence}\n{note}")],
        close=words.gettext("Close"),
    )


def _tell_others(records: Records, client: Client, export: Export, who: Collaborator, now: datetime) -> None:
    for person in records.people.administrators():
        if person.id == who.id:
            continue
        words = words_for(person.language)
        sentence = words.gettext("{name} asked for the export of {client}.")
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{client.id}")
        post(
            records,
            now,
            person.slack_id,
            sentence.format(name=who.name, client=client.name),
            [
                blocks.section(sentence.format(name=escape(who.name), client=f"*{escape(client.name)}*")),
                blocks.actions(opening, block_id="next"),
            ],
            about=(About.EXPORT, export.id),
        )


def tell_ready(records: Records, client: Client, export: Export, now: datetime) -> None:
    """To the person who asked: the message holds a button, never a file."""
    who = records.people.get(export.asked_by)
    if who is None or not who.is_administrator:
        return
    words = words_for(who.language)
    sentence = words.gettext("Export ready, {client}.")
    note = words.gettext("Personal link, valid 24 hours.")
    opening = blocks.button(words.gettext("Open the page"), "export.open", f"x{export.id}", primary=True)
    post(
        records,
        now,
        who.slack_id,
        sentence.format(client=client.name),
        [
            blocks.section(f"*{sentence.format(client=escape(client.name))}*\n{note}"),
            blocks.actions(opening, block_id="next"),
        ],
        about=(About.EXPORT, export.id),
    )


@desk.action("export.open")
def give_link(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """A link for this person, good for one use within five minutes, shown to them alone."""
    now, token = office.now(), office.token()
    with office.records() as records:
        export = records.exports.get(named(body["actions"][0].get("value"), "x", "export"))
        if export is None or not export.is_for(who, now):
            raise NotFound("export")
        client = records.clients.visible_to(who, export.client_id)
        records.exports.add_link(export, who, hash_token(token), now + LINK_LASTS)
    page = blocks.button(
        words.gettext("Open the page"), "export.page", url=f"{office.public_url}/staff/{token}", primary=True
    )
    view = blocks.modal(
        "export.link",
        words.gettext("Export"),
        [
            blocks.section(f"*{escape(client.name)}*\n{words.gettext('The link serves once, within 5 minutes.')}"),
            blocks.actions(page, block_id="next"),
        ],
        close=words.gettext("Close"),
    )
    ack()
    show(context, body, view)


@desk.action("export.page")
def page_opened(ack: Ack) -> None:
    """Slack tells of a press on a link too."""
    ack()
