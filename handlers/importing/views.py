"""What people see of an import: the form, the trial's result, the progress, the report."""

from collections.abc import Sequence
from datetime import date

from domain.importing.imports import SheetImport
from domain.importing.outcomes import Counts, Refused, ToUpdate
from domain.importing.refused import ApeNotGiven
from handlers import blocks
from handlers.blocks import (
    OPTIONS_AT_MOST,
    Block,
    View,
    actions,
    button,
    confirmation,
    context,
    escape,
    option,
    section,
)
from handlers.clients.scene import Surroundings
from handlers.importing.reasons import reason
from handlers.words import Words

CALLBACK = "import"
SHOWN_AT_MOST = 10
FILE_TYPES = ["xlsx", "ods", "csv"]
SHARES, LOOKS_UP = "shares", "looks_up"

Message = tuple[str, Sequence[Block]]


def form(scene: Surroundings, template_sent: bool = False) -> View:
    """The file, and what holds for all its rows."""
    words = scene.words
    body = [
        section(
            words.gettext("One row for each client. Nothing is saved before you confirm."),
            accessory=button(words.gettext("Download the template"), "import.template"),
        )
    ]
    if template_sent:
        body.append(context(words.gettext("The template is in your messages with Guichet.")))
    body.append(
        blocks.input_(
            "file",
            words.gettext("File (.xlsx, .ods, .csv)"),
            {"type": "file_input", "action_id": "value", "filetypes": FILE_TYPES, "max_files": 1},
            hint=words.gettext("Headers in French or in English, in any order. 10 MB at most."),
        )
    )
    portfolios = [option(each.name, f"p{each.id}") for each in scene.portfolios[:OPTIONS_AT_MOST]]
    if portfolios:
        label = words.gettext("Portfolio, where the file names none")
        body.append(blocks.input_("portfolio", label, blocks.select("value", portfolios), optional=True))
    if not scene.is_firm_of_one:
        people = [option(person.name, person.slack_id) for person in scene.managers[:OPTIONS_AT_MOST]]
        label = words.gettext("Manager, where the file names none")
        body.append(blocks.input_("manager", label, blocks.select("value", people), optional=True))
    choices = [
        option(words.gettext("Allow one e-mail address in several client files"), SHARES),
        option(
            words.gettext("Look each SIREN up in the public registry"),
            LOOKS_UP,
            words.gettext("Fills what is left empty. Five rows a second."),
        ),
    ]
    body.append(blocks.input_("choices", words.gettext("Options"), blocks.checkboxes("value", choices), optional=True))
    return blocks.modal(
        CALLBACK,
        words.gettext("Import clients"),
        body,
        close=words.gettext("Close"),
        submit=words.gettext("Try"),
    )


def received(imported: SheetImport, words: Words) -> Message:
    text = words.gettext("{file}: trial run under way.").format(file=imported.filename)
    return text, [section(f"*{escape(text)}*"), context(words.gettext("Nothing is saved yet."))]


def looking_up(imported: SheetImport, done: int, total: int, words: Words) -> Message:
    """The registry is asked, company by company."""
    text = words.gettext("{file}: registry look-up, {done} of {total}.").format(
        file=imported.filename, done=words.number(done), total=words.number(total)
    )
    return text, [section(f"*{escape(text)}*"), context(words.gettext("Nothing is saved yet."))]


def unread(imported: SheetImport, why: str, words: Words) -> Message:
    """The sheet could not be read: why, and another try."""
    text = words.gettext("{file} was not read. {why}").format(file=imported.filename, why=why)
    return text, [section(escape(text, 600)), actions(_another(words))]


def tried(
    imported: SheetImport,
    refused: Sequence[Refused],
    renamed: Sequence[ToUpdate],
    words: Words,
    today: date,
    *,
    holds_nirs: bool = False,
) -> Message:
    """What would be done, the first rows refused, the clients that would take another name, and the question."""
    counts = imported.counts
    created, updated = words.number(counts.created), words.number(counts.updated)
    text = words.ngettext(
        "Trial run done: {created} to create, {updated} to update, {n} row refused. Nothing is saved yet.",
        "Trial run done: {created} to create, {updated} to update, {n} rows refused. Nothing is saved yet.",
        counts.refused,
    ).format(created=created, updated=updated, n=words.number(counts.refused))
    title = words.gettext("Trial run of {file} done").format(file=escape(imported.filename))
    body = [
        section(f"*{title}*\n{words.gettext('Nothing is saved yet.')}"),
        section(
            fields=[
                f"*{created}*\n{words.gettext('to create')}",
                f"*{updated}*\n{words.gettext('to update')}",
                f"*{words.number(counts.unchanged)}*\n{words.gettext('unchanged, left alone')}",
                f"*{words.number(counts.refused)}*\n{words.gettext('rows refused')}",
            ]
        ),
    ]
    if refused:
        body.append(_refused_rows(refused, counts.refused, words, today))
    body += _without_ape(refused, words) + _renamed(renamed, words)
    if holds_nirs:
        body.append(
            context(
                words.gettext(
                    "Your file holds social security numbers: delete it from Slack once it is imported. "
                    "They are masked in the one attached."
                )
            )
        )
    if not counts.written and not counts.refused:
        said = words.gettext("This file is already imported: nothing to change.")
        return f"{imported.filename}. {said}", [*body, *_ignored(imported, words), section(said), _after_nothing(words)]
    told = words.gettext("In the attached file, a column says for each row what will be done and why.")
    if counts.written:
        told = f"{told} {words.gettext('Correct it and upload it again, or import the rest.')}"
    else:
        told = f"{told} {words.gettext('Correct it and upload it again.')}"
    asks_registry = any(_lacks_ape(row) for row in refused)
    return text, [*body, *_ignored(imported, words), context(told), _question(imported, words, asks_registry)]


def under_way(imported: SheetImport, rows: int, words: Words) -> Message:
    """Progress, while it runs."""
    text = words.gettext("{file}: import under way, {done} rows of {total}.").format(
        file=imported.filename, done=words.number(imported.done_rows), total=words.number(rows)
    )
    return text, [section(f"*{escape(text)}*"), context(words.gettext("You can go on working meanwhile."))]


def done(imported: SheetImport, words: Words) -> Message:
    """The report."""
    counts = imported.counts
    saved = words.ngettext("{n} client saved.", "{n} clients saved.", counts.written).format(
        n=words.number(counts.written)
    )
    left = ""
    if counts.refused:
        left = words.ngettext(
            "{n} refused row stays in the file.", "{n} refused rows stay in the file.", counts.refused
        ).format(n=words.number(counts.refused))
    text = f"{saved} {left}".strip()
    detail = words.gettext("{file}: {counts}.").format(
        file=escape(imported.filename), counts=_counted(counts, words, unchanged=True)
    )
    buttons = [button(words.gettext("See the clients"), "client.list", "all", primary=True)]
    if counts.created:
        buttons.append(button(words.gettext("To invite"), "home.more.to_invite", "to_invite"))
    body = [section(f"*{text}*"), *_ignored(imported, words), actions(*buttons), context(detail)]
    return text, body


def dropped(imported: SheetImport, words: Words, *, forgotten: bool = False) -> Message:
    """Given up by its author, or by nobody within a week."""
    sentence = (
        words.gettext("{file}: nobody confirmed this import within seven days. Nothing was saved.")
        if forgotten
        else words.gettext("{file}: import given up. Nothing was saved.")
    )
    text = sentence.format(file=imported.filename)
    return text, [section(escape(text, 400)), actions(_another(words))]


def given_up_for_erasure(words: Words) -> Message:
    text = words.gettext(
        "Import given up: a client file was erased meanwhile, and the sheet may have named it. Nothing was saved."
    )
    return text, [section(escape(text, 400)), actions(_another(words))]


def stopped(imported: SheetImport, why: str, words: Words) -> Message:
    """The author may import no more: what was written stays."""
    n = imported.counts.written
    text = words.ngettext(
        "{file}: import stopped after {n} client. {why}", "{file}: import stopped after {n} clients. {why}", n
    ).format(file=imported.filename, n=words.number(n), why=why)
    return text, [section(escape(text, 600))]


def failed(imported: SheetImport, words: Words) -> Message:
    """A fault of our own, three times in a row: what was written stays, and the file may be sent again."""
    n = imported.counts.written if imported.done_rows else 0
    text = words.gettext("{file}: import stopped. Guichet failed at it three times in a row.").format(
        file=imported.filename
    )
    saved = words.ngettext("{n} client saved.", "{n} clients saved.", n).format(n=words.number(n))
    if not n:
        saved = words.gettext("Nothing was saved.")
    again = words.gettext("Upload the file again: the rows already saved will be recognised.")
    number = words.gettext("Its number, for whoever looks after Guichet: {number}.").format(number=imported.id)
    body = [section(escape(f"{text} {saved} {again}", 600)), actions(_another(words)), context(number)]
    return f"{text} {saved} {again}", body


def _refused_rows(refused: Sequence[Refused], total: int, words: Words, today: date) -> Block:
    if total <= SHOWN_AT_MOST:
        title = words.ngettext("The refused row", "The {n} refused rows", total).format(n=words.number(total))
    else:
        title = words.gettext("The first {n} refused rows").format(n=SHOWN_AT_MOST)
    lines = []
    for row in refused[:SHOWN_AT_MOST]:
        named = words.gettext("Row {n}, {name}: {reason}") if row.name else words.gettext("Row {n}: {reason}")
        told = escape(reason(row, words, today), 240)
        lines.append(named.format(n=row.line, name=escape(row.name, 60), reason=told))
    return section("\n".join([f"*{title}*", *lines]))


def _lacks_ape(row: Refused) -> bool:
    """Whether the registry, which was not asked, might fill what is missing."""
    return any(isinstance(error, ApeNotGiven) and not error.looked_up for error in row.errors.values())


def _without_ape(refused: Sequence[Refused], words: Words) -> list[Block]:
    n = sum(map(_lacks_ape, refused))
    if not n:
        return []
    told = words.ngettext(
        "{n} row has a SIREN and no APE code. The public registry may know it.",
        "{n} rows have a SIREN and no APE code. The public registry may know them.",
        n,
    )
    return [section(told.format(n=words.number(n)))]


def _renamed(renamed: Sequence[ToUpdate], words: Words) -> list[Block]:
    """« 1 dossier change de nom », and from which to which: a code typed wrong may name another client."""
    n = len(renamed)
    if not n:
        return []
    title = words.ngettext("{n} client takes another name", "{n} clients take another name", n)
    lines = [
        words.gettext("Row {n}: {before} → {after}").format(
            n=row.line, before=escape(row.before.name, 60), after=escape(row.after.name, 60)
        )
        for row in renamed[:SHOWN_AT_MOST]
    ]
    return [section("\n".join([f"*{title.format(n=words.number(n))}*", *lines]))]


def _ignored(imported: SheetImport, words: Words) -> list[Block]:
    """« Colonne « Tél 2 » ignorée. »"""
    if not imported.ignored:
        return []
    quoted = words.listed([words.gettext("‘{name}’").format(name=escape(name, 60)) for name in imported.ignored[:10]])
    n = len(imported.ignored)
    return [context(words.ngettext("Column {names} ignored.", "Columns {names} ignored.", n).format(names=quoted))]


def _counted(counts: Counts, words: Words, *, unchanged: bool = False) -> str:
    """`588 créés, 9 mis à jour`, with the figures that are not zero; all of them when none is."""
    every = [
        (counts.created, words.ngettext("{n} created", "{n} created", counts.created)),
        (counts.updated, words.ngettext("{n} updated", "{n} updated", counts.updated)),
    ]
    if unchanged:
        every.append((counts.unchanged, words.ngettext("{n} unchanged", "{n} unchanged", counts.unchanged)))
    told = [pair for pair in every if pair[0]] or every
    return ", ".join(label.format(n=words.number(n)) for n, label in told)


def _question(imported: SheetImport, words: Words, asks_registry: bool) -> Block:
    counts, value = imported.counts, f"im{imported.id}"
    buttons = []
    if counts.written:
        n = words.number(counts.written)
        asked = words.ngettext("Import {n} client?", "Import {n} clients?", counts.written).format(n=n)
        detail = words.gettext("{counts}. No invitation leaves.").format(counts=_counted(counts, words))
        confirm = confirmation(asked, detail, words.gettext("Import"), words.gettext("Cancel"))
        label = words.ngettext("Import {n} client", "Import {n} clients", counts.written).format(n=n)
        buttons.append(button(label, "import.confirm", value, primary=True, confirm=confirm))
    if asks_registry:
        buttons.append(button(words.gettext("Look up in the registry"), "import.look_up", value))
    return actions(*buttons, _another(words), button(words.gettext("Give up"), "import.drop", value))


def _after_nothing(words: Words) -> Block:
    return actions(button(words.gettext("See the clients"), "client.list", "all"), _another(words))


def _another(words: Words) -> blocks.Element:
    return button(words.gettext("Upload another file"), "import.open")
