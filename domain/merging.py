"""Two client files of one company become one: what differs is chosen, what is missing is filled."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from domain.clients import Address, Client, Site
from domain.refusals import Refusal

NOWHERE = Address()
NOTHING_MEANS = ("portfolio", "currency", "fee_type")


@dataclass(eq=False)
class DifferentCompanies(Refusal):
    """Their SIRENs differ: they are two companies."""

    kept: str
    other: str


class SameClient(Refusal):
    """A client file is not merged into itself."""


def same_company(kept: Client, other: Client) -> None:
    """Nothing for two files that may be one client. SameClient, DifferentCompanies."""
    if kept.id == other.id:
        raise SameClient
    numbers = kept.company.siren, other.company.siren
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        raise DifferentCompanies(numbers[0], numbers[1])


def differing(kept: Client, other: Client) -> tuple[str, ...]:
    """The fields that both hold, with another value, by the names of the history.

    Where nothing has a meaning too, what the other one holds is enough: no portfolio settles who sees the client, no
    currency is the firm's, no e-mail is a wish.
    """
    mine, its = _choices(kept), _choices(other)
    return tuple(
        name
        for name in mine
        if mine[name] != its[name]
        and (name == "mails" or (_held(its[name]) and (name in NOTHING_MEANS or _held(mine[name]))))
    )


def merged(kept: Client, other: Client, from_other: Collection[str]) -> Client:
    """The client kept, with the fields of the other that were chosen or that it lacks; its access stays.

    A portfolio, a currency or a fee type comes by choice only.
    """
    same_company(kept, other)

    def of_other(name: str, mine: object) -> bool:
        return name in from_other or not _held(mine)

    mine, its = kept.company, other.company
    moves_in = of_other("address", mine.address) and _held(its.address)
    # An establishment is a number with its address: where the address is taken, so is its number.
    has_number = bool(its.nic) and its.siren == (mine.siren or its.siren)
    company = replace(
        mine,
        name=its.name if of_other("name", mine.name) else mine.name,
        siren=mine.siren or its.siren,
        nic=its.nic if has_number and (moves_in or not mine.nic) else mine.nic,
        ape=its.ape if of_other("ape", mine.ape) else mine.ape,
        sector=its.sector if of_other("sector", mine.sector) else mine.sector,
        address=its.address if moves_in else mine.address,
    )
    return replace(
        kept,
        company=company,
        code=other.code if of_other("code", kept.code) else kept.code,
        kind=other.kind if "kind" in from_other else kept.kind,
        services=kept.services | other.services,
        urssaf_account=other.urssaf_account if of_other("urssaf_account", kept.urssaf_account) else kept.urssaf_account,
        last_declaration=(
            other.last_declaration if of_other("urssaf_amount", kept.last_declaration) else kept.last_declaration
        ),
        manager_id=other.manager_id if of_other("manager", kept.manager_id) else kept.manager_id,
        portfolio_id=other.portfolio_id if "portfolio" in from_other else kept.portfolio_id,
        currency=other.currency if "currency" in from_other else kept.currency,
        fee_type=other.fee_type if "fee_type" in from_other else kept.fee_type,
        mails=other.mails if "mails" in from_other else kept.mails,
        channel=kept.channel or other.channel,
    )


def further_sites(after: Client, *files: Client) -> tuple[Site, ...]:
    """The main establishments of those files that are not the main one of the client they became."""
    company, found = after.company, dict[str, Site]()
    for one in (file.company for file in files):
        if one.nic and one.siren == company.siren and one.nic != company.nic:
            found.setdefault(one.nic, Site(one.nic, one.ape, one.address, client_id=after.id))
    return tuple(found.values())


def left_behind(after: Client, *files: Client) -> dict[str, object]:
    """What those files held, by the names of the history's fields, that the client they became holds otherwise."""
    becomes, left = _facts(after), dict[str, object]()
    for file in files:
        left |= {name: value for name, value in _facts(file).items() if _held(value) and value != becomes[name]}
    return left


def facts_kept(after: Client, names: Collection[str]) -> dict[str, object]:
    """The same facts, as the client holds them now."""
    return {name: value for name, value in _facts(after).items() if name in names}


def _choices(client: Client) -> dict[str, object]:
    """What may be chosen between two files, in the order in which it is asked."""
    company = client.company
    return {
        "name": client.name,
        "code": client.code,
        "address": company.address,
        "ape": company.ape,
        "sector": company.sector,
        "kind": client.kind,
        "urssaf_account": client.urssaf_account,
        "urssaf_amount": client.last_declaration,
        "manager": client.manager_id,
        "portfolio": client.portfolio_id,
        "currency": client.currency,
        "fee_type": client.fee_type,
        "mails": client.mails,
    }


def _facts(client: Client) -> dict[str, object]:
    company, address, amount = client.company, client.company.address, client.last_declaration
    return {
        "name": client.name,
        "code": client.code,
        "siret": company.siret or company.siren,
        "ape": company.ape,
        "street": address.street,
        "postal_code": address.postal_code,
        "town": address.town,
        "sector": company.sector,
        "kind": client.kind.value,
        "urssaf_account": client.urssaf_account,
        "urssaf_amount": None if amount is None else f"{amount:.2f}",
        "manager": client.manager_id,
        "portfolio": client.portfolio_id,
        "currency": client.currency,
        "fee_type": client.fee_type,
        "mails": sorted(client.mails),
        "channel": client.channel,
    }


def _held(value: object) -> bool:
    return value not in (None, "", NOWHERE)
