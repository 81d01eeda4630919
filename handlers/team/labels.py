"""The team in words: roles, and what each may do."""

from domain.people import Role
from handlers.words import Words


def team_role_label(role: Role, words: Words) -> str:
    """`Chef de mission`, `Manager`."""
    return {
        Role.ADMINISTRATOR: words.gettext("Administrator"),
        Role.MANAGER: words.gettext("Engagement manager"),
        Role.COLLABORATOR: words.gettext("Collaborator"),
    }[role]


def own_role_note(role: Role, words: Words) -> str:
    """The same, said to that very person."""
    return {
        Role.ADMINISTRATOR: words.gettext("Everything: all the clients, the team and the settings"),
        Role.MANAGER: words.gettext("Everything on the clients of your portfolios, and on your own"),
        Role.COLLABORATOR: words.gettext("You work on the clients opened to you"),
    }[role]


def role_note(role: Role, words: Words) -> str:
    """What that role may do, in a few words."""
    return {
        Role.ADMINISTRATOR: words.gettext("Everything: all the clients, the team and the settings"),
        Role.MANAGER: words.gettext("Everything on the clients of their portfolios, and on their own"),
        Role.COLLABORATOR: words.gettext("Works on the clients opened to them"),
    }[role]


def clients_counted(n: int, words: Words) -> str:
    """`42 dossiers`."""
    return words.ngettext("{n} client file", "{n} client files", n).format(n=words.number(n))
