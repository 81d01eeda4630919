"""The child: a sheet comes in by the standard input, and goes out as JSON, or the reason why not.

Its memory and its time are counted, and once it is loaded it can open nothing more: no file, no connection.
"""

import json
import resource
import sys

from bot.sheets.workbook import is_workbook, read_workbook
from domain.sheets.sheet import LARGEST_FILE, SheetRefused
from domain.sheets.text import read_text

MEMORY = 280 * 2**20
SECONDS = 8


def main() -> None:
    shut_in()
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    try:
        sheet = read_workbook(content) if is_workbook(content) else read_text(content)
    except SheetRefused as refused:
        answer: object = {"fault": refused.fault.value, "line": refused.line}
    else:
        answer = {"headers": sheet.headers, "rows": [[row.line, row.cells] for row in sheet.rows]}
    sys.stdout.write(json.dumps(answer))


def shut_in() -> None:
    """From here on: so much memory, so many seconds, and not one more descriptor."""
    for encoding in ("utf-8-sig", "cp1252", "cp437"):
        "".encode(encoding)  # loads the file of that encoding
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    main()
