"""Trends on the screen: choose what, for whom and by which period; from a point to its audits and their answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.worker import get_current_worker

from auditui.core.audits.audit import FINISHED
from auditui.core.errors import AuditError
from auditui.core.grades import SHORT_GRADES
from auditui.core.periods import MONTH, QUARTER, months_of
from auditui.core.text import one_line
from auditui.figures import verdicts
from auditui.figures.tallies import Selection
from auditui.figures.trend import Series, Trend
from auditui.report import table as tables
from auditui.report.charts import lines as chart_lines
from auditui.report.forms import written
from auditui.report.trend import as_document, as_table, sentence, trend
from auditui.store import Store
from auditui.ui import asking
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block, columns
from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from auditui.core.checklists.checklist import Checklist
    from auditui.store import AuditLine

_LENGTHS = ("", MONTH, QUARTER)
_FORMS = (".html", ".csv", ".json", ".svg", ".md")
_LOOKS = {
    verdicts.BETTER: "good",
    verdicts.WORSE: "bad",
    verdicts.NO_CHANGE: "strong",
    verdicts.TOO_FEW: "dim",
}


@dataclass(frozen=True)
class Choice:
    """What is looked at: places in the lists of checklists, parts and teams, and a length of period."""

    checklist: int = 0
    part: int = 0
    team: int = 0
    length: int = 0


class TrendsScreen(AuditScreen):
    """A trend, its verdict, and its periods to go into."""

    PLACE = "trends"
    BINDINGS = bindings("trends")

    def __init__(self) -> None:
        """Begin with the first checklist, all of it, all teams."""
        super().__init__()
        self.choice = Choice()
        self.checklists: list[Checklist] = []
        self.teams: list[str] = []
        self.found: Trend | None = None
        self.at = 0
        self.large = False

    def compose(self) -> ComposeResult:
        """What is chosen, the chart, the periods."""
        yield Page(id="top")
        yield Page(id="tabs")
        with Vertical(id="body"):
            yield Page(id="chart")
            yield Page(id="list")
            yield Ask(id="ask")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what there is to choose from."""
        store = self.audit_app.store
        newest = {each.id: each for each in store.checklists()}
        counted = store.tallies(by=("team",)).judgements
        used = {store.checklist(each.checklist).id for each in counted}
        self.checklists = [each for each in newest.values() if each.id in used]
        self.teams = ["", *sorted({each.group[0] for each in counted} - {""})]
        self._read()

    def heading(self) -> str:
        """Say where one is."""
        return "Trends"

    # What is chosen.

    @property
    def parts(self) -> list[tuple[str, Series]]:
        """What a trend of the chosen checklist can be of, each with its name."""
        checklist = self.checklists[self.choice.checklist]
        found = [
            ("standard met", Series(checklist.id)),
            ("judged good or better", Series(checklist.id, good=True)),
        ]
        for section in checklist.sections:
            found.append((f"{section.title}:", Series(checklist.id, section.id)))
            found += [
                (item.title, Series(checklist.id, item=item.id)) for item in section.items if item.scored
            ]
        return found

    @property
    def where(self) -> Selection:
        """Which audits are looked at."""
        return Selection(team=self.teams[self.choice.team])

    def _choose(self, choice: Choice) -> None:
        self.choice, self.at = choice, 0
        self._read()

    def _read(self) -> None:
        """Read the trend in a thread; a choice made meanwhile takes its place."""
        if self.checklists:
            self._compute(self.parts[self.choice.part][1], self.where, _LENGTHS[self.choice.length])
        self.call_after_refresh(self.paint)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _compute(self, of: Series, where: Selection, length: str) -> None:
        worker = get_current_worker()
        with Store.open(self.audit_app.store.path, create=False) as store:
            found = trend(store, where, of, length=length)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: Trend) -> None:
        self.found = found
        self.at = max(len(self.periods) - 1, 0)
        self.paint()

    @property
    def periods(self) -> list[str]:
        """The labels of the periods there are."""
        return [
            each.label
            for segment in (self.found.segments if self.found else ())
            for each in segment.reading.periods
        ]

    # What is shown.

    def paint(self) -> None:
        """Paint the choice, the chart and the periods."""
        self.paint_top()
        tabs, chart, rows = (self.query_one(f"#{name}", Page) for name in ("tabs", "chart", "list"))
        if not self.checklists:
            tabs.styles.height, chart.styles.height = 1, 0
            rows.show(
                [
                    [],
                    *block(
                        "No audit is finished yet. Trends begin with the first one; a few months of them say something.",
                        rows.width,
                        "dim",
                    ),
                ]
            )
            return
        part, team = self.parts[self.choice.part][0], self.teams[self.choice.team] or "all teams"
        chosen = _LENGTHS[self.choice.length]
        length = chosen or f"{self.found.length if self.found else 'period'} (by the data)"
        said = f" {part.rstrip(':')} · {team} · {length} · {self.checklists[self.choice.checklist].title}"
        tabs.styles.height = 1
        tabs.show([[(said, "head")]])
        if self.found is None:
            rows.show([[("Reading ...", "dim")]])
            return
        room = max(self.size.height - 4, 8)
        drawn = self._chart(self.found, room)
        chart.styles.height = room if self.large else min(len(drawn), room - 3)
        chart.show(drawn)
        rows.display = not self.large
        rows.show(self._rows(self.found), self.at if self.periods else None)

    def _chart(self, found: Trend, room: int) -> list[Line]:
        verdict: list[Line] = list(block(sentence(found), self.size.width - 2, _LOOKS[found.verdict]))
        own: Line = [("Small counts are shown: for your own use. y and e hide them.", "dim")]
        if not found.segments:
            return verdict
        levels = room - len(verdict) - 7 if self.large else min(max(room - len(verdict) - 13, 5), 11)
        levels = 11 if levels >= 11 and not self.large else levels
        drawn: list[Line] = [[(line, "")] for line in chart_lines(found, self.size.width - 2, levels)]
        return [*drawn, *verdict, own]

    def _rows(self, found: Trend) -> list[Line]:
        table = as_table(found)
        names = [column.name for column in table.columns]
        rows: list[Line] = []
        for row in table.rows:
            said = dict(zip(names, row, strict=True))
            cells = [
                (str(said["period"]), 8),
                (str(said["met_of_counted"]), 14),
                (f"{said['percent']:.0f} %", 6),
                (str(said["interval"]), 8),
                (str(said["signals"]), 60),
            ]
            rows.append([(columns(cells, self.size.width - 3), "")])
        return rows

    # Keys.

    def action_move(self, by: int) -> None:
        """Move among the periods."""
        if self.periods:
            self.at = max(min(self.at + by, len(self.periods) - 1), 0)
            self.query_one("#list", Page).move_cursor(self.at)

    def action_checklist(self, by: int) -> None:
        """Choose the next checklist, or the one before."""
        if self.checklists:
            to = (self.choice.checklist + by) % len(self.checklists)
            self._choose(replace(self.choice, checklist=to, part=0))

    def action_part(self, by: int) -> None:
        """Choose the next item or section, or the one before."""
        if self.checklists:
            self._choose(replace(self.choice, part=(self.choice.part + by) % len(self.parts)))

    def action_team(self) -> None:
        """Choose the next team."""
        if self.checklists:
            self._choose(replace(self.choice, team=(self.choice.team + 1) % len(self.teams)))

    def action_length(self) -> None:
        """Choose months, quarters, or what the data suit."""
        self._choose(replace(self.choice, length=(self.choice.length + 1) % len(_LENGTHS)))

    def action_large(self) -> None:
        """Give the chart the whole screen, or the periods their place again."""
        self.large = not self.large
        self.paint()

    def action_open(self) -> None:
        """Show the audits of the period the cursor is on."""
        if not self.periods:
            self.say("There is no period here to open")
            return
        label = self.periods[self.at]
        part, of = self.parts[self.choice.part]
        since, until = months_of(label)
        where = replace(self.where, checklist=of.checklist, since=since, until=until)
        audits = self.audit_app.store.audits(where, (FINISHED,))
        self.app.push_screen(PeriodScreen(f"{label} · {part}", audits, of.item))

    def _shared(self) -> Trend:
        """Return the trend on the screen with small counts hidden."""
        of, length = self.parts[self.choice.part][1], _LENGTHS[self.choice.length]
        return trend(self.audit_app.store, self.where, of, length=length, small=self.audit_app.settings.small)

    def action_copy(self) -> None:
        """Copy the table, small counts hidden."""
        if self.periods:
            self.app.copy_to_clipboard(tables.as_text(as_table(self._shared())))
            self.say(f"Copied, counts from 1 to {self.audit_app.settings.small} hidden")

    def action_export(self) -> None:
        """Write the trend to a file, small counts hidden."""
        if self.periods:
            self._ask_where("trend.html")

    def _ask_where(self, begun: str) -> None:
        self.ask(asking.any_words(f"Write to which file? ({', '.join(_FORMS)})", begun), then=self._tried)

    def _tried(self, values: list[str]) -> None:
        """Write the file, or ask again with what was typed still there."""
        try:
            self._export(values)
        except AuditError as error:
            self._ask_where(values[0])
            self.query_one("#ask", Ask).mean(str(error), "bad")

    def _export(self, values: list[str]) -> None:
        path = Path(values[0]).expanduser()
        found = self._shared()
        page = as_document(found).headed(made_up=self.audit_app.made_up)
        if path.suffix not in _FORMS:
            raise AuditError("The name must say the form", f"It ends in one of {', '.join(_FORMS)}")
        content = written(page, as_table(found), path.suffix[1:])
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(content)
        except OSError as error:
            raise AuditError(
                f"{one_line(str(path))} cannot be written: {error.strerror}", "Give another name"
            ) from None
        self.say(f"Wrote {path}, counts from 1 to {self.audit_app.settings.small} hidden")

    def action_back(self) -> None:
        """Back home."""
        self.dismiss()


class PeriodScreen(AuditScreen):
    """The audits of one period, each to be opened at its answers."""

    PLACE = "period"
    BINDINGS = bindings("period")

    def __init__(self, heading: str, audits: list[AuditLine], item: str) -> None:
        """List `audits`; with an item, each with its answer to that."""
        super().__init__()
        self._heading, self.audits, self.item, self.at = heading, audits, item, 0

    def compose(self) -> ComposeResult:
        """One list."""
        yield Page(id="top")
        yield Page(id="list")
        yield Ask(id="ask")
        yield KeyBar()

    def heading(self) -> str:
        """Say which period."""
        return self._heading

    def paint(self) -> None:
        """Show the audits."""
        self.paint_top()
        page = self.query_one("#list", Page)
        page.show(
            [[(self._row(line, page.width), "")] for line in self.audits], self.at if self.audits else None
        )

    def _row(self, line: AuditLine, width: int) -> str:
        answer = ""
        if self.item:
            store = self.audit_app.store
            audit = store.audit(line.id)
            item = store.checklist(audit.checklist).item(self.item)
            given = audit.answers.get(self.item)
            answer = item.label(given.value) if item and given else "not asked"
        cells = [
            *((line.case, 12), (line.finished_at[:10], 10), (line.team, 12), (line.auditor, 5)),
            *((SHORT_GRADES.get(line.judgement, ""), 20), (answer, max(width - 64, 8))),
        ]
        return columns(cells, width)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.audits:
            self.at = max(min(self.at + by, len(self.audits) - 1), 0)
            self.query_one("#list", Page).move_cursor(self.at)

    def action_open(self) -> None:
        """Open the audit the cursor is on, at the item the trend is of."""
        from auditui.ui.screens.score import ScoreScreen  # noqa: PLC0415 - only once an audit is opened

        if self.audits:
            opened = self.audit_app.open_audit(self.audits[self.at].id)
            self.app.push_screen(ScoreScreen(opened, self.item))

    def action_back(self) -> None:
        """Back to the trend."""
        self.dismiss()
