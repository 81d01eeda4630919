"""The firm: the tenant, its settings, its desk in Slack and its mailbox."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.addresses import domain_of
from domain.calendar import MORNING, Calendar
from domain.chasing import USUAL_DAYS
from domain.clients import Access, FeeType, Service

PARIS = ZoneInfo("Europe/Paris")
ACCOUNTING = "expertise comptable"


@dataclass(frozen=True, slots=True)
class Firm:
    """One Slack workspace, its settings, its mailbox.

    `chase_days` are working days after sending, growing. `department` gives the public holidays.
    `invitation_read_at` is when an administrator, `invitation_read_by`, allowed sending; until then no letter leaves
    for a client.
    `mail_channel` is the Slack channel of the mail cards. `retention_years` count from a client's termination.
    `escalates_to_administrators` when they are told, beside the manager, that nobody has answered the last chase.
    `logo_sha256` is the content of the logo, since `logo_at`; `accent` a colour of the client space, as `#1f5c57`.
    `nir_reason` is why the firm holds social security numbers; None while it asks for none.
    """

    id: int
    name: str
    slack_team: str
    mail_from: str
    zone: ZoneInfo = PARIS
    department: str = "75"
    profession: str = ACCOUNTING
    street: str = ""
    postal_code: str = ""
    town: str = ""
    phone: str = ""
    mail_channel: str | None = None
    authserv_id: str | None = None
    chase_days: tuple[int, ...] = USUAL_DAYS
    chase_hour: time = MORNING
    closed_days: frozenset[date] = frozenset()
    manager_required: bool = False
    collaborators_create: bool = True
    default_services: frozenset[Service] = frozenset()
    default_access: Access = Access.PORTFOLIO
    retention_years: int = 10
    digest_hour: time = time(8, 30)
    currency: str = "EUR"
    fee_type: FeeType = FeeType.FLAT
    nir_reason: str | None = None
    invitation_read_at: datetime | None = None
    invitation_read_by: int | None = None
    sending_stopped: bool = False
    escalates_to_administrators: bool = False
    logo_sha256: str | None = None
    logo_at: datetime | None = None
    accent: str | None = None

    @property
    def inbox(self) -> str:
        """What stands before the domain in the firm's own address: the deposit addresses begin with it."""
        return self.mail_from.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The mail domain of the firm's own addresses."""
        return domain_of(self.mail_from)

    def calendar(self, department: str | None = None) -> Calendar:
        """Its zone and closing days, with the public holidays of that department, or else its own."""
        return Calendar(self.zone, department or self.department, self.closed_days)

    def deposit_address(self, deposit: str) -> str:
        return f"{deposit}@{self.domain}"
