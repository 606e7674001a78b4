"""Begin an audit: which checklist, which case, which team, whose work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from auditui import known_names
from auditui.core import typed_dates
from auditui.core.codes import auditor_code, case_reference, team_name
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import block
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.score import ScoreScreen
from auditui.ui.widgets.line_input import LineInput
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Case

_FIELDS = {
    "case": "Case reference",
    "event": "Date of the event audited (discussion or assessment), if it is one",
    "team": "The child's team",
    "auditor": "Your auditor code, such as A17",
}


class StartScreen(AuditScreen):
    """A short form; what the case list knows is filled in."""

    PLACE = "start"
    BINDINGS = bindings("start")
    HEADING = "Begin an audit"

    def __init__(self, checklists: list[Checklist], case: Case | None = None) -> None:
        """Offer these checklists, and begin with what `case` tells."""
        super().__init__()
        self.case = case
        theme = case.theme if case else ""
        self.checklists = sorted(checklists, key=lambda checklist: bool(theme) and checklist.theme != theme)
        self._doubted = ""
        self._doubted_team = ""

    def body(self) -> ComposeResult:
        """Checklists to choose from, then fields."""
        with Vertical(id="form"):
            yield Label("Checklist")
            yield OptionList(
                *[Option(Content(one_line(checklist.title))) for checklist in self.checklists],
                id="checklists",
            )
            for field, words in _FIELDS.items():
                yield Label(words)
                yield LineInput(self._known(field), id=field, select_on_focus=False)
            yield Page(id="error")

    def _known(self, field: str) -> str:
        if field == "auditor":
            return self.desk.auditor
        if self.case is None:
            return ""
        return {"case": self.case.ref, "event": self.case.event, "team": self.case.team}[field]

    def on_mount(self) -> None:
        """Begin at the first thing that is not known."""
        chooser = self.query_one(OptionList)
        chooser.highlighted = 0
        if self.case is None or not self.case.theme:
            chooser.focus()
        else:
            empty = next((box for box in self.query(Input) if not box.value and box.id != "event"), None)
            (empty or self.query_one("#auditor", Input)).focus()

    def on_option_list_option_selected(self) -> None:
        """Enter goes to the first field."""
        self.query_one("#case", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; on the last it begins."""
        if event.input.id == "case":
            self._look_up(event.value)
        if event.input.id == "auditor":
            self.action_begin()
        else:
            self.focus_next(Input)

    def _look_up(self, typed: str) -> None:
        """Fill in what the case lists know of a reference, where nothing was typed."""
        known = self.desk.store.cases_named(" ".join(typed.split()), self._chosen().theme)
        if len(known) == 1:
            for field, value in (("event", known[0].event), ("team", known[0].team)):
                box = self.query_one(f"#{field}", Input)
                box.value = box.value or value

    def _chosen(self) -> Checklist:
        return self.checklists[self.query_one(OptionList).highlighted or 0]

    def action_begin(self) -> None:
        """Begin the audit, or say what is missing."""
        values = {field: self.query_one(f"#{field}", Input).value for field in _FIELDS}
        try:
            audit_id = self._begin(self._chosen(), values)
        except AuditError as error:
            page = self.query_one("#error", Page)
            lines = list(block(str(error), max(self.size.width - 4, 10), "bad"))
            page.styles.height = len(lines)
            page.show(lines)
            page.scroll_visible(animate=False)
            return
        self.app.switch_screen(ScoreScreen(self.desk.open_audit(audit_id)))

    def _begin(self, checklist: Checklist, values: dict[str, str]) -> str:
        desk = self.desk
        ref = case_reference(values["case"], desk.settings.reference)
        event = self._day(values["event"])
        team = self._team(values["team"])
        who = auditor_code(values["auditor"])
        listed = desk.store.listed_case(ref, checklist.theme, event)
        audit_id = desk.store.begin_audit(checklist, case=ref, team=team, event=event, listed=listed, by=who)
        desk.auditor = who
        desk.remember(auditor=who)
        return audit_id

    def _team(self, typed: str) -> str:
        """Return the team; one that looks like a person is asked about once, and then known."""
        team = team_name(typed)
        store = self.desk.store
        if doubt := known_names.doubtful(store.remembered(), team):
            if self._doubted_team != team:
                self._doubted_team = team
                raise AuditError(
                    f"The team {doubt}", "Begin again if it is a team, and it is known from then on"
                )
            known_names.allow(store, team)
        return team

    def _day(self, typed: str) -> str:
        """Return the date of the event in ISO form, empty if there is none; what is uncertain is asked once."""
        if not typed.strip():
            return ""
        read = typed_dates.read(typed, prompts.today())
        if read.question and self._doubted != typed:
            self._doubted = typed
            raise AuditError(read.question, "Begin again if so")
        return read.day.isoformat()

    def action_back(self) -> None:
        """Leave without beginning."""
        self.dismiss()
