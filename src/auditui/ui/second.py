"""Second audits from a list: one is begun, and both are shown side by side, as `auditui audit compare` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.report.agreement import compared, read_pair
from auditui.store import begin_second
from auditui.ui.lines import block, columns
from auditui.ui.screens.page import PageScreen

if TYPE_CHECKING:
    from auditui.report.table import Table
    from auditui.ui.desk import Desk
    from auditui.ui.lines import Line

#: The cells of an answer; what is left of the width is the item's.
_ANSWER = 18


def begin(desk: Desk, first: str) -> str:
    """Begin the second audit of a finished one and return its id; AuditError where it cannot be, or nobody is known here yet."""
    if not desk.auditor:
        raise AuditError("Nobody is known here yet", "Begin an audit first: that asks for your auditor code")
    return begin_second(desk.store, first, by=desk.auditor)


def comparison(desk: Desk, audit: str) -> PageScreen:
    """Return the page with both audits of a file, named by the id of either; AuditError where they cannot be compared."""
    table = compared(read_pair(desk.store, audit, desk.auditor))
    return PageScreen(table.title, lambda width: _lines(table, width))


def _lines(table: Table, width: int) -> list[Line]:
    """Return the items with both answers, under their sections, where they differ marked."""
    wide = max(width - 2 * (_ANSWER + 1) - 3, 10)
    lines: list[Line] = [*_notes(table, width), []]
    lines.append([(columns([("  Item", wide + 3), ("First", _ANSWER), ("Second", _ANSWER)], width), "head")])
    section = ""
    for of, _, title, first, second, same in table.rows:
        if of != section:
            section = str(of)
            lines += [[], [(section, "label")]] if section else [[]]
        cells = [(str(title), wide), (str(first), _ANSWER), (str(second), _ANSWER)]
        differs = same == "no"
        lines.append(
            [("▸ " if differs else "  ", "bad"), (columns(cells, width), "strong" if differs else "")]
        )
    return lines


def _notes(table: Table, width: int) -> list[Line]:
    return [line for note in table.notes for line in block(note, width)]
