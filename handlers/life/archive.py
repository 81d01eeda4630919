"""The export of one client: one archive with its data, its documents and its letters."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO

from domain.books import Records
from domain.exports import KEPT_FOR, Export, label
from domain.office import BlobLost, Office
from handlers.importing.sheets import exported
from handlers.life.exporting import tell_ready
from handlers.life.workbook import Sheet, Writer, sheets
from handlers.sheets import workbook, workbook_of
from handlers.words import words_for

Told = Mapping[str, Sequence[Mapping[str, object]]]

# The columns of `document` and `message` that the archive is built from.
BLOB, NAME = "blob", "filename"


def build_exports(office: Office) -> int:
    """Make one export that waits; how many. Made again from the start when Guichet was stopped meanwhile."""
    now = office.now()
    with office.reading() as records:
        export = records.exports.waiting()
        if export is None:
            return 0
        told = records.exports.gather(export.client_id)
        sheet = _import_sheet(records, export)
        raw = _raw_letters(records, told)
        pages = _pages(records, export, told, now)
    with TemporaryFile() as file:
        _write(file, office, told, sheet, pages, raw)
        file.seek(0)
        sha256, size = office.blobs.keep_file(office.firm_id, file)
    with office.records() as records:
        client = records.clients.get(export.client_id)
        if client is not None and records.exports.ready(export, sha256, size, now + KEPT_FOR):
            tell_ready(records, client, export, now)
    return 1


def _import_sheet(records: Records, export: Export) -> bytes:
    """The client as an import reads it, in the language of who asked."""
    client, author = records.clients.get(export.client_id), records.people.get(export.asked_by)
    words = words_for(author.language if author else None)
    headers, rows = exported(records, [client] if client else [], words)
    return workbook(words.gettext("Client files"), headers, rows)


def _raw_letters(records: Records, told: Told) -> dict[object, str]:
    """The contents of the mails received, by the number of their message."""
    read_from = {message["id"]: message.get("inbound_id") for message in told.get("message", ())}
    blobs = records.inbound.blobs([mail for mail in read_from.values() if isinstance(mail, int)])
    return {message: blobs[mail] for message, mail in read_from.items() if isinstance(mail, int) and mail in blobs}


def _pages(records: Records, export: Export, told: Told, now: datetime) -> list[Sheet]:
    """What people read of it, in the language of whoever asked; nothing of a client that is gone meanwhile."""
    client, asker = records.clients.get(export.client_id), records.people.get(export.asked_by)
    if client is None or asker is None:
        return []
    return sheets(Writer(records, client, told, words_for(asker.language), now))


def _write(
    file: BinaryIO, office: Office, told: Told, sheet: bytes, pages: Sequence[Sheet], raw: Mapping[object, str]
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("client.json", json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr("import.xlsx", sheet)
        archive.writestr("client.xlsx", workbook_of(pages))
        for number, document in enumerate(told.get("document", ()), start=1):
            name = f"documents/{label(number, str(document[NAME]))}"
            _copy(archive, name, office, str(document[BLOB]))
        for number, message in enumerate(told.get("message", ()), start=1):
            title = label(number, str(message.get("subject") or ""))
            if message["id"] in raw:
                _copy(archive, f"messages/{title}.eml", office, raw[message["id"]])
            else:
                archive.writestr(f"messages/{title}.txt", str(message.get("text") or ""))


def _copy(archive: zipfile.ZipFile, name: str, office: Office, sha256: str) -> None:
    """The content under that label; one that is lost is said to be."""
    try:
        content = office.blobs.get(office.firm_id, sha256)
    except BlobLost:
        archive.writestr(f"{name}.lost.txt", sha256)
    else:
        archive.writestr(name, content)
