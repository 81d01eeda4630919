"""Each act that belongs to no client as a sentence: the team, the settings, the mailbox, what was taken out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.acts import Act
from domain.books import MailboxProblem
from domain.custom_fields import FieldType
from domain.mail_texts import TextKind
from domain.people import Role
from domain.settings import HOLIDAY_PLACES
from handlers.custom_fields.labels import type_label
from handlers.firm.client_rows import yes_or_no
from handlers.firm.firm_rows import place_label
from handlers.firm.sending_rows import hour_of
from handlers.firm.text_view import kind_label
from handlers.life.history_words import SENTENCES, Told
from handlers.team.labels import team_role_label
from handlers.words import LANGUAGES, Words

TEXT_SHOWN = 300
A_MONDAY = date(2026, 11, 23)


class FirmTold(Told):
    """A line of the firm's own history, and the books where its names are found."""

    @property
    def sentence(self) -> str:
        tell = FIRM_SENTENCES.get(self.line.act)
        return tell(self) if tell else super().sentence

    @property
    def labels(self) -> Mapping[str, str]:
        return firm_labels(self.words)

    @property
    def person(self) -> str:
        """The member that the line is about."""
        member = self.records.people.get(self.line.subject_id)
        return member.name if member else self.words.gettext("somebody of the firm")

    @property
    def mailbox(self) -> str:
        boxes = {box.id: box.address for box in self.records.inbound.mailboxes()}
        return boxes.get(self.line.subject_id or 0, "")

    @property
    def account(self) -> str:
        """Whoever signed in to the client space."""
        account = self.records.accounts.get(self.line.subject_id) if self.line.subject_id else None
        name = f"{account.first_name} {account.last_name}".strip() if account else ""
        return name or self.words.gettext("a contact")

    @property
    def letter(self) -> str:
        """The text of the letters that the line is about, and its language."""
        kind, language = str(self.line.after.get("text")), str(self.line.after.get("language"))
        if kind not in {known.value for known in TextKind}:
            return ""
        label = kind_label(TextKind(kind), len(self.records.firm.chase_days), self.words)
        return f"{label} ({LANGUAGES.get(language, language)})"

    def named(self, name: str) -> str:
        """What the line calls it, or called it before."""
        return str(self.line.after.get(name) or self.line.before.get(name) or "")

    def number(self, name: str) -> int:
        value = self.line.after.get(name)
        return value if isinstance(value, int) else 0

    @property
    def portfolio(self) -> str:
        known = {portfolio.id: portfolio.name for portfolio in self.records.people.portfolios()}
        return self.named("name") or known.get(self.line.subject_id or 0, "")

    def shown(self, name: str, value: object) -> str:
        words = self.words
        match name, value:
            case _, None | "" | []:
                return ""
            case "role", str(role) if role in {known.value for known in Role}:
                return team_role_label(Role(role), words)
            case "portfolios", list(ids):
                names = {portfolio.id: portfolio.name for portfolio in self.records.people.portfolios()}
                return ", ".join(names[one] for one in ids if one in names)
            case "people", list(ids):
                return self.people(ids)
            case "type", str(kind) if kind in {known.value for known in FieldType}:
                return type_label(FieldType(kind), words)
            case "days", list(days):
                return ", ".join(words.weekday(A_MONDAY.replace(day=A_MONDAY.day + int(day))) for day in days)
            case "hour" | "chase_hour" | "digest_hour", str(hour):
                return hour_of(time.fromisoformat(hour), words)
            case "closed_days", list(days):
                return ", ".join(words.day(date.fromisoformat(day)) for day in days)
            case "zone", str(key):
                return words.zone(ZoneInfo(key))
            case "department", str(place):
                return place_label(place if place in HOLIDAY_PLACES else HOLIDAY_PLACES[0], words)
            case "phone", str(number):
                return words.phone(number)
            case "logo_at", str(moment):
                return words.day(datetime.fromisoformat(moment).astimezone(self.records.firm.zone).date())
            case "default_services", list(services):
                return super().shown("services", services)
            case "default_access", str(access):
                return super().shown("access", access)
            case "problem", str(problem):
                return _problems(words).get(problem, words.gettext("no answer"))
            case "reason", str(reason):
                return reason
            case "body" | "subject", str(text):
                return f"{text[:TEXT_SHOWN]}…" if len(text) > TEXT_SHOWN else text
            case _, bool(answer):
                return yes_or_no(answer, words)
            case "language", str(code):
                return LANGUAGES.get(code, code)
            case _:
                return super().shown(name, value)


def firm_labels(words: Words) -> Mapping[str, str]:
    """The fields whose values the firm's history shows, as people call them."""
    return {
        # The team.
        "name": words.gettext("Name"),
        "email": words.gettext("E-mail"),
        "language": words.gettext("Language"),
        "role": words.gettext("Role"),
        "portfolios": words.gettext("Portfolios"),
        "people": words.gettext("People"),
        "digest": words.gettext("Morning digest"),
        "hour": words.gettext("Hour of the digest"),
        "days": words.gettext("Days"),
        # The settings.
        "profession": words.gettext("Profession"),
        "street": words.gettext("Address"),
        "postal_code": words.gettext("Postal code"),
        "town": words.gettext("Town"),
        "phone": words.gettext("Telephone"),
        "zone": words.gettext("Time zone"),
        "department": words.gettext("Public holidays"),
        "closed_days": words.gettext("Closing days"),
        "retention_years": words.gettext("Retention term"),
        "currency": words.gettext("Currency"),
        "fee_type": words.gettext("Default fee type"),
        "default_services": words.gettext("Online services"),
        "default_access": words.gettext("Who sees a new client"),
        "manager_required": words.gettext("Manager required"),
        "collaborators_create": words.gettext("Creation by collaborators"),
        "chase_days": words.gettext("Chases, in working days"),
        "chase_hour": words.gettext("Hour of sending"),
        "escalates_to_administrators": words.gettext("Tell an administrator as well"),
        "digest_hour": words.gettext("Hour of the digest"),
        "accent": words.gettext("Colour"),
        "logo_at": words.gettext("Logo of"),
        "reason": words.gettext("Reason"),
        "channel": words.gettext("Channel"),
        "subject": words.gettext("Subject"),
        "body": words.gettext("Text"),
        # The firm's own fields.
        "label": words.gettext("Name of the field"),
        "type": words.gettext("Type"),
        "choices": words.gettext("Choices"),
        "required": words.gettext("Required"),
        # The mailbox.
        "problem": words.gettext("Trouble"),
    }


def _problems(words: Words) -> Mapping[str, str]:
    return {
        MailboxProblem.LOGIN_REFUSED: words.gettext("password refused"),
        MailboxProblem.NO_FOLDER: words.gettext("folder not found"),
        MailboxProblem.THROTTLED: words.gettext("too many connections"),
        MailboxProblem.ASKED_AGAIN: words.gettext("tried again"),
    }


Tell = Callable[[FirmTold], str]


def _plain(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words)


def _of_person(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(person=told.person)


def _of_portfolio(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(portfolio=told.portfolio)


def _of_field(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(field=told.named("label"))


def _of_mailbox(sentence: Callable[[Words], str]) -> Tell:
    return lambda told: sentence(told.words).format(address=told.mailbox)


def _guesses(told: FirmTold) -> str:
    n = told.number("times")
    sentence = told.words.ngettext(
        "told {n} time in a day that a company is already followed",
        "told {n} times in a day that a company is already followed",
        n,
    )
    return sentence.format(n=told.words.number(n))


def _imported(told: FirmTold) -> str:
    n = told.number("rows")
    sentence = told.words.ngettext("import of {n} row confirmed", "import of {n} rows confirmed", n)
    return sentence.format(n=told.words.number(n))


def _exported(told: FirmTold) -> str:
    n = told.number("clients")
    sentence = told.words.ngettext("list of {n} client file exported", "list of {n} client files exported", n)
    return sentence.format(n=told.words.number(n))


def _nir(told: FirmTold) -> str:
    words, before, after = told.words, told.line.before.get("reason"), told.line.after.get("reason")
    if not after:
        return words.gettext("social security numbers turned off")
    if not before:
        return words.gettext("social security numbers turned on")
    return words.gettext("social security numbers: another reason")


FIRM_SENTENCES: dict[Act, Tell] = {
    Act.FIRM_OPENED: _plain(lambda w: w.gettext("firm opened in Guichet")),
    Act.FIRM_CHANGED: _plain(lambda w: w.gettext("settings changed")),
    Act.FIRM_NIR: _nir,
    Act.FIRM_TEXT_CHANGED: lambda told: told.words.gettext("text changed: {text}").format(text=told.letter),
    Act.FIRM_SENDER_HEARD: lambda told: told.words.gettext("sender heard again: {address}").format(
        address=told.named("sender")
    ),
    Act.FIRM_CHANNEL: _plain(lambda w: w.gettext("channel of the firm changed")),
    Act.INVITATION_READ_ONCE: _plain(lambda w: w.gettext("invitation read, sending allowed")),
    Act.FIELD_ADDED: _of_field(lambda w: w.gettext("field added: {field}")),
    Act.FIELD_CHANGED: _of_field(lambda w: w.gettext("field changed: {field}")),
    Act.FIELD_REMOVED: _of_field(lambda w: w.gettext("field removed: {field}")),
    Act.FIELD_RESTORED: _of_field(lambda w: w.gettext("field restored: {field}")),
    Act.MAILBOX_ADDED: _of_mailbox(lambda w: w.gettext("mailbox set up: {address}")),
    Act.MAILBOX_CHANGED: _of_mailbox(lambda w: w.gettext("access to the mailbox changed: {address}")),
    Act.MAILBOX_STOPPED: _of_mailbox(lambda w: w.gettext("mailbox no longer read: {address}")),
    Act.MAILBOX_RETRIED: _of_mailbox(lambda w: w.gettext("another try asked for: {address}")),
    Act.MAILBOX_READ_AGAIN: _of_mailbox(lambda w: w.gettext("mailbox read again: {address}")),
    Act.COLLABORATOR_NAMED: _of_person(lambda w: w.gettext("added to the team: {person}")),
    Act.COLLABORATOR_RETURNED: _of_person(lambda w: w.gettext("back in the team: {person}")),
    Act.COLLABORATOR_CHANGED: _of_person(lambda w: w.gettext("rights changed: {person}")),
    Act.COLLABORATOR_LEFT: _of_person(lambda w: w.gettext("no longer in the team: {person}")),
    Act.COLLABORATOR_ACCOUNT: _of_person(lambda w: w.gettext("Slack account changed: {person}")),
    Act.COLLABORATOR_DIGEST: _of_person(lambda w: w.gettext("morning digest set: {person}")),
    Act.PORTFOLIO_CREATED: _of_portfolio(lambda w: w.gettext("portfolio created: {portfolio}")),
    Act.PORTFOLIO_CHANGED: _of_portfolio(lambda w: w.gettext("portfolio changed: {portfolio}")),
    Act.PORTFOLIO_DELETED: _of_portfolio(lambda w: w.gettext("portfolio deleted: {portfolio}")),
    Act.PORTFOLIO_CHANNEL: _of_portfolio(lambda w: w.gettext("channel of the portfolio changed: {portfolio}")),
    Act.ACCESS_REFUSED: _plain(lambda w: w.gettext("asked for something without the right to see it")),
    Act.ACCESS_GUESSES: _guesses,
    Act.IMPORT_CONFIRMED: _imported,
    Act.LIST_EXPORTED: _exported,
    Act.CLIENT_ERASED: _plain(lambda w: w.gettext("client file erased")),
    Act.ACCOUNT_SIGNED_IN: lambda told: told.words.gettext("signed in to the client space: {contact}").format(
        contact=told.account
    ),
}
# What was done before there was a client, such as a mail handled, is told as for one.
TOLD_OF_THE_FIRM = FIRM_SENTENCES.keys() | SENTENCES.keys()
