"""The parent's side: one child a sheet, and whatever becomes of it is a sheet or a refusal."""

import json
import logging
import subprocess
import sys

from domain.sheets.sheet import Fault, Sheet, SheetRefused, SheetRow

log = logging.getLogger(__name__)

PATIENCE = 9.0


def read_sheet(content: bytes) -> Sheet:
    """The sheet in that file, .xlsx, .ods or .csv by its content; SheetRefused, in less than ten seconds."""
    command = [sys.executable, "-I", "-m", "bot.sheets.child"]
    try:
        child = subprocess.run(  # noqa: S603 - our own program, our own arguments
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        log.warning("sheet not read in time")
        raise SheetRefused(Fault.TOO_LARGE) from None
    if child.returncode != 0:
        # Killed by one of its limits, or by the sheet itself.
        log.warning("sheet not read, its reader ended", extra={"code": child.returncode})
        raise SheetRefused(Fault.TOO_LARGE)
    answer = json.loads(child.stdout)
    if "fault" in answer:
        raise SheetRefused(Fault(answer["fault"]), answer["line"])
    return Sheet(answer["headers"], [SheetRow(line, cells) for line, cells in answer["rows"]])
