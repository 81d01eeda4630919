"""Bytes to text with a list of character sets of our own: a sender never names a Python codec."""

import re

_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("us-ascii", "ascii", "ansi-x3.4-1968", "646"), "ascii"),
    # What calls itself latin-1 is Windows-1252 in practice (WHATWG Encoding says the same).
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-ir-100", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "latin9", "latin-9"), "iso8859-15"),
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 16)},
    **{f"windows-{n}": f"cp{n}" for n in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **dict.fromkeys(("cp850", "ibm850"), "cp850"),
    **dict.fromkeys(("macintosh", "mac", "x-mac-roman", "mac-roman"), "mac-roman"),
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    "big5": "big5",
    "shift-jis": "cp932",
    "euc-jp": "euc-jp",
    "iso-2022-jp": "iso2022-jp",
    "euc-kr": "cp949",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
}

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Zero-width characters and those that turn the direction of writing: they hide or disguise text.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text, whatever the bytes: the declared charset, else UTF-8, else Windows-1252."""
    codec = _codec(declared)
    for attempt in (codec, "utf-8"):
        if attempt is None:
            continue
        try:
            return data.decode(attempt)
        except UnicodeError:
            continue
    if codec == "utf-8":
        guess = data.decode("utf-8", "replace")
        # A few broken bytes in long UTF-8 are damage, not another charset.
        if guess.count("\ufffd") * 20 < sum(c > "\x7f" for c in guess):
            return guess
    try:
        return data.decode("cp1252")
    except UnicodeError:
        return data.decode("latin-1")


def clean(text: str) -> str:
    """Without NUL and control characters (tab and line feed stay), with line ends as line feeds."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _codec(name: str | None) -> str | None:
    return _CODECS.get(name.strip().strip("\"'").lower().replace("_", "-")[:40]) if name else None
