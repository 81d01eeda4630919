"""Why a text of the firm is refused: the line, the very piece, and what to write instead."""

from domain.mail_texts import Flaw, TextRefused, Variable, VariableMissing
from domain.refusals import Refusal
from handlers.blocks import clip, tame
from handlers.words import Words


def explain_texts(refusal: Refusal, words: Words) -> str | None:
    """The sentence; None for a refusal of another kind."""
    match refusal:
        case VariableMissing(variable=Variable.DOCUMENTS as variable):
            return words.gettext("{variable} is missing: without it nobody knows what to send.").format(
                variable=variable.written
            )
        case VariableMissing(variable=variable):
            return words.gettext("{variable} is missing: without it there is nothing to open.").format(
                variable=variable.written
            )
        case TextRefused(line=0):
            return _said(refusal, words)
        case TextRefused(line=line):
            return words.gettext("Line {n}: {sentence}").format(n=line, sentence=_said(refusal, words))
        case _:
            return None


def _said(refusal: TextRefused, words: Words) -> str:
    piece = clip(tame(refusal.piece), 60)
    match refusal.flaw:
        case Flaw.UNKNOWN if refusal.meant:
            return words.gettext("{piece} is unknown. Write {meant}.").format(piece=piece, meant=refusal.meant)
        case Flaw.UNKNOWN:
            return words.gettext("{piece} is unknown. Only the variables listed under the text are filled.").format(
                piece=piece
            )
        case Flaw.ELSEWHERE:
            return words.gettext("{piece} has no place here. Take it out.").format(piece=piece)
        case Flaw.SIGN:
            return words.gettext("{piece} means nothing here. Take it out.").format(piece=piece)
        case Flaw.DISGUISED:
            return words.gettext("{piece} would be read as it stands, or would hide an address. Take it out.").format(
                piece=piece
            )
        case Flaw.ADDRESS:
            return words.gettext(
                "{piece}: write a plain address that begins with https://, so that it is seen where it leads."
            ).format(piece=piece)
        case Flaw.OWN_ADDRESS:
            return words.gettext("{piece} is of the client space. Write {link}: each letter has its own.").format(
                piece=piece, link="{lien}"
            )
        case Flaw.NUMBER:
            return words.gettext("no social security number leaves by e-mail. Take it out.")
        case Flaw.NOT_ALONE:
            return words.gettext("{piece} becomes the button: leave it alone on its line.").format(piece=piece)
        case Flaw.TWICE:
            return words.gettext("{piece} is there already: once is enough.").format(piece=piece)
        case Flaw.LINE_END:
            return words.gettext("A subject is one line. Take out “{piece}”.").format(piece=piece)
