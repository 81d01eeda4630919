"""Social security numbers in a sheet: taken where the firm may hold one, and masked in every sheet that we write."""

from dataclasses import dataclass, field

from domain.firm import Firm
from domain.identifiers import compact, masked_nir, read_nir
from domain.importing.refused import NirMasked
from domain.nir import MASK, OfAKind, nir_for
from domain.refusals import FormRefused, Refusal


@dataclass(frozen=True, slots=True)
class SheetNir:
    """What a cell of that column holds; it shows in no trace."""

    typed: str = field(repr=False)

    @property
    def masked(self) -> str:
        """As it is given back: nothing of a number that is not one is left to be guessed from."""
        try:
            return masked_nir(read_nir(self.typed))
        except Refusal:
            return self.typed if MASK in self.typed else MASK * len(compact(self.typed))


def new_nir(cell: SheetNir | None, client: OfAKind, firm: Firm, held: str | None) -> str | None:
    """The number that the row brings; None where it brings none, or the one that is held. FormRefused: nir."""
    if cell is None:
        return None
    try:
        if MASK in cell.typed:
            if held is None or compact(masked_nir(held)) != compact(cell.typed):
                raise NirMasked
            return None
        number = nir_for(client, firm, cell.typed)
    except Refusal as refusal:
        raise FormRefused({"nir": refusal}) from refusal
    return number if number != held else None
