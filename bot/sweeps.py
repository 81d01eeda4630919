"""What the alarm clock wakes: each sweep asks the tables what is due, firm by firm."""

from collections.abc import Callable

from bot.office import House
from handlers.chase.sweep import AT_ONCE, send_chases


def sweeps_of(house: House) -> dict[str, Callable[[], None]]:
    """The sweeps by name."""

    def chases() -> None:
        for firm_id in house.database.firms_with_due_invitations(house.clock.now()):
            while send_chases(house.of(firm_id)) >= AT_ONCE:
                pass

    return {"chases": chases}
