"""The firm's own fields: what may be defined, and what may be written in them."""

from typing import Any

import pytest

from domain.custom_fields import (
    CustomField,
    FieldNameTaken,
    FieldType,
    NotAChoice,
    NotADate,
    NotANumber,
    lacking,
    read_field,
    read_value,
    read_values,
)
from domain.refusals import FormRefused, Missing, Refusal, TooLong


def a_field(kind: FieldType = FieldType.TEXT, **points: Any) -> CustomField:
    return CustomField(**{"label": "Logiciel comptable", "type": kind, "id": 12, **points})


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.TEXT, "  Pennylane \n", "Pennylane"),
        (FieldType.NUMBER, "1 234,50", "1234.5"),
        (FieldType.NUMBER, "-3", "-3"),
        (FieldType.NUMBER, "100", "100"),
        (FieldType.DATE, "2026-11-23", "2026-11-23"),
        (FieldType.DATE, "3/1/2026", "2026-01-03"),
        (FieldType.DATE, "23.11.2026", "2026-11-23"),
        (FieldType.YES_NO, "Oui", "yes"),
        (FieldType.YES_NO, "no", "no"),
        (FieldType.CHOICE, "cegid", "Cegid"),
        (FieldType.NUMBER, "  ", ""),
    ],
)
def test_a_value_is_kept_in_one_form(kind: FieldType, typed: str, kept: str) -> None:
    assert read_value(a_field(kind, choices=("Pennylane", "Cegid")), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "refusal"),
    [
        (FieldType.NUMBER, "douze", NotANumber),
        (FieldType.NUMBER, "NaN", NotANumber),
        (FieldType.NUMBER, "1e99", NotANumber),
        (FieldType.DATE, "31/02/2026", NotADate),
        (FieldType.DATE, "demain", NotADate),
        (FieldType.CHOICE, "Sage", NotAChoice),
        (FieldType.YES_NO, "peut-être", NotAChoice),
        (FieldType.TEXT, "x" * 201, TooLong),
    ],
)
def test_a_value_of_another_type_is_refused(kind: FieldType, typed: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_value(a_field(kind, choices=("Pennylane", "Cegid")), typed)


def test_a_required_field_says_so_beside_itself() -> None:
    with pytest.raises(FormRefused) as refused:
        read_values([a_field(required=True)], {})
    assert isinstance(refused.value.errors["custom12"], Missing)
    assert read_values([a_field()], {}) == {12: ""}


def test_what_is_lacking_is_required_and_empty() -> None:
    required, other = a_field(required=True), a_field(id=13)
    assert lacking([required, other], {}) == (required,)
    assert lacking([required, other], {12: "Cegid"}) == ()


def test_a_choice_has_a_list_and_no_two_fields_bear_one_name() -> None:
    field = read_field("Logiciel", FieldType.CHOICE, "Pennylane\nCegid\n\nCegid", required=True, others=[])
    assert field.choices == ("Pennylane", "Cegid")
    with pytest.raises(FormRefused) as refused:
        read_field("logiciel COMPTABLE", FieldType.CHOICE, "", required=False, others=[a_field()])
    assert {name: type(error) for name, error in refused.value.errors.items()} == {
        "label": FieldNameTaken,
        "choices": Missing,
    }
