"""The root command, and the commands that stand alone."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from auditui import __version__, places, user_settings
from auditui.cli.context import StoreOption, say
from auditui.cli.groups import GROUPS, group, name_of, only_named
from auditui.cli.printing import LISTED, Format, FormatOption, Listing, show
from auditui.cli.progress import Progress, proving
from auditui.cli.screens import open_screens
from auditui.core.settings import HELP
from auditui.core.text import number_of
from auditui.report.table import Table, columns
from auditui.serving import SERVED
from auditui.store import StoreAddress

app = typer.Typer(
    name="auditui",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
#: The commands that stand alone and are in modules of their own, in the order help lists them.
ALONE = {
    **dict.fromkeys(("summary", "trend"), "figures"),
    "plan": "plan",
    "sample-size": "sample_size",
    **{name: name for name in ("agreement", "words", "export", "programme")},
    "forms": "form_list",
    "days": "days",
    "serve": "serve",
    "purge": "purge",
    **dict.fromkeys(("encrypt", "decrypt"), "encryption"),
}


def command_line(arguments: list[str]) -> typer.Typer:
    """Return the commands as these arguments need them: those they name, and the others as help lists them.

    A group or the figures are loaded only where the first argument names them, or where help may be asked: each costs imports.
    """
    rest = arguments[2:] if arguments[:1] == ["--store"] else arguments
    first = rest[0] if rest else ""
    line = only_named(app, arguments)
    here = [name_of(command) for command in app.registered_commands]
    if first not in (*here, *GROUPS):
        place = here.index("demo") + 1
        for module in [ALONE[first]] if first in ALONE else dict.fromkeys(reversed(ALONE.values())):
            alone = only_named(import_module(f"auditui.cli.{module}").app, arguments)
            line.registered_commands[place:place] = alone.registered_commands
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
    allow_shared_folder: Annotated[
        bool,
        Option(
            "--allow-shared-folder", help="Work on a store in a network or synchronised folder all the same."
        ),
    ] = False,
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
    if allow_shared_folder:
        os.environ[places.ALLOW_SHARED_FOLDER] = "1"
    if ctx.invoked_subcommand is None:
        _open_screens(places.store(store).path)


def _open_screens(path: Path) -> None:
    if SERVED in os.environ:
        from auditui.cli.serve import open_served  # noqa: PLC0415 - as a server begins it

        raise typer.Exit(open_served(path))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise typer.BadParameter(
            "the screens need a terminal, or a browser with `auditui serve`; `auditui --help` lists what works without"
        )
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
        numbers = f"{number_of(council.audits, 'finished audit')} and {number_of(council.drafts, 'draft')}"
        say(f"Made up {numbers}: {council.entries} journal entries in {path}")
    elif not ui:
        say(f"{path} holds a made-up council already")
    if ui:
        _open_screens(path)


@app.command()
def where(listing: Listing = LISTED, store: StoreOption = None) -> None:
    """Where the store and all that belongs to it are, and what decided it."""
    from auditui.store import files  # noqa: PLC0415 - few commands need it

    place = places.store(store)
    path, by = place.path, place.decided_by
    folder = files.backups(path, user_settings.load().backup_folder)
    named = {
        "store": place,
        "its log": places.Place(files.log(path), by),
        "shared by programs": places.Place(files.shared(path), by),
        "backups": places.Place(folder, by),
        "newest backup": places.Place(max(folder.glob("*.db"), default=folder / "none yet"), by),
        **{
            f"kept {name.name.removeprefix(path.name + '.')}": places.Place(name, by)
            for name in files.kept(path)
        },
        "last entries": places.leases(),
        "made-up council": places.demo_store(None),
        "own checklists": places.checklists(),
        "settings": places.settings(),
        "faults": places.faults(),
    }
    rows = tuple(
        (what, str(place.path), place.decided_by, "yes" if place.path.exists() else "no")
        for what, place in named.items()
    )
    heads = columns("what: What | path: Path | decided_by: By | exists: There")
    listing.show(Table("Where things are", heads, rows))
    if named["its log"].path.exists():
        say(
            "The store is open, or was cut off: part of what is saved is in its log, so a copy of the file is no backup."
        )
    say("auditui backup FILE makes a backup, whoever has the store open.")


@app.command()
def backup(
    file: Annotated[Path, Argument(metavar="FILE", help="Where to; nothing may be there yet.")],
    store: StoreOption = None,
) -> None:
    """Copy the whole store, also while it is open, and prove the copy.

    \b
    auditui backup /media/stick/auditui-2026-11-24.db
    """
    from auditui.store import backups  # noqa: PLC0415 - few commands need it

    made = backups.write(places.store(store).path, file.expanduser().absolute(), proving())
    say(f"Wrote {made.path}: {number_of(made.entries, 'entry', 'entries')}, every one in its place.")
    say(f"Its head, to be kept elsewhere: {made.head}")


@app.command()
def restore(
    file: Annotated[Path, Argument(metavar="FILE", help="A backup, or any whole store.")],
    store: StoreOption = None,
) -> None:
    """Put a backup in the place of the store, once it is proved; what stood there is kept beside it.

    What was done since the backup is in the file that is kept, and not in the store any more.

    \b
    auditui restore auditui.db.backups/2026-11-24.db
    """
    from auditui.store import backups  # noqa: PLC0415 - few commands need it

    source, target = file.expanduser().absolute(), places.store(store).path
    made, replaced, newer = backups.restore(source, target, proving())
    say(f"Restored {made.path}: {number_of(made.entries, 'entry', 'entries')}, every one in its place.")
    say(f"Its head: {made.head}")
    if replaced:
        there = "unreadable" if newer is None else newer
        say(f"What stood there before is kept: {replaced}; entries that only it has: {there}")
    say("If more was written since, the store goes on as another desk by itself; your own audits go on.")


@app.command()
def rescue(
    damaged: Annotated[
        Path, Argument(metavar="DAMAGED", help="A store that cannot be read; it is not changed.")
    ],
    new: Annotated[Path, Argument(metavar="NEW", help="Where to; nothing may be there yet.")],
    form: FormatOption = Format.table,
) -> None:
    """Save what can be read of a damaged store into a new one, and list what could not.

    \b
    auditui rescue damaged.db saved.db
    """
    from auditui.store import rescue as saving  # noqa: PLC0415 - few commands need it

    rescued = saving.rescue(damaged.expanduser().absolute(), new.expanduser().absolute())
    rows = (
        *((str(gap), gap.last - gap.first + 1, "could not be read") for gap in rescued.gaps),
        *((name, 1, "was left out: it is not what its chain says") for name in rescued.altered),
        *((name, 1, "is kept, and cannot be proved by the one before it") for name in rescued.unproved),
    )
    if rows:
        show(
            Table(
                "What could not be saved", columns("entry: Entry | entries: Entries | finding: Finding"), rows
            ),
            form,
        )
    sealed = ", encrypted with the same passphrase" if rescued.encrypted else ""
    say(f"Saved {number_of(rescued.entries, 'entry', 'entries')} into {new}{sealed}.")
    say(
        "What was lost after the last entry saved cannot be seen here; a head that was written down shows it."
    )
    if rows:
        raise typer.Exit(1)


@app.command()
def keys(listing: Listing = LISTED) -> None:
    """Every key of every screen, with the ids by which settings may give commands other keys.

    \b
    auditui keys
    auditui keys --format json
    """
    from auditui.ui.commands import SCREENS  # noqa: PLC0415 - 2 ms that no other command needs
    from auditui.ui.own_keys import KEPT_BY_BROWSER, Keys  # noqa: PLC0415 - as above

    now = Keys(user_settings.load().keys)
    heads = columns("id: Command | keys: (Keys) | written: <Keys> | label: (Label) | help: What it does")
    rows = tuple(
        (f"{screen}.{command.id}", command.keys, command.written_keys, command.label, command.help)
        for screen in SCREENS
        for command in now.commands(screen)
    )
    kept = "; ".join(f"{key} {does} (instead: {instead})" for key, does, instead in KEPT_BY_BROWSER)
    notes = (f"In a browser (auditui serve) some keys may be the browser's: {kept}.",)
    listing.show(Table("Keys", heads, rows, notes=notes))
    say(*now.complaints)


def _as_set(value: object) -> str:
    import json  # noqa: PLC0415 - help lists this command too

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=vars)


@app.command("settings")
def settings_(listing: Listing = LISTED) -> None:
    """The settings, their values, and what each is for; `auditui where` says in which file.

    \b
    auditui settings
    """
    now = user_settings.load()
    values = {name: getattr(now, name) for name in HELP} | {"keys": dict(now.keys), "keep": dict(now.keep)}
    rows = tuple((name, _as_set(values[name]), words) for name, words in HELP.items())
    listing.show(Table("Settings", columns("name: Setting | value: Value | help: What it is for"), rows))
