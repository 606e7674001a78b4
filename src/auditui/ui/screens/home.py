"""Home: drafts to go on with, cases to audit, and what is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from auditui.core.audits.audit import DRAFT, FINISHED, REOPENED
from auditui.core.grades import SHORT_GRADES
from auditui.figures.tallies import Selection
from auditui.ui import asking
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block, columns
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from auditui.store import AuditLine, Case

_MOST = 500
_VIEWS = {"drafts": "Drafts", "waiting": "Cases to audit", "finished": "Finished"}
_EMPTY = {
    "drafts": "No drafts. w shows the cases that wait to be audited; n begins an audit of any case.",
    "waiting": "No case waits. Bring a list in with: auditui case import FILE (CSV, XLSX, XLS, or a whole Annex A workbook). n begins an audit without one.",
    "finished": "Nothing is finished yet. A finished audit is listed here and counts in: auditui summary",
}


class HomeScreen(AuditScreen):
    """Three lists, one at a time."""

    PLACE = "home"
    BINDINGS = bindings("home")

    def __init__(self) -> None:
        """Begin with the drafts."""
        super().__init__()
        self.view = ""
        self.at = 0
        self.audits: list[AuditLine] = []
        self.cases: list[Case] = []
        self.counts: dict[str, int] = {}
        self.part = ""
        self.open_concerns = 0

    def compose(self) -> ComposeResult:
        """The tabs, the list."""
        yield Page(id="top")
        yield Page(id="tabs")
        with Vertical(id="body"):
            yield Page(id="list")
            yield Ask(id="ask")
        yield KeyBar()

    def on_mount(self) -> None:
        """Follow what is saved; the lists are read as the screen comes to the front."""
        self.watch(self.app, "saved", self._saved, init=False)

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        self.load()

    def _saved(self, saved: str) -> None:
        if saved.startswith("saved") and self.app.screen is self:
            self.load()

    def load(self) -> None:
        """Read the list of the view from the store."""
        store = self.audit_app.store
        states = store.count_audits()
        self.open_concerns = len(store.concerns(only_open=True))
        waiting = [
            case for case in store.cases_waiting(limit=_MOST) if self.part.casefold() in case.ref.casefold()
        ]
        self.counts = {
            "drafts": states.get(DRAFT, 0) + states.get(REOPENED, 0),
            "waiting": len(waiting),
            "finished": states.get(FINISHED, 0),
        }
        self.view = self.view or next((view for view in ("drafts", "waiting") if self.counts[view]), "drafts")
        self.cases = waiting if self.view == "waiting" else []
        self.audits = []
        if self.view != "waiting":
            wanted = (FINISHED,) if self.view == "finished" else (DRAFT, REOPENED)
            self.audits = store.audits(Selection(case=self.part), wanted, limit=_MOST)
            self.audits.sort(key=lambda line: line.auditor != self.audit_app.auditor)
        self.at = max(min(self.at, self.length - 1), 0)
        self.paint()

    @property
    def length(self) -> int:
        """How many rows the list has."""
        return len(self.audits) or len(self.cases)

    def heading(self) -> str:
        """Say whose desk this is."""
        return f"auditui · {self.audit_app.auditor}" if self.audit_app.auditor else "auditui"

    def paint(self) -> None:
        """Paint tabs and list."""
        self.paint_top()
        tabs: Line = []
        for view, words in _VIEWS.items():
            number = self.counts.get(view, 0)
            shown = f"{number}+" if view == "waiting" and number == _MOST else str(number)
            tabs += [(f" {words} {shown} ", "given" if view == self.view else "dim"), ("  ", "")]
        if self.part:
            tabs.append((f"holding {self.part!r}", "fair"))
        lines = [tabs]
        if self.open_concerns:
            one = (
                "1 immediate concern is"
                if self.open_concerns == 1
                else f"{self.open_concerns} immediate concerns are"
            )
            lines.append([(f" {one} not answered: ! shows what to do ", "bad")])
        top = self.query_one("#tabs", Page)
        top.styles.height = len(lines)
        top.show(lines)
        page = self.query_one("#list", Page)
        if not self.length:
            empty = (
                f"Nothing here holds {self.part!r}; / and Enter shows all again."
                if self.part
                else _EMPTY[self.view]
            )
            page.show([[], *block(empty, page.width, "dim")])
            return
        width = page.width
        wide = max(width - 58, 16)
        rows: list[Line] = [[(self._audit_row(line, wide, width), "")] for line in self.audits]
        rows += [[(self._case_row(case, wide, width), "")] for case in self.cases]
        page.show(rows, self.at)

    def _audit_row(self, line: AuditLine, wide: int, width: int) -> str:
        last = SHORT_GRADES.get(line.judgement, "") if line.state == FINISHED else f"{line.answered} answered"
        if line.state == REOPENED:
            last = "reopened"
        day = line.event or line.begun_at[:10]
        cells = [
            (line.case, 12),
            (line.title, wide),
            (day, 10),
            (line.team, 10),
            (line.auditor, 5),
            (last, 14),
        ]
        return columns(cells, width)

    def _case_row(self, case: Case, wide: int, width: int) -> str:
        theme = case.theme.replace("-", " ").capitalize() or "Any checklist"
        cells = [
            (case.ref, 12),
            (theme, wide),
            (case.event, 10),
            (case.team, 10),
            (case.age_band, 8),
            (case.category, 14),
        ]
        return columns(cells, width)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.length:
            self.at = max(min(self.at + by, self.length - 1), 0)
            self.query_one("#list", Page).move_cursor(self.at)

    def action_view(self, view: str) -> None:
        """Show another list."""
        self.view, self.at = view, 0
        self.load()

    def action_open(self) -> None:
        """Go on with the audit, or begin one of the case."""
        if self.audits:
            self.audit_app.go_to(self.audits[self.at].id)
        elif self.cases:
            self.audit_app.begin(self.cases[self.at])
        else:
            self.say("There is nothing here to open: n begins an audit")

    def action_find(self) -> None:
        """Show only cases whose reference holds what is typed."""

        def narrow(values: list[str]) -> None:
            self.part, self.at = values[0], 0
            self.load()

        self.ask(asking.any_words("Show cases holding (nothing: all):", self.part), then=narrow)

    def action_concern(self) -> None:
        """Show the immediate concerns."""
        from auditui.ui.screens.concerns import ConcernsScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(ConcernsScreen())

    def action_trends(self) -> None:
        """Show how the figures move."""
        from auditui.ui.screens.trends import TrendsScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(TrendsScreen())

    def action_new(self) -> None:
        """Begin an audit of any case."""
        self.audit_app.begin()

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press moves the cursor; a press on it opens."""
        if message.page.id != "list" or message.line >= self.length:
            return
        if message.line == self.at:
            self.action_open()
        else:
            self.action_move(message.line - self.at)
