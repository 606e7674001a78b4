"""What the lists of audits and of drawn cases share: they follow what is saved, and second audits are begun and compared from them."""

from __future__ import annotations

from auditui.ui.screens.listing import ListScreen


class SecondsScreen(ListScreen):
    """A list that is read again as anything changes, and from which the audit under the cursor is read again, or compared."""

    def load(self) -> None:
        """Read what is listed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follow what is saved; the list is read as the screen comes to the front."""
        self.watch(self.app, "saved", self._saved, init=False)

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        self.load()

    def _saved(self, saved: str) -> None:
        if saved.startswith("saved") and self.app.screen is self:
            self.load()

    def others_wrote(self) -> None:
        """Show what another window wrote."""
        self.load()

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
