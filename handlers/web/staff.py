"""Pages for a collaborator: reached by a one-use link given in Slack, their rights checked at each request."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.books import Records
from domain.clients import Client
from domain.exports import SESSION_LASTS, Export, archive_name
from domain.office import BlobLost, Office, Offices
from domain.people import Collaborator
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
    return visit.page("staff_link.html") if found else visit.not_found()


def follow_link(visit: Visit) -> Response:
    """The link serves once: it opens the session of the collaborator to whom it was given."""
    now, token = visit.office.now(), visit.office.token()
    with visit.office.records() as records:
        found = _behind(visit, records)
        if found is None or not records.exports.use_link(hash_token(visit.request.path_params["token"]), now):
            return visit.not_found()
        who, export = found
        records.exports.open_session(who.id, hash_token(token), now + SESSION_LASTS)
    response = visit.go(f"/exports/{export.id}")
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
    name = archive_name(client.code, client.name)
    return StreamingResponse(
        _pieces(file),
        media_type="application/zip",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(export.size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _behind(visit: Visit, records: Records) -> tuple[Collaborator, Export] | None:
    """Who was given that link, and the export it opens; None when it is used, late, or no longer theirs."""
    now = visit.office.now()
    link = records.exports.link(hash_token(visit.request.path_params["token"]), now)
    who = records.people.get(link.collaborator_id) if link else None
    export = records.exports.get(link.export_id) if link else None
    if who is None or export is None or not export.is_for(who, now):
        return None
    visit.speak(who.language)
    return who, export


def _taken(visit: Visit, records: Records) -> tuple[Export, Client] | None:
    """The export of that address, for the collaborator who is signed in and asked for it; None for any other."""
    now = visit.office.now()
    token = visit.request.cookies.get(COOKIE, "")
    who = records.exports.of_session(hash_token(token), now)
    number = visit.request.path_params["number"]
    export = records.exports.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else None
    client = records.clients.get(export.client_id) if export else None
    if who is None or export is None or client is None or not export.is_for(who, now) or not may_see(who, client):
        return None
    visit.speak(who.language)
    return export, client
