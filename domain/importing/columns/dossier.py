"""What the firm keeps of the client: how it is followed, and by whom."""

from domain.clients import Access, ClientState
from domain.importing.columns.column import Dossier, Part, SheetColumn, yes
from domain.importing.words import (
    ACCESSES,
    ANSWERS,
    FEES,
    KINDS,
    SERVICES,
    STATES,
    read_currency,
    read_mails,
    read_services,
    said_mails,
)


def _access(dossier: Dossier) -> str:
    everyone = dossier.client.access is not Access.CHOSEN
    told = [ACCESSES.said(dossier.client.access, dossier.language)] if everyone else []
    return "; ".join([*told, *dossier.people])


def _state(dossier: Dossier) -> str:
    """No sheet terminates a client, nor opens one that is."""
    state = dossier.client.state
    return "" if state is ClientState.TERMINATED else STATES.said(state, dossier.language)


def _amount(dossier: Dossier) -> str:
    amount = dossier.client.last_declaration
    if amount is None:
        return ""
    return str(amount).replace(".", ",") if dossier.language == "fr" else str(amount)


NIR = SheetColumn(
    "nir",
    Part.NIR,
    "Numéro de sécurité sociale",
    "Social security number",
    ("nir", "n de securite sociale", "n securite sociale", "numero secu", "securite sociale", "social security no"),
    "nir",
    write=lambda d: d.nir,
    width=15,
    example="1 84 12 37 261 042 56",
)
DOSSIER = (
    SheetColumn(
        "code",
        Part.FORM,
        "Code dossier",
        "Firm code",
        ("code", "n dossier", "numero de dossier", "code client", "client code", "reference"),
        "code",
        write=lambda d: d.client.code or "",
        example="0412",
    ),
    SheetColumn(
        "second",
        Part.FORM,
        "Second dossier",
        "Second file",
        ("deuxieme dossier",),
        "second",
        read=ANSWERS.read,
    ),
    SheetColumn(
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
    SheetColumn(
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
    SheetColumn(
        "urssaf_account",
        Part.FORM,
        "Compte Urssaf",
        "Urssaf account",
        ("n compte urssaf", "numero urssaf", "urssaf"),
        "urssaf_account",
        write=lambda d: d.client.urssaf_account or "",
        example="117000001234567890",
    ),
    SheetColumn(
        "urssaf_amount",
        Part.FORM,
        "Dernière déclaration Urssaf",
        "Last Urssaf declaration",
        ("derniere declaration", "montant urssaf", "last declaration"),
        "last_declaration",
        write=_amount,
        example="1234,50",
    ),
    NIR,
    SheetColumn(
        "portfolio",
        Part.PLACE,
        "Portefeuille",
        "Portfolio",
        (),
        "portfolio",
        write=lambda d: d.portfolio,
        example="Artisans",
    ),
    SheetColumn(
        "manager",
        Part.PLACE,
        "Responsable",
        "Manager",
        ("chef de mission", "responsable de dossier", "collaborateur responsable"),
        "manager",
        write=lambda d: d.manager,
        example="Nadia Benali",
    ),
    SheetColumn(
        "access",
        Part.PLACE,
        "Accès",
        "Access",
        ("acces", "collaborateurs", "visible par", "collaborators"),
        "access",
        write=_access,
        example="Portefeuille",
    ),
    SheetColumn(
        "deposit",
        Part.FILE,
        "Adresse de dépôt",
        "Deposit address",
        ("adresse depot", "e mail de depot"),
        "deposit",
        write=lambda d: d.deposit,
    ),
    SheetColumn(
        "state",
        Part.EXTRA,
        "État",
        "State",
        (),
        "state",
        read=STATES.read,
        write=_state,
        example="Actif",
    ),
    SheetColumn(
        "ready",
        Part.EXTRA,
        "Bilan flash prêt",
        "Ready to invite",
        ("pret a inviter",),
        "ready_to_invite",
        read=ANSWERS.read,
        write=lambda d: yes(d.client.ready_to_invite, d.language),
        example="Oui",
    ),
    SheetColumn(
        "currency",
        Part.EXTRA,
        "Devise",
        "Currency",
        ("monnaie",),
        "currency",
        read=read_currency,
        write=lambda d: d.client.currency or "",
        example="EUR",
    ),
    SheetColumn(
        "fee_type",
        Part.EXTRA,
        "Type de frais",
        "Fee type",
        ("frais", "type de frais par defaut", "default fee type"),
        "fee_type",
        read=FEES.read,
        write=lambda d: FEES.said(d.client.fee_type, d.language) if d.client.fee_type else "",
        example="Frais au forfait",
    ),
    SheetColumn(
        "mails",
        Part.EXTRA,
        "E-mails reçus",
        "E-mails received",
        ("emails recus", "communications"),
        "mails",
        read=read_mails,
        write=lambda d: said_mails(d.client.mails, d.language),
        example="Pièces demandées et à refaire",
    ),
)
