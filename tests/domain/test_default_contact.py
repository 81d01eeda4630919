"""One default contact, and one who receives the invoices, however a person came into the file."""

from domain.default_contact import Mark, first_marked, marked, place_marked
from tests.builders import a_contact, a_new_contact

CLAIRE, PAUL = a_contact(id=1, is_default=True, receives_invoices=True), a_contact(id=2, first_name="Paul")


def test_choosing_another_takes_the_mark_off_the_first_and_leaves_the_other_mark() -> None:
    claire, paul = marked([CLAIRE, PAUL], {Mark.DEFAULT: 1})
    assert (claire.is_default, claire.receives_invoices) == (False, True)
    assert (paul.is_default, paul.receives_invoices) == (True, False)


def test_the_first_has_what_nobody_was_chosen_for() -> None:
    people = [a_new_contact(), a_new_contact(first_name="Paul", receives_invoices=True)]
    claire, paul = first_marked(people)
    assert (claire.is_default, claire.receives_invoices) == (True, False)
    assert (paul.is_default, paul.receives_invoices) == (False, True)


def test_nobody_is_marked_among_no_people() -> None:
    assert first_marked([]) == ()


def test_the_newly_chosen_goes_before_who_had_it() -> None:
    came = a_new_contact(is_default=True)
    assert place_marked([CLAIRE, PAUL, came], [CLAIRE, PAUL], Mark.DEFAULT) == 2
    assert place_marked([CLAIRE, PAUL, came], [CLAIRE, PAUL], Mark.BILLING) == 0


def test_a_file_whose_contacts_went_without_stays_so_and_a_new_file_begins_with_its_first() -> None:
    assert place_marked([PAUL, a_new_contact()], [PAUL], Mark.DEFAULT) is None
    assert place_marked([a_new_contact(), a_new_contact()], [], Mark.DEFAULT) == 0
