"""The audits of one period of a trend, each to be opened at its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.states import FINISHED, REOPENED
from auditui.report import times
from auditui.ui.keys import bindings
from auditui.ui.lines import columns
from auditui.ui.screens.listing import ListScreen
from auditui.ui.screens.score import ScoreScreen

if TYPE_CHECKING:
    from auditui.figures.tallies import Selection
    from auditui.store import AuditLine


class PeriodScreen(ListScreen):
    """The finished audits that `where` selects; with an item, each with its answer to that."""

    PLACE = "period"
    BINDINGS = bindings("period")

    def __init__(self, heading: str, where: Selection, item: str) -> None:
        """List the audits under `heading`."""
        super().__init__()
        self._heading, self._where, self.item = heading, where, item
        self.answers: dict[str, str] = {}

    def on_mount(self) -> None:
        """Read the audits and their answers once, whatever is painted later."""
        store = self.desk.store
        self.rows = store.audits(self._where, (FINISHED, REOPENED))
        if not self.item:
            return
        versions = {checklist.name: checklist for checklist in store.versions(self._where.checklist)}
        values = store.answers_to(self.item, self._where)
        for line in self.rows:
            item = versions[line.checklist].item(self.item)
            value = values.get(line.id)
            self.answers[line.id] = item.label(value) if item and value else "not asked"

    def heading(self) -> str:
        """Say which period."""
        return self._heading

    def paint(self) -> None:
        """Show the audits."""
        self.paint_top()
        page = self.list_page
        rows = [[(self._row(line, page.width), "")] for line in self.rows]
        page.show(rows, self.at if rows else None)

    def _row(self, line: AuditLine, width: int) -> str:
        cells = [
            *(
                (line.case, 12),
                (times.day(line.finished_at) or "open again", 10),
                (line.team, 12),
                (line.auditor, 5),
            ),
            (line.judged, 20),
            (self.answers.get(line.id, ""), max(width - 64, 8)),
        ]
        return columns(cells, width)

    def action_open(self) -> None:
        """Open the audit the cursor is on, at the item the trend is of."""
        if self.rows:
            self.app.push_screen(ScoreScreen(self.desk.open_audit(self.rows[self.at].id), self.item))
