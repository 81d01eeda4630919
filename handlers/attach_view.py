"""« Rattacher »: the form that puts what came in, a mail or a message of Slack, in a client file."""

from collections.abc import Mapping, Sequence

from handlers import blocks
from handlers.blocks import Block, Option, View
from handlers.words import Words

FILES_OFFERED = 10


def attach_view(
    callback_id: str,
    about: str,
    files: Sequence[Option],
    further: Sequence[Block],
    words: Words,
    metadata: Mapping[str, object],
    *,
    likely: Option | None = None,
) -> View:
    """`about` is the grey line, `files` those that may be filed, all ticked; `likely` the client chosen beforehand."""
    body: list[Block] = [
        blocks.context(about),
        blocks.input_(
            "client",
            words.gettext("Client"),
            blocks.typeahead(
                "pick",
                min_length=2,
                placeholder=words.gettext("Name, code, SIREN or town"),
                initial=likely,
                focus=likely is None,
            ),
        ),
    ]
    if files:
        label = words.gettext("Documents to file in the client")
        ticked = blocks.checkboxes("value", files, initial=[file["value"] for file in files])
        body.append(blocks.input_("files", label, ticked, optional=True))
    return blocks.modal(
        callback_id,
        words.gettext("Attach"),
        [*body, *further],
        close=words.gettext("Cancel"),
        submit=words.gettext("Attach"),
        metadata=metadata,
    )
