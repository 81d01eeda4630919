"""A letter before it has looks: the same words become its HTML and its text."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, in what capacity, at which telephone number (as printed and as dialled)."""

    name: str
    capacity: str
    phone: str = ""
    phone_link: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every letter from the firm to one person bears, whatever it says."""

    language: str
    firm_name: str
    firm_trade: str
    firm_address: str
    signature: Signature
    copy_hint: str  # beside the address of a button


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter, top to bottom; an empty part is left out.

    `bullets` follow the first paragraph. `button` opens `link`; `validity` stands beneath it. `closing` are the
    paragraphs after the button. `aside` is the way without the link, its first words strong. `footer` are
    (label, address) pairs, the way out of the chases first.
    """

    head: Letterhead
    subject: str
    preheader: str
    greeting: str
    paragraphs: Sequence[str]
    reason: str
    bullets: Sequence[str] = ()
    code: str = ""
    code_note: str = ""
    button: str = ""
    link: str = field(default="", repr=False)
    validity: str = ""
    closing: Sequence[str] = ()
    aside_lead: str = ""
    aside: Sequence[str] = ()
    footer: Sequence[tuple[str, str]] = field(default=(), repr=False)
