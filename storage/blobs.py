"""Mails and files as received: one file for each content, named by its sha256."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from domain.office import BlobLost

PIECE = 1 << 20
SHA256 = re.compile(r"[0-9a-f]{64}")


class BlobMissing(BlobLost):
    """No such content is kept for that firm."""


class BlobDamaged(BlobLost):
    """What is on disk is no longer what was kept."""


class BlobFolder:
    """`<root>/<firm>/<aa>/<sha256>`. A name is a hash of ours, never a word from outside."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lasting: set[Path] = set()

    def put(self, firm_id: int, content: bytes) -> str:
        """Keep those bytes for good before returning their sha256; the same bytes twice are kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(firm_id, sha256)
        self._make_lasting(path.parent)
        try:
            # Whoever erases what nothing names leaves alone what was kept again a moment ago.
            os.utime(path)
        except FileNotFoundError:
            self._write(path, content)
        # Even what was already there: another thread may be between its rename and its sync.
        sync_folder(path.parent)
        return sha256

    def get(self, firm_id: int, sha256: str) -> bytes:
        """The bytes; BlobMissing, or BlobDamaged when they are not those that were kept."""
        path = self._path(firm_id, sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BlobDamaged(sha256)
        return content

    def keep_file(self, firm_id: int, file: BinaryIO) -> tuple[str, int]:
        """Keep all that the file holds, however long; its sha256 and its size in bytes."""
        folder = self._root / f"{firm_id:d}"
        self._make_lasting(folder)
        digest, size = hashlib.sha256(), 0
        descriptor, unfinished = tempfile.mkstemp(prefix=".", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as copy:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    copy.write(piece)
                copy.flush()
                os.fsync(copy.fileno())
            path = self._path(firm_id, digest.hexdigest())
            self._make_lasting(path.parent)
            Path(unfinished).replace(path)
        except BaseException:  # raised again: no half-written file is left
            Path(unfinished).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        return path.name, size

    def open(self, firm_id: int, sha256: str) -> BinaryIO:
        """Those bytes, to be read little by little; BlobMissing. Their hash is not computed again."""
        try:
            return self._path(firm_id, sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error

    def drop(self, firm_id: int, sha256: str, unused_since: datetime) -> bool:
        """Erase those bytes; False when they were kept again after that instant, or are gone."""
        path = self._path(firm_id, sha256)
        try:
            if path.stat().st_mtime > unused_since.timestamp():
                return False
            path.unlink()
        except FileNotFoundError:
            return False
        sync_folder(path.parent)
        return True

    def kept(self, firm_id: int) -> Iterator[str]:
        """The names of all that is kept for that firm."""
        for path in (self._root / f"{firm_id:d}").glob("*/*"):
            if SHA256.fullmatch(path.name):
                yield path.name

    def _path(self, firm_id: int, sha256: str) -> Path:
        if not SHA256.fullmatch(sha256):
            raise BlobMissing("not a sha256")
        return self._root / f"{firm_id:d}" / sha256[:2] / sha256

    def _make_lasting(self, folder: Path) -> None:
        """Have that folder, its name safe in the one above; done once by each process, whoever made it."""
        if folder in self._lasting:
            return
        if folder != self._root:
            self._make_lasting(folder.parent)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
        self._lasting.add(folder)

    def _write(self, path: Path, content: bytes) -> None:
        descriptor, unfinished = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(path)
        except BaseException:  # raised again: no half-written file is left
            Path(unfinished).unlink(missing_ok=True)
            raise


def sync_folder(folder: Path) -> None:
    """A new name is only sure once its folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
