"""The field of a social security number: what is held is shown masked, and what is typed is never shown back."""

from domain.identifiers import masked_nir
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.words import Words

LENGTH = 30


def nir_fields(name: str, held: str | None, show: Element, words: Words) -> list[Block]:
    """The number held, with the button that shows it, and the field of that name for another."""
    found: list[Block] = []
    if held:
        line = f"*{words.gettext('Social security number')}*\n{masked_nir(held)}"
        found.append(blocks.section(line, accessory=show, block_id="held"))
    label = words.gettext("Another number") if held else words.gettext("Social security number")
    field = blocks.text_input(max_length=LENGTH, placeholder=words.gettext("The 15 digits of the Vitale card"))
    hint = words.gettext("Kept encrypted, shown masked.")
    return [*found, blocks.input_(name, label, field, hint=hint, optional=True)]
