"""The scoring screen: the items, the one in question with its standards, and a key for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical

from auditui.core import kinds
from auditui.core.audits import answering, navigation
from auditui.core.audits.audit import ITEM_NOTES, progress
from auditui.core.audits.session import COMPLETE
from auditui.core.checklists.checklist import NOT_APPLICABLE
from auditui.core.text import one_line
from auditui.ui import prompts
from auditui.ui.beside_page import ROOMY, actions_of, beside_page
from auditui.ui.commands import SCORE_CHANGES
from auditui.ui.example_shelf import ExampleShelf
from auditui.ui.item_page import item_page, item_rows
from auditui.ui.keys import bindings
from auditui.ui.pages import sum_page
from auditui.ui.prompts import Step
from auditui.ui.screens.amending import AmendingScreen
from auditui.ui.screens.finish import FinishScreen
from auditui.ui.screens.page import PageScreen
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.note import NoteEditor
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.session import Session
    from auditui.core.checklists.checklist import Item


class ScoreScreen(AmendingScreen):
    """One audit, item by item."""

    PLACE = "score"
    BINDINGS = bindings("score")
    CHANGES = SCORE_CHANGES

    def __init__(
        self, session: Session, item: str = "", *, note: str = "", answered: int | None = None
    ) -> None:
        """Open on `item`, or on the first without an answer; with `note`, go on writing that note.

        `answered` is how many answers there were when the item was remembered, if it was.
        """
        super().__init__(session, note=note if note in ITEM_NOTES else "")
        self.at = navigation.begin_at(self.checklist, self.audit, item, answered)
        self.reasons = False
        self.row_items: list[str] = []
        self._examples = ExampleShelf()
        #: The place of the item just answered, until the cursor is moved; and where it goes on after a note about that.
        self._answered: int | None = None
        self._go_on_to: int | None = None

    @property
    def item(self) -> Item:
        """The item in question."""
        return self.checklist.items[self.at]

    def item_id(self) -> str:
        """Return the item in question's id."""
        return self.item.id

    def body(self) -> ComposeResult:
        """Items on the left, the item on the right, typing below it."""
        with Horizontal(id="body"):
            yield Page(id="items")
            with Vertical(id="right"):
                yield Page(id="item")
                yield Ask(id="ask")
                yield NoteEditor(id="note")
            yield Page(id="beside")

    def on_mount(self) -> None:
        """Go on where the last start ended."""
        self.bookmark()
        if self.note_open and self.audit.open:
            self.call_after_refresh(self.attempt, lambda: self.action_note(self.note_open))

    # What is shown.

    def idle(self) -> Collection[str]:
        """Beside what does nothing in the audit's state, what the item has no use for."""
        return {*super().idle(), *prompts.idle_at(self.item)}

    def heading(self) -> str:
        """Say which case this is."""
        parts = (self.audit.case, self.audit.event, self.audit.team, self.checklist.title)
        return " · ".join(part for part in parts if part)

    def progress(self) -> str:
        """Say how far the audit is."""
        done, of = progress(self.checklist, self.audit)
        concern = "CONCERN  " if self.session.concerns else ""
        state = "" if self.audit.open else f" {self.audit.state}"
        return f"{concern}{done}/{of}{state}"

    def paint(self) -> None:
        """Paint everything."""
        # Another window may have moved the audit to a version with fewer items.
        self.at = min(self.at, len(self.checklist.items) - 1)
        super().paint()
        self.paint_top()
        items, page = self.query_one("#items", Page), self.query_one("#item", Page)
        keys = self.desk.keys
        rows = item_rows(self.checklist, self.audit, items.width, keys)
        self.row_items = [item_id for item_id, _ in rows]
        items.show([line for _, line in rows], self.row_items.index(self.item.id))
        roomy = self.size.width >= ROOMY
        before, width = self.session.state.before, page.width
        examples = self._examples.of(self.checklist).of(self.item)
        if roomy:
            beside = self.query_one("#beside", Page)
            beside.show(beside_page(self.session, self.item, beside.width, keys))
        page.show(
            item_page(
                *(self.checklist, self.audit, self.item, width, keys),
                reasons=self.reasons,
                before=None if roomy else before,
                examples=examples,
                actions=() if roomy else actions_of(self.session, self.item.id),
                notes=not roomy,
            )
        )

    # Moving.

    def go(self, to: int) -> None:
        """Move to an item."""
        self._answered = self._go_on_to = None
        self.hush()
        self.at = max(min(to, len(self.checklist.items) - 1), 0)
        self.reasons = False
        self.query_one("#item", Page).show_first()
        self.bookmark()
        self.paint()
        self.say_shared()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.go(self.at + by)

    def action_scroll(self, by: int) -> None:
        """Scroll the item's page."""
        self.query_one("#item", Page).scroll_by(by)

    def action_next_open(self) -> None:
        """Go to the next item without an answer, from the top again after the last."""
        position = navigation.next_open(self.checklist, self.audit, self.at)
        if position is None and not self.audit.open:
            self.say(f"Every item is answered, and this audit is {self.audit.state}")
        elif position is None:
            self.advise((COMPLETE,))
        else:
            self.go(position)

    def action_jump(self) -> None:
        """Go to an item by part of its name."""

        def position(text: str, _before: list[Any]) -> int:
            return navigation.find(self.checklist, text)

        def title(text: str, _before: list[Any]) -> str:
            return self.checklist.items[navigation.find(self.checklist, text)].title

        step = Step("Jump to the item with:", position, title)
        self.ask(step, then=lambda values: self.go(values[0]))

    def on_page_pressed(self, message: Page.Pressed) -> None:
        """A press on an item goes to it."""
        if message.page.id != "items" or message.line >= len(self.row_items) or self.typing:
            return
        if item := self.row_items[message.line]:
            self.go(self.checklist.position(item))

    # Answering.

    def give(self, answer: Answer, *, stay: bool = False) -> None:
        """Answer the item, and go on to the next item, unless the user or the moment has it otherwise."""
        calls = self.session.answer(answer)
        self.hush()
        self.reasons = False
        if stay or not self.desk.settings.advance:
            self.paint()
        else:
            answered = self.at
            self.go(navigation.go_on(self.checklist, self.audit, self.at))
            self._answered = answered
        self.advise(calls)

    def action_answer(self, how: int | str) -> None:
        """Give the answer with this digit, or the non-answer of this name.

        For dates and counts a digit begins the typing; not applicable asks for its reason where one key could be a slip.
        """
        item = self.item
        self.require_open()
        if how == NOT_APPLICABLE and answering.asks_reason(item):
            self.reasons = True
            self.paint()
        elif isinstance(how, int) and self.reasons:
            self.give(answering.by_reason(item, how))
        elif isinstance(how, int) and kinds.of(item).typed:
            self.action_enter(str(how))
        else:
            self.give(prompts.answer_for(item, str(how)))

    def action_clear(self) -> None:
        """Make the item unanswered again."""
        self.require_open()
        self.session.clear(self.item.id)
        self.paint()

    def go_where(self, item: str) -> None:
        """Go to the item of which something was taken back."""
        if self.checklist.item(item):
            self.go(self.checklist.position(item))
        else:
            self.paint()

    # Typing dates and counts.

    def action_enter(self, begun: str = "") -> None:
        """Type what this item asks for; where it asks for nothing, go on."""
        item = self.item
        steps = prompts.typed_answer(item, begun, self.audit.event)
        if not item.scored:
            self.action_note("comment")
        elif not steps:
            self.action_move(1)
        else:
            self.require_open()
            self.ask(*steps, then=lambda values: self.give(prompts.answer_of(item, values)))

    # Notes.

    def action_note(self, about: str) -> None:
        """Write a note about this item; straight after an answer, about the item just answered, and then go on."""
        if self._answered is not None:
            on = self.at
            self.go(self._answered)
            self._go_on_to = on
        self.write_note(about, f"{ITEM_NOTES[about]}: {one_line(self.item.title)}")

    def on_note_editor_closed(self) -> None:
        """Go back to the keys, and to where the cursor had gone on to."""
        super().on_note_editor_closed()
        if self._go_on_to is not None:
            self.go(self._go_on_to)

    def action_evidence(self) -> None:
        """Name a document that shows the answer: below those named before."""
        self.require_open()
        item = self.checklist.items[self.at if self._answered is None else self._answered]

        def name(values: list[Any]) -> None:
            self.session.name_evidence(item.id, *values)
            self.say(f"Evidence for {item.title}: {values[0]}")

        self.ask(*prompts.evidence(item.title), then=name)

    def on_note_editor_for_item(self, message: NoteEditor.ForItem) -> None:
        """Answer the item while its note is being written: by a digit, or by the name of a non-answer."""
        self.attempt(lambda: self.give(prompts.answer_for(self.item, message.answer), stay=True))

    # Looking closer, and going on.

    def action_history(self) -> None:
        """Show who said what of this item and when, to be brought back."""
        self.show_history(self.item.title, self.item)

    def action_explain(self) -> None:
        """Show the sum behind the score, or why it is not shown yet."""
        shown = (self.checklist, self.audit, self.desk.keys, self.desk.settings.hide_score)
        self.app.push_screen(
            PageScreen(f"The sum · {self.audit.case}", lambda width: sum_page(*shown, width))
        )

    def action_finish(self) -> None:
        """Go on to the judgement."""
        self.app.push_screen(FinishScreen(self.session))

    def action_back(self) -> None:
        """Leave the reasons, or go home."""
        if self.reasons:
            self.reasons = False
            self.paint()
        else:
            self.forget_bookmark()
            self.dismiss()
