"""Whose mail is it? The firm's table of trust, applied to one mail.

A deposit address, a thread, a name or a number suggest; only the provider's verdict on the sender lets them act.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.addresses import is_public_mail_domain
from domain.mail.authentication import Authentication, Verdict
from domain.mail.directory import Directory, Sent
from domain.mail.forwards import Original
from domain.mail.headers import Address
from domain.mail.identifiers import Identifier
from domain.mail.message import ReadMessage
from domain.mail.nature import MailKind, Nature

_DEPOSIT_HEADERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "resent-to")


class By(StrEnum):
    """What names the client."""

    DEPOSIT_ADDRESS = "deposit_address"
    THREAD = "thread"
    SENDER = "sender"
    ORIGINAL_SENDER = "original_sender"
    IDENTIFIER = "identifier"
    DOMAIN = "domain"


class Why(StrEnum):
    """The reason kept with the decision; the desk turns it into a sentence."""

    # Attributed.
    DEPOSIT_ADDRESS = "deposit_address"
    THREAD = "thread"
    CONTACT = "contact"
    CONTACT_AND_FILE = "contact_and_file"
    ORIGINAL_CONTACT = "original_contact"
    FILE_NUMBER = "file_number"
    CLIENT_DOMAIN = "client_domain"
    OWN_MAIL_RETURNED = "own_mail_returned"
    # For a person to decide.
    UNREADABLE = "unreadable"
    NO_SENDER = "no_sender"
    UNKNOWN_SENDER = "unknown_sender"
    NUMBER_IN_TEXT = "number_in_text"
    FAILED_CHECKS = "failed_checks"
    CHECKS_MISSING = "checks_missing"
    UNVERIFIED_COLLEAGUE = "unverified_colleague"
    UNVERIFIED_CLUE = "unverified_clue"
    OTHER_CLIENTS_CONTACT = "other_clients_contact"
    OTHER_CLIENTS_FILE = "other_clients_file"
    SEVERAL_CLIENTS = "several_clients"
    ORIGINAL_UNKNOWN = "original_unknown"
    ORIGINAL_NOT_FOUND = "original_not_found"
    UNPROVEN_BOUNCE = "unproven_bounce"
    COMPLAINT = "complaint"
    # Ignored.
    OWN_MAIL = "own_mail"
    MACHINE = "machine"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Attributed:
    """The client's mail. `files` lets its documents be filed; `stops_chase` counts it as an answer.

    `pauses_chase`: nothing proves the sender, so chases wait until the manager has looked. `paused_until` is the
    return date of an absence. `unknown_sender` marks someone to be offered as a contact.
    """

    client: int
    by: By
    why: Why
    verified: bool = True
    unknown_sender: bool = False
    files: bool = False
    stops_chase: bool = False
    pauses_chase: bool = False
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """An incident: nothing is filed, no chase changes. `suggestion` is the likely client, `by` what suggests it.

    `candidates` are all the clients it may concern.
    """

    why: Why
    suggestion: int | None = None
    by: By | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """Kept, without a card: it asks for nothing."""

    why: Why


Attribution = Attributed | NeedsPerson | Ignored


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to decide on. `answered` is our mail that it answers, `returned` our mail that came back.

    `quoted` are the SIREN and SIRET numbers of its text.
    """

    message: ReadMessage
    nature: Nature
    authentication: Authentication
    originals: tuple[Original, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    quoted: tuple[str, ...] = ()
    answered: Sent | None = None
    returned: Sent | None = None


def attribute(evidence: Evidence, directory: Directory) -> Attribution:
    """Whose mail it is, and what may follow from it."""
    kind = evidence.nature.kind
    match kind:
        case MailKind.LOOP:
            return Ignored(Why.OWN_MAIL)
        case MailKind.UNREADABLE:
            return _suggested(Why.UNREADABLE, _clues(evidence, directory))
        case MailKind.BOUNCE_HARD | MailKind.BOUNCE_SOFT | MailKind.COMPLAINT:
            return _machine_report(kind, evidence.returned)
    found = _written(evidence, directory)
    if kind.is_written:
        return _quoting(found, evidence, directory)
    if kind is MailKind.BULK and isinstance(found, NeedsPerson) and _clues(evidence, directory).deposit:
        return found
    return _quietened(found, evidence)


def _quoting(found: Attribution, evidence: Evidence, directory: Directory) -> Attribution:
    """Of a stranger's mail, the client whose number it quotes: anybody may quote one, so a person decides."""
    if not isinstance(found, NeedsPerson) or found.why is not Why.UNKNOWN_SENDER:
        return found
    clients = _once(client for number in evidence.quoted for client in directory.clients_numbered(number))
    if not clients:
        return found
    alone = len(clients) == 1
    return NeedsPerson(Why.NUMBER_IN_TEXT, clients[0] if alone else None, By.IDENTIFIER if alone else None, clients)


@dataclass(frozen=True, slots=True)
class _Clues:
    """The clients that each kind of clue names, without judging it."""

    deposit: tuple[int, ...] = ()
    thread: tuple[int, ...] = ()
    sender: tuple[int, ...] = ()
    numbered: tuple[int, ...] = ()
    officially_numbered: tuple[int, ...] = ()
    domain: tuple[int, ...] = ()

    @property
    def addressed(self) -> tuple[int, ...]:
        """The clients whose deposit address or thread the mail used."""
        return _once([*self.deposit, *self.thread])

    def best(self) -> tuple[int | None, By | None]:
        ranked = (
            (self.deposit, By.DEPOSIT_ADDRESS),
            (self.thread, By.THREAD),
            (self.sender, By.SENDER),
            (self.numbered, By.IDENTIFIER),
            (self.domain, By.DOMAIN),
        )
        return next(((clients[0], by) for clients, by in ranked if len(clients) == 1), (None, None))

    def all(self) -> tuple[int, ...]:
        return _once([*self.addressed, *self.sender, *self.numbered, *self.domain])


def _clues(evidence: Evidence, directory: Directory, sender: Address | None = None) -> _Clues:
    message = evidence.message
    writer = sender or message.sender
    deposit = [directory.client_at(address.email) for name in _DEPOSIT_HEADERS for address in _addresses(message, name)]
    numbered = [(number.official, directory.clients_numbered(number.number)) for number in evidence.identifiers]
    known = _once(directory.clients_of(writer.email)) if writer.email else ()
    domain = None
    if writer.email and not known and not is_public_mail_domain(writer.domain) and not directory.is_ours(writer.email):
        domain = directory.client_of_domain(writer.domain)
    return _Clues(
        deposit=_once(client for client in deposit if client is not None),
        thread=(evidence.answered.client,) if evidence.answered else (),
        sender=known,
        numbered=_once(client for _, clients in numbered for client in clients),
        officially_numbered=_once(client for official, clients in numbered if official for client in clients),
        domain=() if domain is None else (domain,),
    )


def _addresses(message: ReadMessage, name: str) -> tuple[Address, ...]:
    match name:
        case "to":
            return message.to[:100]
        case "cc":
            return message.cc[:100]
    return message.headers.addresses(name)[:10]


def _machine_report(kind: MailKind, returned: Sent | None) -> Attribution:
    if returned is None:
        return NeedsPerson(Why.COMPLAINT if kind is MailKind.COMPLAINT else Why.UNPROVEN_BOUNCE)
    if kind is MailKind.COMPLAINT:
        return NeedsPerson(Why.COMPLAINT, returned.client, By.THREAD, (returned.client,))
    return Attributed(returned.client, By.THREAD, Why.OWN_MAIL_RETURNED)


def _quietened(found: Attribution, evidence: Evidence) -> Attribution:
    """The same client, but a machine's mail changes nothing, save an absence in our own thread."""
    kind = evidence.nature.kind
    if not isinstance(found, Attributed):
        return Ignored(Why.BULK if kind is MailKind.BULK else Why.MACHINE)
    away = kind is MailKind.AUTO_REPLY and evidence.answered is not None
    return Attributed(
        found.client,
        found.by,
        found.why,
        found.verified,
        found.unknown_sender,
        files=found.files and kind is MailKind.BULK,
        pauses_chase=away,
        paused_until=evidence.nature.back_on if away else None,
    )


def _written(evidence: Evidence, directory: Directory) -> Attribution:
    sender = evidence.message.sender
    clues = _clues(evidence, directory)
    if not sender.email:
        return _suggested(Why.NO_SENDER, clues)
    verdict = evidence.authentication.verdict
    if verdict is Verdict.FAIL:
        return _suggested(Why.FAILED_CHECKS, clues)
    if verdict is Verdict.NONE and evidence.authentication.configured and directory.used_to_pass(sender.email):
        return _suggested(Why.CHECKS_MISSING, clues)
    if directory.is_colleague(sender.email):
        return _from_colleague(evidence, directory, clues, verified=verdict is Verdict.PASS)
    return _from_outside(clues, verified=verdict is Verdict.PASS)


def _from_outside(clues: _Clues, verified: bool) -> Attribution:
    """A client, a supplier or a stranger: what they forward is their own mail."""
    addressed = clues.addressed
    if len(addressed) > 1:
        return _conflict(Why.SEVERAL_CLIENTS, addressed)
    if addressed:
        return _addressed(addressed[0], clues, verified)
    if len(clues.sender) == 1:
        client = clues.sender[0]
        if clues.officially_numbered and client not in clues.officially_numbered:
            return _conflict(Why.OTHER_CLIENTS_FILE, (client, *clues.officially_numbered), By.SENDER)
        return _of_contact(client, By.SENDER, Why.CONTACT, verified)
    if clues.sender:
        named = [client for client in clues.numbered if client in clues.sender]
        if len(named) == 1:
            return _of_contact(named[0], By.IDENTIFIER, Why.CONTACT_AND_FILE, verified)
        return NeedsPerson(Why.SEVERAL_CLIENTS, candidates=clues.sender)
    return _by_other_clues(clues, verified)


def _addressed(client: int, clues: _Clues, verified: bool) -> Attribution:
    """A mail to a deposit address or in one of our threads."""
    by, why = (By.DEPOSIT_ADDRESS, Why.DEPOSIT_ADDRESS) if clues.deposit else (By.THREAD, Why.THREAD)
    if clues.sender and client not in clues.sender:
        return _conflict(Why.OTHER_CLIENTS_CONTACT, (client, *clues.sender), by)
    if clues.officially_numbered and client not in clues.officially_numbered:
        return _conflict(Why.OTHER_CLIENTS_FILE, (client, *clues.officially_numbered), by)
    if clues.sender:
        return _of_contact(client, by, why, verified)
    return Attributed(client, by, why, verified, unknown_sender=True, files=verified)


def _of_contact(client: int, by: By, why: Why, verified: bool) -> Attributed:
    return Attributed(client, by, why, verified, files=verified, stops_chase=verified, pauses_chase=not verified)


def _by_other_clues(clues: _Clues, verified: bool) -> Attribution:
    """Neither address, thread nor contact: a number in a file, then the sender's domain."""
    for clients, by, why in (
        (clues.numbered, By.IDENTIFIER, Why.FILE_NUMBER),
        (clues.domain, By.DOMAIN, Why.CLIENT_DOMAIN),
    ):
        if len(clients) > 1:
            return NeedsPerson(Why.SEVERAL_CLIENTS, candidates=clients)
        if clients and not verified:
            return NeedsPerson(Why.UNVERIFIED_CLUE, clients[0], by, clients)
        if clients:
            return Attributed(clients[0], by, why, unknown_sender=True, files=True)
    return NeedsPerson(Why.UNKNOWN_SENDER)


def _from_colleague(evidence: Evidence, directory: Directory, clues: _Clues, verified: bool) -> Attribution:
    """A colleague speaks for whoever wrote the mail that they forward, when the provider vouches for them."""
    if evidence.nature.kind is MailKind.FORWARD:
        return _forwarded(evidence, directory, clues, verified)
    addressed = clues.addressed
    if len(addressed) > 1:
        return _conflict(Why.SEVERAL_CLIENTS, addressed)
    if not verified:
        return _suggested(Why.UNVERIFIED_COLLEAGUE, clues)
    if addressed:
        by, why = (By.DEPOSIT_ADDRESS, Why.DEPOSIT_ADDRESS) if clues.deposit else (By.THREAD, Why.THREAD)
        return Attributed(addressed[0], by, why, files=True)
    found = _by_other_clues(clues, verified)
    match found:
        case Attributed(client=client, by=by, why=why):
            return Attributed(client, by, why, files=True)
    return found


def _forwarded(evidence: Evidence, directory: Directory, clues: _Clues, verified: bool) -> Attribution:
    writers = [original.sender for original in evidence.originals if original.sender.email]
    inner = [_clues(evidence, directory, writer) for writer in writers]
    clients = _once(client for found in inner for client in found.sender)
    domains = _once(client for found in inner for client in found.domain)
    addressed = clues.deposit
    if not verified:
        likely = addressed or clients or clues.numbered or domains
        by = By.DEPOSIT_ADDRESS if addressed else By.ORIGINAL_SENDER
        alone = likely[0] if len(likely) == 1 else None
        return NeedsPerson(Why.UNVERIFIED_COLLEAGUE, alone, by if alone is not None else None, likely)
    if addressed:
        if len(addressed) > 1 or (clients and addressed[0] not in clients):
            return _conflict(Why.OTHER_CLIENTS_CONTACT, _once([*addressed, *clients]), By.DEPOSIT_ADDRESS)
        return Attributed(addressed[0], By.DEPOSIT_ADDRESS, Why.DEPOSIT_ADDRESS, files=True)
    if len(clients) == 1:
        if clues.officially_numbered and clients[0] not in clues.officially_numbered:
            return _conflict(Why.OTHER_CLIENTS_FILE, (clients[0], *clues.officially_numbered), By.ORIGINAL_SENDER)
        return Attributed(clients[0], By.ORIGINAL_SENDER, Why.ORIGINAL_CONTACT, files=True)
    if clients:
        named = [client for client in clues.numbered if client in clients]
        if len(named) == 1:
            return Attributed(named[0], By.IDENTIFIER, Why.CONTACT_AND_FILE, files=True)
        return NeedsPerson(Why.SEVERAL_CLIENTS, candidates=clients)
    found = _by_other_clues(_Clues(numbered=clues.numbered, domain=domains), verified=True)
    if isinstance(found, NeedsPerson) and found.why is Why.UNKNOWN_SENDER:
        if clues.thread:
            return Attributed(clues.thread[0], By.THREAD, Why.THREAD, files=True)
        return NeedsPerson(Why.ORIGINAL_UNKNOWN if writers else Why.ORIGINAL_NOT_FOUND)
    return found


def _suggested(why: Why, clues: _Clues) -> NeedsPerson:
    client, by = clues.best()
    return NeedsPerson(why, client, by, clues.all())


def _conflict(why: Why, clients: Sequence[int], by: By | None = None) -> NeedsPerson:
    candidates = _once(clients)
    return NeedsPerson(why, candidates[0], by, candidates)


def _once(clients: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(clients))
