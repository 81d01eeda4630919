"""Header fields read one at a time, tolerantly: encoded words, addresses, dates and Message-IDs."""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message
from email.utils import parsedate_tz

from domain.mail.charsets import INVISIBLE, clean, decode

LONGEST_HEADER = 64 * 1024
MOST_ADDRESSES = 1000

_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]{1,80}(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
# A backslash hides the sign after it (RFC 5322, quoted-pair).
_SIGNS = re.compile(r"\\.|[\"()<>,;]", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_LOCAL = r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}"
_DOMAIN = r"(?:[\w-]{1,63}\.){1,10}[\w-]{1,63}"
ADDRESS = re.compile(rf"(?<![\w.+-]){_LOCAL}@{_DOMAIN}")
_PLAIN_MAILBOX = re.compile(
    r'\s*(?:"([^"\\]{0,200})"|([^"<>,;:()\\@=]{0,200}?))\s*<([^<>\s@":]{1,64}@[^<>\s@"]{1,255})>\s*'
)
_IDS = re.compile(r"<([^<>\s]{1,500})>")
_DATE_WORDS = {"ven": "Fri", "lun": "Mon", "mar": "Tue", "mer": "Wed", "jeu": "Thu", "sam": "Sat", "dim": "Sun"}


@dataclass(frozen=True, slots=True)
class Address:
    """Someone of a header: `email` in lower case, "" when only a name was given."""

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


class Headers:
    """The fields of one mail part, kept in order; values are text without folding, capped at 64 KB."""

    def __init__(self, part: Message) -> None:
        self.lines: list[tuple[str, str]] = []
        self.cut = False
        for name, value in part.raw_items():
            raw = str(value)
            if len(raw) > LONGEST_HEADER:
                raw, self.cut = raw[:LONGEST_HEADER], True
            self.lines.append((name.lower(), _unfold(raw)))

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.lines if key == name]

    def get(self, name: str) -> str:
        """The first field of that name, "" when there is none."""
        return next((value for key, value in self.lines if key == name), "")

    def has(self, *names: str) -> bool:
        return any(key in names for key, _ in self.lines)

    def text(self, name: str) -> str:
        return shown(decode_words(self.get(name)))

    def addresses(self, name: str) -> tuple[Address, ...]:
        return tuple(address for value in self.all(name) for address in read_addresses(value))

    def ids(self, name: str) -> tuple[str, ...]:
        """Message-IDs without their angle brackets, in the order written."""
        value = self.get(name)
        return tuple(_IDS.findall(value)) or tuple(value.split()[:1])


def raw_field(part: Message, name: str) -> str:
    """One field of a part as text, its raw eight-bit characters decoded; "" when there is none."""
    return next((_unfold(str(value)[:LONGEST_HEADER]) for key, value in part.raw_items() if key.lower() == name), "")


def decode_words(value: str) -> str:
    """RFC 2047 words decoded; what cannot be stays as it is written."""
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub(r"\1", value)
    out: list[str] = []
    pending = b""
    charset = ""
    end = 0
    for word in _WORD.finditer(value):
        if pending and (word.start() != end or word[1].lower() != charset):
            out.append(decode(pending, charset))
            pending = b""
        out.append(value[end : word.start()])
        end = word.end()
        charset = word[1].lower()
        # Neighbours in one charset are joined as bytes: mailers cut them in the middle of a character.
        pending += _word_bytes(word[2], word[3])
    if pending:
        out.append(decode(pending, charset))
    return "".join(out) + value[end:]


def read_addresses(value: str) -> tuple[Address, ...]:
    """Every address of a From, To or Cc field, however badly written."""
    whole = _PLAIN_MAILBOX.fullmatch(value)
    if whole:
        return (Address(whole[3].lower(), shown(decode_words(whole[1] or whole[2] or ""))),)
    found = []
    for piece in _pieces(value)[:MOST_ADDRESSES]:
        address = _read_mailbox(piece)
        if address:
            found.append(address)
    return tuple(found)


def read_date(value: str) -> datetime | None:
    """A Date field as aware UTC, None when it says no possible instant; French day names are forgiven."""
    value = value.strip()[:200]
    day = _DATE_WORDS.get(value[:3].lower())
    if day:
        value = day + value[3:]
    try:
        parsed = parsedate_tz(value)
        if parsed is None or not 1971 <= parsed[0] <= 2200:
            return None
        zone = timezone(timedelta(seconds=parsed[9] or 0))
        return datetime(*parsed[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def shown(text: str) -> str:
    """One line for people: no control, invisible or direction character, blanks folded."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", INVISIBLE.sub("", clean(text))).strip()


def bare_id(text: str) -> str:
    """A Message-ID without angle brackets, as this package compares them."""
    return text.strip().strip("<>").strip()


def _unfold(raw: str) -> str:
    if not raw.isascii():
        raw = decode(raw.encode("utf-8", "surrogateescape"))
    if "\n" in raw or "\r" in raw:
        raw = raw.replace("\r", "").replace("\n", "")
    return raw


def _word_bytes(encoding: str, body: str) -> bytes:
    data = body.encode("utf-8", "replace")
    if encoding in "bB":
        data = data.rstrip(b"=")
        try:
            return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
        except binascii.Error:
            return b""
    return binascii.a2b_qp(data, header=True)


def _pieces(value: str) -> list[str]:
    """The field cut at its commas, those inside quotes, comments and angle brackets left alone."""
    pieces: list[str] = []
    start = depth = 0
    quoted = angle = False
    for sign in _SIGNS.finditer(value):
        char = sign[0]
        if char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif char == "<":
            angle = True
        elif char == ">":
            angle = False
        elif char in ",;" and not angle:
            pieces.append(value[start : sign.start()])
            start = sign.end()
    pieces.append(value[start:])
    return pieces


def _read_mailbox(piece: str) -> Address | None:
    piece = piece.strip()
    if not piece:
        return None
    opened, bracket, rest = piece.rpartition("<")
    if bracket:
        found = ADDRESS.search(rest[:400])
        name = opened.strip().strip('"')
        if found:
            return Address(found[0].lower(), shown(decode_words(name.replace('\\"', '"'))))
    found = ADDRESS.search(piece[:2000])
    if found:
        rest = piece[: found.start()] + piece[found.end() :]
        return Address(found[0].lower(), shown(decode_words(rest.strip(" <>()[]\"':"))))
    name = shown(decode_words(piece.strip('"<>')))
    return Address("", name) if name else None
