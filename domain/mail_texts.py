"""The firm's own words for the letters that Guichet sends: what may stand in them, and how they are filled.

The variables are a closed list and nothing is ever evaluated: each stands for a line of text, put in once.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from domain.nir import without_nirs
from domain.refusals import FormRefused, Missing, Refusal, TooLong
from domain.text import is_unseen, searchable

SUBJECT_LENGTH = 150
BODY_LENGTH = 3000  # what a field of Slack holds


class TextKind(StrEnum):
    """Which letter; the second chase stands for all those between the first and the last."""

    INVITATION = "invitation"
    FIRST_CHASE = "chase1"
    SECOND_CHASE = "chase2"
    LAST_CHASE = "chase3"
    LAST_MESSAGE = "last"
    REQUEST = "request"


class Variable(StrEnum):
    """What a text may leave to be filled, as administrators write it between braces."""

    FIRST_NAME = "prenom"
    LAST_NAME = "nom"
    CLIENT = "dossier"
    FIRM = "cabinet"
    MANAGER = "responsable"
    PHONE = "telephone"
    SENT_ON = "date_invitation"
    LAST_DAY = "date_limite"
    DEPOSIT = "adresse_depot"
    DOCUMENTS = "pieces"
    LINK = "lien"

    @property
    def written(self) -> str:
        """`{dossier}`."""
        return f"{{{self.value}}}"


Values = Mapping[Variable, str]

_EVERYWHERE = (
    Variable.FIRST_NAME,
    Variable.LAST_NAME,
    Variable.CLIENT,
    Variable.FIRM,
    Variable.MANAGER,
    Variable.PHONE,
)
_OF_INVITATION = (*_EVERYWHERE, Variable.SENT_ON, Variable.LAST_DAY, Variable.DEPOSIT, Variable.LINK)
_OF_REQUEST = (*_EVERYWHERE, Variable.DOCUMENTS, Variable.LAST_DAY, Variable.DEPOSIT)


def variables_of(kind: TextKind) -> tuple[Variable, ...]:
    """The closed list for the text of that letter, in the order in which it is shown."""
    match kind:
        case TextKind.REQUEST:
            return _OF_REQUEST
        case TextKind.INVITATION:
            return tuple(variable for variable in _OF_INVITATION if variable is not Variable.SENT_ON)
        case _:
            return _OF_INVITATION


def required_in(kind: TextKind) -> Variable:
    """What the text cannot do without: something to open, or what is asked for."""
    return Variable.DOCUMENTS if kind is TextKind.REQUEST else Variable.LINK


class Flaw(StrEnum):
    """Why a piece of a text is refused."""

    UNKNOWN = "unknown"  # a variable of no list
    ELSEWHERE = "elsewhere"  # a variable of other texts, or that has no place in a subject
    SIGN = "sign"  # a brace alone, %n
    DISGUISED = "disguised"  # a tag, a link whose words are not its address
    ADDRESS = "address"  # an address that is not plain https
    OWN_ADDRESS = "own_address"  # one of the client space: each letter has its own
    NUMBER = "number"  # a social security number
    NOT_ALONE = "not_alone"  # {lien} amid a line
    TWICE = "twice"
    LINE_END = "line_end"  # in a subject


@dataclass(eq=False)
class TextRefused(Refusal):
    """That piece may not stand there. `line` counts from 1, 0 in a subject; `meant` is the variable likely meant."""

    flaw: Flaw
    piece: str
    line: int = 0
    meant: str = ""


@dataclass(eq=False)
class VariableMissing(Refusal):
    """The text says nothing without it."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class NewText:
    """What the firm writes in place of Guichet's own words, for one letter in one language."""

    kind: TextKind
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailText(NewText):
    """`changed_by` is the administrator who wrote it."""

    changed_at: datetime
    changed_by: int


def read_text(kind: TextKind, language: str, subject: str, body: str, *, space: str) -> NewText:
    """The text as an administrator typed it; `space` is the host of the client space.

    FormRefused: subject, body; with the first piece that may not stand there, and its line.
    """
    errors: dict[str, Refusal] = {}
    kept = {"subject": "", "body": ""}
    for field, typed, read in (("subject", subject, _subject), ("body", body, _body)):
        try:
            kept[field] = read(kind, typed, space)
        except Refusal as refusal:
            errors[field] = refusal
    if errors:
        raise FormRefused(errors)
    return NewText(kind, language, kept["subject"], kept["body"])


def filled(line: str, values: Values) -> str:
    """The line with its variables filled; what is put in is not read again.

    An empty value takes the space before it along: « Bonjour {prenom}, » becomes « Bonjour, ».
    """

    def value(found: re.Match[str]) -> str:
        known = _variable(found["name"])
        if known is None or known not in values:
            return found.group()
        text = values[known]
        return f"{found['space']}{text}" if text else ""

    return _HOLE.sub(value, line)


_HOLE = re.compile(r"(?P<space>[ \u00a0]?)\{(?P<name>[a-z_]+)\}")
_BRACES = re.compile(r"\{+[^{}]*\}+|[{}]+")
_PERCENT = re.compile(r"%[A-Za-z(]\w*")
_DISGUISE = re.compile(r"<[A-Za-z/!?%@#][^>]*>?|\[[^\[\]]*\]\([^()]*\)|\[[^\[\]]*\]\[[^\[\]]*\]")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:javascript|data|vbscript|mailto|tel|file):)\S*|\bwww\.\S+", re.IGNORECASE
)
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SHOWN = 60  # of the text after a line end


def _subject(kind: TextKind, typed: str, space: str) -> str:
    if len(typed) > SUBJECT_LENGTH:
        raise TooLong(len(typed), SUBJECT_LENGTH)
    broken = _LINE_ENDS.search(typed.strip(" "))
    if broken is not None:
        raise TextRefused(Flaw.LINE_END, typed[broken.end() :][:_SHOWN].strip())
    subject = _clean(typed)
    if not subject:
        raise Missing
    allowed = tuple(v for v in variables_of(kind) if v not in (Variable.LINK, Variable.DOCUMENTS))
    for refusal in _flaws(subject, 0, allowed, space):
        raise refusal
    return subject


def _body(kind: TextKind, typed: str, space: str) -> str:
    if len(typed) > BODY_LENGTH:
        raise TooLong(len(typed), BODY_LENGTH)
    lines = (_clean(line) for line in re.split(r"\r\n|[\n\r\u2028\u2029]", typed))
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not body:
        raise Missing
    links = 0
    for number, line in enumerate(body.split("\n"), start=1):
        for refusal in _flaws(line, number, variables_of(kind), space):
            raise refusal
        if Variable.LINK.written in line:
            links += 1
            if line != Variable.LINK.written:
                raise TextRefused(Flaw.NOT_ALONE, Variable.LINK.written, number)
            if links > 1:
                raise TextRefused(Flaw.TWICE, Variable.LINK.written, number)
    if required_in(kind).written not in body:
        raise VariableMissing(required_in(kind))
    return body


def _clean(typed: str) -> str:
    """The line without what cannot be seen; the no-break spaces of French stay."""
    seen = "".join(c for c in typed.replace("\t", " ") if not is_unseen(c))
    return re.sub(" {2,}", " ", unicodedata.normalize("NFC", seen)).strip()


def _flaws(line: str, number: int, allowed: tuple[Variable, ...], space: str) -> Iterator[TextRefused]:
    """What may not stand in that line, the first piece first."""
    found: list[tuple[int, TextRefused]] = []
    for piece in _BRACES.finditer(line):
        flaw = _brace_flaw(piece.group(), allowed)
        if flaw is not None:
            meant = _meant(piece.group(), allowed) if flaw is Flaw.UNKNOWN else ""
            found.append((piece.start(), TextRefused(flaw, piece.group(), number, meant)))
    found += [(piece.start(), TextRefused(Flaw.SIGN, piece.group(), number)) for piece in _PERCENT.finditer(line)]
    found += [(piece.start(), TextRefused(Flaw.DISGUISED, piece.group(), number)) for piece in _DISGUISE.finditer(line)]
    for piece in _ADDRESS.finditer(line):
        flaw = _address_flaw(piece.group().rstrip(".,;:!?»)”"), space)
        if flaw is not None:
            found.append((piece.start(), TextRefused(flaw, piece.group(), number)))
    if without_nirs(line) != line:
        found.append((0, TextRefused(Flaw.NUMBER, "", number)))
    yield from (refusal for _, refusal in sorted(found, key=lambda each: each[0]))


def _brace_flaw(piece: str, allowed: tuple[Variable, ...]) -> Flaw | None:
    if not (piece.startswith("{") and piece.endswith("}")):
        return Flaw.SIGN
    variable = _variable(piece[1:-1])
    if variable is None:
        return Flaw.UNKNOWN
    return None if variable in allowed else Flaw.ELSEWHERE


def _variable(name: str) -> Variable | None:
    try:
        return Variable(name)
    except ValueError:
        return None


def _meant(piece: str, allowed: tuple[Variable, ...]) -> str:
    """`{prenom}` for `{prénom}` or `{PRENOM }`; empty when nothing is near."""
    name = searchable(piece).replace(" ", "")
    return next((variable.written for variable in allowed if variable.value.replace("_", "") == name), "")


def _address_flaw(address: str, space: str) -> Flaw | None:
    """None for a plain https address of a named host, which says where it leads."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Flaw.ADDRESS
    if parts.scheme.lower() != "https" or "@" in parts.netloc or port is not None:
        return Flaw.ADDRESS
    if not host.isascii() or "." not in host or "xn--" in host or _is_number(host):
        return Flaw.ADDRESS
    return Flaw.OWN_ADDRESS if host == space else None


def _is_number(host: str) -> bool:
    """Whether the host is a number of the network, in whatever base browsers read."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rpartition(".")[2][:1].isdigit()
    return True
