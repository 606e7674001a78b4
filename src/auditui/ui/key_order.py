"""Keys in the order in which they were typed, also while a note or a question opens under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App

from auditui.ui.screens.base import AuditScreen
from auditui.ui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from textual.screen import Screen


class KeysInOrder(App[None]):
    """An app in which no key overtakes another, and none is lost.

    Textual sends a key to what has the focus when the key arrives. Of keys typed in one go, those sent to the screen before a
    note took the focus would reach the note after those sent to it directly; and those sent to a line before its Enter was
    taken would be typed into a line that is gone.
    """

    #: Keys that were sent to a screen and have not come back from it yet.
    _at_screen: tuple[tuple[Screen[Any], events.Key], ...] = ()
    #: Keys that were sent to a line and have not come to it yet.
    _at_line: tuple[tuple[LineInput, events.Key], ...] = ()

    async def on_event(self, event: events.Event) -> None:
        """Send a key behind those that are on their way to the screen."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._at_screen = tuple(sent for sent in self._at_screen if sent[0] is self.screen)
        if not self._at_screen and (line := self._line):
            await self._type(line, event)
            return
        to_screen = self.focused is None
        if to_screen or not self._at_screen:
            await super().on_event(event)
        elif not await self._check_bindings(event.key, priority=True):
            to_screen = True
            self.screen._forward_event(event)  # noqa: SLF001 - as the app itself does
        if to_screen and event.is_forwarded:
            self._at_screen += ((self.screen, event),)

    @property
    def _line(self) -> LineInput | None:
        """The line that keys are on their way to, else the one that has the focus."""
        self._at_line = tuple(
            sent for sent in self._at_line if sent[0].is_attached and sent[0].screen is self.screen
        )
        line = self._at_line[-1][0] if self._at_line else self.focused
        return line if isinstance(line, LineInput) else None

    async def _type(self, line: LineInput, event: events.Key) -> None:
        if not await self._check_bindings(event.key, priority=True):
            self._send_to(line, event)

    def _send_to(self, line: LineInput, event: events.Key) -> None:
        line._forward_event(event)  # noqa: SLF001 - as the app itself does
        self._at_line += ((line, event),)

    async def came_to_line(self, line: LineInput, event: events.Key) -> bool:
        """Whether a key that came to a line is for it; where the line has ended it is for what has the keys now, at once."""
        self._at_line = tuple(sent for sent in self._at_line if sent[1] is not event)
        if self.focused is line:
            return True
        if self.focused is None:
            await self._check_bindings(event.key)
        else:
            self.focused._forward_event(events.Key(event.key, event.character).set_sender(self))  # noqa: SLF001 - as the app itself does
        return False

    def on_key(self, event: events.Key) -> None:
        """Hand on keys that were sent to the screen just before a note or a question took the focus."""
        self._at_screen = tuple(sent for sent in self._at_screen if sent[1] is not event)
        line = self._line
        taker = line or self.focused
        typing = bool(self._at_line) or (isinstance(self.screen, AuditScreen) and self.screen.typing)
        if typing and taker is not None and getattr(taker, "last_key", event) is not event:
            event.stop()
            event.prevent_default()
            key = events.Key(event.key, event.character).set_sender(self)
            if line:
                self._send_to(line, key)
            else:
                taker._forward_event(key)  # noqa: SLF001 - as the app itself does
