"""What every page passes through: size caps, headers, where a form comes from, and its token."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_AT_MOST = 64 * 1024
FORM_COOKIE = "__Host-form"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class Doorstep:
    """ASGI middleware: strict headers on every answer, and no body over 64 KiB."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdigit() or int(declared) > BODY_AT_MOST:
            await PlainTextResponse("", 413)(scope, receive, send_with_headers)
            return
        taken = 0

        async def receive_little() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_AT_MOST:
                return {"type": "http.disconnect"}
            return message

        await self.app(scope, receive_little, send_with_headers)


def comes_from_our_page(request: Request, public_url: str) -> bool:
    """Whether a POST was sent by one of our own pages, as far as the browser says.

    Origin is compared when it is there (RFC 6454); an old browser that sends none still needs the form's token.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    ours = urlsplit(public_url)
    return origin == f"{ours.scheme}://{ours.netloc}"


def form_secret(request: Request) -> str:
    """The visitor's own secret, from their cookie or made now."""
    kept = request.cookies.get(FORM_COOKIE, "")
    return kept if len(kept) == 43 else secrets.token_urlsafe(32)


def form_token(secret: str, path: str) -> str:
    """What a form of that path carries, to be matched with the cookie."""
    return hmac.new(secret.encode(), path.encode(), hashlib.sha256).hexdigest()


def form_is_ours(request: Request, token: str, public_url: str) -> bool:
    """Whether the form was given to this visitor, for this path, and sent from our page."""
    kept = request.cookies.get(FORM_COOKIE, "")
    right = form_token(kept, request.url.path)
    return bool(kept) and hmac.compare_digest(right, token) and comes_from_our_page(request, public_url)


def remember_form_secret(response: Response, secret: str) -> None:
    response.set_cookie(FORM_COOKIE, secret, max_age=86400, path="/", secure=True, httponly=True, samesite="lax")
