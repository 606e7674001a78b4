"""Trends on the screen: choose what, for whom and by which period; from a point to its audits and their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from auditui import outgoing
from auditui.core.errors import AuditError
from auditui.core.periods import MONTH, QUARTER, months_of
from auditui.core.text import one_line
from auditui.figures.runs import Series
from auditui.figures.tallies import Selection
from auditui.report.scope import Imprint
from auditui.report.sharing import released
from auditui.report.table import as_text
from auditui.report.trend import as_table, trend
from auditui.ui import prompts, trend_page
from auditui.ui.keys import bindings
from auditui.ui.lines import block, cut
from auditui.ui.screens.listing import ListScreen
from auditui.ui.screens.period import PeriodScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.trend import Trend

_LENGTHS = ("", MONTH, QUARTER)
_NOTHING_YET = (
    "No audit is finished yet. Trends begin with the first one; a few months of them say something."
)


class TrendsScreen(ListScreen):
    """A trend, its verdict, and its periods to go into."""

    PLACE = "trends"
    BINDINGS = bindings("trends")
    HEADING = "Trends"
    ABOVE, BEFORE = ("tabs",), ("chart",)

    def __init__(self) -> None:
        """Begin with the first checklist, all of it, all teams."""
        super().__init__()
        #: Places in the lists of checklists, parts, teams and lengths of period.
        self.choice = dict.fromkeys(("checklist", "part", "team", "length"), 0)
        self.checklists: list[Checklist] = []
        self.teams: list[str] = []
        #: The trend of the choice; None while it is read, and where that failed, as `trouble` says.
        self.trend: Trend | None = None
        self.trouble = ""
        self.large = False

    def on_mount(self) -> None:
        """Read what there is to choose from."""
        store = self.desk.store
        newest = {checklist.id: checklist for checklist in store.checklists()}
        tallies = store.tallies(by=("team",)).judgements
        used = {store.checklist(tally.checklist).id for tally in tallies}
        self.checklists = [checklist for checklist in newest.values() if checklist.id in used]
        self.teams = ["", *sorted({tally.group[0] for tally in tallies} - {""})]
        self._choose(self.choice)

    # What is chosen.

    @property
    def parts(self) -> list[tuple[str, Series]]:
        """What a trend of the chosen checklist can be of, each with its name."""
        checklist = self.checklists[self.choice["checklist"]]
        parts = [
            ("standard met", Series(checklist.id)),
            (f"judged {checklist.scale.met_or_better}", Series(checklist.id, good=True)),
        ]
        for section in checklist.sections:
            parts.append((f"{section.title}:", Series(checklist.id, section.id)))
            parts += [
                (item.title, Series(checklist.id, item=item.id)) for item in section.items if item.scored
            ]
        return parts

    @property
    def where(self) -> Selection:
        """Which audits are looked at."""
        return Selection(team=self.teams[self.choice["team"]])

    def _choose(self, choice: dict[str, int]) -> None:
        """Show another trend; the one before goes at once, since it would stand under the wrong name."""
        self.choice, self.at, self.rows = choice, 0, []
        self.trend, self.trouble = None, ""
        if self.checklists:
            self._compute(choice, self.parts[choice["part"]][1], self.where)
        self.call_after_refresh(self.repaint)

    @work(thread=True, exclusive=True)
    def _compute(self, choice: dict[str, int], of: Series, where: Selection) -> None:
        """Read the trend in a thread; a choice made meanwhile takes its place."""
        worker = get_current_worker()
        computed: Trend | None = None
        trouble = ""
        try:
            with self.desk.address.open() as store:
                computed = trend(
                    store,
                    where,
                    of,
                    today=prompts.today(),
                    length=_LENGTHS[choice["length"]],
                    begins=self.desk.settings.year_begins,
                )
        except AuditError as error:
            trouble = one_line(str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the screen must not wait for it for ever
            trouble = f"This trend could not be read ({type(error).__name__})"
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, choice, computed, trouble)

    def _show(self, choice: dict[str, int], computed: Trend | None, trouble: str) -> None:
        if choice == self.choice:
            self.trend, self.trouble = computed, trouble
            segments = computed.segments if computed else ()
            self.rows = [period.label for segment in segments for period in segment.reading.periods]
            self.at = max(len(self.rows) - 1, 0)
            self.paint()

    # What is shown.

    def paint(self) -> None:
        """Paint the choice, the chart and the periods."""
        self.paint_top()
        tabs, chart, rows = (self.query_one(f"#{name}", Page) for name in ("tabs", "chart", "list"))
        tabs.styles.height = 1
        rows.display = True
        if not self.checklists:
            chart.styles.height = 0
            rows.show([[], *block(_NOTHING_YET, rows.width, "dim")])
            return
        tabs.show([[(cut(self._chosen(), max(self.size.width - 2, 10)), "head")]])
        if self.trend is None:
            chart.show([])
            chart.styles.height = 0
            style = "bad" if self.trouble else "dim"
            rows.show(list(block(self.trouble or "Reading ...", rows.width, style)))
            return
        room = max(self.size.height - 4, 8)
        own_use = f"Small counts are shown: for your own use. {self.key('trends.copy')} and {self.key('trends.export')} hide them."
        lines = trend_page.chart(self.trend, self.size.width, room, own_use, large=self.large)
        chart.styles.height = room if self.large else min(len(lines), room - 3)
        chart.show(lines)
        rows.display = not self.large
        rows.show(trend_page.period_rows(self.trend, self.size.width), self.at if self.rows else None)

    def _chosen(self) -> str:
        part, team = self.parts[self.choice["part"]][0], self.teams[self.choice["team"]] or "all teams"
        suits = f"{self.trend.length if self.trend else 'period'}, which suits the data"
        length = _LENGTHS[self.choice["length"]] or suits
        return f" {part.rstrip(':')} · {team} · {length} · {self.checklists[self.choice['checklist']].title}"

    # Keys.

    def action_turn(self, name: str, by: int) -> None:
        """Choose the next checklist, part, team or length, or the one before; another checklist begins with all of it."""
        if not self.checklists:
            return
        sizes = {
            "checklist": len(self.checklists),
            "part": len(self.parts),
            "team": len(self.teams),
            "length": len(_LENGTHS),
        }
        to = (self.choice[name] + by) % sizes[name]
        self._choose(self.choice | ({"part": 0} if name == "checklist" else {}) | {name: to})

    def action_large(self) -> None:
        """Give the chart the whole screen, or the periods their place again."""
        self.large = not self.large
        self.paint()

    def action_open(self) -> None:
        """Show the audits of the period the cursor is on."""
        if not self.rows:
            self.say("There is no period here to open")
            return
        label: str = self.rows[self.at]
        part, of = self.parts[self.choice["part"]]
        since, until = months_of(label)
        where = replace(self.where, checklist=of.checklist, since=since, until=until)
        self.app.push_screen(PeriodScreen(f"{label} · {part}", where, of.item))

    def _shared(self, form: str) -> tuple[Trend, Callable[[], None]]:
        """Return the trend on the screen with small counts hidden, and what enters into the journal that it is shared."""
        of, length = self.parts[self.choice["part"]][1], _LENGTHS[self.choice["length"]]
        store = self.desk.store
        release = store.release(self.desk.settings.small, prompts.today(), store.checklists())
        shared = trend(
            self.desk.store,
            self.where,
            of,
            today=prompts.today(),
            length=length,
            release=release,
            begins=self.desk.settings.year_begins,
        )
        if release.never and not release.any_shown:
            raise AuditError(". ".join(release.never), "Here on the screen it is there, for your own use")

        def enter() -> None:
            if release.shown:
                entry = released(release, as_table(shared), form)
                store.record(entry, by=self.desk.auditor or "system")

        return shared, enter

    def action_copy(self) -> None:
        """Copy the table, small counts hidden."""
        if not self.rows:
            return
        try:
            shared, enter = self._shared("clipboard")
            words = as_text(as_table(shared))
            enter()
        except AuditError as error:
            self.say(str(error))
            return
        self.app.copy_to_clipboard(words)
        self.say(f"Copied, counts from 1 to {self.desk.settings.small} hidden")

    def action_export(self) -> None:
        """Write the trend to a file, small counts hidden."""
        if self.rows:
            self._ask_name("trend.html")

    def _ask_name(self, begun: str) -> None:
        forms = ", ".join(trend_page.FORMS)
        self.ask(prompts.any_words(f"Write to which file? ({forms})", begun), then=self._write)

    def _write(self, values: list[str]) -> None:
        """Write the file, or ask again with what was typed still there."""
        try:
            path = outgoing.named(values[0], trend_page.FORMS)
            imprint = Imprint(str(self.desk.store.head_of_facts()), prompts.today().isoformat())
            shared, enter = self._shared(path.suffix[1:])
            trend_page.write(shared, path, made_up=self.desk.made_up, imprint=imprint, ready=enter)
        except AuditError as error:
            self._ask_name(values[0])
            self.query_one("#ask", Ask).mean(str(error), "bad")
        else:
            self.say(f"Wrote {path.absolute()}, counts from 1 to {self.desk.settings.small} hidden")
