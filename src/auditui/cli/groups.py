"""The groups of commands, and the least that is made of those which the arguments do not name."""

from __future__ import annotations

import inspect
from copy import copy
from typing import TYPE_CHECKING, NoReturn

import typer

from auditui.cli.parameters import with_options

if TYPE_CHECKING:
    from collections.abc import Collection

    from typer.models import CommandInfo

#: The command groups, each in its module, in the order help lists them, with the words its help begins with.
GROUPS = {
    "audit": "Audits: begin, list, show, finish, reopen, export.",
    "action": "Actions: what is to be done about what audits found.",
    "case": "Case lists: the cases that audits are drawn from.",
    "checklist": "Checklists: what is asked, and what good looks like.",
    "hold": "Holds: cases about which nothing may be erased, for as long as a court or a complaint needs them.",
    "cause": "Causes: what a lead knows that may have moved a figure, at its month.",
    "sample": "Samples: cases drawn at random, so that anyone can draw them again.",
    "journal": "The journal: proof that nothing was lost or changed.",
}


def group(name: str) -> typer.Typer:
    """Return the group of this name, of no commands yet."""
    return typer.Typer(name=name, help=GROUPS[name], no_args_is_help=True, rich_markup_mode=None)


def only_named(app: typer.Typer, arguments: Collection[str]) -> typer.Typer:
    """Return the same commands; those whose name is no argument, and that so cannot be called, are only listed in help.

    To read what options all of them have takes longer than most commands do.
    """
    lighter = copy(app)
    lighter.registered_groups = []
    lighter.registered_commands = [
        (_whole if name_of(command) in arguments else _listed)(command) for command in app.registered_commands
    ]
    return lighter


def name_of(command: CommandInfo) -> str:
    """Return the name by which a command is called."""
    return command.name or str(getattr(command.callback, "__name__", ""))


def _whole(command: CommandInfo) -> CommandInfo:
    whole = copy(command)
    if whole.callback is not None:
        whole.name, whole.callback = name_of(command), with_options(whole.callback)
    return whole


def _listed(command: CommandInfo) -> CommandInfo:
    listed = copy(command)
    listed.name, listed.help = name_of(command), inspect.getdoc(command.callback)
    listed.callback = _uncalled
    return listed


def _uncalled() -> NoReturn:
    raise AssertionError("a command was called that no argument names")
