"""What the registry says of a file typed by hand, and the two answers to it: in a message, and on the client card."""

from domain.clients import Client
from domain.completion import same_address
from domain.registry import RegistryCompany
from domain.text import searchable
from handlers import blocks
from handlers.blocks import Element, escape
from handlers.words import Words


def offer_sentence(client: Client, line: RegistryCompany, words: Words) -> str:
    """« Le registre répond : SIREN 839 602 299, même adresse. Compléter ? »"""
    if client.company.address.street and same_address(client, line):
        where = words.gettext("same address")
    elif line.address is None:
        where = words.gettext("address not disclosed")
    else:
        address = line.address
        where = escape(", ".join(part for part in (address.street, f"{address.postal_code} {address.town}") if part))
    facts = [f"SIREN {words.siren(line.siren)}", where]
    if searchable(line.name) != searchable(client.name):
        # A number typed wrong is another company's: its name tells.
        facts.insert(1, escape(line.name, 80))
    if line.is_ceased:
        facts.append(words.gettext("ceased"))
    return words.gettext("The registry answers: {facts}. Complete the file?").format(facts=", ".join(facts))


def offer_buttons(client: Client, words: Words) -> list[Element]:
    return [
        blocks.button(words.gettext("Complete"), "registry.complete", f"c{client.id}", primary=True),
        blocks.button(words.gettext("Leave as it is"), "registry.leave", f"c{client.id}"),
    ]
