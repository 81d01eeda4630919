"""« Textes des courriers »: one text in one language, its variables, and how its reader will have it."""

from dataclasses import dataclass

from domain.books import ClientFilter, Records
from domain.clients import Client, ClientState
from domain.contacts import Contact
from domain.mail_texts import BODY_LENGTH, SUBJECT_LENGTH, NewText, TextKind, Variable, required_in, variables_of
from domain.office import Office
from domain.people import Collaborator
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.letter_preview import letter_words
from handlers.letters.example import SAMPLE, about_example, example_letter, example_of
from handlers.letters.wording import own_text
from handlers.words import LANGUAGES, Words, words_for

CALLBACK = "settings.text"


@dataclass(frozen=True, slots=True)
class Shown:
    """The text in the form; `drawn` grows when its fields must forget what was typed in them."""

    text: NewText
    drawn: int = 0

    @property
    def mark(self) -> str:
        return f"{self.text.kind}-{self.text.language}-{self.drawn}"


def kept_text(records: Records, kind: TextKind, language: str) -> NewText:
    """The firm's text, or Guichet's own."""
    return records.mail_texts.get(kind, language) or guichets_text(records, kind, language)


def guichets_text(records: Records, kind: TextKind, language: str) -> NewText:
    return own_text(kind, words_for(language), has_phone=bool(records.firm.phone))


def example_for(records: Records, who: Collaborator, language: str) -> tuple[Client, Contact]:
    """A real client that this person sees, or an invented one in a firm that has none."""
    real, _ = records.clients.find(who, ClientFilter(states=(ClientState.ACTIVE,), limit=1))
    return example_of(records, who, f"c{real[0].id}" if real else SAMPLE, language)


def text_view(
    records: Records,
    office: Office,
    who: Collaborator,
    words: Words,
    shown: Shown,
    *,
    typed: NewText | None = None,
    notes: list[Block] | None = None,
) -> View:
    """`typed` is what the preview shows when it is not the kept text; `notes` stand above it."""
    text = shown.text
    kinds = [blocks.option(kind_label(kind, len(records.firm.chase_days), words), kind) for kind in TextKind]
    languages = [blocks.option(label, code) for code, label in LANGUAGES.items()]
    body: list[Block] = []
    if records.firm.invitation_read_at is None:
        waiting = words.gettext("No letter leaves for a client before an administrator has read the invitation.")
        body += [
            blocks.alert(waiting, "warning"),
            blocks.actions(blocks.button(words.gettext("Read the invitation"), "setup.texts"), block_id="review"),
        ]
    body += [
        blocks.actions(
            blocks.select("which", kinds, initial=text.kind),
            blocks.select("language", languages, initial=text.language),
            block_id="which",
        ),
        blocks.input_(
            f"subject.{shown.mark}",
            words.gettext("Subject"),
            blocks.text_input(max_length=SUBJECT_LENGTH, initial=text.subject),
        ),
        blocks.input_(
            f"body.{shown.mark}",
            words.gettext("Text"),
            blocks.text_input(max_length=BODY_LENGTH, multiline=True, initial=text.body),
            hint=_variables(text.kind, words),
        ),
        blocks.actions(
            blocks.button(words.gettext("Refresh the preview"), "preview"),
            blocks.button(words.gettext("Send me a test"), "send_test"),
            blocks.button(words.gettext("Back to the original text"), "reset"),
            block_id="tools",
        ),
        *(notes or []),
        blocks.divider(),
        *_preview(records, office, who, typed or text, words),
    ]
    return blocks.modal(
        CALLBACK,
        words.gettext("Message texts"),
        body,
        close=words.gettext("Back"),
        submit=words.gettext("Save"),
        metadata={"kind": text.kind, "language": text.language, "drawn": shown.drawn},
    )


def kind_label(kind: TextKind, chases: int, words: Words) -> str:
    """`1re relance`; with another number of chases than three, the last is called so."""
    labels = {
        TextKind.INVITATION: words.gettext("Invitation"),
        TextKind.FIRST_CHASE: words.gettext("1st chase"),
        TextKind.SECOND_CHASE: words.gettext("2nd chase") if chases <= 3 else words.gettext("Chases in between"),
        TextKind.LAST_CHASE: words.gettext("3rd chase") if chases == 3 else words.gettext("Last chase"),
        TextKind.LAST_MESSAGE: words.gettext("Last message"),
        TextKind.REQUEST: words.gettext("Documents asked for"),
    }
    return labels[kind]


def _variables(kind: TextKind, words: Words) -> str:
    listed = " ".join(variable.written for variable in variables_of(kind))
    return words.gettext("Variables: {variables}. {required} is required.").format(
        variables=listed, required=required_in(kind).written
    )


def _preview(records: Records, office: Office, who: Collaborator, text: NewText, words: Words) -> list[Block]:
    client, contact = example_for(records, who, text.language)
    letter = example_letter(text, text.kind, about_example(records.firm, client, contact, who, office))
    sentence = (
        words.gettext("Preview with a real client: {contact}, {client}")
        if client.id
        else words.gettext("Preview with an invented client: {contact}, {client}")
    )
    added = words.gettext("Added by Guichet under the text: who writes to you and why, and “Stop reminders”.")
    if Variable.LINK not in variables_of(text.kind):
        added = words.gettext("Added by Guichet under the text: who writes to you and why, and the way to the space.")
    return [
        blocks.context(sentence.format(contact=escape(contact.name, 80), client=escape(client.name, 80))),
        blocks.literal(letter.subject, bold=True),
        blocks.literal(letter_words(letter)),
        blocks.context(added),
    ]
