"""Keys in the order in which they were typed, also while a note or a question opens under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App

from auditui.ui.screens.base import AuditScreen

if TYPE_CHECKING:
    from textual.screen import Screen


class KeysInOrder(App[None]):
    """An app in which no key overtakes another.

    Textual sends a key to what has the focus when the key arrives. Of keys typed in one go, those sent to the screen before a
    note took the focus would reach the note after those sent to it directly.
    """

    #: Keys that were sent to a screen and have not come back from it yet.
    _at_screen: tuple[tuple[Screen[Any], events.Key], ...] = ()

    async def on_event(self, event: events.Event) -> None:
        """Send a key behind those that are on their way to the screen."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._at_screen = tuple(sent for sent in self._at_screen if sent[0] is self.screen)
        to_screen = self.focused is None
        if to_screen or not self._at_screen:
            await super().on_event(event)
        elif not await self._check_bindings(event.key, priority=True):
            to_screen = True
            self.screen._forward_event(event)  # noqa: SLF001 - as the app itself does
        if to_screen and event.is_forwarded:
            self._at_screen += ((self.screen, event),)

    def on_key(self, event: events.Key) -> None:
        """Hand on keys that were sent to the screen just before a note or a question took the focus."""
        self._at_screen = tuple(sent for sent in self._at_screen if sent[1] is not event)
        taker = self.focused
        typing = isinstance(self.screen, AuditScreen) and self.screen.typing
        if typing and taker is not None and getattr(taker, "last_key", event) is not event:
            event.stop()
            event.prevent_default()
            taker._forward_event(events.Key(event.key, event.character).set_sender(self))  # noqa: SLF001 - as the app itself does
