"""A command of the screens: its id, keys, words and help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A thing a key can do on a screen. `shown` puts it in the key bar under `label`."""

    id: str
    keys: str
    action: str
    label: str
    help: str
    shown: bool = False

    @property
    def all_keys(self) -> list[str]:
        """The keys, by Textual's names."""
        return self.keys.split(",")

    @property
    def numbered(self) -> bool:
        """Whether the keys are digits, each of which is handed to the action."""
        return all(key.removeprefix("alt+").isdigit() for key in self.all_keys)

    @property
    def shown_key(self) -> str:
        """The first key as people write it: ``?``, ``esc``, ``1-4``."""
        if self.numbered and len(self.all_keys) > 1:
            return f"{self.all_keys[0]}-{self.all_keys[-1].removeprefix('alt+')}"
        return as_written(self.all_keys[0])

    @property
    def written_keys(self) -> str:
        """All keys as people write them."""
        return self.shown_key if self.numbered else " ".join(map(as_written, self.all_keys))


_WRITTEN = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "escape": "esc",
    "enter": "⏎",
    "ctrl+enter": "ctrl+⏎",
    "backspace": "⌫",
    "down": "↓",
    "up": "↑",
    "f1": "F1",
    "f2": "F2",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def as_written(key: str) -> str:
    """Return a key, by Textual's name, as people write it."""
    return _WRITTEN.get(key, key)
