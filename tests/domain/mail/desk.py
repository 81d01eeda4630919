"""A firm that receives mail, and mails to give it; a test fills in only what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.firm_file import FileDirectory, FirmForm
from bot.sniffing import media_type
from domain.mail.attribution import Attributed, Ignored, NeedsPerson
from domain.mail.directory import Sent
from domain.mail.message import ReadMessage, read_message
from domain.mail.understanding import Understanding, understand

SERVER = "mx.cabinet-valmont.example"
MAILBOX = "depot@cabinet-valmont.example"
THOMAS = "Thomas Roux <thomas@cabinet-valmont.example>"
CLAIRE = "Claire Morel <claire@atelier-morel.example>"
AMELIE = "Amélie Lucas <amelie@boulangerie-lucas.example>"
STRANGER = "Compta Tours <compta@inconnu-tours.example>"
MOREL, LUCAS, SCI_MOREL = 0, 1, 2
TO_MOREL = "depot+atelier-morel.k7qm2z@cabinet-valmont.example"
TO_LUCAS = "depot+boulangerie-lucas.p3v8hd@cabinet-valmont.example"
INVITATION = "inv-1@cabinet-valmont.example"

FORM = FirmForm.model_validate(
    {
        "mailbox": MAILBOX,
        "domain": "cabinet-valmont.example",
        "authserv_id": SERVER,
        "staff": [
            {"name": "Thomas Roux", "email": "thomas@cabinet-valmont.example"},
            {"name": "Nadia Benali", "email": "nadia@cabinet-valmont.example"},
        ],
        "clients": [
            {
                "id": "c1",
                "name": "Atelier Morel",
                "siren": "839602299",
                "siret": "83960229900019",
                "deposit_address": TO_MOREL,
                "contacts": [{"name": "Claire Morel", "email": "claire@atelier-morel.example"}],
            },
            {
                "id": "c2",
                "name": "Boulangerie Lucas",
                "siren": "817308380",
                "siret": None,
                "deposit_address": TO_LUCAS,
                "contacts": [
                    {"name": "Amélie Lucas", "email": "amelie@boulangerie-lucas.example"},
                    {"name": "Gérance", "email": "gerance.deux.dossiers@gmail.com"},
                ],
            },
            {
                "id": "c3",
                "name": "SCI Morel",
                "siren": "921000113",
                "siret": None,
                "deposit_address": "depot+sci-morel.w4t6pn@cabinet-valmont.example",
                "contacts": [{"name": "Gérance", "email": "gerance.deux.dossiers@gmail.com"}],
            },
        ],
        "sent": [
            {
                "message_id": f"<{INVITATION}>",
                "client": "c1",
                "to": "claire@atelier-morel.example",
                "kind": "invitation",
            }
        ],
    }
)


class Directory(FileDirectory):
    """The firm of FORM, with a past: those who passed the checks before, and the return addresses that were used."""

    def __init__(self, passed: Iterable[str] = (), tokens: Iterable[tuple[str, Sent]] = ()) -> None:
        super().__init__(FORM)
        self.passed = frozenset(passed)
        self.tokens = dict(tokens)

    def used_to_pass(self, address: str) -> bool:
        return address in self.passed

    def sent_with(self, token: str) -> Sent | None:
        return self.tokens.get(token)


def stamp(sender: str = "", verdict: str = "pass", server: str = SERVER) -> str:
    """What the firm's own provider writes about a sender."""
    domain = sender.rpartition("@")[2].rstrip(">")
    about = f" header.from={domain}" if domain else ""
    return f"{server}; spf={verdict} smtp.mailfrom={domain}; dmarc={verdict}{about}"


@dataclass
class Mail:
    """A mail of plain text; `headers` come after the usual ones, `parts` make it multipart."""

    sender: str | None = CLAIRE
    subject: str = "Relevé de novembre"
    text: str = "Bonjour Nadia,\n\nVoici le relevé.\n\nClaire\n"
    to: str = MAILBOX
    verdict: str | None = "pass"
    headers: list[str] = field(default_factory=list)
    top: list[str] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    html: str | None = None

    def raw(self) -> bytes:
        lines = [*self.top]
        if self.verdict:
            lines.append(f"Authentication-Results: {stamp(self.sender or '', self.verdict)}")
        lines.append(f"Received: from mail.example by {SERVER} with ESMTPS; Fri, 20 Nov 2026 08:47:12 +0100")
        if self.sender is not None:
            lines.append(f"From: {self.sender}")
        lines += [f"To: {self.to}", f"Subject: {self.subject}", "Date: Fri, 20 Nov 2026 08:47:00 +0100"]
        if not any(line.lower().startswith("message-id:") for line in self.headers):
            lines.append("Message-ID: <CA+relevé@mail.example>".replace("é", "e"))
        lines += ["MIME-Version: 1.0", *self.headers]
        return "\r\n".join(lines).encode() + b"\r\n" + self._body()

    def _body(self) -> bytes:
        if any(line.lower().startswith("content-type:") for line in self.headers):
            return b"\r\n" + self.text.encode()
        text = part("text/plain; charset=utf-8", self.text.encode())
        if self.html is not None:
            text = multipart("alternative", text, part("text/html; charset=utf-8", self.html.encode()))
        return multipart("mixed", text, *self.parts) if self.parts else text


def part(content_type: str, content: bytes, *headers: str) -> bytes:
    head = [f"Content-Type: {content_type}", *headers]
    if not any(line.lower().startswith("content-transfer-encoding") for line in head):
        head.append("Content-Transfer-Encoding: 8bit")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content


def multipart(subtype: str, *parts: bytes) -> bytes:
    mark = f"limite-{abs(hash(parts)) % 10**12}"
    inside = b"".join(f"\r\n--{mark}\r\n".encode() + each for each in parts)
    return (
        f'Content-Type: multipart/{subtype}; boundary="{mark}"\r\n\r\n'.encode()
        + inside
        + f"\r\n--{mark}--\r\n".encode()
    )


def attached(name: str, content: bytes, content_type: str = "application/octet-stream") -> bytes:
    return part(content_type, content, f'Content-Disposition: attachment; filename="{name}"')


def read_mail(raw: bytes) -> ReadMessage:
    return read_message(raw, media_type)


def understood(mail: Mail | bytes, directory: Directory | None = None, server: str | None = SERVER) -> Understanding:
    raw = mail.raw() if isinstance(mail, Mail) else mail
    return understand(raw, directory or Directory(), server, media_type)


def attributed(mail: Mail | bytes, directory: Directory | None = None, server: str | None = SERVER) -> Attributed:
    found = understood(mail, directory, server).attribution
    assert isinstance(found, Attributed), found
    return found


def for_a_person(mail: Mail | bytes, directory: Directory | None = None, server: str | None = SERVER) -> NeedsPerson:
    found = understood(mail, directory, server).attribution
    assert isinstance(found, NeedsPerson), found
    return found


def ignored(mail: Mail | bytes, directory: Directory | None = None, server: str | None = SERVER) -> Ignored:
    found = understood(mail, directory, server).attribution
    assert isinstance(found, Ignored), found
    return found
