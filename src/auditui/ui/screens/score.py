"""The scoring screen: the items, the one in question with its standards, and a key for each answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical

from auditui.core import answer as answers
from auditui.core import typed_dates
from auditui.core.audit import ITEM_NOTES, unanswered
from auditui.core.checklist import NOT_APPLICABLE
from auditui.core.entries import AnswerCleared, AnswerGiven, AuditReopened, NoteWritten
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.ui.keys import bindings
from auditui.ui.lines import item_page, item_rows
from auditui.ui.screens.base import AuditScreen
from auditui.ui.screens.finish import FinishScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.note import NoteEditor
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from auditui.core.answer import Answer
    from auditui.core.audit import Audit
    from auditui.core.checklist import Checklist, Item
    from auditui.ui.open_audit import OpenAudit


class ScoreScreen(AuditScreen):
    """One audit, item by item."""

    PLACE = "score"
    BINDINGS = bindings("score")

    def __init__(self, opened: OpenAudit, item: str = "", *, note: str = "") -> None:
        """Open on `item`, or on the first without an answer; with `note`, go on writing that note."""
        super().__init__()
        self.opened = opened
        self.note_open = note if note in ITEM_NOTES else ""
        ids = [each.id for each in self.checklist.items]
        left = unanswered(self.checklist, self.audit)
        self.at = ids.index(item) if item in ids else ids.index(left[0].id) if left else 0
        self.reasons = False
        self.asking = ""
        self.first_date: date | None = None
        self.asked_twice = ""

    @property
    def audit(self) -> Audit:
        """The audit as it stands."""
        return self.opened.audit

    @property
    def checklist(self) -> Checklist:
        """Its checklist, in the version it was begun on."""
        return self.opened.checklist

    @property
    def item(self) -> Item:
        """The item in question."""
        return self.checklist.items[self.at]

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

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        self.bookmark()
        self.call_after_refresh(self.paint)

    # What is shown.

    def heading(self) -> str:
        """Say which case this is."""
        parts = (self.audit.case, self.audit.event, self.audit.team, self.checklist.title)
        return " · ".join(part for part in parts if part)

    def progress(self) -> str:
        """Say how far the audit is."""
        scored = [item for item in self.checklist.items if item.scored]
        state = "" if self.audit.open else " finished"
        return f"{len(scored) - len(unanswered(self.checklist, self.audit))}/{len(scored)}{state}"

    def paint(self) -> None:
        """Paint everything."""
        self.paint_top()
        items, page = self.query_one("#items", Page), self.query_one("#item", Page)
        rows = item_rows(self.checklist, self.audit, items.width)
        self.row_items = [item_id for item_id, _ in rows]
        items.show([line for _, line in rows], self.row_items.index(self.item.id))
        page.show(item_page(self.checklist, self.audit, self.item, page.width, reasons=self.reasons))

    def bookmark(self) -> None:
        """Remember this item, and the note being written, for the next start."""
        self.audit_app.bookmark(audit=self.audit.id, item=self.item.id, note=self.note_open, screen="score")

    # Moving.

    def go(self, to: int) -> None:
        """Move to an item."""
        self.at = max(min(to, len(self.checklist.items) - 1), 0)
        self.reasons = False
        self.query_one("#item", Page).scroll_home(animate=False)
        self.bookmark()
        self.paint()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.go(self.at + by)

    def action_scroll(self, by: int) -> None:
        """Scroll the item's page."""
        self.query_one("#item", Page).scroll_relative(y=by, animate=False)

    def action_next_open(self) -> None:
        """Go to the next item without an answer, from the top again after the last."""
        left = {item.id for item in unanswered(self.checklist, self.audit)}
        order = [*range(self.at + 1, len(self.checklist.items)), *range(self.at + 1)]
        found = next((n for n in order if self.checklist.items[n].id in left), None)
        if found is None:
            self.say("Every item is answered: f goes on to the judgement")
        else:
            self.go(found)

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press on an item goes to it."""
        if message.page.id == "items" and message.line < len(self.row_items) and self.row_items[message.line]:
            self.go([item.id for item in self.checklist.items].index(self.row_items[message.line]))

    # Answering.

    def give(self, answer: Answer) -> None:
        """Record an answer and go on to the next item."""
        if self._refuses():
            return
        self.opened.record(AnswerGiven(self.audit.id, answer))
        self.reasons = False
        self.go(self.at + 1)

    def _refuses(self) -> bool:
        if not self.audit.open:
            self.say("This audit is finished; r opens it again, with a reason", wrong=True)
        return not self.audit.open

    def _offered(self, make: object) -> None:
        """Give the answer that `make` makes, or say why the item has none such."""
        try:
            answer = make()  # type: ignore[operator]
        except AuditError as error:
            self.say(str(error), wrong=True)
        else:
            self.give(answer)

    def action_answer(self, digit: int) -> None:
        """Give the answer with this digit; for dates and counts begin to type with it."""
        item = self.item
        if self.reasons:
            if digit <= len(item.not_applicable):
                self.give(answers.not_applicable(item, item.not_applicable[digit - 1]))
        elif item.interval or item.pair:
            self.action_enter(str(digit))
        elif 1 <= digit <= len(item.options):
            self.give(answers.choose(item, item.options[-digit].id))
        elif item.scored:
            self.say(f"This item's keys are 1 to {len(item.options)}", wrong=True)

    def action_not_applicable(self) -> None:
        """Not applicable: at once where there is one reason, except beside yes and no, where n may mean no."""
        item = self.item
        if len(item.not_applicable) == 1 and item.kind != "yes-no" and item.scored:
            self.give(answers.not_applicable(item, item.not_applicable[0]))
        elif item.not_applicable and not self._refuses():
            self.reasons = True
            self.paint()
        else:
            self._offered(lambda: answers.not_applicable(item, ""))

    def action_not_recorded(self) -> None:
        """Not recorded."""
        self._offered(lambda: answers.not_recorded(self.item))

    def action_could_not_see(self) -> None:
        """Could not see."""
        if self.item.scored:
            self.give(answers.could_not_see(self.item))

    def action_clear(self) -> None:
        """Make the item unanswered again."""
        if not self._refuses() and self.item.id in self.audit.answers:
            self.opened.record(AnswerCleared(self.audit.id, self.item.id))
            self.paint()

    # Typing dates and counts.

    def action_enter(self, begun: str = "") -> None:
        """Type what this item asks for; where it asks for nothing, go on."""
        item = self.item
        if not item.scored:
            self.action_note("comment")
        elif not (item.interval or item.pair):
            self.action_move(1)
        elif not self._refuses():
            self._ask(
                "start" if item.interval else "each" if item.pair and item.pair.criteria else "counts", begun
            )

    def _ask(self, what: str, begun: str = "") -> None:
        self.asking, self.asked_twice = what, ""
        self.query_one(Ask).ask(self._prompt(what), begun)

    def _prompt(self, what: str) -> str:
        item = self.item
        if what == "reopen":
            return "Why is this audit opened again?"
        if item.interval:
            asked = item.interval.start if what == "start" else item.interval.end
            return f"Date of: {asked}"
        if item.pair and what == "each":
            letters = "".join(criterion[0] for criterion in item.pair.criteria)
            criteria = ", ".join(item.pair.criteria)
            return f"A word for each of the {item.pair.out_of}: the letters that hold ({criteria}), - for none: {letters} {letters[:2]} -"
        return f"{item.pair.counted} of {item.pair.out_of}: 2 of 3" if item.pair else ""

    def on_ask_changed(self, message: Ask.Changed) -> None:
        """Say at once what was typed so far means."""
        ask = self.query_one(Ask)
        if not message.text.strip() or self.asking == "reopen":
            ask.mean("")
            return
        try:
            ask.mean(self._meaning(message.text))
        except AuditError as error:
            ask.mean(error.hint or error.message)

    def _meaning(self, text: str) -> str:
        item = self.item
        if self.asking == "start":
            return f"= {typed_dates.spoken(self._date(text).day)}"
        if self.asking == "end" and self.first_date:
            read = self._date(text).day
            return f"= {typed_dates.spoken(read)}: {_told(item, answers.dated(item, self.first_date, read))}"
        return _told(item, self._counts(text))

    def _date(self, text: str) -> typed_dates.TypedDate:
        return typed_dates.read(text, datetime.now().astimezone().date())

    def _counts(self, text: str) -> Answer:
        if self.asking == "each":
            return answers.judged(self.item, text.split())
        numbers = text.replace("/", " ").replace("of", " ").split()
        if len(numbers) != 2 or not all(number.isdigit() and len(number) < 5 for number in numbers):
            raise AuditError(
                "Two numbers are needed", "Type two numbers: 2 of 3, or 0 of 0 if there were none"
            )
        return answers.counted(self.item, int(numbers[0]), int(numbers[1]))

    def on_ask_entered(self, message: Ask.Entered) -> None:
        """Take what was typed, or say why not; what is uncertain is asked once before it is taken."""
        ask = self.query_one(Ask)
        try:
            self._take(message.text.strip())
        except AuditError as error:
            ask.mean(str(error), "bad")

    def _take(self, text: str) -> None:
        ask = self.query_one(Ask)
        if self.asking == "reopen":
            if not text:
                raise AuditError("A reason is needed")
            self.opened.record(AuditReopened(self.audit.id, text))
            self._asked()
        elif self.asking in ("start", "end"):
            read = self._date(text)
            if read.question and self.asked_twice != text:
                self.asked_twice = text
                ask.mean(f"{read.question} Enter again if so.", "fair")
            elif self.asking == "start":
                self.first_date = read.day
                self._ask("end")
            elif self.first_date:
                answer = answers.dated(self.item, self.first_date, read.day)
                self._asked()
                self.give(answer)
        else:
            answer = self._counts(text)
            self._asked()
            self.give(answer)

    def _asked(self) -> None:
        self.query_one(Ask).done()
        self.set_focus(None)
        self.asking = ""
        self.paint()

    def on_ask_cancelled(self) -> None:
        """Go back to the keys."""
        self._asked()

    # Notes.

    def action_note(self, about: str) -> None:
        """Write a note about this item."""
        if self._refuses():
            return
        self.note_open = about
        self.bookmark()
        self.query_one(NoteEditor).open_on(
            f"{ITEM_NOTES[about]}: {one_line(self.item.title)}", self.audit.note(self.item.id, about)
        )

    def on_note_editor_written(self, message: NoteEditor.Written) -> None:
        """Save the text as it stands."""
        if self.note_open:
            self.opened.record(NoteWritten(self.audit.id, self.note_open, message.text, self.item.id))
            self.paint()

    def on_note_editor_closed(self) -> None:
        """Go back to the keys."""
        self.note_open = ""
        self.set_focus(None)
        self.bookmark()
        self.paint()

    def leave(self) -> None:
        """Keep the last words of a note; the next start goes on writing it."""
        self.query_one(NoteEditor).tell()

    # Going on.

    def action_finish(self) -> None:
        """Go on to the judgement."""
        self.app.push_screen(FinishScreen(self.opened))

    def action_reopen(self) -> None:
        """Open a finished audit again."""
        if self.audit.open:
            self.say("This audit is open already")
        else:
            self._ask("reopen")

    def action_back(self) -> None:
        """Leave the reasons, or go home."""
        if self.reasons:
            self.reasons = False
            self.paint()
        else:
            self.audit_app.bookmark()
            self.dismiss()


def _told(item: Item, answer: Answer) -> str:
    if answer.value == NOT_APPLICABLE:
        return f"not applicable: {answer.reason}"
    return f"{answers.detail(item, answer)}, {item.label(answer.value).lower()}"
