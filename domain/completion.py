"""A client file typed by hand while the registry was silent: what the registry adds to it once it answers."""

from collections.abc import Sequence
from dataclasses import replace

from domain.clients import Client
from domain.registry import RegistryCompany
from domain.text import searchable
from domain.wizard import sector_of


def line_of(client: Client, lines: Sequence[RegistryCompany]) -> RegistryCompany | None:
    """The registry's line of that client; None when it has none, or several that could be.

    By its SIREN, of its own establishment where there is one; else by its very name in the same town.
    """
    company = client.company
    if company.siren is not None:
        same = [line for line in lines if line.siren == company.siren]
        return next((line for line in same if line.nic == company.nic), same[0] if same else None)
    named = [
        line
        for line in lines
        if searchable(line.name) == searchable(company.name)
        and line.address is not None
        and company.address.postal_code == line.address.postal_code
    ]
    return named[0] if len(named) == 1 else None


def completed(client: Client, line: RegistryCompany) -> Client:
    """The client with what was left empty; what was typed stays as it is."""
    company, found = client.company, line.address
    address = company.address
    if found is not None and not (address.street or address.postal_code or address.town):
        address = found
    elif found is not None and same_address(client, line):
        address = replace(
            address,
            street=address.street or found.street,
            postal_code=address.postal_code or found.postal_code,
            town=address.town or found.town,
        )
    ape = company.ape or line.ape
    return replace(
        client,
        company=replace(
            company,
            siren=line.siren,
            nic=company.nic or line.nic,
            ape=ape,
            sector=company.sector or sector_of(ape),
            address=address,
            from_registry=True,
        ),
    )


def adds_something(client: Client, line: RegistryCompany) -> bool:
    """Whether there is anything to offer beside the registry's word."""
    return replace(completed(client, line).company, from_registry=client.company.from_registry) != client.company


def same_address(client: Client, line: RegistryCompany) -> bool:
    """Whether the registry says what was typed, as far as it was."""
    if line.address is None:
        return False
    typed = client.company.address
    pairs = (
        (typed.street, line.address.street),
        (typed.postal_code, line.address.postal_code),
        (typed.town, line.address.town),
    )
    written = [pair for pair in pairs if pair[0]]
    return bool(written) and all(searchable(ours) == searchable(theirs) for ours, theirs in written)
