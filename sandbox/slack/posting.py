"""HTTP delivery: signed requests to the addresses of the manifest, for an app without Socket Mode.

Slack's guides: verifying requests from Slack, the Events API (retries, url_verification), slash commands (ssl_check).
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import ssl
import time
import uuid
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urljoin

import httpx

from sandbox.slack.answers import Ack, Again, NotAnswered

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]

MOST_REDIRECTS = 2
SIGNATURE_SECONDS = 5 * 60
"""Older requests are to be refused by the app."""
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
FORM = "application/x-www-form-urlencoded"


async def deliver(world: "World", kind: str, envelope_id: str, payload: Json, again: Again) -> Ack:
    """The answer of the app's request URL, in time; NotAnswered otherwise."""
    url = _address(world, kind, payload)
    if kind == "events_api" and not world.request_urls.verified:
        await verify(world)
    match kind:
        case "slash_commands":
            content_type, body = FORM, urlencode(payload)
        case "interactive":
            content_type, body = FORM, urlencode({"payload": json.dumps(payload)})
        case _:
            content_type, body = "application/json", json.dumps(payload)
    world.traffic.inbound(kind, envelope_id, payload)
    response = await _post(world, url, body, content_type, again)
    answer = None if kind == "events_api" else _answer(kind, response)
    world.traffic.ack(envelope_id, answer)
    return Ack(envelope_id, answer)


def _address(world: "World", kind: str, payload: Json) -> str:
    url = world.request_urls.of(world.settings, kind, payload)
    if not url:
        raise NotAnswered("dispatch_failed", "connection_failed")
    return url


def _answer(kind: str, response: httpx.Response) -> Any:
    """What the body says, as an ack over Socket Mode would carry it; None for an empty one."""
    text = response.text
    if not text.strip():
        return None
    if "json" in response.headers.get("content-type", "") or text.lstrip().startswith("{"):
        try:
            return response.json()
        except ValueError:
            return text
    return {"text": text} if kind == "slash_commands" else text


async def verify(world: "World") -> None:
    """Slack's challenge: the app must send it back before it is told any event; NotAnswered when it does not."""
    challenge = secrets.token_urlsafe(40)
    payload = {"token": world.verification_token, "challenge": challenge, "type": "url_verification"}
    envelope_id = str(uuid.uuid4())
    world.traffic.inbound("events_api", envelope_id, payload)
    url = _address(world, "events_api", payload)
    response = await _post(world, url, json.dumps(payload), "application/json", Again())
    answer = _challenge_in(response)
    world.traffic.ack(envelope_id, {"challenge": answer})
    if answer != challenge:
        world.traffic.refused(envelope_id, {"challenge": answer}, "challenge_failed")
        raise NotAnswered("challenge_failed", "http_error")
    world.request_urls.verified = True


def _challenge_in(response: httpx.Response) -> str:
    """The challenge of a plain, form or JSON answer."""
    kind = response.headers.get("content-type", "")
    if "json" in kind:
        try:
            answer = response.json()
        except ValueError:
            return ""
        return str(answer.get("challenge", "")) if isinstance(answer, dict) else ""
    if FORM in kind:
        return parse_qs(response.text).get("challenge", [""])[0]
    return response.text.strip()


async def check_certificates(world: "World") -> None:
    """Slack's own probe of the commands' addresses: `ssl_check=1`, to be answered with 200 and nothing else."""
    for command in world.settings.commands:
        payload = {"ssl_check": "1", "token": world.verification_token}
        envelope_id = str(uuid.uuid4())
        world.traffic.inbound("slash_commands", envelope_id, payload)
        url = _address(world, "slash_commands", command)
        try:
            await _post(world, url, urlencode(payload), FORM, Again())
        except NotAnswered as problem:
            world.traffic.refused(envelope_id, {"reason": problem.reason}, problem.code)
        else:
            world.traffic.ack(envelope_id, None)


def _headers(world: "World", body: str, content_type: str, again: Again) -> dict[str, str]:
    old = world.faults.get("old_requests")
    at = str(int(time.time()) - (SIGNATURE_SECONDS + 1 if old else 0))
    secret = "forged" if world.faults.get("wrong_signature") else world.signing_secret
    signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "User-Agent": AGENT,
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={signature}",
    }
    if again.number:
        headers |= {"X-Slack-Retry-Num": str(again.number), "X-Slack-Retry-Reason": again.reason}
    return headers


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _post(world: "World", url: str, body: str, content_type: str, again: Again) -> httpx.Response:
    """The answer with a status of success; NotAnswered with Slack's words otherwise."""
    headers = _headers(world, body, content_type, again)
    try:
        async with (
            asyncio.timeout(world.hub.ack_seconds),
            httpx.AsyncClient(verify=_certificates(), trust_env=False, timeout=None) as client,  # noqa: S113 - the line above
        ):
            for _ in range(MOST_REDIRECTS + 1):
                response = await client.post(url, content=body, headers=headers)
                if not response.has_redirect_location:
                    break
                url = urljoin(url, response.headers["location"])
            else:
                raise NotAnswered("dispatch_failed", "too_many_redirects")
    except TimeoutError:
        raise NotAnswered("operation_timeout", "http_timeout") from None
    except httpx.TransportError as problem:
        raise NotAnswered("dispatch_failed", "ssl_error" if _is_tls(problem) else "connection_failed") from None
    except (httpx.InvalidURL, httpx.HTTPError):
        raise NotAnswered("dispatch_failed", "unknown_error") from None
    if response.is_success:
        return response
    final = response.headers.get("x-slack-no-retry") == "1"
    code = "http_service_error" if response.is_server_error else "http_client_error"
    raise NotAnswered(code, "http_error", final)


def _is_tls(problem: BaseException | None) -> bool:
    while problem is not None:
        if isinstance(problem, ssl.SSLError):
            return True
        problem = problem.__cause__ or problem.__context__
    return False
