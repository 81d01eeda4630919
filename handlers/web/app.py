"""The routes of the client space: which desk answers which address."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from domain.office import Offices
from handlers.web import accept, guides, look, space, staff, way_out
from handlers.web.doorstep import Doorstep
from handlers.web.links import office_of_link
from handlers.web.session import office_of_session
from handlers.web.sign_in import SignIn
from handlers.web.visit import Find, Page, Visit, any_office, endpoint


def create_app(offices: Offices, secret: bytes, public_url: str, health: list[Route] | None = None) -> Starlette:
    """The client space as an ASGI application. `secret` signs what is put in a visitor's cookies."""
    sign_in = SignIn(secret)

    def route(path: str, method: str, page: Page, find: Find = any_office, needs_token: bool = True) -> Route:
        return Route(path, endpoint(offices, find, page, needs_token), methods=[method])

    async def nowhere(request: Request, _: Exception) -> Response:
        return await endpoint(offices, any_office, Visit.not_found, needs_token=False)(request)

    return Starlette(
        routes=[
            *(health or []),
            route("/", "GET", space.show_home, lambda r, o: office_of_session(r, o) or o.front()),
            route("/donnees", "GET", space.show_data),
            route("/essai", "GET", space.show_trial),
            route("/i/{token}", "GET", accept.show_invitation, office_of_link),
            route("/i/{token}", "POST", accept.accept_invitation, office_of_link),
            route("/i/{token}/renew", "POST", accept.renew_link, office_of_link),
            route("/s/{token}", "GET", way_out.show_stop, office_of_link),
            # One-click unsubscription comes from a mail program, which has seen no form (RFC 8058).
            route("/s/{token}", "POST", way_out.stop_chases, office_of_link, needs_token=False),
            route("/s/{token}/resume", "POST", way_out.resume_chases, office_of_link),
            route("/w/{token}", "GET", way_out.show_not_me, office_of_link),
            route("/w/{token}", "POST", way_out.say_not_me, office_of_link),
            route("/staff/{token}", "GET", staff.show_link, staff.office_of_staff_link),
            route("/staff/{token}", "POST", staff.follow_link, staff.office_of_staff_link),
            route("/staff/documents/{number}", "GET", staff.show_document, staff.office_of_staff),
            route("/staff/documents/{number}/file", "GET", staff.take_document, staff.office_of_staff),
            route("/exports/{number}", "GET", staff.show_export, staff.office_of_staff),
            route("/exports/{number}/file", "GET", staff.take_export, staff.office_of_staff),
            route("/guides", "GET", guides.show_guides),
            route("/guides/{name}", "GET", guides.show_guide),
            route("/logo/{sha256}", "GET", look.show_logo, look.office_of_logo),
            route("/accent/{digits}.css", "GET", look.show_accent),
            route("/sign-in", "GET", sign_in.show),
            route("/sign-in", "POST", sign_in.ask),
            route("/code", "GET", sign_in.show_code),
            route("/code", "POST", sign_in.try_code),
            route("/code/again", "POST", sign_in.again),
            route("/sign-out", "POST", sign_in.sign_out, lambda r, o: office_of_session(r, o) or o.front()),
            Mount("/static", StaticFiles(packages=[("handlers.web", "static")])),
        ],
        middleware=[Middleware(Doorstep, secure=public_url.startswith("https://"))],
        exception_handlers={404: nowhere, 405: nowhere},
    )
