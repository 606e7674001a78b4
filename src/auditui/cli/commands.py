"""The root command, and the commands that stand alone."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from auditui import __version__, places, user_settings
from auditui.cli.context import Format, FormatOption, StoreOption, say, show
from auditui.cli.groups import GROUPS, group, name_of, only_named
from auditui.cli.progress import Progress
from auditui.cli.screens import open_screens
from auditui.core.settings import HELP
from auditui.report.table import Table, columns
from auditui.store import StoreAddress

app = typer.Typer(
    name="auditui",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command_line(arguments: list[str]) -> typer.Typer:
    """Return the commands as these arguments need them: those they name, and the others as help lists them.

    A group or the figures are loaded only where the first argument names them, or where help may be asked: each costs imports.
    """
    rest = arguments[2:] if arguments[:1] == ["--store"] else arguments
    first = rest[0] if rest else ""
    line = only_named(app, arguments)
    here = [name_of(command) for command in app.registered_commands]
    if first not in (*here, *GROUPS):
        figures = only_named(import_module("auditui.cli.figures").app, arguments)
        place = here.index("demo") + 1
        line.registered_commands[place:place] = figures.registered_commands
    for name in () if first in here else GROUPS:
        named = import_module(f"auditui.cli.{name}").app if name in arguments else group(name)
        line.add_typer(only_named(named, arguments), name=name)
    return line


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback
    if wanted:
        print(f"auditui {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    store: StoreOption = None,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Case-file audits in children's services. Without a command, opens the terminal screens.

    \b
    Try it:      auditui demo
    Start:       auditui case import list.xlsx, then auditui
    Figures:     auditui summary --by team
    """
    ctx.obj = store
    if ctx.invoked_subcommand is None:
        _open_screens(places.store(store).path)


def _open_screens(path: Path) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise typer.BadParameter("the screens need a terminal; `auditui --help` lists what works without one")
    raise typer.Exit(open_screens(StoreAddress(path)))


@app.command()
def demo(
    store: StoreOption = None,
    audits: Annotated[
        int, Option("--audits", min=1, max=1_000_000, help="How many finished audits to make up.")
    ] = 600,
    seed: Annotated[int, Option("--seed", help="The same seed makes the same council.")] = 2018,
    ui: Annotated[bool, Option("--ui/--no-ui", help="Open the screens on it.")] = True,
) -> None:
    """Make up a council in a store of its own, and open it.

    An existing made-up council is opened as it is; any other store is refused.

    \b
    auditui demo
    auditui demo --audits 20000 --no-ui --store big.db
    """
    from auditui import demo as making  # noqa: PLC0415 - only this command needs it

    path = places.demo_store(store).path
    council = making.make(path, audits=audits, seed=seed, progress=Progress("Making up {} audits.", 1))
    if council:
        numbers = f"{council.audits} finished audits and {council.drafts} drafts"
        say(f"Made up {numbers}: {council.entries} journal entries in {path}")
    elif not ui:
        say(f"{path} holds a made-up council already")
    if ui:
        _open_screens(path)


@app.command()
def where(form: FormatOption = Format.table, store: StoreOption = None) -> None:
    """Where the store and the checklist folder are, and what decided it."""
    named = {
        "store": places.store(store),
        "made-up council": places.demo_store(None),
        "own checklists": places.checklists(),
        "settings": places.settings(),
        "faults": places.faults(),
    }
    rows = tuple(
        (what, str(place.path), place.decided_by, "yes" if place.path.exists() else "no")
        for what, place in named.items()
    )
    show(
        Table("Where things are", columns("what: What | path: Path | decided_by: By | exists: There"), rows),
        form,
    )


@app.command()
def keys(form: FormatOption = Format.table) -> None:
    """Every key of every screen, with the ids by which settings may give commands other keys.

    \b
    auditui keys
    auditui keys --format json
    """
    from auditui.ui.commands import SCREENS, Keys  # noqa: PLC0415 - 2 ms that no other command needs

    now = Keys(user_settings.load().keys)
    heads = columns("id: Command | keys: (Keys) | written: <Keys> | label: (Label) | help: What it does")
    rows = tuple(
        (f"{screen}.{command.id}", command.keys, command.written_keys, command.label, command.help)
        for screen in SCREENS
        for command in now.commands(screen)
    )
    show(Table("Keys", heads, rows), form)
    say(*now.complaints)


@app.command("settings")
def settings_(form: FormatOption = Format.table) -> None:
    """The settings, their values, and what each is for; `auditui where` says in which file.

    \b
    auditui settings
    """
    now = user_settings.load()
    values = {name: getattr(now, name) for name in HELP} | {"keys": dict(now.keys)}
    rows = tuple((name, str(values[name]), words) for name, words in HELP.items())
    show(Table("Settings", columns("name: Setting | value: Value | help: What it is for"), rows), form)
