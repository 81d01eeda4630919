"""The browser page: static files, served with headers that keep everything else out."""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

if TYPE_CHECKING:
    from starlette.requests import Request

    from sandbox.world import World

PAGE = Path(__file__).parent / "page"

# Bots show images of the internet in their image blocks; everything else comes from this server.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
        "img-src 'self' data: blob: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class _Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at that path, with the page's headers."""
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


def routes(world: "World") -> list[BaseRoute]:
    """The page at `/` and its modules under `/assets`."""

    def index(request: "Request") -> Response:
        """The page, as one of the people of the world: the first, unless the address names another."""
        if request.query_params.get("user") not in world.users:
            people = [user.id for user in world.users.values() if not user.is_bot and not user.deleted]
            return RedirectResponse(f"/?user={people[0]}", headers=HEADERS)
        return FileResponse(PAGE / "index.html", headers=HEADERS)

    return [Route("/", index), Mount("/assets", _Assets(directory=PAGE))]
