"""Questions in a line of typing: what is asked above it and, below, what the typing means so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets.input import Selection

from auditui.core.errors import AuditError
from auditui.ui import prompts
from auditui.ui.keys import bindings
from auditui.ui.lines import block
from auditui.ui.widgets.line_input import LineInput
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget
    from textual.widgets import Input

    from auditui.ui.prompts import Step


class Ask(Vertical):
    """Hidden until `ask` is called; asks its steps one after the other."""

    DEFAULT_CSS = """
    Ask { height: auto; max-height: 9; display: none; border-top: solid $primary; }
    Ask Page { height: auto; max-height: 3; }
    Ask Input, Ask Input:focus { border: none; height: 1; padding: 0; background: $surface; }
    """
    BINDINGS = bindings("ask")

    _steps: tuple[Step, ...] = ()

    def compose(self) -> ComposeResult:
        """Prompt, input, meaning."""
        yield Page(id="prompt")
        yield LineInput(select_on_focus=False)
        yield Page(id="meaning")

    def ask(
        self, steps: tuple[Step, ...], then: Callable[[list[Any]], object], cancelled: Callable[[], object]
    ) -> None:
        """Ask the steps, then call `then` with what was taken; Escape at the first hides the line and calls `cancelled`."""
        self._steps, self._then, self._cancelled = steps, then, cancelled
        self._values: list[Any] = []
        #: What was typed at each step, so that going back loses nothing.
        self._typed: dict[int, str] = {}
        self.display = True
        self._ask_next()

    @property
    def _step(self) -> Step:
        return self._steps[len(self._values)]

    def _ask_next(self) -> None:
        self._confirmed = ""
        self._fill("#prompt", self._step.prompt, "strong")
        box = self.query_one(LineInput)
        box.entered = self.take
        offers = self._step.offers
        box.suggester = SuggestFromList(offers, case_sensitive=False) if offers else None
        stands = self._typed.get(len(self._values), self._step.stands)
        box.value = stands or self._step.begun
        box.selection = Selection(0 if stands else len(box.value), len(box.value))
        self.screen.set_focus(box)
        self._show_meaning()

    def _show_meaning(self) -> None:
        text = self.query_one(LineInput).value
        try:
            meaning = self._step.meaning(text, self._values) if text.strip() and self._step.meaning else ""
        except AuditError as error:
            meaning = error.hint or error.message
        self.mean(meaning)

    def take(self, text: str) -> None:
        """Take what was typed, or say why not; what is uncertain is asked once before it is taken."""
        if not self._steps:
            return
        try:
            value = self._step.take(text, self._values)
        except AuditError as error:
            self.mean(str(error), "bad")
            return
        value, question = prompts.Unsure.of(value)
        if question and self._confirmed != text:
            self._confirmed = text
            self.mean(f"{question} Enter again if so.", "fair")
            return
        self._typed[len(self._values)] = text
        self._values.append(value)
        if len(self._values) < len(self._steps):
            self._ask_next()
        else:
            self._hide()
            self._then(self._values)

    def _hide(self) -> None:
        self._steps = ()
        self.display = False

    def mean(self, meaning: str, style: str = "dim") -> None:
        """Say what was typed so far means, or what is wrong with it."""
        self._fill("#meaning", meaning, style)

    def _fill(self, where: str, text: str, style: str) -> None:
        page = self.query_one(where, Page)
        width = max(cast("Widget", self.parent).size.width - 2, 10)
        lines = list(block(text, width, style)) if text else []
        page.styles.height = len(lines)
        page.show(lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what was typed so far means."""
        event.stop()
        if self._steps:
            self._show_meaning()

    def action_cancel(self) -> None:
        """Go back to the question before, as it was answered; from the first leave them."""
        if self._values:
            self._typed[len(self._values)] = self.query_one(LineInput).value
            self._values.pop()
            self._ask_next()
            return
        self._hide()
        self._cancelled()
