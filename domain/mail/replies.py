"""What is new in an answer: the quoted history below it is cut, for show only."""

import re

from domain.mail.blocks import find_blocks, one_line_blocks, prepared_lines, wrote_lines

_ORIGINAL = re.compile(
    r"^[> ]{0,10}(?:-{2,20}|_{5,60}) ?(?:message d['’]origine|message original|original message|mail original"
    r"|message transf[eé]r[eé]|forwarded message)? ?(?:-{2,20}|_{5,60})$",
    re.IGNORECASE,
)
_ORANGE = re.compile(r"^[> ]{0,10}Message du [0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}", re.IGNORECASE)
_WROTE_NAME = re.compile(r"^[> ]{0,10}(?:Le|On) .{4,200} (?:a écrit|à écrit|wrote) ?:$", re.IGNORECASE)
_DEVICE = re.compile(
    r"^(?:envoy[eé] (?:de(?:puis)? |à partir )|sent from |t[eé]l[eé]charger outlook|get outlook|provenance : courrier)"
    r".{0,120}$",
    re.IGNORECASE,
)


def new_text(text: str) -> str:
    """The text without the mails it answers; all of it when the answers stand under or between the quotes."""
    lines = prepared_lines(text)
    cut = min(_history_starts(lines), default=len(lines))
    kept, history = lines[:cut], lines[cut:]
    if not "".join(kept).strip() or _answers_below(history):
        return "\n".join(lines).strip()
    while kept and (not kept[-1].strip(" >_-") or _DEVICE.match(kept[-1].strip())):
        kept.pop()
    return "\n".join(kept).strip() or "\n".join(lines).strip()


def _history_starts(lines: list[str]) -> list[int]:
    starts = [block.start for block in find_blocks(lines)[:1]]
    starts += [block.start for _, block in zip(range(1), one_line_blocks(lines), strict=False)]
    starts += [block.start for _, block in zip(range(1), wrote_lines(lines), strict=False)]
    for at, line in enumerate(lines):
        cut_over_two = at + 1 < len(lines) and _WROTE_NAME.match(f"{line} {lines[at + 1].strip('> ')}")
        if _ORIGINAL.match(line) or _ORANGE.match(line) or _WROTE_NAME.match(line) or cut_over_two:
            starts.append(at)
            break
    quoted = _quoted_tail(lines)
    if quoted is not None:
        starts.append(quoted)
    return starts


def _quoted_tail(lines: list[str]) -> int | None:
    """Where the last run of « > » lines begins, when nothing follows it."""
    at = len(lines)
    while at and not lines[at - 1].strip():
        at -= 1
    end = at
    while at and (lines[at - 1].startswith(">") or not lines[at - 1].strip()):
        at -= 1
    return at if at < end else None


def _answers_below(history: list[str]) -> bool:
    """Whether someone wrote under lines quoted with « > »."""
    last_quoted = max((at for at, line in enumerate(history) if line.lstrip().startswith(">")), default=None)
    if last_quoted is None:
        return False
    after = [line for line in history[last_quoted + 1 :] if line.strip() and not _DEVICE.match(line.strip())]
    return any(line.strip("-_ ") for line in after)
