"""What can be wrong when a contact opens their space or signs in."""

from domain.refusals import Refusal


class NotTicked(Refusal):
    """The box that only a person ticks is empty: mail scanners press buttons."""


class ExistingPassword(Refusal):
    """This address has an account already, and the password typed is not its own."""
