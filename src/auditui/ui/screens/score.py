"""The scoring screen: the items, the one in question with its standards, and a key for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits import answering
from auditui.core.audits import navigation as walk
from auditui.core.audits.audit import ITEM_NOTES, progress, sum_hidden, unanswered
from auditui.core.audits.entries import AnswerCleared, AnswerGiven, AuditReopened
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.ui import asking
from auditui.ui.asking import Step
from auditui.ui.keys import bindings
from auditui.ui.lines import history_page, item_page, item_rows, sum_page
from auditui.ui.screens.finish import FinishScreen
from auditui.ui.screens.page import PageScreen
from auditui.ui.screens.working import WorkingScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.note import NoteEditor
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Item
    from auditui.ui.open_audit import OpenAudit


class ScoreScreen(WorkingScreen):
    """One audit, item by item."""

    PLACE = "score"
    BINDINGS = bindings("score")

    def __init__(self, opened: OpenAudit, item: str = "", *, note: str = "") -> None:
        """Open on `item`, or on the first without an answer; with `note`, go on writing that note."""
        super().__init__(opened, note=note if note in ITEM_NOTES else "")
        self.at = walk.begin_at(self.checklist, self.audit, item)
        self.reasons = False
        self.row_items: list[str] = []

    @property
    def item(self) -> Item:
        """The item in question."""
        return self.checklist.items[self.at]

    def item_id(self) -> str:
        """Return the item in question's id."""
        return self.item.id

    def compose(self) -> ComposeResult:
        """Items on the left, the item on the right, typing below it."""
        yield Page(id="top")
        with Horizontal(id="body"):
            yield Page(id="items")
            with Vertical(id="right"):
                yield Page(id="item")
                yield Ask(id="ask")
                yield NoteEditor(id="note")
        yield KeyBar()

    def on_mount(self) -> None:
        """Go on where the last start ended."""
        self.bookmark()
        if self.note_open and self.audit.open:
            self.call_after_refresh(self.action_note, self.note_open)

    # What is shown.

    def heading(self) -> str:
        """Say which case this is."""
        parts = (self.audit.case, self.audit.event, self.audit.team, self.checklist.title)
        return " · ".join(part for part in parts if part)

    def progress(self) -> str:
        """Say how far the audit is."""
        done, of = progress(self.checklist, self.audit)
        concern = "CONCERN  " if self.audit.concerns else ""
        state = "" if self.audit.open else " finished"
        return f"{concern}{done}/{of}{state}"

    def paint(self) -> None:
        """Paint everything."""
        # Another window may have moved the audit to a version with fewer items.
        self.at = min(self.at, len(self.checklist.items) - 1)
        self.paint_top()
        items, page = self.query_one("#items", Page), self.query_one("#item", Page)
        rows = item_rows(self.checklist, self.audit, items.width)
        self.row_items = [item_id for item_id, _ in rows]
        items.show([line for _, line in rows], self.row_items.index(self.item.id))
        before = self.opened.before
        page.show(
            item_page(self.checklist, self.audit, self.item, page.width, reasons=self.reasons, before=before)
        )

    # Moving.

    def go(self, to: int) -> None:
        """Move to an item."""
        self.at = max(min(to, len(self.checklist.items) - 1), 0)
        self.reasons = False
        self.query_one("#item", Page).show_first()
        self.bookmark()
        self.paint()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.go(self.at + by)

    def action_scroll(self, by: int) -> None:
        """Scroll the item's page."""
        self.query_one("#item", Page).scroll_by(by)

    def action_next_open(self) -> None:
        """Go to the next item without an answer, from the top again after the last."""
        found = walk.next_open(self.checklist, self.audit, self.at)
        if found is None:
            self.say("Every item is answered: f goes on to the judgement")
        else:
            self.go(found)

    def action_jump(self) -> None:
        """Go to an item by part of its name."""

        def found(text: str, _before: list[Any]) -> int:
            return walk.find(self.checklist, text)

        step = Step(
            "Jump to the item with:", found, lambda text, _: self.checklist.items[found(text, [])].title
        )
        self.ask(step, then=lambda values: self.go(values[0]))

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press on an item goes to it."""
        if self.typing:
            return
        if message.page.id == "items" and message.line < len(self.row_items) and self.row_items[message.line]:
            self.go(self.checklist.position(self.row_items[message.line]))

    # Answering.

    def give(self, answer: Answer, *, stay: bool = False) -> None:
        """Record an answer and go on to the next item, unless the user or the moment has it otherwise."""
        item = self.item
        if self.refuses():
            return
        if self.checklist.asked(self.audit.answers)[item.id] is False:
            self.say(f"Not asked here: only if {self.checklist.condition_in_words(item)}")
            return
        was_complete = not unanswered(self.checklist, self.audit)
        self.opened.record(AnswerGiven(self.audit.id, answer))
        self.reasons = False
        if stay or not self.audit_app.settings.advance:
            self.paint()
        else:
            self.go(walk.next_asked(self.checklist, self.audit, self.at))
        if answering.asks_if_safe(item, answer):
            self.say("Is the child safe now? If not: ! records an immediate concern", wrong=True)
        elif not was_complete and not unanswered(self.checklist, self.audit):
            self.say("Every item is answered: f goes on to the judgement")

    def _offered(self, make: Callable[[], Answer], *, stay: bool = False) -> None:
        """Give the answer that `make` makes, or say why the item has none such."""
        try:
            answer = make()
        except AuditError as error:
            self.say(str(error), wrong=True)
        else:
            self.give(answer, stay=stay)

    def action_answer(self, digit: int) -> None:
        """Give the answer with this digit; for dates and counts begin to type with it."""
        item = self.item
        if self.reasons:
            self._offered(lambda: answering.by_reason(item, digit))
        elif kinds.of(item).typed:
            self.action_enter(str(digit))
        else:
            self._offered(lambda: answering.by_digit(item, digit))

    def action_not_applicable(self) -> None:
        """Not applicable, asking for the reason where one key could be a slip."""
        item = self.item
        if answering.asks_reason(item) and not self.refuses():
            self.reasons = True
            self.paint()
        elif self.audit.open:
            self._offered(lambda: answering.by_reason(item))

    def action_not_recorded(self) -> None:
        """Not recorded."""
        self._offered(lambda: answers.not_recorded(self.item))

    def action_could_not_see(self) -> None:
        """Could not see."""
        self._offered(lambda: answers.could_not_see(self.item))

    def action_clear(self) -> None:
        """Make the item unanswered again."""
        if not self.refuses() and self.item.id in self.audit.answers:
            self.opened.record(AnswerCleared(self.audit.id, self.item.id))
            self.paint()

    def action_undo(self) -> None:
        """Take back the last change of an answer, and go where it was."""
        if self.refuses():
            return
        entry = self.opened.undo()
        if entry is None:
            self.say("There is no answer left to take back")
            return
        self.opened.record(entry)
        self.go(self.checklist.position(entry.item))
        self.say(f"Taken back: {self.item.title}")

    # Typing dates and counts.

    def action_enter(self, begun: str = "") -> None:
        """Type what this item asks for; where it asks for nothing, go on."""
        item = self.item
        if not item.scored:
            self.action_note("comment")
        elif not kinds.of(item).typed:
            self.action_move(1)
        elif not self.refuses():
            self.ask(
                *asking.typed(item, begun),
                then=lambda values: self.give(kinds.of(item).from_typing(item, values)),
            )

    # Notes.

    def action_note(self, about: str) -> None:
        """Write a note about this item."""
        self.write_note(about, f"{ITEM_NOTES[about]}: {one_line(self.item.title)}")

    def on_note_editor_key(self, message: NoteEditor.Key) -> None:
        """Answer the item while its note is being written."""
        item = self.item
        if message.key.isdigit():
            self._offered(lambda: answering.by_digit(item, int(message.key)), stay=True)
        elif message.key == "n":
            self._offered(lambda: answering.by_reason(item), stay=True)
        else:
            make = answers.not_recorded if message.key == "u" else answers.could_not_see
            self._offered(lambda: make(item), stay=True)

    # Looking closer, and going on.

    def action_history(self) -> None:
        """Show who answered this item what, and when."""
        item = self.item
        self.app.push_screen(
            PageScreen(
                f"History · {item.title}", lambda width: history_page(item, self.opened.history, width)
            )
        )

    def action_explain(self) -> None:
        """Show the sum behind the score, once it may be shown."""
        if sum_hidden(self.audit, hide_score=self.audit_app.settings.hide_score):
            self.say("The sum is shown once you have judged (f), so that it does not lead you")
            return
        self.app.push_screen(
            PageScreen(
                f"The sum · {self.audit.case}", lambda width: sum_page(self.checklist, self.audit, width)
            )
        )

    def action_finish(self) -> None:
        """Go on to the judgement."""
        self.app.push_screen(FinishScreen(self.opened))

    def action_reopen(self) -> None:
        """Open a finished audit again."""
        if self.audit.open:
            self.say("This audit is open already")
        else:
            step = asking.words("Why is this audit opened again?", "A reason is needed")
            self.ask(step, then=lambda values: self.opened.record(AuditReopened(self.audit.id, values[0])))

    def action_back(self) -> None:
        """Leave the reasons, or go home."""
        if self.reasons:
            self.reasons = False
            self.paint()
        else:
            self.audit_app.bookmark()
            self.dismiss()
