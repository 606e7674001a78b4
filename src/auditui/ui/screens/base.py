"""What every screen has: a bar at the top that says where one is and what is saved, and the keys below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from auditui.ui.commands import SCREENS
from auditui.ui.lines import bar
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from auditui.ui.app import AuditApp


class AuditScreen(Screen[Any]):
    """A screen with its top bar and key bar. `PLACE` names its commands in the registry."""

    AUTO_FOCUS = ""
    PLACE: ClassVar[str] = ""

    @property
    def audit_app(self) -> AuditApp:
        """The app, by its own type."""
        return cast("AuditApp", self.app)

    def on_mount(self) -> None:
        """Keep the bars in step with the app."""
        self.watch(self.app, "saved", self.paint_top, init=False)
        self.query_one(KeyBar).show_commands(list(SCREENS[self.PLACE]))

    def on_resize(self) -> None:
        """Lay everything out anew for the new width."""
        self.call_after_refresh(self.paint)

    def heading(self) -> str:
        """Say where one is."""
        return ""

    def paint_top(self) -> None:
        """Paint the top bar."""
        top = self.query_one("#top", Page)
        marks = ["MADE-UP COUNCIL"] if self.audit_app.made_up else []
        marks += [mark for mark in (self.progress(), self.audit_app.saved) if mark]
        top.show([bar(self.heading(), "  ".join(marks), top.size.width)])

    def progress(self) -> str:
        """Say how far one is."""
        return ""

    def paint(self) -> None:
        """Paint everything."""
        self.paint_top()

    def leave(self) -> None:
        """Keep what is being written, before the app ends."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in passing."""
        self.query_one(KeyBar).say(text, "bad" if wrong else "good")
