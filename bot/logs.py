"""What Guichet writes in its log: past events with identifiers, never a name, an address or a secret."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from pydantic import SecretBytes, SecretStr

HIDDEN = "(hidden)"
# Their debug and info lines hold payloads, queries or addresses.
QUIET = (
    "slack_sdk",
    "slack_bolt",
    "httpx",
    "httpcore",
    "apscheduler",
    "uvicorn",
    "imapclient",
    "sqlalchemy",
    "alembic",
)

_MASKS = [
    # A social security number: 13 digits, 15 with its key, Corsica's letters and spaces included.
    (re.compile(r"(?<!\d)\d{13}(?:\d\d)?(?!\d)"), HIDDEN),
    (re.compile(r"(?<![\dA-Z])[1-8] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3}(?: ?\d\d)?(?![\dA-Z])"), HIDDEN),
    (re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[\w-]+"), HIDDEN),
    (re.compile(r"(?<=://)[^/\s@]+@(?=[^/\s@]+)"), HIDDEN + "@"),
    (re.compile(r"(?i)\b(?:bearer|basic) [\w.~+/=-]{8,}"), HIDDEN),
    (re.compile(r"(?i)https://hooks\.slack\.com/\S+"), HIDDEN),
    (re.compile(r"(?i)\b(?:ticket|token|password|secret)=[^&\s\"']+"), HIDDEN),
    (re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])"), HIDDEN),
    (re.compile(r"[^\s<>@\"'(),;:]+@[^\s<>@\"'(),;:]+\.[^\s<>@\"'(),;:]+"), "(address)"),
]


def masked(text: str) -> str:
    """The text without what looks like a number of social security, a token, a link's secret or an address."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


def told(error: BaseException) -> str:
    """An exception in a log: its type and, where it speaks of a machine and not of people, its words."""
    kind = type(error).__name__
    response = getattr(error, "response", None)
    if kind == "SlackApiError" and response is not None:
        return f"{kind}: {response.get('error')}"
    if isinstance(error, OSError) or kind in ("OperationalError", "SettingsWrong"):
        return f"{kind}: {masked(str(error).splitlines()[0] if str(error) else '')}"
    return kind


def start_logs(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send every log line to `stream` (stderr): JSON, or coloured lines when a person watches a terminal."""
    stream = stream or sys.stderr
    last: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False, default=_unknown)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _format_error, _redact, last],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _format_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn an exception into where it happened; its words may quote a letter, so most are left out."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[1] is not None:
        frames = traceback.extract_tb(info[2])
        event["error"] = told(info[1])
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value if key == "timestamp" else _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    match value:
        case bool() | None | float():
            return value
        case str():
            return masked(value)
        case int():
            return HIDDEN if len(str(abs(value))) in (13, 15) else value
        case SecretStr() | SecretBytes() | bytes() | bytearray() | memoryview():
            return HIDDEN
        case BaseException():
            return told(value)
        case Mapping():
            return {masked(str(key)): _clean(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_clean(inner) for inner in value]
        case _:
            return _unknown(value)


def _unknown(value: Any) -> str:
    """A value of a type that nobody cleared for the log: its type alone, save dates, durations and words of ours."""
    if type(value).__module__ in ("datetime", "enum", "pathlib", "uuid", "decimal"):
        return masked(str(value))
    return type(value).__name__
