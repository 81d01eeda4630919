"""Files as received: kept whole under their own hash, inside their folder and nowhere else."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.blobs import BlobDamaged, BlobFolder, BlobMissing


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(content=st.binary())
def test_what_is_kept_is_given_back(tmp_path: Path, content: bytes) -> None:
    blobs = BlobFolder(tmp_path)
    sha256 = blobs.put(1, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert blobs.get(1, sha256) == content
    assert (tmp_path / "1" / sha256[:2] / sha256).read_bytes() == content


def test_the_same_bytes_are_kept_once_and_leave_nothing_unfinished(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(lambda _: blobs.put(1, b"x" * 100_000), range(32)))
    assert len(kept) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.abuse("T1")
def test_a_firm_s_files_are_its_own(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path)
    sha256 = blobs.put(1, b"statement")
    with pytest.raises(BlobMissing):
        blobs.get(2, sha256)


def test_damage_is_told_and_never_served(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path)
    sha256 = blobs.put(1, b"statement")
    (tmp_path / "1" / sha256[:2] / sha256).write_bytes(b"statemenT")
    with pytest.raises(BlobDamaged):
        blobs.get(1, sha256)


@pytest.mark.parametrize(
    "name", ["", "../secret", "/etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "../" + "a" * 61, "é" * 64]
)
def test_a_name_that_is_no_hash_leads_nowhere(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("outside")
    blobs = BlobFolder(tmp_path / "blobs")
    blobs.put(1, b"statement")
    with pytest.raises(BlobMissing):
        blobs.get(1, name)


def test_files_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    BlobFolder(tmp_path / "blobs").put(1, b"statement")
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "blobs").rglob("*")} == {0}
