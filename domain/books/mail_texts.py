"""The firm's own words for its letters."""

from typing import Protocol

from domain.mail_texts import MailText, TextKind


class MailTextsBook(Protocol):
    """One text a letter and language; none where Guichet's own is used."""

    def get(self, kind: TextKind, language: str) -> MailText | None: ...
    def keep(self, text: MailText) -> None: ...
    def remove(self, kind: TextKind, language: str) -> None: ...
