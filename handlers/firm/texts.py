"""The firm's own words for its letters: chosen, changed, looked at, tried on oneself, and given up for Guichet's."""

from typing import Any
from urllib.parse import urlsplit

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.acts import Act
from domain.books import Records
from domain.history import HistoryLine
from domain.mail_texts import MailText, NewText, TextKind, read_text
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, redraw, redraw_beneath, show, typed
from handlers.explain import explain
from handlers.firm.settings import settings_view
from handlers.firm.text_view import CALLBACK, Shown, example_for, guichets_text, kept_text, text_view
from handlers.letters.example import send_example, test_on_its_way
from handlers.who_can import administering
from handlers.words import LANGUAGES, Words

desk = Desk()


@desk.action("settings.texts")
def open_texts(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Textes des courriers », from the settings, or « Modifier le texte » of the invitation that is read."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        shown = Shown(kept_text(records, TextKind.INVITATION, words.language))
        view = text_view(records, office, who, words, shown)
    ack()
    show(context, body, view)


@desk.action("which", view=CALLBACK)
@desk.action("language", view=CALLBACK)
def choose_text(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """Another text, or the same in the other language."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        left, (kind, language) = _of_view(records, body["view"]), _chosen(body["view"])
        notes = []
        if _raw(body["view"], left) != (left.text.subject, left.text.body):
            unsaved = words.gettext("What you had typed in the other text was not saved.")
            notes = [blocks.alert(unsaved, "warning")]
        shown = Shown(kept_text(records, kind, language), left.drawn + 1)
        view = text_view(records, office, who, words, shown, notes=notes)
    ack()
    redraw(context, body, view)


@desk.action("preview", view=CALLBACK)
def refresh_preview(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        shown = _of_view(records, body["view"])
        try:
            text, notes = _read(body["view"], shown, office), list[Block]()
        except FormRefused as refused:
            text, notes = shown.text, _refusals(refused, words)
        view = text_view(records, office, who, words, shown, typed=text, notes=notes)
    ack()
    redraw(context, body, view)


@desk.action("send_test", view=CALLBACK)
def send_test(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« M’envoyer un essai »: the text as it is typed, to one's own address."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        shown = _of_view(records, body["view"])
        try:
            text = _read(body["view"], shown, office)
        except FormRefused as refused:
            text, notes = shown.text, _refusals(refused, words)
        else:
            notes = [blocks.context(escape(test_on_its_way(who, words)))]
            if who.email is not None and first_time(records, body, now):
                send_example(records, office, who, example_for(records, who, text.language), text, text.kind)
        view = text_view(records, office, who, words, shown, typed=text, notes=notes)
    ack()
    redraw(context, body, view)


@desk.action("reset", view=CALLBACK)
def back_to_the_original(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Revenir au texte d’origine »: it stands in the form, and is kept once saved."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        shown = _of_view(records, body["view"])
        own = guichets_text(records, shown.text.kind, shown.text.language)
        view = text_view(records, office, who, words, Shown(own, shown.drawn + 1))
    ack()
    redraw(context, body, view)


@desk.view(CALLBACK)
def save_text(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """Letters written from now on have these words; those that wait in the outbox keep theirs."""
    now = office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        text = _read(view, _of_view(records, view), office)
        if first_time(records, body, now):
            _keep(records, text, who, office)
        beneath = settings_view(Surroundings(records, who, words, now))
    redraw_beneath(context, view, beneath)
    return ack()


def _keep(records: Records, text: NewText, who: Collaborator, office: Office) -> None:
    before = kept_text(records, text.kind, text.language)
    if (before.subject, before.body) == (text.subject, text.body):
        return
    own = guichets_text(records, text.kind, text.language)
    if (own.subject, own.body) == (text.subject, text.body):
        records.mail_texts.remove(text.kind, text.language)
    else:
        kept = MailText(text.kind, text.language, text.subject, text.body, office.now(), who.id)
        records.mail_texts.keep(kept)
    records.note(
        HistoryLine.by_person(who, Act.FIRM_TEXT_CHANGED, office.now(), before=_written(before), after=_written(text))
    )


def _written(text: NewText) -> dict[str, object]:
    return {"text": text.kind.value, "language": text.language, "subject": text.subject, "body": text.body}


def _read(view: Payload, shown: Shown, office: Office) -> NewText:
    """The text as it stands in the form. FormRefused."""
    subject, body = _raw(view, shown)
    return read_text(
        shown.text.kind, shown.text.language, subject, body, space=urlsplit(office.public_url).hostname or ""
    )


def _raw(view: Payload, shown: Shown) -> tuple[str, str]:
    fields = typed(view, shown.mark)
    return str(fields.get("subject") or ""), str(fields.get("body") or "")


def _of_view(records: Records, view: Payload) -> Shown:
    """Which text the form holds, as it is kept. NotFound for what was never offered."""
    carried = metadata(view)
    kind, language = _known(carried.get("kind"), carried.get("language"))
    drawn = carried.get("drawn")
    return Shown(kept_text(records, kind, language), drawn if isinstance(drawn, int) else 0)


def _chosen(view: Payload) -> tuple[TextKind, str]:
    lists = ((view.get("state") or {}).get("values") or {}).get("which") or {}
    kind, language = ((lists.get(name) or {}).get("selected_option") or {} for name in ("which", "language"))
    return _known(kind.get("value"), language.get("value"))


def _known(kind: object, language: object) -> tuple[TextKind, str]:
    if language not in LANGUAGES:
        raise NotFound("choice")
    try:
        return TextKind(str(kind)), str(language)
    except ValueError:
        raise NotFound("choice") from None


def _refusals(refused: FormRefused, words: Words) -> list[Block]:
    return [blocks.literal(explain(error, words), bold=True) for error in refused.errors.values()]
