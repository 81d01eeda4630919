"""« Champs du cabinet »: the fields that administrators add to every client file, and what is typed in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType

from domain.nir import without_nirs
from domain.refusals import FormRefused, Missing, Refusal, TooLong
from domain.text import clean_line, clean_lines, read_optional, read_required, searchable

LABEL_LENGTH = 40  # what a phone shows of a field's name
TEXT_LENGTH = 200
CHOICE_LENGTH = 75  # what Slack shows of a choice
CHOICES_AT_MOST = 99
FIELDS_AT_MOST = 20
KEPT_FOR = timedelta(days=30)  # the values of a field that was removed
LARGEST_NUMBER = Decimal("1e15")
YES, NO = "yes", "no"
CUSTOM = "custom"  # before the number of a field, in a form and in the history
SAID_YES, SAID_NO = frozenset({"yes", "oui", "true", "vrai", "1", "x"}), frozenset({"no", "non", "false", "faux", "0"})


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(eq=False)
class NotANumber(Refusal):
    typed: str


@dataclass(eq=False)
class NotADate(Refusal):
    typed: str


@dataclass(eq=False)
class NotAChoice(Refusal):
    """Another value than those of the list; `choices` are the first of them."""

    typed: str
    choices: tuple[str, ...] = ()


@dataclass(eq=False)
class FieldNameTaken(Refusal):
    """Another field of the firm has that name."""

    label: str


@dataclass(eq=False)
class FieldNameReserved(Refusal):
    """Every client file has a field of that name already."""

    label: str


@dataclass(eq=False)
class TooManyChoices(Refusal):
    at_most: int


@dataclass(eq=False)
class NoRoomForField(Refusal):
    """The firm has as many fields of its own as it may."""

    at_most: int


@dataclass(eq=False)
class ChoicesStillHeld(Refusal):
    """Choices taken off the list, with how many clients hold each: a warning, to be insisted on."""

    held: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NewField:
    """`choices` is empty but for a choice. What is required and missing leaves the client file « à compléter »."""

    label: str
    type: FieldType
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class CustomField(NewField):
    """`removed_at`: when an administrator took it away; its values are kept thirty days more."""

    id: int = 0
    firm_id: int = 0
    removed_at: datetime | None = None


def has_room(fields: Sequence[CustomField]) -> bool:
    """Whether a firm with those fields may have one more."""
    return len(fields) < FIELDS_AT_MOST


def check_room(fields: Sequence[CustomField]) -> None:
    """NoRoomForField unless the firm may have one more."""
    if not has_room(fields):
        raise NoRoomForField(FIELDS_AT_MOST)


def read_field(
    label: str,
    kind: FieldType,
    choices: str,
    *,
    required: bool,
    others: Sequence[CustomField],
    reserved: Collection[str] = (),
) -> NewField:
    """The field as an administrator typed it, choices one a line. FormRefused: label, choices.

    `reserved` are the names of Guichet's own fields, as `searchable` writes them.
    """
    errors: dict[str, Refusal] = {}
    name, listed = "", tuple(dict.fromkeys(line for line in clean_lines(choices).split("\n") if line))
    try:
        name = read_required(label, LABEL_LENGTH)
        if any(searchable(other.label) == searchable(name) for other in others):
            raise FieldNameTaken(name)
        if searchable(name) in reserved:
            raise FieldNameReserved(name)
    except Refusal as refusal:
        errors["label"] = refusal
    if kind is FieldType.CHOICE:
        longest = max((len(choice) for choice in listed), default=0)
        if not listed:
            errors["choices"] = Missing()
        elif longest > CHOICE_LENGTH:
            errors["choices"] = TooLong(longest, CHOICE_LENGTH)
        elif len(listed) > CHOICES_AT_MOST:
            errors["choices"] = TooManyChoices(CHOICES_AT_MOST)
    if errors:
        raise FormRefused(errors)
    return NewField(name, kind, listed if kind is FieldType.CHOICE else (), required)


def read_value(field: NewField, typed: str | None, held: str = "") -> str:
    """What is kept of what was typed: `1234.5`, `2026-11-23`, `yes`, one of the choices, a line of text; or nothing.

    The choice that the client `held` may stay, though it was taken off the list since.
    A social security number in a text is masked: no field of the firm may hold one.
    Missing when it is required; NotANumber, NotADate, NotAChoice, TooLong.
    """
    text = clean_line(typed or "")
    if not text:
        if field.required:
            raise Missing
        return ""
    match field.type:
        case FieldType.TEXT:
            return without_nirs(read_optional(text, TEXT_LENGTH))
        case FieldType.NUMBER:
            return _number(text)
        case FieldType.DATE:
            return _day(text).isoformat()
        case FieldType.CHOICE:
            return text if text == held else _choice(field, text)
        case FieldType.YES_NO:
            return _yes_or_no(text)


def read_values(
    fields: Sequence[CustomField], typed: Mapping[int, str], held: Mapping[int, str] = MappingProxyType({})
) -> dict[int, str]:
    """The values of those fields by their ids, the empty ones too, over those `held` before.

    FormRefused: `custom12` for the field 12.
    """
    values, errors = {}, dict[str, Refusal]()
    for field in fields:
        try:
            values[field.id] = read_value(field, typed.get(field.id), held.get(field.id, ""))
        except Refusal as refusal:
            errors[form_name(field)] = refusal
    if errors:
        raise FormRefused(errors)
    return values


def taken_off(before: NewField, after: NewField, holding: Mapping[str, int]) -> Mapping[str, int]:
    """The choices gone from the list that clients still hold, `holding` being how many hold each value."""
    return {choice: holding[choice] for choice in before.choices if choice not in after.choices and choice in holding}


def form_name(field: CustomField) -> str:
    """The name of that field in a form."""
    return f"{CUSTOM}{field.id}"


def lacking(fields: Sequence[CustomField], values: Mapping[int, str]) -> tuple[CustomField, ...]:
    """The required fields in which nothing is written."""
    return tuple(field for field in fields if field.required and not values.get(field.id))


def _number(text: str) -> str:
    try:
        number = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation as error:
        raise NotANumber(text) from error
    if not number.is_finite() or abs(number) > LARGEST_NUMBER:
        raise NotANumber(text)
    return f"{number.normalize():f}"


def _day(text: str) -> date:
    for separator in "/.":
        parts = text.split(separator)
        if len(parts) == 3:
            text = "-".join(part.zfill(2) for part in reversed(parts))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotADate(text) from error


def _choice(field: NewField, text: str) -> str:
    found = next((choice for choice in field.choices if searchable(choice) == searchable(text)), None)
    if found is None:
        raise NotAChoice(text, field.choices[:5])
    return found


def _yes_or_no(text: str) -> str:
    said = searchable(text)
    if said not in SAID_YES | SAID_NO:
        raise NotAChoice(text)
    return YES if said in SAID_YES else NO
