"""One look for all letters: an HTML page that mail programs can show, and the same words as plain text."""

import textwrap
from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.letters.letter import Letter

WIDTH = 72


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def as_html(letter: Letter) -> str:
    return _environment().get_template("letter.html").render(letter=letter)


def as_text(letter: Letter) -> str:
    """The letter in lines of 72 characters at most; addresses are never cut."""
    head = letter.head
    parts = [letter.greeting, *map(_wrapped, letter.paragraphs[:1])]
    parts += ["\n".join(_wrapped(f"- {bullet}", "  ") for bullet in letter.bullets)] if letter.bullets else []
    parts += map(_wrapped, letter.paragraphs[1:])
    if letter.code:
        parts += [f"    {letter.code}", _wrapped(letter.code_note)]
    if letter.button:
        parts += [f"{letter.button}{_colon(head.language)}\n{letter.link}", _wrapped(letter.validity)]
    parts += map(_wrapped, letter.closing)
    if letter.aside_lead:
        lead, *others = letter.aside
        parts += ["\n".join([_wrapped(f"{letter.aside_lead} {lead}"), *map(_wrapped, others)])]
    capacity = f", {head.signature.capacity}" if head.signature.capacity else ""
    signed = [f"-- \n{head.signature.name}{capacity}"] if head.signature.name != head.firm_name else ["-- "]
    signed += [f"{head.firm_name}, {head.firm_trade}", head.firm_address, head.signature.phone]
    parts.append("\n".join(line for line in signed if line.strip(" ")))
    footer = [f"{label}{_colon(head.language)} {address}" for label, address in letter.footer]
    parts.append("\n".join([_wrapped(letter.reason), *footer]))
    return "\n\n".join(part for part in parts if part) + "\n"


def as_kept(letter: Letter) -> str:
    """The text kept in the conversation: no link in it is alive."""
    return as_text(replace(letter, link="…", footer=()))


def _wrapped(paragraph: str, following: str = "") -> str:
    """Each line of the paragraph in lines short enough."""
    return "\n".join(
        textwrap.fill(line, WIDTH, subsequent_indent=following, break_long_words=False, break_on_hyphens=False)
        for line in paragraph.split("\n")
    )


def _colon(language: str) -> str:
    return "\u00a0:" if language == "fr" else ":"
