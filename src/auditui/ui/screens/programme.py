"""The programme: who has which drawn cases, how far each is, what is late; and the ways to draw, give out and chase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits.samples import WorkChased
from auditui.core.errors import AuditError
from auditui.report import programme as pages
from auditui.report.samples import owed
from auditui.store import new_id
from auditui.store.samples import SampleCase
from auditui.ui import list_rows, prompts, to_do, work_prompts
from auditui.ui.columns import Columns
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.long_list import Drawn
from auditui.ui.screens.page import PageScreen
from auditui.ui.screens.seconds import SecondsScreen
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.audits.entries import Entry

#: What a programme is seen by: the command that shows it so, and the words of its tab.
_VIEWS = {
    "auditor": ("auditors", "Auditors"),
    "case": ("cases", "Cases owed"),
    "month": ("months", "Months"),
    "team": ("teams", "Teams"),
    "theme": ("themes", "Themes"),
}
#: The rows by which columns are made as wide as there is use for.
_SAMPLE = 64


class ProgrammeScreen(SecondsScreen):
    """A row for each auditor, month, team or theme, and behind each its cases."""

    PLACE = "programme"
    BINDINGS = bindings("programme")
    IS_HOME = True
    ABOVE = ("tabs",)
    BEFORE = ("heads",)

    def __init__(self) -> None:
        """Begin with the auditors."""
        super().__init__()
        self.view = "auditor"
        #: The group whose cases are shown, as ("auditor", "A17"); empty for what is owed of all.
        self.only: tuple[str, str] = ("", "")
        self.work = pages.Programme((), (), {}, prompts.today())
        self.titles: dict[str, str] = {}

    def load(self) -> None:
        """Read the programme, with the cursor on what it was on if that is still there."""
        was = self._name_of(self.rows[self.at]) if self.rows else None
        desk = self.desk
        checklists = desk.checklists()
        self.titles = {checklist.id: checklist.title for checklist in checklists}
        themes = {checklist.id: checklist.theme for checklist in checklists}
        self.work = pages.programme_of(desk.store, desk.settings, themes, prompts.today())
        self.rows = self._cases() if self.view == "case" else list(pages.programme(self.work, self.view).rows)
        names = [self._name_of(row) for row in self.rows]
        self.at = names.index(was) if was in names else self.at
        self.stay_inside()
        self.paint()

    @staticmethod
    def _name_of(row: Any) -> object:
        return (row.sample, row.case) if isinstance(row, SampleCase) else row[0]

    def _cases(self) -> list[SampleCase]:
        """Return what is owed; of one group what is done too, beneath."""
        by, label = self.only
        if not by:
            return self.work.owed
        of_group = pages.groups_of(self.work, by).get(label, [])
        done = [case for case in of_group if not owed(case)]
        mine = {self._name_of(case) for case in of_group}
        return [*(case for case in self.work.owed if self._name_of(case) in mine), *done]

    # What is shown.

    def heading(self) -> str:
        """Say whose desk this is."""
        return f"Programme · {self.desk.auditor}" if self.desk.auditor else "Programme"

    def paint(self) -> None:
        """Paint tabs, how far all is, headings and rows."""
        self.paint_top()
        width = self.list_page.width
        tabs: Line = []
        for view, (command, words) in _VIEWS.items():
            style = "given" if view == self.view else "dim"
            tabs += [(f" {self.key(f'programme.{command}')}", "key"), (f" {words} ", style), (" ", "")]
        lines = [tabs, *block(self._sums(), width, "", (" ", ""))]
        if not self.work.cases and self.rows:
            lines += block(self._empty(), width, "dim", (" ", ""))
        if self.only[0]:
            words = f"Only {self.only[0]} {self.only[1]}. {self.key('programme.all')} shows all."
            lines += block(words, width, "fair", (" ", ""))
        top = self.query_one("#tabs", Page)
        top.styles.height = len(lines)
        top.show(lines)
        self._paint_list(width)

    def _sums(self) -> str:
        oldest = min(self.work.owed, key=lambda case: (case.drawn_at, case.place), default=None)
        words = f" The oldest: {oldest.unit}, drawn {oldest.drawn_at[:10]}." if oldest else ""
        return f"{pages.sums(self.work)}{words}" if self.work.cases else "Nothing is drawn yet."

    def _paint_list(self, width: int) -> None:
        heads = self.query_one("#heads", Page)
        if not self.rows:
            heads.show([])
            self.list_page.show([[], *block(self._empty(), width, "dim")])
            return
        of_cases = self.view == "case"
        headings = list_rows.OWED if of_cases else list_rows.group_headings(pages.BY[self.view])
        cells: Callable[[Any], tuple[str, ...]] = self._case_cells if of_cases else _group_cells
        columns = Columns(headings, width, [cells(row) for row in self.rows[:_SAMPLE]])
        heads.show([[(columns.head, "head")]])
        self.list_page.show(
            Drawn(self.rows, lambda row: [(columns.line(cells(row)), self._style(row))]), self.at
        )

    def _case_cells(self, case: SampleCase) -> tuple[str, ...]:
        return list_rows.work_cells(
            case, self.work.late(case), self.titles.get(case.checklist, case.checklist)
        )

    def _style(self, row: Any) -> str:
        """What is late stands out, and who has too much."""
        if isinstance(row, SampleCase):
            return "bad" if self.work.late(row) else "" if owed(row) else "dim"
        return "fair" if str(row[-2]).startswith("more") else ""

    def _empty(self) -> str:
        draw, out = self.key("programme.draw"), self.key("programme.allocate")
        if self.work.cases:
            return "Nothing is owed here."
        lists = "" if self.desk.store.frames() else " First bring a case list in: auditui case import FILE."
        people = (
            "" if self.work.auditors else " Name them there first: [[auditors]] code = 'A17', team = 'North'."
        )
        return (
            f"{draw} draws cases at random for a checklist.{lists} {out} gives them out to the auditors of the settings."
            f"{people} Then this shows who owes what, and what is late."
        )

    # Keys.

    def action_view(self, view: str) -> None:
        """Show by something else."""
        self.view, self.only, self.at, self.rows = view, ("", ""), 0, []
        self.load()

    def action_show_all(self) -> None:
        """Show all cases again."""
        self.action_view(self.only[0] or self.view)

    def action_open(self) -> None:
        """Show the cases of a group; go on with a case, or begin it."""
        if not self.rows:
            self.say(f"There is nothing here to open: {self.key('programme.draw')} draws cases")
            return
        row = self.rows[self.at]
        if not isinstance(row, SampleCase):
            self.only, self.view, self.at, self.rows = (self.view, row[0]), "case", 0, []
            self.load()
        elif row.audit:
            self.desk.go_to(row.audit)
        else:
            to_do.begin(self.desk, row)

    def _case(self) -> SampleCase:
        """Return the case under the cursor; AuditError where it is on none."""
        row = self.rows[self.at] if self.rows else None
        if not isinstance(row, SampleCase):
            raise AuditError(
                "That is done of a case", f"{self.key('programme.open')} shows the cases behind a row"
            )
        return row

    def _record(self, words: str, *entries: Entry) -> None:
        self.desk.record(*entries)
        self.say(words)

    def action_draw(self) -> None:
        """Ask for which checklist, how many and with which seed, and draw."""
        desk = self.desk

        def drawn(values: list[Any]) -> None:
            entry = work_prompts.drawn(desk.store, values)
            self.action_view("case")
            out = self.key("programme.allocate")
            self._record(f"{len(entry.drawn)} of {len(entry.eligible)} drawn: {out} gives them out", entry)

        self.ask(*work_prompts.draw(desk.store, desk.checklists(), desk.settings), then=drawn)

    def action_allocate(self) -> None:
        """Ask by when, give out what is nobody's, and show who was given what and why."""
        number = len(work_prompts.free(self.work.cases))
        if not number:
            raise AuditError("No case waits to be given out", f"{self.key('programme.draw')} draws cases")

        def give(values: list[str]) -> None:
            entries, lines = work_prompts.given_out(
                self.work.cases, self.desk.settings, values[0], self.desk.store.read_after()
            )
            if entries:
                self.desk.record(*entries)
            self.app.push_screen(PageScreen("Given out", lines))

        self.ask(work_prompts.due(f"{number} to give out. Due by?", self.desk.settings), then=give)

    def action_give(self) -> None:
        """Ask whose the case is, and by when."""
        case = self._case()

        def give(values: list[str]) -> None:
            entry = work_prompts.given(case, values)
            until = f" until {entry.due}" if entry.due else ""
            self._record(f"{case.unit} is {entry.auditor or 'nobody'}'s{until}", entry)

        self.ask(*work_prompts.give(case, self.work, self.desk.settings), then=give)

    def action_chase(self) -> None:
        """Note that its auditor was asked how far the case is; show and copy the line to send."""
        case = self._case()
        line = pages.chasing(case)
        self.desk.record(WorkChased(new_id(), case.sample, case.case, case.auditor))
        self.app.copy_to_clipboard(line)
        note = "Copied, to be sent as you send such things; that it was asked today is noted."
        self.app.push_screen(
            PageScreen(
                f"{case.auditor} asked", lambda width: [*block(line, width), [], *block(note, width, "dim")]
            )
        )

    def action_replace(self) -> None:
        """Ask why the case cannot be audited, and put the next ticket in its place."""
        case = self._case()

        def replace(values: list[str]) -> None:
            words, entry, given = work_prompts.replaced(self.desk.store, case, values[0])
            self.desk.record(entry)
            if given:
                self.desk.record(*given)  # once the case is in the sample, which the first says
            self.say(words)

        self.ask(work_prompts.reason(case), then=replace)

    def audit_here(self, what_for: str) -> str:
        """Return the id of the audit of the case under the cursor."""
        case = self._case()
        if not case.audit:
            raise AuditError(f"{case.unit} is not audited yet: there is nothing to {what_for}")
        return case.audit


def _group_cells(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Return the cells of a row of the programme but for its last, the case that is the oldest; none is shown as nothing."""
    return tuple(str(cell or "") for cell in row[:-1])
