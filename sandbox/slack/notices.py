"""What Slack tells one person by itself: an app that did not answer, an answer it could not use."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TROUBLE = {
    "en": "We had some trouble connecting. Try again?",
    "fr": "Nous avons rencontré un problème de connexion. Réessayer\u202f?",
}
COMMAND_FAILED = {
    "en": "{command} failed with the error “{code}”",
    "fr": "{command} a échoué avec l’erreur «\u00a0{code}\u00a0»",
}

NOT_IN_THREADS = {
    "en": "{command} is not supported in threads. Sorry!",
    "fr": "{command} ne fonctionne pas dans les fils de discussion. Désolé\u202f!",
}

MESSAGES_OFF = {
    "en": "Sending messages to this app has been turned off.",
    "fr": "L’envoi de messages à cette application est désactivé.",
}


def in_language(sentences: dict[str, str], locale: str) -> str:
    """The sentence in the person's language, English failing that."""
    return sentences.get(locale[:2], sentences["en"])


@dataclass
class NoticeBoard:
    _notices: dict[str, list[Json]] = field(default_factory=dict)
    _last: int = 0

    def of(self, user: str) -> list[Json]:
        return self._notices.setdefault(user, [])

    def add(self, user: str, text: str, kind: str) -> None:
        self._last += 1
        self.of(user).append({"id": f"N{self._last}", "text": text, "kind": kind})

    def dismiss(self, user: str, notice_id: object) -> None:
        self._notices[user] = [notice for notice in self.of(user) if notice["id"] != notice_id]
