"""Pages for a collaborator: reached by a one-use link given in Slack, their rights checked at each request."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.books import Records
from domain.clients import Client
from domain.exports import SESSION_LASTS, Export, archive_name, file_name
from domain.messages import Document
from domain.office import BlobLost, Office, Offices
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.rights import may_see
from domain.tokens import hash_token, is_token
from handlers.web.visit import Visit

COOKIE = "__Host-staff"
PIECE = 1 << 16


def office_of_staff_link(request: Request, offices: Offices) -> Office | None:
    token = request.path_params["token"]
    return offices.of_staff_link(hash_token(token)) if is_token(token) else None


def office_of_staff(request: Request, offices: Offices) -> Office | None:
    token = request.cookies.get(COOKIE)
    return offices.of_staff_session(hash_token(token)) if token else None


def show_link(visit: Visit) -> Response:
    """What the link opens; nothing is used up before the button is pressed."""
    with visit.office.reading() as records:
        found = _behind(visit, records)
    return visit.page("staff_link.html", is_export=isinstance(found[1], Export)) if found else visit.not_found()


def follow_link(visit: Visit) -> Response:
    """The link serves once: it opens the session of the collaborator to whom it was given."""
    now, token = visit.office.now(), visit.office.token()
    with visit.office.records() as records:
        found = _behind(visit, records)
        if found is None or not records.exports.use_link(hash_token(visit.request.path_params["token"]), now):
            return visit.not_found()
        who, opened = found
        records.exports.open_session(who.id, hash_token(token), now + SESSION_LASTS)
    page = f"/exports/{opened.id}" if isinstance(opened, Export) else f"/staff/documents/{opened.id}"
    response = visit.go(page)
    lasts = int(SESSION_LASTS.total_seconds())
    response.set_cookie(COOKIE, token, max_age=lasts, path="/", secure=True, httponly=True, samesite="lax")
    return response


def show_export(visit: Visit) -> Response:
    with visit.office.reading() as records:
        found = _taken(visit, records)
    if found is None:
        return visit.not_found()
    export, client = found
    return visit.page("export.html", export=export, client=client)


def take_export(visit: Visit) -> Response:
    """The file itself, never shown in the browser."""
    with visit.office.reading() as records:
        found = _taken(visit, records)
    if found is None:
        return visit.not_found()
    export, client = found
    try:
        file = visit.office.blobs.open(visit.office.firm_id, export.blob or "")
    except BlobLost:
        return visit.not_found()
    return _attachment(file, archive_name(client.code, client.name), export.size, "application/zip")


def show_document(visit: Visit) -> Response:
    with visit.office.reading() as records:
        document = _document(visit, records)
        client = records.clients.get(document.client_id) if document and document.client_id else None
    if document is None:
        return visit.not_found()
    return visit.page("document.html", document=document, client=client, now=visit.office.now())


def take_document(visit: Visit) -> Response:
    """The file itself, never shown in the browser: whatever it holds, it runs nothing here."""
    with visit.office.reading() as records:
        document = _document(visit, records)
    if document is None:
        return visit.not_found()
    try:
        file = visit.office.blobs.open(visit.office.firm_id, document.blob)
    except BlobLost:
        return visit.not_found()
    return _attachment(file, file_name(document.filename), document.size, "application/octet-stream")


def _attachment(file: BinaryIO, name: str, size: int, media_type: str) -> Response:
    return StreamingResponse(
        _pieces(file),
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _behind(visit: Visit, records: Records) -> tuple[Collaborator, Export | Document] | None:
    """Who was given that link, and what it opens; None when it is used, late, or no longer theirs."""
    now = visit.office.now()
    link = records.exports.link(hash_token(visit.request.path_params["token"]), now)
    who = records.people.get(link.collaborator_id) if link else None
    if link is None or who is None or not who.active:
        return None
    visit.speak(who.language)
    if link.document_id is not None:
        document = _seen(records, who, link.document_id)
        return (who, document) if document else None
    export = records.exports.get(link.export_id) if link.export_id is not None else None
    return (who, export) if export is not None and export.is_for(who, now) else None


def _seen(records: Records, who: Collaborator, document_id: int) -> Document | None:
    """The document, for someone who sees its client, unless it may not be opened."""
    try:
        document = records.messages.document_visible_to(who, document_id)
    except NotFound:
        return None
    return document if document.refused is None else None


def _document(visit: Visit, records: Records) -> Document | None:
    """The document of that address, for the collaborator who is signed in; None for any other."""
    who = records.exports.of_session(hash_token(visit.request.cookies.get(COOKIE, "")), visit.office.now())
    number = _number(visit)
    if who is None or number is None:
        return None
    visit.speak(who.language)
    return _seen(records, who, number)


def _taken(visit: Visit, records: Records) -> tuple[Export, Client] | None:
    """The export of that address, for the collaborator who is signed in and asked for it; None for any other."""
    now = visit.office.now()
    token = visit.request.cookies.get(COOKIE, "")
    who = records.exports.of_session(hash_token(token), now)
    number = _number(visit)
    export = records.exports.get(number) if number is not None else None
    client = records.clients.get(export.client_id) if export else None
    if who is None or export is None or client is None or not export.is_for(who, now) or not may_see(who, client):
        return None
    visit.speak(who.language)
    return export, client


def _number(visit: Visit) -> int | None:
    """The number in the address; None for what no database could hold as one."""
    typed = visit.request.path_params["number"]
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
