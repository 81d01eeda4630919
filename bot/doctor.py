"""`guichet doctor`: every setting and connection tried, one sentence for each, and what to do about a failure.

What it prints may be published: no name, no address, no secret, only the names of settings.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from bot import doctor_mail, doctor_slack
from bot.findings import Finding, good, warning, wrong
from bot.registry import PATIENCE, RegistryLine
from bot.run import ROLES, check_needed, open_books
from bot.settings import Settings, SettingsWrong, is_here, load_settings
from domain.registry import RegistryUnavailable

ROOM = 1_000_000_000


def examine(say: Callable[[str], None], env_file: Path | None = Path(".env")) -> int:
    """Print a line for each finding; 0 when all is well, 1 when something must be mended."""
    findings = []
    for finding in check(env_file):
        findings.append(finding)
        say(finding.line)
    if any(finding.is_wrong for finding in findings):
        return 1
    say("\nAll is well: `guichet run` can start.")
    return 0


def check(env_file: Path | None) -> Iterator[Finding]:
    """Each finding, as soon as it is made; connections are tried with the settings that are right."""
    try:
        settings = load_settings(env_file)
    except SettingsWrong as problem:
        yield from map(wrong, problem.sentences.values())
        return
    try:
        check_needed(settings, ROLES)
    except SettingsWrong as problem:
        yield from map(wrong, problem.sentences.values())
    yield from _data_folder(settings)
    yield from _database(settings)
    yield from doctor_slack.check(settings)
    yield from doctor_mail.check(settings)
    yield _registry(settings)
    yield _public_url(settings)
    if settings.clock_url is not None:
        yield warning("CLOCK_URL moves the firm's time: leave it out, save in a demo or a test.")


def _data_folder(settings: Settings) -> Iterator[Finding]:
    import shutil
    import tempfile

    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError:
        yield wrong("DATA_DIR cannot be written: create the folder, and give it to the user that runs us.")
        return
    if free < ROOM:
        yield warning("DATA_DIR has less than 1 GB left: mails are kept there, make room.")
    else:
        yield good("DATA_DIR", "can be written, and has room")
    keys = folder / "keys"
    if settings.guichet_keys is None and keys.exists() and keys.stat().st_mode & 0o077:
        yield wrong("GUICHET_KEYS: others may read the key file of DATA_DIR; chmod 600 it.")


def _database(settings: Settings) -> Iterator[Finding]:
    from sqlalchemy.exc import ArgumentError, OperationalError

    from bot.failures import in_words
    from storage.encryption import WrongKeys
    from storage.migrations import SchemaTooNew, SchemaTooOld

    if settings.database_url is None and not (settings.data_dir / "guichet.db").exists():
        yield good("DATABASE_URL", "a new SQLite file will be made in DATA_DIR")
        return
    try:
        database = open_books(settings)
        try:
            database.check()
        finally:
            database.close()
    except SettingsWrong as problem:
        yield from map(wrong, problem.sentences.values())
    except (OSError, ArgumentError, OperationalError, SchemaTooNew, SchemaTooOld, WrongKeys) as problem:
        yield wrong(in_words(problem) or "DATABASE_URL does not answer.")
    else:
        yield good("DATABASE_URL", "answers, has the newest schema, and the keys open it")


def _registry(settings: Settings) -> Finding:
    line = RegistryLine(settings.registry_url)
    try:
        line.ask("552081317")
    except RegistryUnavailable:
        sentence = (
            f"REGISTRY_URL did not answer within {PATIENCE} s: companies will be typed by hand until it does; "
            "check that this machine may reach it."
        )
        return warning(sentence)
    finally:
        line.close()
    return good("REGISTRY_URL", "answers")


def _public_url(settings: Settings) -> Finding:
    if settings.public_url is None or is_here(settings.public_url):
        sentence = "PUBLIC_URL is missing or leads to this machine: clients could not open their invitations."
        return warning(sentence)
    return good("PUBLIC_URL", "is a public address; try it from another network")
