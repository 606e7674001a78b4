"""Figures as data, with what is printed in place of each hidden number put back where the reason names it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from auditui.report.table import as_figures, as_json

if TYPE_CHECKING:
    from auditui.report.table import Table

#: As pages print it.
HIDDEN = "c"
_WHY = "small counts: "


def printed(table: Table) -> list[dict[str, Any]]:
    """The rows of a table of figures, as they leave as JSON; fails where a hidden number is not null there."""
    rows: list[dict[str, Any]] = json.loads(as_json(as_figures(table)))
    for row in rows:
        why = row.pop("hidden_because")
        assert not why or why.startswith(_WHY)
        for name in why.removeprefix(_WHY).split(", ") if why else ():
            assert row[name] is None
            row[name] = HIDDEN
    return rows
