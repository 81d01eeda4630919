"""What is wrong with a row of a sheet and could not be with a form."""

from dataclasses import dataclass

from domain.refusals import Refusal


@dataclass(eq=False)
class UnknownWord(Refusal):
    """A word that the column does not know; `known` are those that it does, in each language."""

    typed: str
    known: tuple[tuple[str, str], ...]


@dataclass(eq=False)
class NotOffered(Refusal):
    """No such person or portfolio, or none that the importer may choose: `what` is manager, person or portfolio."""

    what: str
    typed: str


@dataclass(eq=False)
class NumberRounded(Refusal):
    """The spreadsheet took it for a number and kept fifteen digits of it."""


@dataclass(eq=False)
class TwiceInSheet(Refusal):
    """An earlier line of the sheet is about the same client."""

    line: int


@dataclass(eq=False)
class FollowedUnderAnotherCode(Refusal):
    """The company has a client file with another code, and the row does not say that it wants a second one."""

    name: str
    code: str


@dataclass(eq=False)
class SeveralFiles(Refusal):
    """Several client files fit the row: only a code can tell which."""


@dataclass(eq=False)
class CodeOfAnotherCompany(Refusal):
    """The code is that of a client with another SIREN."""

    code: str


@dataclass(eq=False)
class AddressUsedElsewhere(Refusal):
    """The e-mail address is that of a contact of another client, and the importer did not allow that."""


@dataclass(eq=False)
class OtherAddressKept(Refusal):
    """The contact of that name has another e-mail address, which opens a space: a sheet does not replace it."""

    name: str


@dataclass(eq=False)
class NotADeposit(Refusal):
    """Not an address that arrives in the firm's inbox; `example` is one that does."""

    typed: str
    example: str


@dataclass(eq=False)
class DepositTaken(Refusal):
    """The deposit address is another client's."""


@dataclass(eq=False)
class OtherDepositKept(Refusal):
    """The client has another deposit address, that people write to: a sheet does not replace it."""


@dataclass(eq=False)
class ApeNotGiven(Refusal):
    """A company with a SIREN and no APE code, which the registry was not asked for, or does not tell."""

    looked_up: bool


@dataclass(eq=False)
class Renamed(Refusal):
    """The client that the row was matched with has another name: it may be another client."""

    before: str


@dataclass(eq=False)
class OtherStateKept(Refusal):
    """The client is active, or inactive, and the row says otherwise: what that stops is decided in the client file."""


@dataclass(eq=False)
class NirMasked(Refusal):
    """The number is written as our sheets mask it, and it is not the one that the client has."""


@dataclass(eq=False)
class OfField(Refusal):
    """What is wrong in the firm's own field of that label."""

    label: str
    refusal: Refusal


@dataclass(eq=False)
class RequiredFieldsEmpty(Refusal):
    """Fields that the firm requires hold nothing: the client file is to complete."""

    labels: tuple[str, ...]


@dataclass(eq=False)
class WrittenMeanwhile(Refusal):
    """Somebody took a code or a deposit address while the rows were written: they are to be decided again."""
