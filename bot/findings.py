"""What the doctor finds: about one setting, well, to be watched, or wrong."""

from dataclasses import dataclass

MARKS = {"good": "ok     ", "warning": "warning", "wrong": "WRONG  "}


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` names the setting, and says what to do when something is wrong."""

    about: str
    state: str
    sentence: str

    @property
    def is_wrong(self) -> bool:
        return self.state == "wrong"

    @property
    def line(self) -> str:
        return f"{MARKS[self.state]} {self.sentence}"


def good(about: str, fact: str) -> Finding:
    return Finding(about, "good", f"{about} {fact}.")


def warning(about: str, sentence: str) -> Finding:
    return Finding(about, "warning", sentence)


def wrong(about: str, sentence: str) -> Finding:
    return Finding(about, "wrong", sentence)
