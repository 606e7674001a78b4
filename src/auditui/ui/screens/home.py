"""Home: what is one's own to do, drafts to go on with, cases to audit, and what is finished; any number of them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditui.core.audits.states import DRAFT, FINISHED, REOPENED
from auditui.core.errors import AuditError
from auditui.core.text import number_of
from auditui.store import Listing
from auditui.ui import list_rows, prompts
from auditui.ui.columns import Columns
from auditui.ui.home_views import EMPTY, HEADINGS, STATES, VIEWS
from auditui.ui.keys import bindings
from auditui.ui.lines import Line, block
from auditui.ui.long_list import Drawn, Windowed
from auditui.ui.screens.seconds import SecondsScreen
from auditui.ui.to_do import ToDo, audit_of, begin
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from auditui.store import ClockDoubt

#: The rows by which columns are made as wide as there is use for.
_SAMPLE = 64


class HomeScreen(SecondsScreen):
    """Four lists, one at a time; the first, of drawn cases, where anything is given to who works here."""

    PLACE = "home"
    IS_HOME = True
    BINDINGS = bindings("home")
    ABOVE = ("tabs",)
    BEFORE = ("heads",)

    def __init__(self) -> None:
        """Begin with the drafts."""
        super().__init__()
        self.view = ""
        self.counts: dict[str, int] = {}
        self.to_do = ToDo()
        #: What all the lists are narrowed to; whose audits come first and which states are shown goes by the view.
        self.listing = Listing()
        self.open_concerns = 0
        self.clock_doubt: ClockDoubt | None = None

    # What is listed.

    @cached_property
    def themes(self) -> dict[str, str]:
        """The titles of checklists by theme; read when cases are first shown."""
        return {checklist.theme: checklist.title for checklist in reversed(self.desk.checklists())}

    def listed(self, view: str) -> Listing:
        """Return what a view lists: one's own audits first, of its states, cases by the theme of the checklist."""
        if view == "waiting":
            chosen = self.listing.checklist
            theme = (
                next((c.theme for c in self.desk.checklists() if c.id == chosen), chosen) if chosen else ""
            )
            return replace(self.listing, checklist=theme, auditor="", states=())
        states = tuple(state for state in self.listing.states if state in STATES[view]) or STATES[view]
        return replace(self.listing, states=states, first=self.desk.auditor)

    def load(self) -> None:
        """Name what the view lists, and count what all do."""
        store = self.desk.store
        states = store.count_listed(replace(self.listing, states=()), "state")
        waiting = store.listed_cases(self.listed("waiting"))
        self.open_concerns = len(store.concerns(only_open=True))
        self.clock_doubt = store.clock_doubt()
        self.to_do = ToDo.of(self.desk, self.listed("drafts"))
        self.counts = {
            "to-do": len(self.to_do.ids),
            "drafts": states.get(DRAFT, 0) + states.get(REOPENED, 0),
            "waiting": len(waiting),
            "finished": states.get(FINISHED, 0),
        }
        begins_with = (view for view in VIEWS if self.counts[view] and view != "finished")
        self.view = self.view or next(begins_with, "drafts")
        if self.view == "to-do":
            self._show_ids(self.to_do.ids, self.to_do.read)
        elif self.view == "waiting":
            self._show_ids(waiting, store.cases_of)
        else:
            self._show_ids(store.listed_audits(self.listed(self.view)), partial(list_rows.audit_rows, store))
        self.paint()

    def _show_ids(self, ids: list[str], read: Callable[[Any], dict[str, Any]]) -> None:
        """Show what these ids name, with the cursor on what it was on if that is still there."""
        was = self.rows.ids[self.at] if isinstance(self.rows, Windowed) and self.at < len(self.rows) else ""
        self.rows = Windowed(ids, read, None)
        if was and (self.at >= len(ids) or ids[self.at] != was) and was in ids:
            self.at = ids.index(was)
        self.stay_inside()

    # What is shown.

    def heading(self) -> str:
        """Say whose desk this is."""
        return f"auditui · {self.desk.auditor}" if self.desk.auditor else "auditui"

    def paint(self) -> None:
        """Paint tabs, headings and list."""
        self.paint_top()
        lines = [self._tabs()]
        if words := self.narrowed_to():
            hint = f" {self.key('home.narrow')} changes it, {self.key('home.all')} shows all."
            lines += block(f"Only {', '.join(words)}.{hint}", self.list_page.width, "fair", (" ", ""))
        if self.open_concerns:
            concerns = number_of(self.open_concerns, "immediate concern is", "immediate concerns are")
            count = f"{concerns} not answered"
            lines.append([(f" {count}: {self.key('home.concern')} shows what to do ", "bad")])
        if self.clock_doubt:
            words_of_doubt = f"{self.clock_doubt.message} {self.clock_doubt.remedy}"
            lines += block(words_of_doubt, self.list_page.width, "bad")
        top = self.query_one("#tabs", Page)
        top.styles.height = len(lines)
        top.show(lines)
        self._paint_list()

    def _paint_list(self) -> None:
        width, heads = self.list_page.width, self.query_one("#heads", Page)
        if not self.rows:
            heads.show([])
            self.list_page.show([[], *block(self._empty(), width, "dim")])
            return
        today = prompts.today()
        cells: Callable[[Any], tuple[str, ...]] = {
            "to-do": self.to_do.cells,
            "drafts": lambda row: list_rows.draft_cells(row, today),
            "finished": lambda row: list_rows.finished_cells(row, today),
            "waiting": lambda case: list_rows.case_cells(case, self.themes, today),
        }[self.view]
        sample = [cells(row) for row in self.rows[:_SAMPLE] if row]
        columns = Columns(HEADINGS[self.view], width, sample)
        heads.show([[(columns.head, "head")]])
        self.list_page.show(
            Drawn(
                self.rows,
                lambda row: [(columns.line(cells(row)), self.to_do.style(row))] if row else [("gone", "dim")],
            ),
            self.at,
        )

    def _tabs(self) -> Line:
        tabs: Line = []
        for view, words in VIEWS.items():
            if view == "to-do" and not (self.to_do.ids or self.view == view):
                continue
            shown = f" {words} {self.counts.get(view, 0):,} "
            style = "given" if view == self.view else "dim"
            tabs += [(f" {self.key(f'home.{view}')}", "key"), (shown, style), (" ", "")]
        return tabs

    def narrowed_to(self) -> list[str]:
        """Say what the lists are narrowed to, and in which order they are where that is not the usual."""
        listing, usual = self.listing, Listing()
        words = [f"holding {listing.part!r}"] if listing.part else []
        words += [
            word for word in (listing.checklist, listing.team, listing.auditor, *listing.states) if word
        ]
        words += [f"before {listing.before}"] if listing.before else []
        return [*words, *([listing.order] if listing.order != usual.order else [])]

    def _empty(self) -> str:
        if self.narrowed_to():
            return "Nothing here is of that kind."
        keys = {name: self.key(f"home.{name}") for name in ("waiting", "new", "programme")}
        return EMPTY[self.view].format(**keys)

    # Keys.

    def action_view(self, view: str) -> None:
        """Show another list."""
        self.view, self.at, self.rows = view, 0, []
        self.load()

    def show_only(self, listing: Listing | None) -> None:
        """Narrow the lists, and go to one that holds something where this one does not."""
        if listing is None or listing == self.listing:
            return
        self.listing, self.at, self.rows = listing, 0, []
        self.load()
        if not self.counts[self.view] and (full := [view for view in VIEWS if self.counts[view]]):
            self.action_view(full[0])

    def action_open(self) -> None:
        """Go on with the audit, or begin one of the case."""
        row = self.rows[self.at] if self.rows else None
        if row is None:
            self.say(f"There is nothing here to open: {self.key('home.new')} begins an audit")
        elif self.view == "waiting":
            self.desk.begin(row)
        elif audit := audit_of(row)[0]:
            self.desk.go_to(audit)
        else:
            begin(self.desk, row)

    def _audit(self, what_for: str) -> tuple[str, str]:
        """Return the id and case of the audit under the cursor; AuditError where it is on none."""
        if not self.rows or self.view == "waiting":
            raise AuditError(f"There is no audit here to {what_for}")
        row = self.rows[self.at]
        if row is None:
            raise AuditError("This audit is not there any more")
        audit, case = audit_of(row)
        if not audit:
            raise AuditError(f"There is no audit here to {what_for}")
        return audit, case

    def action_withdraw(self) -> None:
        """Withdraw the audit under the cursor, with a reason."""
        audit, case = self._audit("withdraw")

        def withdraw(values: list[str]) -> None:
            self.desk.open_audit(audit).withdraw(values[0])
            self.say(f"Withdrawn: case {case}. {self.key('home.withdrawn')} shows it, and brings it back")

        self.ask(prompts.WITHDRAW, then=withdraw)

    def audit_here(self, what_for: str) -> str:
        """Return the id of the audit under the cursor."""
        return self._audit(what_for)[0]

    def action_programme(self) -> None:
        """Show the programme."""
        from auditui.ui.screens.programme import ProgrammeScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(ProgrammeScreen())

    def action_withdrawn(self) -> None:
        """Show the audits that were withdrawn."""
        from auditui.ui.screens.withdrawn import WithdrawnScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(WithdrawnScreen())

    def action_find(self) -> None:
        """Show only cases whose reference holds what is typed, in all lists."""
        step = prompts.any_words("Find a case in all lists (nothing: show all):", self.listing.part)
        self.ask(step, then=lambda values: self.show_only(replace(self.listing, part=values[0])))

    def action_narrow(self) -> None:
        """Choose what the lists show."""
        from auditui.ui.screens.narrow import NarrowScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(NarrowScreen(self.listing, self.view, self.themes), self.show_only)

    def action_mine(self) -> None:
        """Show only one's own audits, or all again."""
        if not self.desk.auditor:
            self.say(f"Nobody is known here yet: {self.key('home.new')} asks for your auditor code")
            return
        mine = "" if self.listing.auditor == self.desk.auditor else self.desk.auditor
        self.show_only(replace(self.listing, auditor=mine))

    def action_show_all(self) -> None:
        """Show all again."""
        self.show_only(Listing())

    def action_actions(self) -> None:
        """Show what is to be done."""
        from auditui.ui.screens.actions import ActionsScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(ActionsScreen())

    def action_trends(self) -> None:
        """Show how the figures move."""
        from auditui.ui.screens.trends import TrendsScreen  # noqa: PLC0415 - not needed to start

        self.app.push_screen(TrendsScreen())

    def action_new(self) -> None:
        """Begin an audit of any case."""
        self.desk.begin()
