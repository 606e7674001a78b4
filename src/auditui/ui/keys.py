"""The registry of commands as Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from auditui.ui.commands import SCREENS, Command


def bindings(screen: str) -> list[BindingType]:
    """Return a screen's bindings."""
    return [
        binding for command in SCREENS[screen] if command.action for binding in _bindings(screen, command)
    ]


def _bindings(screen: str, command: Command) -> list[Binding]:
    """A command whose keys are digits is handed the digit; any other has one binding for all its keys."""
    if command.numbered:
        return [
            Binding(
                key,
                f"{command.action}({key.removeprefix('alt+')})",
                command.label,
                id=f"{screen}.{command.id}.{key}",
                tooltip=command.help,
            )
            for key in command.all_keys
        ]
    return [
        Binding(
            command.keys, command.action, command.label, id=f"{screen}.{command.id}", tooltip=command.help
        )
    ]
