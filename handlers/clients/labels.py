"""The names of things, as staff read them: states, reasons of an end, kinds, services, roles, sectors."""

from domain.activities import activity
from domain.clients import Address, Client, ClientState, Communication, Company, FeeType, Kind, Service
from domain.contacts import ContactRole
from domain.life import EndReason
from handlers.words import Words


def kind_label(kind: Kind, words: Words) -> str:
    match kind:
        case Kind.EMPLOYER:
            return words.gettext("Employer")
        case Kind.SELF_EMPLOYED:
            return words.gettext("Self-employed")
        case Kind.OTHER:
            return words.gettext("Other")


def service_label(service: Service, words: Words) -> str:
    match service:
        case Service.URSSAF:
            return "Urssaf"
        case Service.NET_ENTREPRISES:
            return "Net-entreprises (DSN)"
        case Service.TAX:
            return words.gettext("Tax office, professional space")


def role_label(role: ContactRole, words: Words) -> str:
    match role:
        case ContactRole.DIRECTOR:
            return words.gettext("management")
        case ContactRole.BILLING:
            return words.gettext("billing")
        case ContactRole.PAYROLL:
            return words.gettext("payroll")
        case ContactRole.OTHER:
            return words.gettext("other")


def state_label(client: Client, words: Words) -> str:
    match client.state:
        case ClientState.ACTIVE:
            return words.gettext("Active")
        case ClientState.INACTIVE:
            return words.gettext("Inactive")
        case ClientState.TERMINATED:
            return words.gettext("Terminated")


def end_label(reason: EndReason, words: Words) -> str:
    match reason:
        case EndReason.ENDED:
            return words.gettext("End of mandate")
        case EndReason.CEASED:
            return words.gettext("Business ceased")
        case EndReason.MISTAKE:
            return words.gettext("Created by mistake")
        case EndReason.OTHER:
            return words.gettext("Other")


def activity_label(ape: str | None) -> str:
    """`43.32A · Travaux de menuiserie bois et PVC`, `62.10Y · NAF 2025`: the official list is in French only.

    The labels of NAF 2025 are not published as a list that may be copied: such a code is known by its form.
    """
    if not ape:
        return ""
    known = activity(ape)
    return f"{ape} · {known.label if known and known.label else 'NAF 2025'}"


def communication_label(mails: Communication, words: Words) -> tuple[str, str, str]:
    """What the contacts receive: its name, its value, what it means."""
    match mails:
        case Communication.REQUESTS:
            label = words.gettext("Documents asked for and to redo")
            return label, mails.value, words.gettext("One message a request, never an attachment.")
        case Communication.RECEIPTS:
            return words.gettext("Confirmation of receipt"), mails.value, words.gettext("After each document sent.")


def currency_label(code: str, words: Words) -> str:
    """`Euro (EUR)`."""
    return f"{words.currency(code)} ({code})"


def fee_label(fee: FeeType, words: Words) -> str:
    match fee:
        case FeeType.FLAT:
            return words.gettext("flat-rate expenses")
        case FeeType.ACTUAL:
            return words.gettext("actual expenses")


def sector_label(section: str | None, words: Words) -> str:
    """The section of the NAF, in everyday words; empty for none."""
    return {
        "A": words.gettext("farming, forestry and fishing"),
        "B": words.gettext("mining"),
        "C": words.gettext("manufacturing"),
        "D": words.gettext("energy"),
        "E": words.gettext("water and waste"),
        "F": words.gettext("construction"),
        "G": words.gettext("trade and vehicle repair"),
        "H": words.gettext("transport and storage"),
        "I": words.gettext("hotels and restaurants"),
        "J": words.gettext("information and communication"),
        "K": words.gettext("finance and insurance"),
        "L": words.gettext("property"),
        "M": words.gettext("professional and technical services"),
        "N": words.gettext("administrative and support services"),
        "O": words.gettext("public administration"),
        "P": words.gettext("education"),
        "Q": words.gettext("health and social work"),
        "R": words.gettext("arts, shows and leisure"),
        "S": words.gettext("other services"),
        "T": words.gettext("household employment"),
        "U": words.gettext("international organisations"),
    }.get(section or "", "")


def address_line(company: Company, words: Words) -> str:
    """`8 rue des Tanneurs, 37000 Tours`, with the country when it is another than France."""
    return ", ".join(address_lines(company.address, words))


def address_lines(address: Address, words: Words) -> list[str]:
    """The street, the town, and the country when it is another than France, or than a town that bears its name."""
    town = f"{address.postal_code} {address.town}".strip()
    country = "" if address.country == "FR" else words.country(address.country)
    return [part for part in (address.street, town, "" if country == address.town else country) if part]
