"""The audits that were withdrawn, each to be looked at and brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from auditui.core.audits.states import WITHDRAWN
from auditui.store import Listing
from auditui.ui import list_rows, prompts
from auditui.ui.columns import Columns
from auditui.ui.keys import bindings
from auditui.ui.lines import block
from auditui.ui.long_list import Drawn, Windowed
from auditui.ui.screens.listing import ListScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from auditui.ui.list_rows import AuditRow

_SAMPLE = 64


class WithdrawnScreen(ListScreen):
    """Withdrawn audits, the one withdrawn last first."""

    PLACE = "withdrawn"
    BINDINGS = bindings("withdrawn")
    HEADING = "Withdrawn audits"
    BEFORE = ("heads",)

    def on_mount(self) -> None:
        """Read them, and again whenever something is saved."""
        self.watch(self.app, "saved", self.load, init=False)
        self.load()

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        self.load()

    def load(self) -> None:
        """Name what is listed."""
        store = self.desk.store
        ids = store.listed_audits(Listing(states=(WITHDRAWN,)))
        self.rows = Windowed(ids, partial(list_rows.audit_rows, store), None)
        self.stay_inside()
        self.paint()

    def others_wrote(self) -> None:
        """Show what another window wrote."""
        self.load()

    def paint(self) -> None:
        """Paint headings and audits."""
        self.paint_top()
        width, heads = self.list_page.width, self.query_one("#heads", Page)
        if not self.rows:
            heads.show([])
            self.list_page.show([[], *block("No audit has been withdrawn.", width, "dim")])
            return
        today = prompts.today()

        def cells(row: AuditRow) -> tuple[str, ...]:
            return list_rows.draft_cells(row, today)

        columns = Columns(list_rows.DRAFTS, width, [cells(row) for row in self.rows[:_SAMPLE] if row])
        heads.show([[(columns.head, "head")]])
        self.list_page.show(
            Drawn(self.rows, lambda row: [(columns.line(cells(row)), "")] if row else [("gone", "dim")]),
            self.at,
        )

    def action_open(self) -> None:
        """Look at the audit under the cursor; the way back leads here."""
        row = self.rows[self.at] if self.rows else None
        if row is None:
            self.say("There is no withdrawn audit to open")
        else:
            self.desk.look_at(row.line.id, "")

    def action_restore(self) -> None:
        """Bring back the audit under the cursor, with a reason."""
        row = self.rows[self.at] if self.rows else None
        if row is None:
            self.say("There is no withdrawn audit to bring back")
            return
        line = row.line

        def restore(values: list[Any]) -> None:
            self.desk.open_audit(line.id).restore(values[0])
            self.say(f"Brought back: case {line.case}")

        self.ask(prompts.RESTORE, then=restore)
