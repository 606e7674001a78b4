"""Light, dark, high contrast: the look of the screens, chosen in the palette and remembered for this user."""

from __future__ import annotations

from contextlib import suppress

from textual.app import App
from textual.theme import Theme

from auditui import places

#: The themes of ours, by the names the palette has for them; Textual's others follow.
NAMES = {"dark": "textual-dark", "light": "textual-light", "high contrast": "high-contrast"}

_HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
    text_alpha=1.0,
    variables={"primary-muted": "#404000", "text-muted": "#ffffff"},
)


class ThemedApp(App[None]):
    """An app with our themes, in the one its user chose last."""

    #: Whether a theme that is set now is the user's choice, to be remembered.
    _theme_is_chosen = False

    def wear_last_theme(self) -> None:
        """Put on the theme chosen last, if there is one."""
        self.register_theme(_HIGH_CONTRAST)
        with suppress(OSError, UnicodeDecodeError):
            self._wear(places.theme().path.read_text("utf-8").strip())
        self._theme_is_chosen = True

    def _wear(self, name: str) -> None:
        # Without colour the ANSI themes paint black on black.
        if name in self.available_themes and not (self.no_color and name.startswith("ansi")):
            self.theme = name

    def themes(self) -> list[str]:
        """Return the names of the themes there are, ours first."""
        others = sorted(self.available_themes.keys() - set(NAMES.values()))
        return [*NAMES, *(name for name in others if not (self.no_color and name.startswith("ansi")))]

    def choose_theme(self, name: str) -> None:
        """Put on a theme by one of these names."""
        self._wear(NAMES.get(name, name))

    def watch_theme(self, theme: str) -> None:
        """Remember a theme that the user chose; where that cannot be written, the next start has the usual one."""
        if self._theme_is_chosen:
            path = places.theme().path
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                path.write_text(f"{theme}\n", "utf-8")
