"""« À compléter »: what a client file still lacks, first thing first."""

from collections.abc import Sequence
from enum import StrEnum

from domain.clients import Client, Kind, Service
from domain.contacts import Contact, ContactRole
from domain.custom_fields import CustomField
from domain.firm import Firm


class Gap(StrEnum):
    MANAGER = "manager"
    DIRECTOR = "director"
    APE = "ape"
    FIELD = "field"
    URSSAF = "urssaf"


def gaps(
    client: Client, contacts: Sequence[Contact], firm: Firm, empty_fields: Sequence[CustomField] = ()
) -> tuple[Gap, ...]:
    """What is missing, in the order in which it should be found; empty for a complete file.

    `empty_fields` are the firm's required fields in which nothing is written.
    """
    directors = [contact for contact in contacts if contact.role is ContactRole.DIRECTOR]
    missing = {
        Gap.MANAGER: firm.manager_required and client.manager_id is None,
        Gap.DIRECTOR: not any(director.email or director.phone for director in directors),
        Gap.APE: client.company.siren is not None and not client.company.ape,
        Gap.FIELD: bool(empty_fields),
        Gap.URSSAF: _lacks_urssaf_numbers(client),
    }
    return tuple(gap for gap, is_missing in missing.items() if is_missing)


def _lacks_urssaf_numbers(client: Client) -> bool:
    if Service.URSSAF not in client.services or client.kind is Kind.OTHER:
        return False
    if not client.urssaf_account:
        return True
    return client.kind is Kind.EMPLOYER and client.last_declaration is None
