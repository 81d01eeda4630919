"""What the beginning of a subject says: forwarded, answered, or neither."""

import re
import unicodedata

_TAG = re.compile(r"^\s{0,5}\[[^\]]{1,40}\]\s{0,5}")
_FORWARD = re.compile(r"^(?:tr|fwd?|transf[eé]r[eé]e?|transfert|wg|enc|rv)\s?(?:\[[0-9]{1,3}\])?\s?:", re.IGNORECASE)
_REPLY = re.compile(r"^(?:re|r[eé]p|r[eé]ponse|aw|sv|antw)\s?(?:\[[0-9]{1,3}\])?\s?:", re.IGNORECASE)


def is_forward_subject(subject: str) -> bool:
    return _FORWARD.match(_untagged(subject)) is not None


def is_reply_subject(subject: str) -> bool:
    return _REPLY.match(_untagged(subject)) is not None


def _untagged(subject: str) -> str:
    """Without marks such as « [EXTERNE] », odd spaces made plain."""
    text = unicodedata.normalize("NFKC", subject[:1000]).strip()
    for _ in range(3):
        text = _TAG.sub("", text)
    return text
