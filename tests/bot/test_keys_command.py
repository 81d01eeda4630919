"""`guichet keys rotate`, and what a start says without the right keys."""

from pathlib import Path

import pytest

from storage.encryption import new_key
from storage.locks import FileLock
from tests.bot.test_command_line import Typed, typed

__all__ = ["typed"]

WRONG = "does not open this database: give it the keys it had."


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder; a database in it, and no key given in the settings."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'guichet.db'}")
    monkeypatch.delenv("GUICHET_KEYS", raising=False)
    return tmp_path


@pytest.mark.abuse("P5")
def test_the_key_file_takes_a_new_key_and_gives_up_the_old_one(typed: Typed, kept: Path) -> None:
    assert typed("migrate").code == 0
    file = kept / "keys"
    (old,) = file.read_text().split()
    answer = typed("keys", "rotate")
    assert answer.code == 0, answer.err
    new, second = file.read_text().split()
    assert (second, file.stat().st_mode & 0o777) == (old, 0o600)
    assert "Everything is sealed with the newest key" in answer.out
    assert f"take all but the first out of {file}" in answer.out
    assert old not in answer.out
    assert new not in answer.out
    file.write_text(new)
    assert typed("migrate").code == 0
    file.write_text(old)
    assert WRONG in typed("migrate").err


@pytest.mark.abuse("P5")
def test_keys_of_the_settings_are_the_operators_to_change(typed: Typed, kept: Path) -> None:
    old, new = new_key(), new_key()
    assert typed("migrate", GUICHET_KEYS=old).code == 0
    proposed = typed("keys", "rotate", GUICHET_KEYS=old)
    assert "GUICHET_KEYS holds one key. Put a new one in front of it" in proposed.out
    done = typed("keys", "rotate", GUICHET_KEYS=f"{new},{old}")
    assert "take all but the first out of GUICHET_KEYS" in done.out
    assert "may be taken out of GUICHET_KEYS" in typed("keys", "rotate", GUICHET_KEYS=f"{new},{old}").out
    assert typed("migrate", GUICHET_KEYS=new).code == 0
    assert not (kept / "keys").exists()


@pytest.mark.abuse("P5")
@pytest.mark.parametrize("words", [("migrate",), ("run", "--roles", "clock"), ("keys", "rotate")])
@pytest.mark.parametrize("loss", ["lost", "wrong"])
def test_without_the_right_key_a_start_refuses_in_a_sentence(
    typed: Typed, kept: Path, words: tuple[str, ...], loss: str
) -> None:
    assert typed("migrate").code == 0
    if loss == "lost":
        (kept / "keys").unlink()
    else:
        (kept / "keys").write_text(new_key())
    answer = typed(*words)
    assert answer.code == 1
    assert WRONG in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.abuse("P5")
def test_the_keys_are_not_changed_under_a_running_guichet(typed: Typed, kept: Path) -> None:
    assert typed("migrate").code == 0
    before = (kept / "keys").read_text()
    running = FileLock(kept / "guichet.db")
    running.take()
    answer = typed("keys", "rotate")
    running.release()
    assert answer.code == 1
    assert "Another Guichet already runs" in answer.err
    assert (kept / "keys").read_text() == before
