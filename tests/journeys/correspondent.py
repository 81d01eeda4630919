"""Someone with a mailbox in the sandbox: what they receive, read, write, forward and answer."""

import base64
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from sandbox.screens import NotSeen

Json = dict[str, Any]
Fact = TypeVar("Fact")

LINK = re.compile(r"http://127\.0\.0\.1:\d+/(?P<kind>[isw])/[a-z2-7]{26}")

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@dataclass(frozen=True)
class Letter:
    """One mail, opened."""

    id: str
    subject: str
    text: str
    sender: str
    to: str
    reply_to: str
    source: str

    def link(self, kind: str) -> str:
        """Its link that opens ("i"), stops the chases ("s") or says "not for me" ("w")."""
        for found in LINK.finditer(self.text):
            if found["kind"] == kind:
                return found[0]
        raise AssertionError(f"no /{kind}/ link in {self.text}")


class Correspondent:
    """Acts at one address over the sandbox's mail API; waiting is on facts, as `sandbox.person` does."""

    def __init__(self, page: str, address: str, patience: float) -> None:
        self.address = address
        self.patience = patience
        self._page = page

    @property
    def subjects(self) -> list[str]:
        """What the box holds, the oldest first."""
        return [line["subject"] for line in reversed(self._box())]

    def newest(self) -> Letter:
        return self._open(self._box()[0])

    def waits_for(self, subject: str, how_many: int = 1) -> Letter:
        """The newest letter whose subject begins so, once there are that many."""

        def there() -> Json | None:
            found = [line for line in self._box() if line["subject"].startswith(subject)]
            return found[0] if len(found) >= how_many else None

        return self._open(self._eventually(there, f"{how_many} × {subject!r}"))

    def writes(
        self,
        to: str,
        subject: str,
        text: str = "Bonjour,\n\nvoici la pièce demandée.\n",
        files: Sequence[str] = (),
        **more: Any,
    ) -> str:
        """Send a mail with PDF files of those names; its id. `more` goes to /mail/send as it is."""
        attached = [
            {
                "name": name,
                "content_type": "application/pdf",
                "content_base64": base64.b64encode(PDF + f"% {name}\n".encode()).decode(),
            }
            for name in files
        ]
        return self._send(to=[to], subject=subject, text=text, attachments=attached, **more)

    def forwards(self, letter: Letter, to: str, program: str) -> str:
        """Hand a letter on in the manner of that mail program, with two words above."""
        return self._send(to=[to], subject="", text="Pour le dossier.", forward_of_id=letter.id, program=program)

    def answers(self, letter: Letter, text: str, **more: Any) -> str:
        return self._send(to=[], subject="", text=text, reply_to_id=letter.id, **more)

    def _send(self, **asked: Any) -> str:
        answer = httpx.post(f"{self._page}mail/send", json={"from": self.address, **asked}, timeout=30)
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def _box(self) -> list[Json]:
        lines: list[Json] = self._get("mail/box", address=self.address)
        return lines

    def _open(self, line: Json) -> Letter:
        shown = self._get("mail/message", id=line["id"])
        return Letter(
            shown["id"],
            shown["subject"],
            shown["text"],
            shown["from"],
            shown["to"],
            shown["reply_to"],
            shown["source"],
        )

    def _eventually(self, fact: Callable[[], Fact | None], what: str) -> Fact:
        deadline = time.monotonic() + self.patience
        while True:
            version = self._get("page/wait", after=-1, seconds=0)["version"]
            if found := fact():
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotSeen(f"{self.address} waited for {what}; the box holds {self.subjects}")
            self._get("page/wait", after=version, seconds=min(left, 5.0))

    def _get(self, path: str, **query: Any) -> Any:
        return httpx.get(f"{self._page}{path}", params=query, timeout=40).raise_for_status().json()
