"""A row insists on what a wizard would ask about once: confirming the import is the answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from domain.refusals import FormRefused, Refusal
from domain.wizard import BouncedBefore, CeasedCompany, ClientForm, LikelySlip, UnusualAccount
from domain.wizard_steps import warned_of

Passed = TypeVar("Passed")

WARNINGS = (UnusualAccount, CeasedCompany, LikelySlip, BouncedBefore)


def insisted(form: ClientForm, check: Callable[[ClientForm], Passed]) -> tuple[Passed, dict[str, Refusal]]:
    """What the check makes of the form, and the warnings passed over. FormRefused for anything else."""
    warnings: dict[str, Refusal] = {}
    while True:
        try:
            return check(form), warnings
        except FormRefused as refused:
            if not all(isinstance(error, WARNINGS) for error in refused.errors.values()):
                raise
            warnings |= refused.errors
            form = replace(warned_of(form, refused), ceased=form.ceased or "ceased" in refused.errors)
