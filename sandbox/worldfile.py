"""The world file: the team, people, channels and mail that the sandbox starts with."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

STRICT = ConfigDict(extra="forbid")


@dataclass
class Team:
    id: str = "T0VALMONT"
    name: str = "Cabinet Valmont"
    domain: str = "cabinet-valmont"

    __pydantic_config__ = STRICT


@dataclass
class AppIdentity:
    id: str = "A0APP"
    bot_user: str = "U0APP"
    bot_id: str = "B0APP"

    __pydantic_config__ = STRICT


@dataclass
class User:
    id: str
    name: str
    real_name: str
    email: str | None = None
    locale: str = "fr-FR"
    tz: str = "Europe/Paris"
    deleted: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    team_id: str | None = None
    """Another team's id for a Slack Connect guest; None for the world's own team."""
    title: str = ""
    """What the profile says of their work; the page shows it beside the name."""

    __pydantic_config__ = STRICT


@dataclass
class Channel:
    id: str
    name: str
    is_private: bool = False
    members: list[str] = field(default_factory=list)
    with_bot: bool = False
    im_of: str | None = None
    """The person of a direct-message channel with the app; None for the others."""
    between: bool = False
    """Whether it is the direct-message channel of its two members, where the app is not."""
    archived: bool = False
    creator: str = ""
    created: int = 0
    """In Unix seconds."""

    __pydantic_config__ = STRICT

    @property
    def is_im(self) -> bool:
        return self.im_of is not None or self.between


@dataclass
class MailPerson:
    name: str
    email: str

    __pydantic_config__ = STRICT


@dataclass
class MailSettings:
    mailbox: str = "contact@cabinet-valmont.example"
    domain: str = "cabinet-valmont.example"
    authserv_id: str = "mx.sandbox.example"
    people: list[MailPerson] = field(default_factory=list)

    __pydantic_config__ = STRICT


@dataclass
class ClockSettings:
    start: datetime | None = None
    """Where the world's clock starts; None for the machine's own time."""

    __pydantic_config__ = STRICT


@dataclass
class WorldFile:
    users: list[User]
    channels: list[Channel]
    team: Team = field(default_factory=Team)
    app: AppIdentity = field(default_factory=AppIdentity)
    mail: MailSettings = field(default_factory=MailSettings)
    clock: ClockSettings = field(default_factory=ClockSettings)

    __pydantic_config__ = STRICT


def read_world_file(path: Path) -> WorldFile:
    """The world of a JSON file; pydantic's ValidationError says what is wrong in it."""
    return TypeAdapter(WorldFile).validate_json(path.read_bytes())


def small_world() -> WorldFile:
    """The built-in world: three people of a firm, two channels, one client who writes."""
    return WorldFile(
        users=[
            User("U0HELENE", "helene", "Hélène Valmont", "helene@cabinet-valmont.example"),
            User("U0NADIA", "nadia", "Nadia Benali", "nadia@cabinet-valmont.example"),
            User("U0JULIEN", "julien", "Julian Carter", "julian@cabinet-valmont.example", locale="en-US"),
        ],
        channels=[
            Channel("C0COURRIER", "courrier", members=["U0HELENE", "U0NADIA", "U0JULIEN"], with_bot=True),
            Channel("C0CABINET", "cabinet", members=["U0HELENE", "U0NADIA", "U0JULIEN"]),
        ],
        mail=MailSettings(people=[MailPerson("Claire Morel", "claire@atelier-morel.example")]),
    )
