"""Home: drafts to go on with, cases to audit, and what is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.audits.states import DRAFT, FINISHED, REOPENED
from auditui.core.grades import SHORT_GRADES
from auditui.figures.tallies import Selection
from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block, columns
from auditui.ui.screens.listing import ListScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from auditui.store import AuditLine, Case, ClockDoubt

#: So many lines of a list are read at once; the next are read when the cursor goes past them.
_WINDOW = 500
_VIEWS = {"drafts": "Drafts", "waiting": "Cases to audit", "finished": "Finished"}
_EMPTY = {
    "drafts": "No drafts. {waiting} shows the cases that wait to be audited; {new} begins an audit of any case.",
    "waiting": "No case waits. Bring a list in with: auditui case import FILE (CSV, XLSX, XLS, or a whole Annex A"
    " workbook). {new} begins an audit without one.",
    "finished": "Nothing is finished yet. A finished audit is listed here and counts in: auditui summary",
}


class HomeScreen(ListScreen):
    """Three lists, one at a time."""

    PLACE = "home"
    BINDINGS = bindings("home")
    ABOVE = ("tabs",)

    def __init__(self) -> None:
        """Begin with the drafts."""
        super().__init__()
        self.view = ""
        self.counts: dict[str, int] = {}
        self.part = ""
        self.limit = _WINDOW
        self.open_concerns = 0
        self.clock_doubt: ClockDoubt | None = None

    def on_mount(self) -> None:
        """Follow what is saved; the lists are read as the screen comes to the front."""
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

    def load(self) -> None:
        """Read the list of the view from the store."""
        store = self.desk.store
        states = store.count_audits()
        self.open_concerns = len(store.concerns(only_open=True))
        self.clock_doubt = store.clock_doubt()
        waiting = store.cases_waiting(part=self.part, limit=self.limit)
        self.counts = {
            "drafts": states.get(DRAFT, 0) + states.get(REOPENED, 0),
            "waiting": len(waiting),
            "finished": states.get(FINISHED, 0),
        }
        self.view = self.view or next((view for view in ("drafts", "waiting") if self.counts[view]), "drafts")
        if self.view == "waiting":
            self.rows = waiting
        else:
            wanted = (FINISHED,) if self.view == "finished" else (DRAFT, REOPENED)
            audits = store.audits(Selection(case=self.part), wanted, limit=self.limit)
            self.rows = sorted(audits, key=lambda line: line.auditor != self.desk.auditor)
        self.stay_inside()
        self.paint()

    def heading(self) -> str:
        """Say whose desk this is."""
        return f"auditui · {self.desk.auditor}" if self.desk.auditor else "auditui"

    def paint(self) -> None:
        """Paint tabs and list."""
        self.paint_top()
        lines = [self._tabs()]
        if self.open_concerns:
            one = self.open_concerns == 1
            count = f"{self.open_concerns} immediate {'concern is' if one else 'concerns are'} not answered"
            lines.append([(f" {count}: {self.key('home.concern')} shows what to do ", "bad")])
        if self.clock_doubt:
            words = f"{self.clock_doubt.message} {self.clock_doubt.remedy}"
            lines += block(words, self.list_page.width, "bad")
        top = self.query_one("#tabs", Page)
        top.styles.height = len(lines)
        top.show(lines)
        width = self.list_page.width
        if not self.rows:
            self.list_page.show([[], *block(self._empty(), width, "dim")])
            return
        cells = _case_cells if self.view == "waiting" else _audit_cells
        wide = max(width - 58, 16)
        self.list_page.show([[(columns(cells(row, wide), width), "")] for row in self.rows], self.at)

    def _tabs(self) -> Line:
        tabs: Line = []
        for view, words in _VIEWS.items():
            number = self.counts.get(view, 0)
            shown = f"{number}+" if view == "waiting" and number == self.limit else str(number)
            tabs += [(f" {words} {shown} ", "given" if view == self.view else "dim"), ("  ", "")]
        return [*tabs, (f"holding {self.part!r}", "fair")] if self.part else tabs

    def _empty(self) -> str:
        if self.part:
            return f"Nothing here holds {self.part!r}; {self.key('home.find')} and Enter shows all again."
        return _EMPTY[self.view].format(waiting=self.key("home.waiting"), new=self.key("home.new"))

    def action_view(self, view: str) -> None:
        """Show another list."""
        self.view, self.at, self.limit = view, 0, _WINDOW
        self.load()

    def action_move(self, by: int) -> None:
        """Move the cursor; past the last line there may be more to read."""
        if len(self.rows) == self.limit and self.at + by >= self.limit:
            self.limit += _WINDOW
            self.load()
        super().action_move(by)

    def action_open(self) -> None:
        """Go on with the audit, or begin one of the case."""
        if self.rows and self.view == "waiting":
            self.desk.begin(self.rows[self.at])
        elif self.rows:
            self.desk.go_to(self.rows[self.at].id)
        else:
            self.say(f"There is nothing here to open: {self.key('home.new')} begins an audit")

    def action_withdraw(self) -> None:
        """Withdraw the audit under the cursor, with a reason."""
        if not self.rows or self.view == "waiting":
            self.say("There is no audit here to withdraw")
            return
        line: AuditLine = self.rows[self.at]

        def withdraw(values: list[str]) -> None:
            self.desk.open_audit(line.id).withdraw(values[0])
            self.say(
                f"Withdrawn: case {line.case}. auditui audit restore {line.id[:8]} --reason brings it back"
            )

        self.ask(prompts.WITHDRAW, then=withdraw)

    def action_find(self) -> None:
        """Show only cases whose reference holds what is typed."""

        def narrow(values: list[str]) -> None:
            self.part, self.at, self.limit = values[0], 0, _WINDOW
            self.load()

        self.ask(prompts.any_words("Show cases holding (nothing: all):", self.part), then=narrow)

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
        self.desk.begin()


def _audit_cells(line: AuditLine, wide: int) -> list[tuple[str, int]]:
    last = SHORT_GRADES.get(line.judgement, "") if line.state == FINISHED else f"{line.answered} answered"
    if line.state == REOPENED:
        last = "reopened"
    day = line.event or line.begun_at[:10]
    return [
        *((line.case, 12), (line.title, wide), (day, 10), (line.team, 10)),
        *((line.auditor, 5), (last, 14)),
    ]


def _case_cells(case: Case, wide: int) -> list[tuple[str, int]]:
    theme = case.theme.replace("-", " ").capitalize() or "Any checklist"
    return [
        *((case.ref, 12), (theme, wide), (case.event, 10), (case.team, 10)),
        *((case.age_band, 8), (case.category, 14)),
    ]
