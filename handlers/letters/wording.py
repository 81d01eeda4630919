"""What the letters about an invitation say: Guichet's own words, or the firm's where it has written some."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.mail_texts import NewText, TextKind, Values, Variable, filled
from handlers.words import Words

HOLES: Values = {variable: variable.written for variable in Variable}
BULLET = "• "
PREHEADER_LENGTH = 140


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a letter, its looks, links and signature apart.

    `closing` stands between the button and the signature.
    """

    subject: str
    preheader: str
    greeting: str
    paragraphs: Sequence[str]
    bullets: Sequence[str] = ()
    aside_lead: str = ""
    aside: Sequence[str] = ()
    closing: Sequence[str] = ()


def greeting(first_name: str, words: Words) -> str:
    if not first_name:
        return words.gettext("Hello,")
    return words.gettext("Hello {first_name},").format(first_name=first_name)


def own_wording(kind: TextKind, words: Words, values: Values) -> Wording:
    """What Guichet says of itself; with HOLES for values, what an administrator begins from."""
    match kind:
        case TextKind.INVITATION:
            return _invitation(words, values)
        case TextKind.FIRST_CHASE:
            return _first_chase(words, values)
        case TextKind.SECOND_CHASE:
            return _second_chase(words, values)
        case TextKind.LAST_CHASE:
            return _last_chase(words, values)
        case TextKind.LAST_MESSAGE:
            return _last_message(words, values)
        case TextKind.REQUEST:
            return _request(words, values)


def own_text(kind: TextKind, words: Words, *, has_phone: bool) -> NewText:
    """Guichet's own words as a text with its variables."""
    values = HOLES if has_phone else {**HOLES, Variable.PHONE: ""}
    wording = own_wording(kind, words, values)
    first, *others = wording.paragraphs
    bullets = "\n".join(f"{BULLET}{bullet}" for bullet in wording.bullets)
    parts = [wording.greeting, "\n".join(part for part in (first, bullets) if part), *others]
    if kind is not TextKind.REQUEST:
        parts.append(Variable.LINK.written)
    if wording.aside_lead:
        parts.append(f"{wording.aside_lead} " + "\n".join(wording.aside))
    parts.append(Variable.MANAGER.written)
    return NewText(kind, words.language, wording.subject, "\n\n".join(parts))


def firm_wording(text: NewText, values: Values) -> Wording:
    """The firm's words with their variables filled; a last line that only names the manager is the signature's."""
    paragraphs = [paragraph.split("\n") for paragraph in text.body.split("\n\n")]
    if paragraphs[-1] == [Variable.MANAGER.written]:
        paragraphs.pop()
    before: list[str] = []
    after: list[str] = []
    place = before
    for lines in paragraphs:
        kept: list[str] = []
        for line in lines:
            if line == Variable.LINK.written:
                place.append("\n".join(kept))
                kept, place = [], after
            else:
                kept.append(_documents(line, values) if Variable.DOCUMENTS in values else filled(line, values))
        place.append("\n".join(line for line in kept if line))
    before, after = [p for p in before if p], [p for p in after if p]
    spoken = before[1] if len(before) > 1 else "".join(before)
    preheader = " ".join(spoken.split())[:PREHEADER_LENGTH]
    return Wording(filled(text.subject, values), preheader, "", before, closing=after)


def listed_documents(documents: Sequence[str]) -> str:
    """What is asked for, one a line, as the value of its variable."""
    return "\n".join(documents)


def _documents(line: str, values: Values) -> str:
    """Alone on its line, one bullet a document; within a sentence, one after the other."""
    documents = values[Variable.DOCUMENTS].split("\n")
    shown = "\n".join(f"{BULLET}{document}" for document in documents)
    if line.strip() != Variable.DOCUMENTS.written:
        shown = ", ".join(documents)
    return filled(line, {**values, Variable.DOCUMENTS: shown})


def _invitation(words: Words, values: Values) -> Wording:
    _ = words.gettext
    return Wording(
        subject=_("Your client space is ready"),
        preheader=_("To send us your documents and see what we have received. Two minutes is enough."),
        greeting=greeting(values[Variable.FIRST_NAME], words),
        paragraphs=[
            _("I have opened a client space for you, for {client}. You can:").format(client=values[Variable.CLIENT]),
        ],
        bullets=[
            _("send us an invoice or a statement, or photograph it with your phone;"),
            _("see what we have received, and what is missing;"),
            _("know whom to contact at the firm."),
        ],
        aside_lead=_("Prefer e-mail?"),
        aside=[
            _("Nothing to open: send your documents to"),
            values[Variable.DEPOSIT],
            _("They go straight to your file."),
            _("A question? Reply to this message, I read it."),
        ],
    )


def _first_chase(words: Words, values: Values) -> Wording:
    _ = words.gettext
    return Wording(
        subject=_("Your client space is waiting"),
        preheader=_("My first message may have been lost in the pile: here it is again."),
        greeting=greeting(values[Variable.FIRST_NAME], words),
        paragraphs=[
            _(
                "I wrote on {day} about opening your client space, for {client}. "
                "It may have been lost in the pile: here it is again."
            ).format(day=values[Variable.SENT_ON], client=values[Variable.CLIENT]),
            _("Two minutes is enough, and you can send your first document straight away."),
        ],
        aside_lead=_("Not the right time?"),
        aside=[
            _("A one-word reply to this message and I stop reminding you."),
            _("You can also go on sending your documents to"),
            values[Variable.DEPOSIT],
        ],
    )


def _second_chase(words: Words, values: Values) -> Wording:
    _, phone = words.gettext, values[Variable.PHONE]
    call = (
        _("Reply to me, or call {phone}: we will do it together in five minutes.").format(phone=phone)
        if phone
        else _("Reply to me: we will do it together in five minutes.")
    )
    return Wording(
        subject=_("May I help you open your space?"),
        preheader=_("Five minutes together, by telephone or by e-mail."),
        greeting=greeting(values[Variable.FIRST_NAME], words),
        paragraphs=[
            _(
                "Something may be in the way of opening your space for {client}: an address to change, "
                "someone else to invite, a doubt about security."
            ).format(client=values[Variable.CLIENT]),
            call,
        ],
        aside_lead=_("Someone else takes care of this?"),
        aside=[_("Just give me their address.")],
    )


def _last_chase(words: Words, values: Values) -> Wording:
    _, day = words.gettext, values[Variable.LAST_DAY]
    return Wording(
        subject=_("Last reminder about your client space"),
        preheader=_("Your link stays valid until {day}.").format(day=day),
        greeting=greeting(values[Variable.FIRST_NAME], words),
        paragraphs=[
            _(
                "This is my last reminder about your client space, for {client}. Your link stays valid until {day}."
            ).format(client=values[Variable.CLIENT], day=day),
            _(
                "If I hear nothing I will call you: tell me in a word when suits you, "
                "or if you would rather send everything by e-mail."
            ),
        ],
        aside_lead=_("By e-mail:"),
        aside=[values[Variable.DEPOSIT]],
    )


def _last_message(words: Words, values: Values) -> Wording:
    _ = words.gettext
    return Wording(
        subject=_("Your link expires on {day}").format(day=values[Variable.LAST_DAY]),
        preheader=_("Here is your link one last time."),
        greeting=greeting(values[Variable.FIRST_NAME], words),
        paragraphs=[
            _("Following my call, here is your link to the space of {client} one last time.").format(
                client=values[Variable.CLIENT]
            ),
            _("After that date, just ask me for another."),
        ],
        aside_lead=_("Prefer e-mail?"),
        aside=[_("Your documents remain welcome by e-mail at"), values[Variable.DEPOSIT]],
    )


def _request(words: Words, values: Values) -> Wording:
    """What is asked for, one a line. Asked by itself, a letter that knows how many there are says it better."""
    _ = words.gettext
    return Wording(
        subject=_("Documents to send before {day}").format(day=values[Variable.LAST_DAY]),
        preheader="",
        greeting=greeting(values[Variable.FIRST_NAME], words),
        paragraphs=[
            _("We are missing, for {client}:").format(client=values[Variable.CLIENT]),
            values[Variable.DOCUMENTS],
        ],
        aside_lead=_("By e-mail:"),
        aside=[values[Variable.DEPOSIT]],
    )
