"""One request as the desks see it: the visitor's office, language, form, and the page to answer with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.firm import Firm
from domain.office import Office, Offices
from handlers.web.doorstep import form_is_ours, form_secret, form_token, remember_form_secret
from handlers.words import LANGUAGES, Words, words_for

LANGUAGE_COOKIE = "__Host-language"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass
class Visit:
    """A request to one firm's pages. `form` holds what was typed, '' for what was not."""

    request: Request
    office: Office
    firm: Firm
    words: Words
    form: Mapping[str, str] = field(default_factory=dict)

    def page(self, template: str, status: int = 200, **facts: object) -> Response:
        """The page, in the visitor's language, with a token for its forms."""
        secret = form_secret(self.request)
        html = (
            _environment()
            .get_template(template)
            .render(
                _=self.words.gettext,
                ngettext=self.words.ngettext,
                words=self.words,
                firm=self.firm,
                other_language="en" if self.words.language == "fr" else "fr",
                token=lambda path: Markup('<input type="hidden" name="token" value="{}">').format(
                    form_token(secret, path)
                ),
                path=self.request.url.path,
                **{"person": None, "signed_in": False, "errors": {}, **facts},
            )
        )
        response = HTMLResponse(html, status)
        remember_form_secret(response, secret)
        return response

    def not_found(self) -> Response:
        """The same page for what never existed and what may not be seen."""
        return self.page("not_found.html", 404)

    def go(self, path: str) -> RedirectResponse:
        """Show that page next (RFC 9110, 303); `path` is always one of ours."""
        return RedirectResponse(path, 303)

    def speak(self, language: str) -> None:
        """Go on in the contact's language, unless the visitor chose one."""
        if not self.has_chosen_language:
            self.words = words_for(language)

    @property
    def has_chosen_language(self) -> bool:
        return _chosen_language(self.request) is not None

    @property
    def network(self) -> str:
        return self.request.client.host if self.request.client else ""


Page = Callable[[Visit], Response]
Find = Callable[[Request, Offices], Office | None]


def endpoint(
    offices: Offices, find: Find, page: Page, needs_token: bool = True
) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint that runs `page` in a thread, for the office that `find` names.

    A POST whose form is not ours gets the page again, empty-handed: nothing has happened.
    """

    async def answer(request: Request) -> Response:
        form: dict[str, str] = {}
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=40) as typed:
                form = {name: value for name, value in typed.items() if isinstance(value, str)}
        return await run_in_threadpool(_answered, request, form)

    def _answered(request: Request, form: dict[str, str]) -> Response:
        found = find(request, offices)
        office = found or offices.front()
        if office is None:
            return HTMLResponse("", 404)
        with office.reading() as records:
            firm = records.firm
        visit = Visit(request, office, firm, words_for(_language(request)), form)
        if found is None:
            response = visit.not_found()
        elif (
            request.method == "POST"
            and needs_token
            and not form_is_ours(request, form.get("token", ""), office.public_url)
        ):
            response = visit.page("stale_form.html", 403)
        else:
            response = page(visit)
        asked = request.query_params.get("lang")
        if asked in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31536000, path="/", secure=True, httponly=True)
        return response

    return answer


def any_office(_: Request, offices: Offices) -> Office | None:
    """Pages that belong to no link and no session: the first office's."""
    return offices.front()


def _language(request: Request) -> str:
    preferred = request.headers.get("accept-language", "fr").strip().lower()
    return _chosen_language(request) or ("en" if preferred.startswith("en") else "fr")


def _chosen_language(request: Request) -> str | None:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return asked if asked in LANGUAGES else None
