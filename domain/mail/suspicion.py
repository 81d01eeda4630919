"""Signs that a mail deceives: an address in the name, a domain that looks like a client's, new bank details."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from domain.addresses import is_public_mail_domain
from domain.mail.charsets import decode
from domain.mail.flags import Flag
from domain.mail.headers import ADDRESS, Address
from domain.mail.message import ReadMessage

_TEXT_READ = 64 * 1024
_BANK_WORDS = re.compile(
    r"\b(?:RIB|IBAN|coordonnees bancaires|references bancaires|identite bancaire|domiciliation bancaire"
    r"|(?:changement|change|changer|changeons) (?:de |notre |nos )?(?:banque|compte bancaire|rib|iban)"
    r"|nouveau(?:x)? (?:compte(?:s)? bancaire|rib|iban|numero de compte)"
    r"|(?:new|updated?|changed?|changing) (?:our )?bank(?:ing)?(?: account)?|bank(?:ing)? (?:account )?details"
    r"|(?:our|new) account number|wire instructions|routing number)\b",
    re.IGNORECASE,
)
# Every mail is searched: these substrings spare most of them the expression above.
_BANK_HINTS = ("rib", "iban", "banc", "banq", "bank", "account number", "numéro de compte", "wire inst", "routing")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?(?![A-Z0-9])")
# Letters and figures that an eye takes for Latin letters (Cyrillic, Greek, Latin with a stroke).
_CONFUSED = str.maketrans(
    "абвеёікмнорсѕтухԁԛԝјһαεικνορτυχ0135ıłøđ",
    "abbeeikmhopcstyxdqwjhaeikvoptuxoiesilod",
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_MIN_NAME = 5


def signs(message: ReadMessage, imitable: Iterable[str]) -> Iterator[Flag]:
    """What to warn of, whoever wrote. `imitable` are the domains that this sender may imitate."""
    sender = message.sender
    others = [address for address in ADDRESS.findall(sender.name) if address.lower() != sender.email]
    if others:
        yield Flag.ADDRESS_IN_NAME
    reply_to = message.headers.addresses("reply-to")
    if reply_to and all(address.email != sender.email for address in reply_to):
        yield Flag.REPLY_TO_DIFFERS
    if any(_differs(message, name, sender) for name in ("sender", "resent-from")):
        yield Flag.SENDER_DIFFERS
    if is_mixed(sender.domain):
        yield Flag.MIXED_SCRIPTS
    if not is_public_mail_domain(sender.domain) and lookalike(sender.domain, imitable):
        yield Flag.LOOKALIKE_DOMAIN
    if speaks_of_bank_details(message):
        yield Flag.BANK_DETAILS


def speaks_of_bank_details(message: ReadMessage) -> bool:
    """Words of a change of bank details, or an account number with a good key, in the text or the files."""
    names = "\n".join(re.sub(r"[_.-]", " ", file.filename) for file in message.attachments)
    texts = [message.subject, message.text[: 4 * _TEXT_READ], names]
    texts += [
        decode(file.content[:_TEXT_READ]) for file in message.files if file.content_type in ("text/plain", "text/html")
    ]
    for text in texts:
        if _mentions_bank(text):
            return True
        if any(_is_iban(found[0]) for found in _IBAN.finditer(text)):
            return True
    return False


def _mentions_bank(text: str) -> bool:
    lower = text.lower()
    if not any(hint in lower for hint in _BANK_HINTS):
        return False
    return _BANK_WORDS.search(_unaccented(text)) is not None


def lookalike(domain: str, known_domains: Iterable[str]) -> str | None:
    """The client's domain that this other one imitates, if any."""
    domain = domain.lower()
    name, whole = _skeletons(domain)
    if len(name) < _MIN_NAME:
        return None
    for known in known_domains:
        if known == domain or domain.endswith("." + known):
            continue
        known_name, known_whole = _skeletons(known)
        if len(known_name) >= _MIN_NAME and (
            name in (known_name, known_whole) or whole == known_whole or _one_slip(name, known_name)
        ):
            return known
    return None


def is_mixed(domain: str) -> bool:
    """Whether a label of the domain mixes alphabets, as a disguise does."""
    return any(len(_scripts(label)) > 1 for label in _readable(domain).split("."))


@lru_cache(maxsize=20_000)
def _skeletons(domain: str) -> tuple[str, str]:
    """(the name alone, the name with its ending), as an eye in a hurry reads them."""
    plain = _unaccented(_readable(domain)).lower().translate(_CONFUSED).replace("rn", "m").replace("vv", "w")
    labels = plain.replace("-", "").replace("l", "i").split(".")
    return "".join(labels[:-1]), "".join(labels)


def _one_slip(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    return len(other) > _MIN_NAME and OSA.distance(one, other, score_cutoff=1) <= 1


def _readable(domain: str) -> str:
    labels = []
    for label in domain.split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def _scripts(label: str) -> set[str]:
    return {unicodedata.name(char, "?").split()[0] for char in label if char.isalpha()}


def _differs(message: ReadMessage, name: str, sender: Address) -> bool:
    return any(address.email and address.email != sender.email for address in message.headers.addresses(name))


def _is_iban(text: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(text))


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text))
