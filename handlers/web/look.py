"""The firm's own look in its client space: its logo, and its colour where the page is light."""

import re

from starlette.requests import Request
from starlette.responses import Response

from domain.logos import read_colour, read_logo
from domain.office import BlobLost, Office, Offices
from domain.refusals import Refusal
from handlers.web.visit import Visit

SHA256 = re.compile(r"[0-9a-f]{64}")
# What is named by its content never changes; nothing in a picture may act, were it opened by itself.
PICTURE_HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Disposition": 'inline; filename="logo"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def office_of_logo(request: Request, offices: Offices) -> Office | None:
    sha256 = str(request.path_params["sha256"])
    return offices.of_logo(sha256) if SHA256.fullmatch(sha256) else None


def show_logo(visit: Visit) -> Response:
    """The picture, its type by its content."""
    try:
        content = visit.office.blobs.get(visit.firm.id, visit.request.path_params["sha256"])
        return Response(content, media_type=read_logo(content, visit.office.media_type), headers=PICTURE_HEADERS)
    except (BlobLost, Refusal):
        return visit.not_found()


def show_accent(visit: Visit) -> Response:
    """One rule of style for that colour, if it can be read; dark pages keep their own."""
    try:
        colour = read_colour(visit.request.path_params["digits"])
    except Refusal:
        return visit.not_found()
    rule = f"@media not all and (prefers-color-scheme: dark) {{ :root {{ --accent: {colour}; }} }}\n"
    return Response(rule, media_type="text/css", headers={"Cache-Control": "private, max-age=86400, immutable"})
