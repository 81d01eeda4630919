"""The desks of a client file's life."""

from handlers.life import erasing, exporting, history, merging, other_acts, state, terminating, unmerging

ALL = (state, other_acts, terminating, exporting, merging, unmerging, erasing, history)
LIFE_DESKS = tuple(module.desk for module in ALL)
