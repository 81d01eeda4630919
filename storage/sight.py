"""`domain.rights.may_see`, as a WHERE clause: a test holds the two side by side."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from domain.clients import Access, ClientState
from domain.people import Collaborator, Role
from storage.tables import client_accesses, clients


def in_sight_of(who: Collaborator) -> ColumnElement[bool]:
    """Whether that person may see the row of `client`."""
    client = clients.c
    if not who.active:
        return false()
    of_the_firm = client.firm_id == who.firm_id
    if who.role is Role.ADMINISTRATOR:
        return of_the_firm
    given = exists().where(
        client_accesses.c.firm_id == client.firm_id,
        client_accesses.c.client_id == client.id,
        client_accesses.c.collaborator_id == who.id,
    )
    by_portfolio = true() if who.role is Role.MANAGER else client.access == Access.PORTFOLIO
    return and_(
        of_the_firm,
        client.state != ClientState.TERMINATED,
        or_(
            client.manager_id == who.id,
            client.access == Access.EVERYONE,
            given,
            and_(client.portfolio_id.in_(sorted(who.portfolios)), by_portfolio),
        ),
    )
