"""Why a command could not go on, in words for the person at the terminal."""

from bot.settings import SettingsWrong


def in_words(error: Exception) -> str | None:
    """One or more sentences; None for what is our own bug and deserves its trace."""
    from sqlalchemy.exc import ArgumentError, OperationalError

    from bot.explain_command import NotAFirm
    from storage.encryption import WrongKeys
    from storage.locks import DatabaseInUse
    from storage.migrations import SchemaTooNew, SchemaTooOld

    match error:
        case SettingsWrong():
            return str(error)
        case DatabaseInUse(path=path):
            return f"Another Guichet already runs on {path}: stop it first, or choose another DATA_DIR."
        case WrongKeys():
            return "GUICHET_KEYS (or the key file of DATA_DIR) does not open this database: give it the keys it had."
        case SchemaTooOld():
            return "The database has an older schema: run `guichet migrate` first."
        case SchemaTooNew():
            return "The database was written by a newer Guichet: install that version, or a newer one."
        case ArgumentError():
            return "DATABASE_URL cannot be read: write sqlite:///guichet.db or postgresql://user:password@host/name."
        case OperationalError():
            return "DATABASE_URL does not answer: check the address, the user and the password, and that it is running."
        case NotAFirm(path=path):
            return f"{path} does not describe a firm: it is a JSON object with its mailbox, domain, staff and clients."
        case FileNotFoundError(filename=str(name)) | NotADirectoryError(filename=str(name)):
            return f"{name} is not there: check its name and its folder."
        case PermissionError(filename=str(name)):
            return f"{name} may not be read or written by this user."
    return None
