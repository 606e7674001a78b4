"""What every screen has: a bar at the top, the keys below, questions in a line, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from auditui.core.errors import AuditError
from auditui.ui.commands import SCREENS
from auditui.ui.lines import bar
from auditui.ui.widgets.ask import Ask
from auditui.ui.widgets.key_bar import KeyBar
from auditui.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textual import events
    from textual.app import ComposeResult

    from auditui.ui.desk import Desk
    from auditui.ui.prompts import Step

_LEAST = (36, 12)


class AuditScreen(Screen[Any]):
    """A screen with its top bar and key bar. `PLACE` names its commands in the registry, `HEADING` what it shows."""

    AUTO_FOCUS = ""
    PLACE: ClassVar[str] = ""

    HEADING: ClassVar[str] = ""
    #: Whether one comes back here from an audit.
    IS_HOME: ClassVar[bool] = False
    #: Whether a question has the keys.
    _asking = False
    #: Whether what is said in passing stays its time, whatever the user does meanwhile.
    _urgent = False

    @property
    def desk(self) -> Desk:
        """The app, as far as screens know it."""
        return cast("Desk", self.app)

    def compose(self) -> ComposeResult:
        """The top bar, what the screen is about, the key bar."""
        yield Page(id="top")
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between the bars."""
        yield Page(id="list")

    def on_mount(self) -> None:
        """Keep the bars in step with the app."""
        self.watch(self.app, "saved", self.paint_top, init=False)
        self.show_keys(self.PLACE)

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out for the new width; say so where there is too little of it."""
        self.set_class(event.size.width < _LEAST[0] or event.size.height < _LEAST[1], "-too-small")
        self.call_after_refresh(self.repaint)

    def on_page_widened(self) -> None:
        """Make the lines of a page again that were made before it was laid out."""
        self.call_after_refresh(self.repaint)

    # Keys.

    @property
    def typing(self) -> bool:
        """Whether a question has the keys."""
        return self._asking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While something is typed no key moves or answers anything."""
        return not self.typing or action not in {
            command.action.partition("(")[0] for command in SCREENS[self.PLACE]
        }

    def key(self, command_id: str) -> str:
        """Return the key a command has now, as prose writes it."""
        return self.desk.keys.name(command_id)

    # What is shown.

    def idle(self) -> Collection[str]:
        """Return the ids of the screen's commands that do nothing in the state it is in."""
        return ()

    def show_keys(self, place: str, *, without: Collection[str] = (), hush: bool = True) -> None:
        """Show the keys of a place, the screen itself or the note or question on it, `without` those that do nothing here."""
        without = {*without, *self.idle()} if place == self.PLACE else without
        commands = self.desk.keys.commands(place)
        self.query_one(KeyBar).show_commands(
            [command for command in commands if command.id not in without], hush=hush
        )

    def heading(self) -> str:
        """Say where one is."""
        return self.HEADING

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

    def repaint(self) -> None:
        """Paint everything, if it is there yet, and still is: one that is being closed loses its parts one by one."""
        if self.children and self in self.app.screen_stack:
            self.paint()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something in passing; what is `wrong` stays its time, and all else until the user goes on."""
        self._urgent = wrong
        self.query_one(KeyBar).say(text, "bad" if wrong else "good")

    def refuse(self, error: AuditError) -> None:
        """Say why something was not done."""
        self.say(str(error), wrong=True)
        self._urgent = False

    def hush(self) -> None:
        """Say no longer what was said in passing, if it is not urgent: the user has gone on."""
        if not self._urgent:
            self.query_one(KeyBar).hush()

    def leave(self) -> None:
        """Keep what is being written, before the app ends."""

    def reload(self) -> None:
        """Read again what is shown, where the store did not take what was recorded."""

    def look_around(self, *, wrote: bool) -> None:
        """Show what another window wrote, if it `wrote` anything."""
        if wrote and self.children:
            self.others_wrote()

    def others_wrote(self) -> None:
        """Read again what is shown, since another window wrote."""

    def action_concern(self) -> None:
        """Show the immediate concerns."""
        self.desk.show_concerns()

    # Questions.

    def ask(self, *steps: Step, then: Callable[[list[Any]], object]) -> None:
        """Ask the steps one after the other, then call `then` with what was taken; escape ends it without."""

        def take(values: list[Any]) -> None:
            self._end_asking()
            self.attempt(lambda: then(values))

        self._asking = True
        self.show_keys("ask")
        self.query_one(Ask).ask(steps, take, self._end_asking)

    def _end_asking(self) -> None:
        self._asking = False
        self.give_back_keys()

    def give_back_keys(self) -> None:
        """Go back from typing to the keys of the screen."""
        self.set_focus(None)
        self.show_keys(self.PLACE)
        self.call_after_refresh(self.repaint)

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something that may be refused, and say why where it is; what keys do the app treats so by itself."""
        try:
            action()
        except AuditError as error:
            self.refuse(error)
