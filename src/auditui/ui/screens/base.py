"""What every screen has: a bar at the top, the keys below, questions in a line, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from auditui.core.errors import AuditError
from auditui.core.typed_dates import TypedDate
from auditui.ui.commands import SCREENS
from auditui.ui.lines import bar
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from auditui.ui.desk import Desk
    from auditui.ui.prompts import Step

_LEAST = (36, 12)


class AuditScreen(Screen[Any]):
    """A screen with its top bar and key bar. `PLACE` names its commands in the registry."""

    AUTO_FOCUS = ""
    PLACE: ClassVar[str] = ""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._values: list[Any] = []
        self._then: Callable[[list[Any]], object] | None = None
        self._confirmed = ""

    @property
    def desk(self) -> Desk:
        """The app, as far as screens know it."""
        return cast("Desk", self.app)

    def on_mount(self) -> None:
        """Keep the bars in step with the app."""
        self.watch(self.app, "saved", self.paint_top, init=False)
        self.show_keys(self.PLACE)

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out for the new width; say so where there is too little of it."""
        self.set_class(event.size.width < _LEAST[0] or event.size.height < _LEAST[1], "-too-small")
        self.call_after_refresh(self.paint)

    # Keys.

    @property
    def typing(self) -> bool:
        """Whether a question has the keys."""
        return bool(self._steps)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While something is typed no key moves or answers anything."""
        return not self.typing or action not in {
            command.action.partition("(")[0] for command in SCREENS[self.PLACE]
        }

    def key(self, command_id: str) -> str:
        """Return the key a command has now, as prose writes it."""
        return self.desk.keys.name(command_id)

    # What is shown.

    def show_keys(self, place: str) -> None:
        """Show the keys of a place: the screen itself, or the note or question on it."""
        self.query_one(KeyBar).show_commands(list(self.desk.keys.commands(place)))

    def heading(self) -> str:
        """Say where one is."""
        return ""

    def progress(self) -> str:
        """Say how far one is."""
        return ""

    def paint_top(self) -> None:
        """Paint the top bar."""
        top = self.query_one("#top", Page)
        marks = ["MADE-UP COUNCIL"] if self.desk.made_up else []
        marks += [mark for mark in (self.progress(), self.desk.saved) if mark]
        if self.has_class("-too-small"):
            top.show([[(f"Too small: {_LEAST[0]} by {_LEAST[1]} is the least", "bad")]])
        else:
            top.show([bar(self.heading(), "  ".join(marks), top.size.width)])

    def paint(self) -> None:
        """Paint everything."""
        self.paint_top()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in passing."""
        self.query_one(KeyBar).say(text, "bad" if wrong else "good")

    def leave(self) -> None:
        """Keep what is being written, before the app ends."""

    def reload(self) -> None:
        """Read again what is shown, where the store did not take what was recorded."""

    # Questions.

    def ask(self, *steps: Step, then: Callable[[list[Any]], object]) -> None:
        """Ask the steps one after the other, then call `then` with what was taken; escape ends it without."""
        self._steps, self._values, self._then = steps, [], then
        self._ask_next()

    @property
    def _step(self) -> Step:
        return self._steps[len(self._values)]

    def _ask_next(self) -> None:
        self._confirmed = ""
        self.show_keys("ask")
        self.query_one(Ask).ask(self._step.prompt, self._step.begun, self.take)
        self._show_meaning(self._step.begun)

    def on_ask_changed(self, message: Ask.Changed) -> None:
        """Say at once what was typed so far means."""
        self._show_meaning(message.text)

    def _show_meaning(self, text: str) -> None:
        ask = self.query_one(Ask)
        if not text.strip() or len(self._values) >= len(self._steps) or self._step.meaning is None:
            ask.mean("")
            return
        try:
            ask.mean(self._step.meaning(text, self._values))
        except AuditError as error:
            ask.mean(error.hint or error.message)

    def take(self, text: str) -> None:
        """Take what was typed, or say why not; what is uncertain is asked once before it is taken."""
        ask = self.query_one(Ask)
        if len(self._values) >= len(self._steps):
            return
        try:
            value = self._step.take(text, self._values)
            if isinstance(value, TypedDate) and value.question and self._confirmed != text:
                self._confirmed = text
                ask.mean(f"{value.question} Enter again if so.", "fair")
                return
            values = [*self._values, value.day if isinstance(value, TypedDate) else value]
            if len(values) == len(self._steps):
                self._end_asking()
                if self._then:
                    self._then(values)
            else:
                self._values = values
                self._ask_next()
        except AuditError as error:
            if self._steps:
                ask.mean(str(error), "bad")
            else:
                self.say(str(error), wrong=True)

    def on_ask_cancelled(self) -> None:
        """Go back to the keys."""
        self._end_asking()

    def _end_asking(self) -> None:
        self._steps, self._values = (), []
        self.query_one(Ask).done()
        self.set_focus(None)
        self.show_keys(self.PLACE)
        self.call_after_refresh(self.paint)
