"""How contacts sign in to the client space."""

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from domain.clients import Client
from domain.contacts import Account, AccountExists, Contact
from storage.books.book import Book, breaks, kept
from storage.books.clients import clients_of_rows
from storage.rows import value_of
from storage.tables import accounts, clients, contacts, sign_in_codes, web_sessions

TRIES = 5


class Accounts(Book):
    def of_address(self, email: str | None = None, phone: str | None = None) -> Account | None:
        if email:
            return self._account(accounts.c.email == email.lower())
        return self._account(accounts.c.phone == phone) if phone else None

    def get(self, account_id: int) -> Account | None:
        return self._account(accounts.c.id == account_id)

    def add(self, contact: Contact, password_hash: str | None, now: datetime) -> Account:
        """The contact's new account, by e-mail or else by phone; AccountExists when the address has one."""
        account = Account(
            id=0,
            firm_id=self.firm_id,
            email=contact.email,
            phone=None if contact.email else contact.phone,
            first_name=contact.first_name,
            last_name=contact.last_name,
            language=contact.language,
            password_hash=password_hash,
            created_at=now,
        )
        try:
            with self.connection.begin_nested():
                account_id = self.insert(accounts, kept(account))
        except IntegrityError as error:
            if breaks(error, accounts, "email") or breaks(error, accounts, "phone"):
                raise AccountExists from error
            raise
        self.change(contacts, contact.id, {"account_id": account_id})
        return replace(account, id=account_id)

    def clients_of(self, account_id: int) -> Sequence[Client]:
        theirs = select(contacts.c.client_id).where(self.mine(contacts), contacts.c.account_id == account_id)
        rows = self.rows(self.of(clients, clients.c.id.in_(theirs)).order_by(clients.c.search, clients.c.id))
        return clients_of_rows(self, rows)

    def open_session(self, account_id: int, token_hash: str, now: datetime, expires_at: datetime) -> None:
        session = {"account_id": account_id, "token_hash": token_hash, "created_at": now, "expires_at": expires_at}
        self.insert(web_sessions, session)

    def of_session(self, token_hash: str, now: datetime) -> Account | None:
        session = web_sessions.c
        living = select(session.account_id).where(
            self.mine(web_sessions), session.token_hash == token_hash, session.expires_at > now
        )
        return self._account(accounts.c.id.in_(living))

    def close_session(self, token_hash: str) -> None:
        closed = self.mine(web_sessions) & (web_sessions.c.token_hash == token_hash)
        self.connection.execute(delete(web_sessions).where(closed))

    def close_sessions(self, account_id: int) -> None:
        closed = self.mine(web_sessions) & (web_sessions.c.account_id == account_id)
        self.connection.execute(delete(web_sessions).where(closed))

    def add_code(self, address: str, code_hash: str, now: datetime, expires_at: datetime) -> None:
        self.write_over(
            sign_in_codes,
            "address",
            {
                "address": address,
                "code_hash": code_hash,
                "tries_left": TRIES,
                "created_at": now,
                "expires_at": expires_at,
            },
        )

    def try_code(self, address: str, code_hash: str, now: datetime) -> int | None:
        # The update comes first: it locks the row, so two tries at once are two tries.
        code = sign_in_codes.c
        living = self.mine(sign_in_codes) & (code.address == address) & (code.expires_at > now) & (code.tries_left > 0)
        tried = update(sign_in_codes).where(living).values(tries_left=code.tries_left - 1)
        row = self.connection.execute(tried.returning(code.id, code.code_hash, code.tries_left)).first()
        if row is None:
            return 0
        if not hmac.compare_digest(row.code_hash, code_hash):
            return int(row.tries_left)
        self.connection.execute(delete(sign_in_codes).where(self.the_one(sign_in_codes, row.id)))
        return None

    def _account(self, condition: ColumnElement[bool]) -> Account | None:
        row = self.row(self.of(accounts, condition))
        return value_of(Account, row) if row else None
