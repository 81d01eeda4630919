"""HTML turned into text for reading; nothing in it is fetched, run or kept."""

import re

LONGEST_HTML = 1_000_000
# Past this, inscriptis loses the text (from 256 levels on).
DEEPEST_FOR_LAYOUT = 200
DEEPEST_FOR_PARSER = 2_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_UNSEEN = re.compile(r"<(script|style|head)\b", re.IGNORECASE)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"}
)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_PICTURE = re.compile(r"""(?:src|background)\s{0,5}=\s{0,5}["']?cid:([^"'\s>]{1,300})""", re.IGNORECASE)


def html_to_text(html: str) -> str:
    """The text as a reader would see it, links with their target; linear in time whatever the nesting."""
    html = html[:LONGEST_HTML]
    depth = nesting(html)
    if depth <= DEEPEST_FOR_LAYOUT:
        text = _laid_out(html)
    elif depth <= DEEPEST_FOR_PARSER:
        from selectolax.lexbor import LexborHTMLParser

        body = LexborHTMLParser(html).body
        text = body.text(separator="\n", strip=True) if body else ""
    else:
        text = _ANY_TAG.sub("\n", _without_unseen(html))
    return _BLANK_LINES.sub("\n\n", text).strip()


def nesting(html: str) -> int:
    """How deep the elements go, closing tags counted as written."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[1]:
            depth -= depth > 0
        elif tag[2].lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def pictures_shown(html: str) -> frozenset[str]:
    """Content-IDs of the attached pictures that the body shows."""
    return frozenset(_PICTURE.findall(html))


def _without_unseen(html: str) -> str:
    """Without scripts and styles; one that is never closed hides nothing, for its text may be the mail's."""
    kept: list[str] = []
    lower = html.lower()
    at = 0
    while opening := _UNSEEN.search(html, at):
        closing = lower.find("</" + opening[1].lower(), opening.end())
        if closing < 0:
            break
        kept.append(html[at : opening.start()])
        at = closing
    return "".join(kept) + html[at:]


def _laid_out(html: str) -> str:
    from inscriptis import get_text
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    if not html.strip():
        return ""
    # The XML declaration makes lxml refuse text that is already decoded.
    html = re.sub(r"^\s{0,100}<\?xml[^>]{0,200}\?>", "", html)
    return str(get_text(html, ParserConfig(css=CSS_PROFILES["strict"], display_links=True)))
