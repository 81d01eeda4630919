"""« Logo et couleur »: what the client space bears in place of Guichet's own look."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.books import Records
from domain.logos import LogoFault, LogoRefused, read_colour, read_logo
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Refusal
from domain.reserved import Reserved
from domain.sheets.sheet import SheetRefused
from handlers import blocks
from handlers.blocks import View
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, redraw_beneath, redraw_root, show, typed
from handlers.firm.changes import note_change
from handlers.firm.settings import FORMS, form_view, settings_view
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "settings.logo"
EXTENSIONS = ["png", "jpg", "jpeg"]
COLOUR_LENGTH = 7
REMOVE = "remove"


@desk.action("settings.logo")
def open_logo(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        view = _view(records, words, office)
    ack()
    show(context, body, view)


@desk.view(CALLBACK)
def keep_logo(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The picture is fetched from Slack, looked at, and kept before it is named."""
    now, fields = office.now(), typed(view)
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
    accent = _colour(fields.get("accent"))
    content = _content(office, who, fields.get("logo"))
    sha256 = office.blobs.put(office.firm_id, content) if content is not None else None
    with office.records() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        if first_time(records, body, now):
            after = replace(records.firm, accent=accent)
            if content is not None and sha256 is not None:
                after = replace(after, logo_sha256=sha256, logo_at=now)
            elif fields.get("remove"):
                after = replace(after, logo_sha256=None, logo_at=None)
            _count(records, after.logo_sha256, len(content or b""))
            note_change(records, after, who, now)
        here = Surroundings(records, who, words, now)
        beneath, root = form_view(here, FORMS["identity"]), settings_view(here)
    redraw_beneath(context, view, beneath)
    redraw_root(context, view, root)
    return ack()


def _count(records: Records, sha256: str | None, size: int) -> None:
    """The new content is named, and the former no more."""
    former = records.firm.logo_sha256
    if former == sha256:
        return
    if sha256 is not None:
        records.hold_content(sha256, size)
    if former is not None:
        records.release_content(former)


def _colour(typed_: object) -> str | None:
    try:
        return read_colour(str(typed_ or ""))
    except Refusal as refusal:
        raise FormRefused({"accent": refusal}) from refusal


def _content(office: Office, who: Collaborator, files: object) -> bytes | None:
    """The bytes of the picture, if one was chosen. FormRefused."""
    if not isinstance(files, list) or not files:
        return None
    file_id = files[0].get("id") if isinstance(files[0], dict) else None
    try:
        content = office.slack_file(str(file_id), who.slack_id)
        read_logo(content, office.media_type)
    except SheetRefused as refusal:
        # All that is fetched from Slack is capped so.
        raise FormRefused({"logo": LogoRefused(LogoFault.TOO_HEAVY)}) from refusal
    except Refusal as refusal:
        raise FormRefused({"logo": refusal}) from refusal
    return content


def _view(records: Records, words: Words, office: Office) -> View:
    firm = records.firm
    element = {"type": "file_input", "action_id": "value", "filetypes": EXTENSIONS, "max_files": 1}
    body = [
        blocks.input_(
            "logo",
            words.gettext("Logo"),
            element,
            hint=words.gettext("PNG or JPEG, 500 kB and 3,000 pixels at most. Shown at the top of the client space."),
            optional=True,
        )
    ]
    if firm.logo_sha256 is not None and firm.logo_at is not None:
        day = words.day(firm.logo_at.astimezone(firm.zone).date(), office.now().astimezone(firm.zone).date())
        box = blocks.option(words.gettext("Remove the logo of {day}").format(day=day), REMOVE)
        boxes = blocks.checkboxes("value", [box])
        body.append(blocks.input_("remove", words.gettext("Logo of today"), boxes, optional=True))
    body += [
        blocks.input_(
            "accent",
            words.gettext("Colour"),
            blocks.text_input(max_length=COLOUR_LENGTH, placeholder="#1f5c57", initial=firm.accent),
            hint=words.gettext("That of the buttons and links of the client space, as #1f5c57. Empty: Guichet’s own."),
            optional=True,
        ),
        blocks.context(words.gettext("The letters carry no picture: mail programs hide them.")),
    ]
    return blocks.modal(
        CALLBACK, words.gettext("Logo and colour"), body, close=words.gettext("Back"), submit=words.gettext("Save")
    )
