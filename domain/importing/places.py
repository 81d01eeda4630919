"""Who answers for the client and who sees it, as a row names them."""

from typing import Any

from domain.form_errors import Errors
from domain.importing.known import Importer
from domain.importing.rows import Line


def named_in(line: Line, importer: Importer) -> dict[str, Any]:
    """Of `manager_id`, `portfolio_id`, `access` and `chosen`, those that the row names. FormRefused."""
    errors, named = Errors(), dict[str, Any]()
    with errors.beside("manager"):
        if "manager" in line.place:
            named["manager_id"] = importer.manager(line.place["manager"])
    with errors.beside("portfolio"):
        if "portfolio" in line.place:
            named["portfolio_id"] = importer.portfolio(line.place["portfolio"])
    with errors.beside("access"):
        if "access" in line.place:
            named["access"], named["chosen"] = importer.access(line.place["access"])
    errors.raise_any()
    return named
