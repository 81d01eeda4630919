"""Sheets of clients under way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.importing.batch import Batch, Numbered
from domain.importing.imports import SheetImport
from domain.importing.known import Known, Wanted


class ImportsBook(Protocol):
    """Imports of sheets under way, and what the firm holds of what their rows name."""

    def add(self, new: SheetImport, slack_file: str | None = None, sheet: bytes | None = None) -> SheetImport:
        """Keep a new one (its id is 0), its sheet at hand or still at Slack's."""

    def get(self, import_id: int) -> SheetImport | None: ...
    def slack_file(self, import_id: int) -> str | None: ...
    def sheet(self, import_id: int) -> bytes | None: ...
    def keep_sheet(self, import_id: int, content: bytes) -> None: ...
    def answers(self, import_id: int) -> bytes | None:
        """What the registry said of its SIRENs, as JSON."""

    def keep_answers(self, import_id: int, answers: bytes) -> None: ...
    def move(self, before: SheetImport, after: SheetImport) -> bool:
        """From one state, or from one row, to the next; False when somebody else did so first."""

    def claim(self, owner: str, now: datetime, until: datetime) -> SheetImport | None:
        """The oldest to be worked at and at which nobody works, this owner's until that (machine's) instant."""

    def renew(self, import_id: int, owner: str, until: datetime) -> bool:
        """Hold it until then; False when another does, or when it is over."""

    def leave(self, import_id: int, owner: str) -> None: ...
    def forgotten(self, before: datetime) -> Sequence[SheetImport]:
        """Those tried before that instant, and never answered."""

    def waiting(self) -> Sequence[SheetImport]:
        """Those whose sheet is still to be tried, answered for or written, the oldest first."""

    def write_alone(self) -> None:
        """Until the end of the transaction, no other import of the firm writes."""

    def known(self, wanted: Wanted) -> Known: ...
    def numbers(self, kind: Numbered, how_many: int) -> Sequence[int]:
        """The next ids of that kind, nobody else's in this transaction; to be written before more are asked for."""

    def write(self, batch: Batch) -> None:
        """Keep what is created and updated, with its invitations and its history.

        WrittenMeanwhile when a code or a deposit address has just been taken.
        """
