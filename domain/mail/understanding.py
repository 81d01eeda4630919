"""Everything Guichet understands of one mail, from its raw bytes: the door of this package."""

from dataclasses import dataclass

from domain.mail.attribution import Attributed, Attribution, Evidence, attribute
from domain.mail.authentication import Authentication, Verdict, authenticate
from domain.mail.directory import Directory, Sent
from domain.mail.flags import Flag
from domain.mail.forwards import Original, originals
from domain.mail.identifiers import identifiers_in, numbers_in
from domain.mail.kinds import answered_mail, nature_of
from domain.mail.message import ReadMessage, read_message
from domain.mail.nature import MailKind, Nature
from domain.mail.reports import bounced_mail
from domain.mail.suspicion import signs
from domain.sniffing import MediaTypeOf


@dataclass(frozen=True, slots=True)
class Understanding:
    """`original` is who really wrote a colleague's forward; None for everybody else's mail, and for a forged colleague.

    `answered` is our mail that this one answers, `returned` our mail that came back, proven.
    """

    message: ReadMessage
    nature: Nature
    authentication: Authentication
    original: Original | None
    answered: Sent | None
    returned: Sent | None
    attribution: Attribution
    warnings: tuple[Flag, ...]

    @property
    def kind(self) -> MailKind:
        return self.nature.kind


def understand(
    raw: bytes,
    directory: Directory,
    authserv_id: str | None,
    media_type_of: MediaTypeOf,
) -> Understanding:
    """What this mail is, whose it is, and why; it never raises, whatever the bytes.

    `authserv_id` is the name under which our provider stamps its checks.
    """
    message = read_message(raw, media_type_of)
    authentication = authenticate(message, authserv_id)
    inside = originals(message, directory.is_ours)
    nature = nature_of(message, inside, directory)
    answered = answered_mail(message, directory)
    returned = bounced_mail(message, directory) if _may_return(nature) else None
    evidence = Evidence(
        message,
        nature,
        authentication,
        inside,
        identifiers_in(message.attachments),
        numbers_in(message.text),
        answered,
        returned,
    )
    attribution = attribute(evidence, directory)
    by_colleague = nature.kind is MailKind.FORWARD and directory.is_colleague(message.sender.email)
    believed = by_colleague and authentication.verdict is not Verdict.FAIL
    return Understanding(
        message=message,
        nature=nature,
        authentication=authentication,
        original=inside[0] if believed and inside else None,
        answered=answered,
        returned=returned,
        attribution=attribution,
        warnings=_warnings(message, nature, authentication, returned, attribution, directory),
    )


def _may_return(nature: Nature) -> bool:
    return nature.kind.is_bounce or nature.kind is MailKind.COMPLAINT


def _warnings(
    message: ReadMessage,
    nature: Nature,
    authentication: Authentication,
    returned: Sent | None,
    attribution: Attribution,
    directory: Directory,
) -> tuple[Flag, ...]:
    sender = message.sender.email
    known = directory.is_ours(sender) or bool(directory.clients_of(sender))
    found = list(message.warnings)
    if nature.kind.is_written:
        if authentication.verdict is Verdict.FAIL:
            found.append(Flag.FAILED_CHECKS)
        elif authentication.verdict is Verdict.NONE:
            found.append(Flag.NOT_VERIFIED)
    if isinstance(attribution, Attributed) and attribution.unknown_sender:
        found.append(Flag.UNKNOWN_SENDER)
    if nature.kind.is_bounce and returned is None:
        found.append(Flag.UNPROVEN_BOUNCE)
    found += signs(message, () if known else directory.client_domains())
    return tuple(dict.fromkeys(found))
