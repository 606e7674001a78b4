"""What the lists of audits share about second audits: one is begun, and both are compared."""

from __future__ import annotations

from auditui.ui.screens.listing import ListScreen


class SecondsScreen(ListScreen):
    """A list from which the audit under the cursor is read again, or compared."""

    def audit_here(self, what_for: str) -> str:
        """Return the id of the audit under the cursor; AuditError, with `what_for` it is asked, where it is on none."""
        raise NotImplementedError

    def action_second(self) -> None:
        """Begin the second audit of the finished one under the cursor, and go to it."""
        from auditui.ui import second  # noqa: PLC0415 - not needed to start

        self.desk.go_to(second.begin(self.desk, self.audit_here("read again")))

    def action_compare(self) -> None:
        """Show both audits of the file under the cursor."""
        from auditui.ui import second  # noqa: PLC0415 - not needed to start

        self.app.push_screen(second.comparison(self.desk, self.audit_here("compare")))
