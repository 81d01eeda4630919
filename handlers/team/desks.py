"""The desks of the team, in the order in which Bolt tries their doors."""

from handlers.team import asking, commands, leaving, members, moving, portfolio_form, portfolios, user_form, users

TEAM_DESKS = tuple(
    module.desk for module in (commands, users, user_form, leaving, members, portfolios, portfolio_form, moving, asking)
)
