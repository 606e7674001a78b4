"""The keys that commands have now: the registry's, and a user's own. It knows nothing of Textual."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditui.ui.command import Command, as_written
from auditui.ui.commands import COMMANDS, SCREENS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Keys that terminals and multiplexers often keep for themselves, and what they do with them.
RESERVED_BY_TERMINAL = {
    "ctrl+s": "stops the screen",
    "ctrl+j": "is Enter",
    "ctrl+m": "is Enter",
    "ctrl+i": "is Tab",
    "ctrl+h": "is Backspace",
    "ctrl+z": "suspends",
    "ctrl+c": "interrupts",
    "ctrl+b": "belongs to tmux",
    "ctrl+a": "belongs to screen",
}

#: Keys that browsers may keep for themselves: what they do with them, and what is the same on the screens.
KEPT_BY_BROWSER = (
    ("ctrl+w", "closes the tab", "alt+⌫ removes the word before the cursor"),
    ("F1", "may open the browser's help", "? or ctrl+g"),
    ("ctrl+q", "may leave the browser", "q, or ctrl+o in a form"),
    ("ctrl+⏎", "is Enter", "F2 begins an audit"),
    ("alt+1-9", "changes the tab in some", "esc, then the digit"),
)


class Keys:
    """The keys commands have now: the registry's, and a user's own where they clash with nothing."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Take the user's `own` keys, by full id."""
        refused = dict(_refused(own))
        #: The user's keys that are taken, by the full ids of their commands; Textual's `set_keymap` takes it.
        self.chosen = {command_id: keys for command_id, keys in own.items() if command_id not in refused}
        self.complaints = [
            *refused.values(),
            *(
                f"{command_id}: {key} may never arrive, since it {RESERVED_BY_TERMINAL[key]}"
                for command_id, keys in own.items()
                for key in keys.split(",")
                if key in RESERVED_BY_TERMINAL
            ),
        ]

    def commands(self, screen: str) -> tuple[Command, ...]:
        """Return a screen's commands with the keys they have now."""
        return tuple(
            replace(command, keys=self.chosen.get(f"{screen}.{command.id}", command.keys))
            for command in SCREENS[screen]
        )

    def name(self, command_id: str) -> str:
        """Return the first key of a command, by its full id, as prose writes it: ``f``, ``Enter``."""
        key = self.chosen.get(command_id, COMMANDS[command_id].keys).split(",")[0]
        return {"enter": "Enter", "escape": "Escape"}.get(key, as_written(key))


def _refused(own: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the ids whose new keys are not taken, each with the reason."""
    refused = []
    for command_id, keys in own.items():
        screen = command_id.partition(".")[0]
        if command_id not in COMMANDS:
            from difflib import get_close_matches  # noqa: PLC0415 - only for what is misspelt

            near = get_close_matches(command_id, COMMANDS, n=1)
            why = f"there is no command {command_id}" + (f"; did you mean {near[0]}?" if near else "")
            refused.append((command_id, why))
        elif COMMANDS[command_id].numbered or not COMMANDS[command_id].action or not keys.strip():
            refused.append((command_id, f"{command_id} keeps its keys"))
        elif clashes := _clashes(screen, command_id, own):
            refused.append((command_id, f"{command_id} keeps its keys: {', '.join(clashes)}"))
    return refused


def _clashes(screen: str, command_id: str, own: Mapping[str, str]) -> list[str]:
    taken = {
        key: other
        for command in SCREENS[screen]
        if (other := f"{screen}.{command.id}") != command_id
        for key in own.get(other, command.keys).split(",")
    }
    return [f"{key} is {taken[key]}'s" for key in own[command_id].split(",") if key in taken]
