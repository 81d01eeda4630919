"""What a file is, by its first bytes: libmagic, from the wheel that brings it."""

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

READ = 4096


def media_type(content: bytes) -> str:
    """`application/pdf` and the like; octets when nobody knows."""
    sniffer = _sniffer()
    try:
        return str(sniffer.magic.from_buffer(content[:READ]))
    except sniffer.failure:
        return "application/octet-stream"


@dataclass(frozen=True, slots=True)
class _Sniffer:
    magic: Any
    failure: type[Exception]


@cache
def _sniffer() -> _Sniffer:
    """Loaded once, at the first file."""
    environment = dict(os.environ)
    import pylibmagic  # has to come before magic, which then finds this library and not the system's

    # It changes the library path of the whole process; programs that we start must not inherit it.
    for key in (*pylibmagic.keys, "MAGIC"):
        os.environ.pop(key, None)
        if key in environment:
            os.environ[key] = environment[key]
    import magic

    return _Sniffer(magic.Magic(mime=True, magic_file=str(pylibmagic.data / "magic.mgc")), magic.MagicException)
