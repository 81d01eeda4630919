"""Signing in to the client space, by a one-time code or a password; the words never tell who has a space."""

from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.responses import Response

from domain.acts import Act
from domain.addresses import read_email
from domain.history import By, HistoryLine
from domain.passwords import matches
from domain.refusals import Refusal
from domain.text import masked_email
from domain.tokens import NotACode, hash_code, new_code, read_code
from handlers.explain import explain
from handlers.letters.account import code_letter
from handlers.web.limits import may_try_password, may_write_to
from handlers.web.session import end_session, open_session, signed_in
from handlers.web.visit import Visit

ADDRESS_COOKIE = "__Host-address"
CODE_LASTS = timedelta(minutes=10)


class SignIn:
    """The pages of signing in; `secret` signs the address that a visitor has just typed, and keys the codes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._signer = URLSafeTimedSerializer(secret, salt="address of a sign-in")

    def show(self, visit: Visit) -> Response:
        with visit.office.reading() as records:
            known = signed_in(visit, records)
        return visit.go("/") if known else visit.page("sign_in.html", typed="", by_password=False)

    def ask(self, visit: Visit) -> Response:
        """An address was typed: a code leaves if it has a space, or its password is tried."""
        typed = visit.form.get("who", "")
        way = visit.form.get("way")
        by_password = way == "password" or (way == "enter" and bool(visit.form.get("password")))
        try:
            email = read_email(typed)
        except Refusal as refusal:
            errors = {"who": explain(refusal, visit.words)}
            return visit.page("sign_in.html", 422, typed=typed, by_password=by_password, errors=errors)
        return self._by_password(visit, email) if by_password else self._by_code(visit, email)

    def show_code(self, visit: Visit) -> Response:
        email = self._address(visit)
        return visit.page("code.html", email=masked_email(email), typed="") if email else visit.go("/sign-in")

    def again(self, visit: Visit) -> Response:
        email = self._address(visit)
        return self._by_code(visit, email) if email else visit.go("/sign-in")

    def try_code(self, visit: Visit) -> Response:
        email = self._address(visit)
        if email is None:
            return visit.go("/sign-in")
        now = visit.office.now()
        typed = visit.form.get("code", "")
        try:
            code = read_code(typed)
        except NotACode as refusal:
            return self._wrong_code(visit, email, typed, explain(refusal, visit.words))
        with visit.office.records() as records:
            left = records.accounts.try_code(email, hash_code(code, email, self._secret), now)
            account = records.accounts.of_address(email) if left is None else None
            if account is not None:
                records.note(HistoryLine(now, Act.ACCOUNT_SIGNED_IN, By.CONTACT, subject_id=account.id))
                session = open_session(visit, records, account.id)
        if account is None:
            return self._wrong_code(visit, email, typed, self._tries_left(visit, left or 0))
        response = visit.go("/")
        session.give_to(response)
        response.delete_cookie(ADDRESS_COOKIE, path="/", secure=True, httponly=True)
        return response

    def sign_out(self, visit: Visit) -> Response:
        response = visit.page("signed_out.html")
        with visit.office.records() as records:
            end_session(visit, records, response)
        return response

    def _by_code(self, visit: Visit, email: str) -> Response:
        now = visit.office.now()
        with visit.office.records() as records:
            account = records.accounts.of_address(email)
            if may_write_to(records, email, visit.network, now) and account is not None:
                code = new_code()
                records.accounts.add_code(email, hash_code(code, email, self._secret), now, now + CODE_LASTS)
                code_letter(records, visit.office, account, code)
        response = visit.go("/code")
        signed = self._signer.dumps(email)
        response.set_cookie(
            ADDRESS_COOKIE,
            signed if isinstance(signed, str) else signed.decode(),
            max_age=1800,
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
        return response

    def _by_password(self, visit: Visit, email: str) -> Response:
        now = visit.office.now()
        with visit.office.records() as records:
            account = records.accounts.of_address(email)
            allowed = may_try_password(records, email, visit.network, now)
        right = matches(account.password_hash if account else None, visit.form.get("password", ""))
        if account is None or not right or not allowed:
            sentence = visit.words.gettext("This address and this password do not go together. A code works too.")
            return visit.page("sign_in.html", 422, typed=email, by_password=True, errors={"password": sentence})
        with visit.office.records() as records:
            records.note(HistoryLine(now, Act.ACCOUNT_SIGNED_IN, By.CONTACT, subject_id=account.id))
            session = open_session(visit, records, account.id)
        response = visit.go("/")
        session.give_to(response)
        return response

    def _address(self, visit: Visit) -> str | None:
        try:
            address = self._signer.loads(visit.request.cookies.get(ADDRESS_COOKIE, ""), max_age=1800)
        except BadData:
            return None
        return address if isinstance(address, str) else None

    def _wrong_code(self, visit: Visit, email: str, typed: str, sentence: str) -> Response:
        errors = {"code": sentence}
        return visit.page("code.html", 422, email=masked_email(email), typed=typed[:20], errors=errors)

    def _tries_left(self, visit: Visit, left: int) -> str:
        if left == 0:
            return visit.words.gettext("This code is no longer good. Ask for a new code.")
        return visit.words.ngettext(
            "This is not the right code. {n} try left.", "This is not the right code. {n} tries left.", left
        ).format(n=left)
