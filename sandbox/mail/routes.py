"""/mail: the boxes, their mails, and writing one. The page asks; work on files and IMAP is done in threads."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.mail.boxes import INBOX, SENT
from sandbox.mail.post_office import PostOffice, firm_id
from sandbox.mail.reading import Letter, Summary, read, shown
from sandbox.mail.sending import BadMail, send
from sandbox.mail.service import MailService, MailWorld

Json = dict[str, Any]
Answer = Callable[[Request, bytes, PostOffice], Response]
Endpoint = Callable[[Request], Coroutine[None, None, Response]]

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

MARGINS = "<style>body{margin:1rem 1.5rem;font-family:sans-serif}</style>"


async def start(world: MailWorld) -> None:
    """Start the mail servers, once a world; their addresses are in `world.addresses` afterwards."""
    if world.mail_service is not None:
        raise RuntimeError("the mail servers are already running")
    world.mail_service = await MailService.start(world)


async def stop(world: MailWorld) -> None:
    """End what `start` started, if anything."""
    if world.mail_service is not None:
        service, world.mail_service = world.mail_service, None
        await service.stop()


def routes(world: MailWorld) -> list[Route]:
    """The mail API of the page; it answers while the servers run."""

    def answering(answer: Answer) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            if world.mail_service is None:
                return _refused("not_running", "The mail servers are not running.", 503)
            return await run_in_threadpool(answer, request, await request.body(), world.mail_service.office)

        return endpoint

    def boxes(_request: Request, _body: bytes, office: PostOffice) -> Response:
        return JSONResponse(_boxes(world, office))

    def write(_request: Request, body: bytes, office: PostOffice) -> Response:
        try:
            mail_id = send(body, office, _names(world), world.clock.now())
        except BadMail as problem:
            return _refused("bad_mail", str(problem), 400)
        return JSONResponse({"ok": True, "id": mail_id})

    return [
        Route("/mail/boxes", answering(boxes), methods=["GET"]),
        Route("/mail/box", answering(_box), methods=["GET"]),
        Route("/mail/message", answering(_message), methods=["GET"]),
        Route("/mail/page", answering(_page), methods=["GET"]),
        Route("/mail/attachment", answering(_attachment), methods=["GET"]),
        Route("/mail/send", answering(write), methods=["POST"]),
    ]


def _boxes(world: MailWorld, office: PostOffice) -> list[Json]:
    names = _names(world)
    firm = {
        "address": office.firm.mailbox,
        "name": names.get(office.firm.mailbox, ""),
        "kind": "firm",
        "unread": office.mailbox.unread(INBOX),
    }
    known = dict.fromkeys([*names, *office.boxes.addresses()])
    people = [
        {"address": address, "name": names.get(address, ""), "kind": "person", "unread": office.boxes.unread(address)}
        for address in known
        if not office.firm.receives(address)
    ]
    return [firm, *people]


def _box(request: Request, _body: bytes, office: PostOffice) -> Response:
    address = request.query_params.get("address", "")
    folder = SENT if request.query_params.get("folder", "").casefold() == SENT.casefold() else INBOX
    if office.firm.receives(address):
        lines = [_line(firm_id(folder, mail.uid), mail.unread, mail.summary) for mail in office.mailbox.listed(folder)]
    else:
        lines = [_line(entry.id, entry.unread, entry.summary) for entry in office.boxes.listed(address, folder)]
    return JSONResponse(lines)


def _line(mail_id: str, unread: bool, summary: Summary) -> Json:
    return {
        "id": mail_id,
        "from": summary.sender,
        "to": summary.to,
        "subject": summary.subject,
        "date": summary.date,
        "unread": unread,
        "has_attachments": summary.has_attachments,
        "snippet": summary.snippet,
    }


def _message(request: Request, _body: bytes, office: PostOffice) -> Response:
    mail_id = request.query_params.get("id", "")
    found = office.find(mail_id)
    if found is None:
        return _refused("not_found", "No mail has that id.", 404)
    office.mark_read(mail_id)
    return JSONResponse(_opened(mail_id, found[0], read(*found)))


def _opened(mail_id: str, raw: bytes, letter: Letter) -> Json:
    return {
        "id": mail_id,
        "from": shown(letter.sender),
        "to": shown(letter.to),
        "cc": shown(letter.cc),
        "reply_to": shown(letter.reply_to),
        "subject": letter.subject,
        "date": letter.date.isoformat(),
        "message_id": letter.message_id,
        "text": letter.text,
        "html": letter.html,
        "attachments": [
            {
                "filename": attachment.filename,
                "content_type": attachment.content_type,
                "size": len(attachment.content),
                "url": "/mail/attachment?" + urlencode({"id": mail_id, "n": number}),
            }
            for number, attachment in enumerate(letter.attachments)
        ],
        "source": raw.decode("utf-8", "replace"),
    }


def _page(request: Request, _body: bytes, office: PostOffice) -> Response:
    found = office.find(request.query_params.get("id", ""))
    if found is None:
        return _refused("not_found", "No mail has that id.", 404)
    # Links open a tab of their own; nothing runs, and nothing is fetched from outside.
    page = f'<!doctype html><meta charset="utf-8"><base target="_blank">{MARGINS}{read(*found).html}'
    return HTMLResponse(page, headers=PAGE_HEADERS)


def _attachment(request: Request, _body: bytes, office: PostOffice) -> Response:
    found = office.find(request.query_params.get("id", ""))
    number = request.query_params.get("n", "")
    attachments = read(*found).attachments if found else ()
    if not number.isdecimal() or int(number) >= len(attachments):
        return _refused("not_found", "The mail has no such attachment.", 404)
    attachment = attachments[int(number)]
    # Always handed over as a download: what a stranger sent must not run in the page.
    return Response(
        attachment.content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=utf-8''{quote(attachment.filename, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _names(world: MailWorld) -> dict[str, str]:
    """The names of everyone who has a mailbox here from the start, by address."""
    staff = {user.email.casefold(): user.real_name for user in world.users.values() if user.email and not user.is_bot}
    return {**staff, **{person.email.casefold(): person.name for person in world.mail.people}}


def _refused(error: str, message: str, status: int) -> JSONResponse:
    return JSONResponse({"ok": False, "error": error, "message": message}, status_code=status)
