"""The registry of commands as Textual's bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from auditui.ui.commands import SCREENS

if TYPE_CHECKING:
    from auditui.ui.command import Command


def bindings(screen: str) -> list[BindingType]:
    """Return a screen's bindings: one for all keys of a command, or one for each digit, which is handed to the action."""
    return [
        Binding(keys, action, command.label, id=f"{screen}.{command_id}", tooltip=command.help)
        for command in SCREENS[screen]
        if command.action
        for keys, action, command_id in _parts(command)
    ]


def _parts(command: Command) -> list[tuple[str, str, str]]:
    """Return keys, action and id of each binding of a command."""
    if not command.numbered:
        return [(command.keys, command.action, command.id)]
    return [
        (key, f"{command.action}({key.removeprefix('alt+')})", f"{command.id}.{key}")
        for key in command.all_keys
    ]
