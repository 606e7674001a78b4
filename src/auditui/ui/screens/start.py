"""Begin an audit: which checklist, which case, which team, whose work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from auditui import known_names
from auditui.core import typed_dates
from auditui.core.codes import auditor_code, case_reference, team_name
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.report import audited_before
from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import block
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.score import ScoreScreen
from auditui.ui.widgets.line_input import LineInput
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Case

_FIELDS = {
    "case": "Case reference",
    "event": "Date of the discussion or assessment; empty where it is the whole file",
    "team": "The child's team",
    "auditor": "Your auditor code, such as A17",
}


class StartScreen(AuditScreen):
    """A short form; what the case list knows is filled in."""

    PLACE = "start"
    BINDINGS = bindings("start")
    HEADING = "Begin an audit"

    def __init__(self, checklists: list[Checklist], case: Case | None = None, missing: str = "") -> None:
        """Offer these checklists, say what is `missing` among them, and begin with what `case` tells."""
        super().__init__()
        self.case = case
        theme = case.theme if case else ""
        self.checklists = sorted(
            checklists, key=lambda c: (bool(theme) and c.theme != theme, c.title.casefold(), c.version)
        )
        self.theme = theme
        self._doubted: set[str] = set()
        self._missing = missing

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
                yield LineInput(
                    self._known(field), id=field, select_on_focus=False, suggester=self._offers(field)
                )
            yield Page(id="error")

    def _known(self, field: str) -> str:
        if field == "auditor":
            return self.desk.auditor
        if self.case is None:
            return self.desk.last("team") if field == "team" else ""
        return {"case": self.case.ref, "event": self.case.event, "team": self.case.team}[field]

    def _offers(self, field: str) -> SuggestFromList | None:
        """Offer the teams there are, as they are written; the arrow to the right takes the one offered."""
        if field != "team":
            return None
        return SuggestFromList(self.desk.store.teams(), case_sensitive=False)

    def on_mount(self) -> None:
        """Begin at the first thing that is not known, with the checklist that was last begun with."""
        if self._missing:
            self.call_after_refresh(self.say, self._missing, wrong=True)
        chooser = self.query_one(OptionList)
        last = "" if self.theme else self.desk.last("checklist")
        ids = [checklist.id for checklist in self.checklists]
        chooser.highlighted = ids.index(last) if last in ids else 0
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
            if not self._is_reference(event.value):
                return
            self._look_up(event.value)
        if event.input.id == "auditor":
            self.action_begin()
        else:
            self.focus_next(Input)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """A reference that will be refused is so when its field is left."""
        if event.input.id == "case" and event.value and self.app.screen is self:
            self._is_reference(event.value)

    def on_input_changed(self) -> None:
        """What was refused is being mended."""
        self.query_one("#error", Page).styles.height = 0

    def _is_reference(self, typed: str) -> bool:
        """Whether this can be a reference of a case; where it cannot, say why."""
        try:
            case_reference(typed, self.desk.settings.reference)
        except AuditError as error:
            self._say_why(error)
            return False
        return True

    def _look_up(self, typed: str) -> None:
        """Fill in what the case lists know of a reference, where nothing was typed."""
        ref = " ".join(typed.split())
        known = self.desk.store.cases_named(ref, self._chosen().theme)
        team, event = self.query_one("#team", Input), self.query_one("#event", Input)
        if len(known) == 1:
            event.value = event.value or known[0].event
        listed = known[0].team if len(known) == 1 else self.desk.store.team_of(ref)
        if listed and team.value in ("", self.desk.last("team")):
            team.value = listed  # what was only offered gives way to what a list knows

    def _chosen(self) -> Checklist:
        return self.checklists[self.query_one(OptionList).highlighted or 0]

    def action_begin(self) -> None:
        """Begin the audit, or say what is missing."""
        values = {field: self.query_one(f"#{field}", Input).value for field in _FIELDS}
        try:
            audit_id = self._begin(self._chosen(), values)
        except AuditError as error:
            self._say_why(error)
            return
        self.app.switch_screen(ScoreScreen(self.desk.open_audit(audit_id)))

    def _say_why(self, error: AuditError) -> None:
        page = self.query_one("#error", Page)
        lines = list(block(str(error), max(self.size.width - 4, 10), "bad"))
        page.styles.height = len(lines)
        page.show(lines)
        page.scroll_visible(animate=False)

    def _begin(self, checklist: Checklist, values: dict[str, str]) -> str:
        desk = self.desk
        ref = self._of("case", lambda: case_reference(values["case"], desk.settings.reference))
        if named := known_names.named_references([ref]):
            self._doubt(f"{named[0]} looks like a person: a reference is the number of the case alone")
        event = self._of("event", lambda: self._day(values["event"]))
        team = self._of("team", lambda: desk.store.team_known_as(team_name(values["team"])))
        self._doubt_team(team)
        who = self._of("auditor", lambda: self._who(values["auditor"]))
        if before := audited_before.before(desk.store, ref, checklist, event):
            self._doubt(before.words)
        listed = desk.store.listed_case(ref, checklist.theme, event)
        audit_id = desk.store.begin_audit(checklist, case=ref, team=team, event=event, listed=listed, by=who)
        desk.auditor = desk.store.looks = who
        desk.remember(auditor=who, checklist=checklist.id, team=team)
        return audit_id

    def _of(self, field: str, read: Callable[[], str]) -> str:
        """Read a field; where it is refused, the cursor goes there."""
        try:
            return read()
        except AuditError:
            self.query_one(f"#{field}", Input).focus()
            raise

    def _doubt(self, question: str) -> None:
        """Raise AuditError with a question that was not asked yet; to begin once more is to say yes."""
        if question and question not in self._doubted:
            self._doubted.add(question)
            raise AuditError(question, f"{self.key('start.begin')} again if so")

    def _doubt_team(self, team: str) -> None:
        """Ask once about a team that looks like a person; it is then known as none."""
        store = self.desk.store
        if doubt := known_names.doubtful(store.remembered(), team):
            self._doubt(f"The team {doubt}, unless it is a team")
            known_names.allow(store, team)

    def _who(self, typed: str) -> str:
        """Return the auditor's code; screens that are served are those of one auditor."""
        who = auditor_code(typed)
        if self.app.is_web and who != self.desk.auditor:
            raise AuditError(
                f"These screens are {self.desk.auditor}'s",
                "Another auditor starts auditui serve --by with their own code",
            )
        return who

    def _day(self, typed: str) -> str:
        """Return the date of the event in ISO form, empty if there is none; what is uncertain is asked once."""
        if not typed.strip():
            return ""
        read = typed_dates.read(typed, prompts.today(), "last")
        self._doubt(read.question)
        return read.day.isoformat()

    def action_back(self) -> None:
        """Leave without beginning."""
        self.dismiss()
