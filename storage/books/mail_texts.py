"""The firm's own words for its letters."""

from sqlalchemy import delete

from domain.mail_texts import MailText, TextKind
from storage.books.book import Book
from storage.rows import value_of, values_of
from storage.tables import mail_texts


class MailTexts(Book):
    def get(self, kind: TextKind, language: str) -> MailText | None:
        row = self.one(mail_texts, kind=kind, language=language)
        return value_of(MailText, row) if row else None

    def keep(self, text: MailText) -> None:
        self.remove(text.kind, text.language)
        self.insert_once(mail_texts, values_of(text))

    def remove(self, kind: TextKind, language: str) -> None:
        row = mail_texts.c
        theirs = self.mine(mail_texts) & (row.kind == kind) & (row.language == language)
        self.connection.execute(delete(mail_texts).where(theirs))
