"""What the doctor finds: about one setting, well, to be watched, or wrong."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """As it stands before the sentence."""

    GOOD = "ok"
    WARNING = "warning"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` names the setting, and says what to do when something is wrong."""

    state: State
    sentence: str

    @property
    def is_wrong(self) -> bool:
        return self.state is State.WRONG

    @property
    def line(self) -> str:
        return f"{self.state:<7} {self.sentence}"


def good(about: str, fact: str) -> Finding:
    return Finding(State.GOOD, f"{about} {fact}.")


def warning(sentence: str) -> Finding:
    return Finding(State.WARNING, sentence)


def wrong(sentence: str) -> Finding:
    return Finding(State.WRONG, sentence)
