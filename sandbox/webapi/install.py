"""The page where a person allows an app what it asks for, before Slack sends them back to it with a code."""

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.slack.notices import in_language
from sandbox.world import World
from sandbox.worldfile import User

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

ASKS = {
    "en": "{app} is requesting permission to access the {team} Slack workspace",
    "fr": "{app} demande l’autorisation d’accéder à l’espace de travail Slack {team}",
}
BOT_MAY = {"en": "The app will be able to:", "fr": "L’application pourra\u202f:"}
YOU_MAY = {"en": "The app will be able to do this as you:", "fr": "L’application pourra en votre nom\u202f:"}
OPTIONAL = {"en": "(optional)", "fr": "(facultatif)"}
ALLOW = {"en": "Allow", "fr": "Autoriser"}
CANCEL = {"en": "Cancel", "fr": "Annuler"}
BUTTONS: list[tuple[str, dict[str, str]]] = [("allow", ALLOW), ("cancel", CANCEL)]
WRONG = {"en": "Something went wrong: {code}", "fr": "Une erreur s’est produite\u202f: {code}"}

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1d1c1d;background:#fff}"
    "button{font:inherit;font-weight:700;padding:.5rem 1rem;border-radius:4px;border:1px solid;margin-right:1rem}"
    "button[value=allow]{background:#007a5a;color:#fff;border-color:#007a5a}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}}"
)


class WrongRequest(Exception):
    """Slack shows this code instead of the page."""


def routes(world: World) -> list[Route]:
    async def ask(request: Request) -> Response:
        person = _person(world, request.query_params.get("user"))
        try:
            asked = Asked(world, dict(request.query_params))
        except WrongRequest as problem:
            return _wrong(person, str(problem))
        return _page(world, person, asked)

    async def answer(request: Request) -> Response:
        async with request.form() as form:
            given = {name: value for name, value in form.items() if isinstance(value, str)}
            allowed = {value for value in form.getlist("allowed") if isinstance(value, str)}
        person = _person(world, given.get("user"))
        try:
            asked = Asked(world, given)
        except WrongRequest as problem:
            return _wrong(person, str(problem))
        if given.get("answer") != "allow":
            return RedirectResponse(asked.back(error="access_denied"), status_code=302, headers=HEADERS)
        optional = set(world.settings.installed().optional_scopes)
        bot = tuple(scope for scope in asked.bot if scope not in optional or scope in allowed)
        user = tuple(scope for scope in asked.user if scope not in optional or scope in allowed)
        code = world.installation.grant(person.id, bot, user, asked.named_redirect)
        return RedirectResponse(asked.back(code=code), status_code=302, headers=HEADERS)

    return [
        Route("/oauth/v2/authorize", ask, methods=["GET"]),
        Route("/oauth/v2/authorize", answer, methods=["POST"]),
    ]


class Asked:
    """What the app asks for, checked as Slack does before it shows anything."""

    def __init__(self, world: World, given: dict[str, str]) -> None:
        settings = world.settings.installed()
        if given.get("client_id") != world.installation.client_id:
            raise WrongRequest("invalid_client_id")
        self.bot = _scopes(given.get("scope"), settings.scopes)
        self.user = _scopes(given.get("user_scope"), settings.user_scopes)
        if not self.bot and not self.user:
            raise WrongRequest("no_scopes")
        self.state = given.get("state")
        self.named_redirect = given.get("redirect_uri") or None
        self.redirect = self.named_redirect or next(iter(settings.redirect_urls), "")
        if not any(_is_under(self.redirect, known) for known in settings.redirect_urls):
            raise WrongRequest("bad_redirect_uri")
        self.fields: dict[str, str] = {
            name: given[name] for name in ("client_id", "scope", "user_scope", "state", "redirect_uri") if name in given
        }

    def back(self, **more: str) -> str:
        """The app's own address, with the answer and the state it gave."""
        parts = urlsplit(self.redirect)
        query = [*parse_qsl(parts.query), *more.items(), *([("state", self.state)] if self.state is not None else [])]
        return urlunsplit(parts._replace(query=urlencode(query)))


def _scopes(text: str | None, known: list[str]) -> list[str]:
    scopes = [scope for scope in (text or "").replace(" ", ",").split(",") if scope]
    if not set(scopes) <= set(known):
        raise WrongRequest("invalid_scope")
    return scopes


def _is_under(address: str, known: str) -> bool:
    """Whether the address is that one, or further down its path (Slack's OAuth guide)."""
    wanted, allowed = urlsplit(address), urlsplit(known)
    same_place = (wanted.scheme, wanted.netloc) == (allowed.scheme, allowed.netloc)
    path = allowed.path.rstrip("/")
    return (
        same_place and ".." not in wanted.path and (wanted.path == allowed.path or wanted.path.startswith(f"{path}/"))
    )


def _person(world: World, wanted: str | None) -> User:
    """Who installs: the one named, or the first of the team."""
    people = {user.id: user for user in world.users.values() if not user.is_bot and not user.deleted}
    return people.get(wanted or "") or next(iter(people.values()))


def _wrong(person: User, code: str) -> Response:
    sentence = in_language(WRONG, person.locale).format(code=code)
    return HTMLResponse(_html(person, f"<p>{escape(sentence)}</p>"), status_code=400, headers=HEADERS)


def _page(world: World, person: User, asked: Asked) -> Response:
    optional = set(world.settings.installed().optional_scopes)
    app, team = escape(world.settings.name), escape(world.team.name)
    parts = [f"<h1>{in_language(ASKS, person.locale).format(app=app, team=team)}</h1>"]
    for title, scopes in ((BOT_MAY, asked.bot), (YOU_MAY, asked.user)):
        if scopes:
            lines = "".join(f"<li>{_line(person, scope, scope in optional)}</li>" for scope in scopes)
            parts.append(f"<p>{in_language(title, person.locale)}</p><ul>{lines}</ul>")
    kept = {**asked.fields, "user": person.id}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept.items())
    buttons = "".join(
        f'<button name="answer" value="{value}">{in_language(label, person.locale)}</button>'
        for value, label in BUTTONS
    )
    body = f'<form method="post" action="/oauth/v2/authorize">{"".join(parts)}{hidden}{buttons}</form>'
    return HTMLResponse(_html(person, body), headers=HEADERS)


def _line(person: User, scope: str, is_optional: bool) -> str:
    code = f"<code>{escape(scope)}</code>"
    if not is_optional:
        return code
    box = f'<input type="checkbox" name="allowed" value="{escape(scope)}" checked>'
    return f"<label>{box} {code} {in_language(OPTIONAL, person.locale)}</label>"


def _html(person: User, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{escape(person.locale[:2])}"><meta charset="utf-8"><title>Slack</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style><main>{body}</main></html>'
    )
