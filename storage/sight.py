"""`domain.rights.may_see`, as a WHERE clause: a test holds the two side by side."""

from sqlalchemy import ColumnElement, Table, and_, exists, false, or_, select, true

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


def unseen_by(who: Collaborator, table: Table) -> ColumnElement[bool]:
    """Whether the row of that table is of a client that is not in that person's sight."""
    if table is clients:
        return ~in_sight_of(who)
    seen = select(clients.c.id).where(clients.c.firm_id == who.firm_id, in_sight_of(who))
    return table.c.client_id.is_not(None) & table.c.client_id.not_in(seen)
