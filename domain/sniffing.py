"""What a file is, by its first bytes: asked of whoever has the list of signatures."""

from collections.abc import Callable

# `application/pdf` and the like; octets when nobody knows. It raises nothing, whatever the bytes.
MediaTypeOf = Callable[[bytes], str]
