"""Who is signed in: a random token in a cookie, its hash in the books."""

from dataclasses import dataclass, field
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from domain.books import Records
from domain.contacts import Account
from domain.office import Office, Offices
from domain.tokens import hash_token
from handlers.web.visit import Visit

COOKIE = "__Host-session"
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NewSession:
    token: str = field(repr=False)

    def give_to(self, response: Response) -> None:
        response.set_cookie(
            COOKIE, self.token, max_age=int(LASTS.total_seconds()), path="/", secure=True, httponly=True, samesite="lax"
        )


def open_session(visit: Visit, records: Records, account_id: int) -> NewSession:
    """A new session for that account; the one that the visitor came with ends."""
    now = visit.office.now()
    if before := visit.request.cookies.get(COOKIE):
        records.accounts.close_session(hash_token(before))
    session = NewSession(visit.office.token())
    records.accounts.open_session(account_id, hash_token(session.token), now, now + LASTS)
    return session


def office_of_session(request: Request, offices: Offices) -> Office | None:
    token = request.cookies.get(COOKIE)
    return offices.of_session(hash_token(token)) if token else None


def signed_in(visit: Visit, records: Records) -> Account | None:
    token = visit.request.cookies.get(COOKIE)
    return records.accounts.of_session(hash_token(token), visit.office.now()) if token else None


def end_session(visit: Visit, records: Records, response: Response) -> None:
    if token := visit.request.cookies.get(COOKIE):
        records.accounts.close_session(hash_token(token))
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
