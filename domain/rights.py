"""Who may see what, and do what. Every door asks here; no button replaces it.

`storage` turns `may_see` into its WHERE clause, and a test holds the two side by side.
"""

from domain.clients import Access, Client, ClientState
from domain.people import Collaborator, Role
from domain.refusals import ClientTerminated, NotFound, RoleTooLow
from domain.reserved import Reserved


def may_see(who: Collaborator, client: Client) -> bool:
    """Administrators see all; others the clients not terminated that are theirs or given to them."""
    if not who.active or who.firm_id != client.firm_id:
        return False
    if who.role is Role.ADMINISTRATOR:
        return True
    if client.state is ClientState.TERMINATED:
        return False
    if client.manager_id == who.id or client.access is Access.EVERYONE or who.id in client.chosen:
        return True
    if client.portfolio_id is None or client.portfolio_id not in who.portfolios:
        return False
    return client.access is Access.PORTFOLIO or who.role is Role.MANAGER


def may_lead(who: Collaborator, client: Client) -> bool:
    """May assign, invite, chase, accept a refused file: administrators, its manager, managers of its portfolio."""
    if not may_see(who, client):
        return False
    if who.role is Role.ADMINISTRATOR or client.manager_id == who.id:
        return True
    return who.role is Role.MANAGER and client.portfolio_id is not None and client.portfolio_id in who.portfolios


def may_work_on(who: Collaborator, client: Client) -> bool:
    """May change what the file holds: whoever sees it, as long as it is not terminated."""
    return may_see(who, client) and client.state is not ClientState.TERMINATED


def may_see_portfolio(who: Collaborator, portfolio_id: int) -> bool:
    """Whether this person may know of that portfolio: administrators, and its members."""
    return who.is_administrator or (who.active and portfolio_id in who.portfolios)


def may_see_mailboxes(who: Collaborator) -> bool:
    """Whether this person is told of a mailbox of the firm that is not read: all but collaborators."""
    return who.active and who.role is not Role.COLLABORATOR


def seen_by(who: Collaborator, client: Client | None) -> Client:
    """The client, for this person; NotFound when it does not exist or may not be seen."""
    if client is None or not may_see(who, client):
        raise NotFound("client")
    return client


def worked_on_by(who: Collaborator, client: Client | None) -> Client:
    """The client, for someone who sees it and may work on it; NotFound, ClientTerminated."""
    client = seen_by(who, client)
    if not may_work_on(who, client):
        raise ClientTerminated(client.name)
    return client


def led_by(who: Collaborator, client: Client | None, act: Reserved) -> Client:
    """The client, for someone who leads it; NotFound, ClientTerminated, RoleTooLow naming the act."""
    client = worked_on_by(who, client)
    if not may_lead(who, client):
        raise RoleTooLow(act)
    return client


def administrator(who: Collaborator, act: Reserved) -> Collaborator:
    """This person, who must be an administrator; RoleTooLow naming the act otherwise."""
    if not who.is_administrator:
        raise RoleTooLow(act)
    return who
