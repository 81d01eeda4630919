"""The columns of a sheet of clients: the one table behind the template, the import and the export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.clients import Access, Client
from domain.contacts import Contact
from domain.importing.words import (
    ACCESSES,
    ANSWERS,
    FEES,
    KINDS,
    LANGUAGES,
    ROLES,
    SERVICES,
    country_name,
    read_country,
    read_currency,
    read_mails,
    read_sector,
    read_services,
    said_mails,
)


class Part(StrEnum):
    """Which value a column fills."""

    COMPANY = "company"  # a field of domain.wizard.Hand
    FORM = "form"  # a field of domain.wizard.ClientForm
    PLACE = "place"  # who answers for the client and who sees it: names, found among the firm's
    FILE = "file"  # of the client file itself
    BILLING = "billing"  # a field of domain.clients.NewClient that no step of the wizard asks for
    CONTACT = "contact"  # a field of domain.wizard.Person
    CUSTOM = "custom"  # a field of the firm's own, by its id


@dataclass(frozen=True, slots=True)
class Dossier:
    """A client with its contacts and the names of those around it, to be written in a sheet."""

    client: Client
    contacts: Sequence[Contact]
    language: str
    portfolio: str = ""
    manager: str = ""
    people: tuple[str, ...] = ()
    deposit: str = ""
    custom: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the name of its field in a refusal, `fills` that of the value it goes into.

    `also` are other headers by which it is known. `width` is the number of digits that a number has.
    """

    key: str
    part: Part
    french: str
    english: str
    also: tuple[str, ...] = ()
    fills: str = ""
    read: Callable[[str], object] = str
    write: Callable[[Dossier], str] = lambda _dossier: ""
    write_contact: Callable[[Contact, str], str] = lambda _contact, _language: ""
    width: int = 0
    in_template: bool = True
    example: str = ""

    def title(self, language: str, contact: int = 0) -> str:
        name = self.french if language == "fr" else self.english
        if not contact:
            return name
        return f"Contact {contact}\u00a0: {name}" if language == "fr" else f"Contact {contact}: {name}"


def _yes(value: bool, language: str) -> str:
    return ANSWERS.said(True, language) if value else ""


def _access(dossier: Dossier) -> str:
    if dossier.client.access is Access.CHOSEN:
        return "; ".join(dossier.people)
    return ACCESSES.said(dossier.client.access, dossier.language)


def _amount(dossier: Dossier) -> str:
    amount = dossier.client.last_declaration
    if amount is None:
        return ""
    return str(amount).replace(".", ",") if dossier.language == "fr" else str(amount)


COMPANY = (
    Column(
        "name",
        Part.COMPANY,
        "Raison sociale",
        "Company name",
        ("nom", "name", "denomination", "client", "nom du client", "societe", "entreprise", "company"),
        "name",
        write=lambda d: d.client.name,
        example="Atelier Morel",
    ),
    Column(
        "siren",
        Part.COMPANY,
        "SIREN",
        "SIREN",
        ("n siren", "numero siren"),
        "siren",
        write=lambda d: d.client.company.siren or "",
        width=9,
        example="839602299",
    ),
    Column(
        "nic",
        Part.COMPANY,
        "NIC",
        "NIC",
        (),
        "nic",
        write=lambda d: d.client.company.nic or "",
        width=5,
        example="00019",
    ),
    Column(
        "siret",
        Part.COMPANY,
        "SIRET",
        "SIRET",
        ("n siret", "numero siret", "siren ou siret", "siren or siret"),
        "siret",
        width=14,
        in_template=False,
    ),
    Column(
        "no_siren",
        Part.COMPANY,
        "Sans SIREN",
        "No SIREN",
        ("without siren",),
        "without_siren",
        read=ANSWERS.read,
        write=lambda d: _yes(d.client.company.siren is None, d.language),
    ),
    Column(
        "ape",
        Part.COMPANY,
        "Code APE",
        "APE code",
        ("ape", "naf", "code naf", "naf code", "activite"),
        "ape",
        write=lambda d: d.client.company.ape or "",
        example="43.32A",
    ),
    Column(
        "address",
        Part.COMPANY,
        "Adresse",
        "Address",
        ("rue", "street", "voie", "adresse 1"),
        "street",
        write=lambda d: d.client.company.address.street,
        example="8 rue des Tanneurs",
    ),
    Column(
        "postal_code",
        Part.COMPANY,
        "Code postal",
        "Postal code",
        ("cp", "zip", "postcode", "zip code"),
        "postal_code",
        write=lambda d: d.client.company.address.postal_code,
        width=5,
        example="37000",
    ),
    Column(
        "town",
        Part.COMPANY,
        "Ville",
        "Town",
        ("commune", "city", "localite"),
        "town",
        write=lambda d: d.client.company.address.town,
        example="Tours",
    ),
    Column(
        "country",
        Part.COMPANY,
        "Pays",
        "Country",
        (),
        "country",
        read=read_country,
        write=lambda d: country_name(d.client.company.address.country, d.language),
        example="France",
    ),
    Column(
        "sector",
        Part.FILE,
        "Secteur (lettre NAF)",
        "Sector (NAF letter)",
        ("secteur", "sector", "secteur d activite"),
        "sector",
        read=read_sector,
        write=lambda d: d.client.company.sector or "",
        example="F",
    ),
)
DOSSIER = (
    Column(
        "code",
        Part.FORM,
        "Code dossier",
        "Firm code",
        ("code", "n dossier", "numero de dossier", "code client", "client code", "reference"),
        "code",
        write=lambda d: d.client.code or "",
        example="0412",
    ),
    Column(
        "second",
        Part.FORM,
        "Second dossier",
        "Second file",
        ("deuxieme dossier",),
        "second",
        read=ANSWERS.read,
    ),
    Column(
        "kind",
        Part.FORM,
        "Statut",
        "Kind",
        ("type", "status"),
        "kind",
        read=KINDS.read,
        write=lambda d: KINDS.said(d.client.kind, d.language),
        example="Employeur",
    ),
    Column(
        "services",
        Part.FORM,
        "Services",
        "Services",
        ("services en ligne", "online services"),
        "services",
        read=read_services,
        write=lambda d: "; ".join(sorted(SERVICES.said(service, d.language) for service in d.client.services)),
        example="Urssaf; Impôts",
    ),
    Column(
        "urssaf_account",
        Part.FORM,
        "Compte Urssaf",
        "Urssaf account",
        ("n compte urssaf", "numero urssaf", "urssaf"),
        "urssaf_account",
        write=lambda d: d.client.urssaf_account or "",
        example="117000001234567890",
    ),
    Column(
        "urssaf_amount",
        Part.FORM,
        "Dernière déclaration Urssaf",
        "Last Urssaf declaration",
        ("derniere declaration", "montant urssaf", "last declaration"),
        "last_declaration",
        write=_amount,
        example="1234,50",
    ),
    Column(
        "portfolio",
        Part.PLACE,
        "Portefeuille",
        "Portfolio",
        (),
        "portfolio",
        write=lambda d: d.portfolio,
        example="Artisans",
    ),
    Column(
        "manager",
        Part.PLACE,
        "Responsable",
        "Manager",
        ("chef de mission", "responsable de dossier", "collaborateur responsable"),
        "manager",
        write=lambda d: d.manager,
        example="Nadia Benali",
    ),
    Column(
        "access",
        Part.PLACE,
        "Accès",
        "Access",
        ("acces", "collaborateurs", "visible par", "collaborators"),
        "access",
        write=_access,
        example="Portefeuille",
    ),
    Column(
        "deposit",
        Part.FILE,
        "Adresse de dépôt",
        "Deposit address",
        ("adresse depot", "e mail de depot"),
        "deposit",
        write=lambda d: d.deposit,
    ),
    Column(
        "currency",
        Part.BILLING,
        "Devise",
        "Currency",
        ("monnaie",),
        "currency",
        read=read_currency,
        write=lambda d: d.client.currency or "",
        example="EUR",
    ),
    Column(
        "fee_type",
        Part.BILLING,
        "Type de frais",
        "Fee type",
        ("frais", "type de frais par defaut", "default fee type"),
        "fee_type",
        read=FEES.read,
        write=lambda d: FEES.said(d.client.fee_type, d.language) if d.client.fee_type else "",
        example="Frais au forfait",
    ),
    Column(
        "mails",
        Part.BILLING,
        "E-mails reçus",
        "E-mails received",
        ("emails recus", "communications"),
        "mails",
        read=read_mails,
        write=lambda d: said_mails(d.client.mails, d.language),
        example="Pièces demandées et à refaire",
    ),
)
CONTACT = (
    Column(
        "last_name",
        Part.CONTACT,
        "nom",
        "last name",
        ("nom de famille", "name", "surname"),
        "last_name",
        write_contact=lambda c, _language: c.last_name,
        example="Morel",
    ),
    Column(
        "first_name",
        Part.CONTACT,
        "prénom",
        "first name",
        (),
        "first_name",
        write_contact=lambda c, _language: c.first_name,
        example="Claire",
    ),
    Column(
        "email",
        Part.CONTACT,
        "e-mail",
        "e-mail",
        ("email", "mail", "courriel", "adresse e mail", "mel"),
        "email",
        write_contact=lambda c, _language: c.email or "",
        example="claire@atelier-morel.fr",
    ),
    Column(
        "phone",
        Part.CONTACT,
        "téléphone",
        "phone",
        ("tel", "mobile", "portable", "telephone portable", "numero de telephone"),
        "phone",
        write_contact=lambda c, _language: c.phone or "",
        width=10,
        example="06 39 98 21 07",
    ),
    Column(
        "language",
        Part.CONTACT,
        "langue",
        "language",
        (),
        "language",
        read=LANGUAGES.read,
        write_contact=lambda c, language: LANGUAGES.said("fr" if c.language == "fr" else "en", language),
        example="Français",
    ),
    Column(
        "role",
        Part.CONTACT,
        "rôle",
        "role",
        ("fonction", "qualite"),
        "role",
        read=ROLES.read,
        write_contact=lambda c, language: ROLES.said(c.role, language),
        example="Direction",
    ),
    Column(
        "default",
        Part.CONTACT,
        "par défaut",
        "default",
        ("contact par defaut", "principal"),
        "is_default",
        read=ANSWERS.read,
        write_contact=lambda c, language: _yes(c.is_default, language),
        example="Oui",
    ),
    Column(
        "invoices",
        Part.CONTACT,
        "reçoit les factures",
        "receives invoices",
        ("factures", "invoices"),
        "receives_invoices",
        read=ANSWERS.read,
        write_contact=lambda c, language: _yes(c.receives_invoices, language),
        example="Oui",
    ),
)
