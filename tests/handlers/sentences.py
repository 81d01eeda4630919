"""Every sentence that the desks and pages say, found in the code, and the catalogues that hold its French."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "handlers" / "locale" / "fr" / "LC_MESSAGES"
QUOTED = r"""(?:"([^"]+)"|'([^']+)')"""
ONE_IN_TEMPLATE = re.compile(rf"\b(?:gettext|_)\(\s*{QUOTED}")
MANY_IN_TEMPLATE = re.compile(rf"\bngettext\(\s*{QUOTED}\s*,\s*{QUOTED}")

Sentence = str | tuple[str, str]


def said() -> dict[Sentence, str]:
    """The sentences, and a file that says each."""
    found: dict[Sentence, str] = {}
    for folder in ("handlers", "bot"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for sentence in _in_python(file):
                found.setdefault(sentence, str(file.relative_to(ROOT)))
    for file in sorted((ROOT / "handlers").rglob("*.html")):
        for sentence in _in_template(file.read_text(encoding="utf-8")):
            found.setdefault(sentence, str(file.relative_to(ROOT)))
    return found


def _in_template(text: str) -> Iterator[Sentence]:
    for match in ONE_IN_TEMPLATE.finditer(text):
        yield match[1] or match[2]
    for match in MANY_IN_TEMPLATE.finditer(text):
        yield match[1] or match[2], match[3] or match[4]


def _in_python(file: Path) -> Iterator[Sentence]:
    """Read from the syntax tree: a sentence inside an f-string escapes tools that read tokens."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in ("gettext", "_") and len(texts) == 1:
            yield texts[0]
        if name == "ngettext" and len(texts) >= 2:
            yield texts[0], texts[1]


def catalogues() -> dict[str, list[Message]]:
    """The messages of each .po file, by its name."""
    messages = {}
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as opened:
            messages[file.name] = [message for message in read_po(opened, locale="fr") if message.id]
    return messages


def sentence_of(message: Message) -> Sentence:
    if isinstance(message.id, str):
        return message.id
    return message.id[0], message.id[1]


def french_of(message: Message) -> list[str]:
    """What the catalogue says, one text or its singular and plural."""
    texts = message.string or ""
    return [texts] if isinstance(texts, str) else [str(text) for text in texts]
