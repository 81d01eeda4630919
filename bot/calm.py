"""The registry writes in capitals; people read « Atelier Morel, 8 rue des Tanneurs »."""

import re

_SMALL = re.compile(r"de|du|des|d|la|le|les|l|et|en|à|a|au|aux|sur|sous|sans|pour|par|chez|lès|près")
_WAY = re.compile(
    r"rue|avenue|boulevard|place|quai|chemin|route|all[ée]e|impasse|passage|square|cours|cit[ée]|faubourg|sentier|"
    r"ruelle|esplanade|promenade|hameau|lotissement|r[ée]sidence|bis|ter|quater"
)
_FORM = re.compile(
    r"SA|SASU?|SARL|EURL|EIR?L?|SC[IPM]|SCCV|SNC|SELARL|SELASU?|EARL|GAEC|GIE|SCEA|SCOP|SCIC|Z[AI]C?|BP|CS"
)
_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[AEIOUYÀÂÉÈÊËÎÏÔÙÛÜ]")


def calm_name(text: str) -> str:
    """`Atelier Morel` for ATELIER MOREL; what is not written in capitals alone is left as it is."""
    return _calm(text, in_street=False)


def calm_street(text: str) -> str:
    """`8 rue des Tanneurs` for 8 RUE DES TANNEURS."""
    return _calm(text, in_street=True)


def _calm(text: str, in_street: bool) -> str:
    text = " ".join(text.split())
    if text != text.upper():
        return text
    first = True

    def lowered(found: re.Match[str]) -> str:
        nonlocal first
        word = found.group()
        if any(char.isdigit() for char in word):
            return word
        begins, first = first, False
        low = word.lower()
        if _FORM.fullmatch(word) or (len(word) > 1 and not _VOWEL.search(word)):
            return word
        if (in_street and _WAY.fullmatch(low)) or (_SMALL.fullmatch(low) and not begins):
            return low
        return word.capitalize()

    return _WORD.sub(lowered, text)
