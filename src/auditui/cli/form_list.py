"""The command that lists which command gives what in which forms."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import typer

from auditui.cli.groups import GROUPS, group, name_of, only_named
from auditui.cli.printing import LISTED, Listing
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.core import TyperCommand

app = typer.Typer()

_NOTES = (
    "A form is asked for by --format, or by the name of the file that --out names.",
    "A command that does something says what it did on stdout; the list of the same has every form.",
    "auditui export writes a folder of CSV files or one .xlsx; its --format is of --columns.",
)


@app.command()
def forms(listing: Listing = LISTED) -> None:
    """Which command gives its table, list or page in which forms, and whether into a file.

    \b
    auditui forms
    auditui forms --format md
    """
    rows = tuple(
        (name, " ".join(_options(command)["--format"]), "yes" if "--out" in _options(command) else "no")
        for name, command in every_command()
        if "--format" in _options(command)
    )
    listing.show(Table("Forms", columns("command: Command | forms: Forms | file: Into a file"), rows, _NOTES))


def _options(command: TyperCommand) -> dict[str, list[str]]:
    """Return the options of a command, each with its choices."""
    return {
        option: list(getattr(parameter.type, "choices", ()))
        for parameter in command.params
        for option in parameter.opts
    }


def every_command() -> Iterator[tuple[str, TyperCommand]]:
    """Yield every command as it is called, in the order of help."""
    from auditui.cli.commands import ALONE  # noqa: PLC0415 - it lists this module
    from auditui.cli.commands import app as root  # noqa: PLC0415 - as above

    alone = [import_module(f"auditui.cli.{module}").app for module in dict.fromkeys(ALONE.values())]
    for line in (root, *alone):
        yield from _commands(line, "")
    for name in GROUPS:
        yield from _commands(import_module(f"auditui.cli.{name}").app, f"{name} ")


def _commands(line: typer.Typer, before: str) -> Iterator[tuple[str, TyperCommand]]:
    names = [name_of(command) for command in line.registered_commands]
    whole = group(next(iter(GROUPS)))
    whole.registered_commands = only_named(line, names).registered_commands
    made = typer.main.get_group(whole)
    yield from ((f"{before}{name}", made.commands[name]) for name in names)  # type: ignore[misc] # Typer's own commands
