"""The sentences of signing in, for `explain`."""

from domain.passwords import PasswordTooCommon, PasswordTooShort
from domain.refusals import Refusal
from domain.signing_in import ExistingPassword, NotTicked
from domain.tokens import NotACode
from handlers.words import Words


def explain_signing_in(refusal: Refusal, words: Words) -> str | None:
    """The sentence; None for a refusal of another kind."""
    match refusal:
        case NotTicked():
            return words.gettext("Tick “It is me, and I accept the invitation” to open your space.")
        case ExistingPassword():
            return words.gettext("This is not the password of this address.")
        case PasswordTooShort(at_least=at_least):
            return words.gettext("{n} characters at least. A whole sentence does very well.").format(n=at_least)
        case PasswordTooCommon():
            return words.gettext("This password would be guessed at once. Try four words that have nothing in common.")
        case NotACode():
            return words.gettext("A code has six digits.")
        case _:
            return None
