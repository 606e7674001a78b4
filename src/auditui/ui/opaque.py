"""An app that paints no more of its screens than is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from textual.screen import Screen


class OpaqueApp(App[None]):
    """An app whose screens hide what is beneath them, but for those with a background that is seen through."""

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens seen through the one in front; Textual names the one below even where nothing is seen through it.

        Whenever that one painted its bar, as each screen does when an answer is saved, the one in front was painted whole.
        """
        return [] if self.screen.styles.background.a == 1 else super()._background_screens
