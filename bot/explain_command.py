"""`guichet mail explain`, against a firm described in a file or against the first firm of the database."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.explain import ClientWords, ExplainedFirm, explain_files
from bot.firm_file import read_firm
from bot.run import open_books
from bot.settings import SettingsWrong, load_settings
from domain.books import Records
from handlers.mail.directory import BookDirectory


class NotAFirm(Exception):
    """That file is not a FIRM.json."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self.path = path


def lines(files: Sequence[Path], firm_file: Path | None, as_json: bool) -> Iterator[str]:
    """What is understood of each mail; NotAFirm, or SettingsWrong when there is no firm to explain against."""
    if firm_file is not None:
        try:
            firm = read_firm(firm_file)
        except (ValidationError, UnicodeDecodeError):
            raise NotAFirm(firm_file) from None
        yield from explain_files(files, firm, as_json)
        return
    database = open_books(load_settings())
    try:
        database.check()
        firms = database.firms()
        if not firms:
            raise SettingsWrong({"firm": "The database holds no firm yet: run `guichet run` once, or give --firm."})
        with database.reading(firms[0]) as records:
            yield from explain_files(files, _as_explained(records), as_json)
    finally:
        database.close()


def _as_explained(records: Records) -> ExplainedFirm:
    def describe(client_id: int) -> ClientWords:
        client = records.clients.get(client_id)
        return {"siren": client.company.siren, "name": client.name} if client else {"siren": None, "name": None}

    return ExplainedFirm(BookDirectory(records), records.firm.authserv_id, describe)
