"""`make bench`: every figure beside its floor, in one table; `python -m benches search start` takes some parts."""

import resource
import sys
import time
from collections.abc import Callable, Iterable

from benches import commands, importing, local_slack, mail, screens, sweep
from benches import search as searching
from benches import start as starting
from benches.rows import Row, print_table, say

PARTS: dict[str, Callable[[], Iterable[Row]]] = {
    "commands": commands.rows,
    "mail": mail.rows,
    "sweep": sweep.rows,
    "search": searching.rows,
    "screens": screens.rows,
    "import": importing.rows,
    "start": starting.rows,
    "sandbox": local_slack.rows,
}


def main(names: list[str]) -> None:
    unknown = set(names) - set(PARTS)
    if unknown:
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}.")
    rows: list[Row] = []
    for name in names or PARTS:
        began = time.perf_counter()
        rows += PARTS[name]()
        say(f"{name}: {time.perf_counter() - began:.0f} s")
    print_table(rows)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    main(sys.argv[1:])
