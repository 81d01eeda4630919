"""What a file is, by its first bytes: libmagic, from the wheel that brings it."""

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

READ = 4096


@dataclass(frozen=True, slots=True)
class Sniffer:
    magic: Any
    failure: type[Exception]

    def media_type(self, content: bytes) -> str:
        """`application/pdf` and the like; octets when nobody knows."""
        try:
            return str(self.magic.from_buffer(content[:READ]))
        except self.failure:
            return "application/octet-stream"


@cache
def sniffer() -> Sniffer:
    """Loaded once, at the first file."""
    environment = dict(os.environ)
    import pylibmagic  # has to come before magic, which then finds this library and not the system's

    # It changes the library path of the whole process; programs that we start must not inherit it.
    for key in (*pylibmagic.keys, "MAGIC"):
        os.environ.pop(key, None)
        if key in environment:
            os.environ[key] = environment[key]
    import magic

    return Sniffer(magic.Magic(mime=True, magic_file=str(pylibmagic.data / "magic.mgc")), magic.MagicException)
