"""The French of every sentence: all there, well typed, and saying nothing that the style forbids."""

import re
from collections import Counter

from handlers.words import words_for
from tests.handlers.sentences import Sentence, catalogues, french_of, said, sentence_of

HOLE = re.compile(r"\{(\w+)\}")
# Either a straight apostrophe or quote, or a high punctuation without its no-break space (23:59 and https:// aside).
FAULTS = {
    "straight apostrophe": re.compile(r"'"),
    "straight quotes": re.compile(r'"'),
    "plain space before a colon": re.compile(r" :"),
    "no space before a colon": re.compile(r"[^\s\d\u00a0]:(?!//|\w|$)|[^\s\u00a0\d]:$"),
    "plain space before ; ! or ?": re.compile(r" [;!?]"),
    "no thin space before ; ! or ?": re.compile(r"[^\s\u202f;!?][;!?](?=\s|$)"),
    "plain space inside guillemets": re.compile(r"« | »"),
    "no space inside guillemets": re.compile(r"«[^\u00a0]|[^\u00a0]»"),
    "a mark that Slack itself adds": re.compile(r"\((?:facultati|optionnel)", re.IGNORECASE),
    "exclamation": re.compile(r"!"),
    "a word of old": re.compile(r"\brappels?\b|\buploader\b|\btéléverser\b", re.IGNORECASE),
}


def _every() -> list[tuple[str, Sentence, str]]:
    return [
        (file, sentence_of(m), text) for file, found in catalogues().items() for m in found for text in french_of(m)
    ]


def test_every_sentence_has_its_french() -> None:
    known = {sentence for _, sentence, text in _every() if text}
    missing = {sentence: file for sentence, file in said().items() if sentence not in known}
    assert missing == {}


def test_no_french_is_left_without_its_sentence() -> None:
    used = set(said())
    unused = [(file, sentence) for file, sentence, _ in _every() if sentence not in used]
    assert unused == []


def test_a_sentence_is_in_one_catalogue_only() -> None:
    # A plural is looked up by its singular, so that one may not stand elsewhere alone.
    keys = [sentence if isinstance(sentence, str) else sentence[0] for _, sentence, _ in set(_every_message())]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def _every_message() -> list[tuple[str, Sentence, int]]:
    return [(file, sentence_of(m), place) for file, found in catalogues().items() for place, m in enumerate(found)]


def test_french_fills_the_same_holes() -> None:
    wrong = []
    for file, sentence, text in _every():
        holes = set(HOLE.findall(sentence if isinstance(sentence, str) else " ".join(sentence)))
        # A singular may write its number in letters.
        spoken = {"n"} if not isinstance(sentence, str) else set()
        if not holes - spoken <= set(HOLE.findall(text)) <= holes:
            wrong.append((file, sentence, text))
    assert wrong == []


def test_french_typography_is_right() -> None:
    faults = [
        (file, fault, text) for file, _, text in _every() for fault, pattern in FAULTS.items() if pattern.search(text)
    ]
    assert faults == []


def test_english_has_curly_apostrophes() -> None:
    texts = [text for sentence in said() for text in ([sentence] if isinstance(sentence, str) else sentence)]
    assert [text for text in texts if "'" in text or '"' in text] == []


def test_a_language_unknown_to_us_is_spoken_in_french() -> None:
    assert words_for("pt-BR").gettext("Close") == "Fermer"
    assert words_for(None).gettext("Close") == "Fermer"
    assert words_for("en-GB").gettext("Close") == "Close"
