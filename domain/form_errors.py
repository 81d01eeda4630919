"""What is wrong with a form, gathered field by field, so that a person is told all of it at once."""

from types import TracebackType

from domain.refusals import FormRefused, Refusal


class Errors:
    """The refusals of one form, gathered field by field; the first of each field counts."""

    def __init__(self) -> None:
        self.by_field: dict[str, Refusal] = {}

    def refuse(self, name: str, refusal: Refusal) -> None:
        self.by_field.setdefault(name, refusal)

    def beside(self, name: str) -> "_Beside":
        """Take in what is refused in this block, beside that field."""
        return _Beside(self, name)

    def add_all(self, refused: FormRefused) -> None:
        for name, refusal in refused.errors.items():
            self.refuse(name, refusal)

    def of_all(self) -> "_Beside":
        """Take in the refusals of another form, each beside its own field."""
        return _Beside(self, None)

    def raise_any(self) -> None:
        if self.by_field:
            raise FormRefused(self.by_field)


class _Beside:
    """A block whose refusals are gathered. An import enters a dozen of them for each row: a generator would be slow."""

    __slots__ = ("_errors", "_name")

    def __init__(self, errors: Errors, name: str | None) -> None:
        self._errors = errors
        self._name = name

    def __enter__(self) -> None: ...

    def __exit__(
        self, _kind: type[BaseException] | None, problem: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if self._name is None:
            if isinstance(problem, FormRefused):
                self._errors.add_all(problem)
            return isinstance(problem, FormRefused)
        if isinstance(problem, Refusal):
            self._errors.refuse(self._name, problem)
        return isinstance(problem, Refusal)
