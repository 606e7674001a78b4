"""What every command shares: the store it works on, and who works."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import known_names, places
from auditui.cli.progress import updating
from auditui.cli.talk import tell
from auditui.core.codes import auditor_code
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line
from auditui.store import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Reader, Store


def _store_named(ctx: typer.Context, path: Path | None) -> Path | None:
    """Return the store named after the command, or else before it."""
    return path or ctx.find_root().obj


StoreOption = Annotated[
    Path | None,
    Option(
        "--store",
        callback=_store_named,
        metavar="PATH",
        help="The store to work on; AUDITUI_STORE, or `auditui where`, names the usual one.",
    ),
]


ByOption = Annotated[
    str | None,
    Option(
        "--by",
        metavar="CODE",
        help="Your auditor code, such as A17; AUDITUI_AUDITOR, else the last one used.",
    ),
]


def typed_or(value: str) -> str:
    """Return what was given for an option; where that is -, a line from the keyboard or a pipe, which no list of processes shows."""
    if value != "-":
        return value
    if sys.stdin.isatty():
        tell("Type it, and Enter: ", end="")
    return sys.stdin.readline().strip()


IdArgument = Annotated[
    str, Argument(metavar="AUDIT", help="The audit's id, or its beginning; or the reference of its case.")
]
ReasonOption = Annotated[
    str,
    Option(
        "--reason", callback=typed_or, help="Why; it is kept in the journal. - reads it from the keyboard."
    ),
]


@contextmanager
def open_store(named: Path | None, *, create: bool = False, strict: bool = True) -> Iterator[Store]:
    """Open the store named on the command line, in the environment, or the usual one; `strict` as `StoreAddress.open` has it.

    Once it is done with, what was written is looked after: the day's backup, a head kept elsewhere.
    """
    with _address(named, create=create).open(create=create, progress=updating(), strict=strict) as store:
        known_names.use(store.remembered())
        yield store
        news = store.news()
    if news.wrote:
        from auditui import user_settings  # noqa: PLC0415 - most commands write nothing
        from auditui.after_writing import look_after  # noqa: PLC0415

        say(*look_after(news, user_settings.load()))


def open_reader(named: Path | None) -> Reader:
    """Open the same store to read it only, which starts sooner."""
    return _address(named, create=False).read(progress=updating())


def open_looking(named: Path | None) -> Reader:
    """Open the same for whoever worked here last to look at audits: not at those they are to audit a second time, blind."""
    opened = open_reader(named)
    opened.looks = os.environ.get("AUDITUI_AUDITOR") or opened.remembered().get("auditor", "")
    return opened


def _address(named: Path | None, *, create: bool) -> StoreAddress:
    path = places.store(named).path
    if not create and not path.exists() and (made_up := places.demo_store(None).path).exists():
        raise StoreError(
            f"There is no store at {one_line(str(path))}",
            f"Start auditui once, or name one; the made-up council: --store {one_line(str(made_up))}",
        )
    return StoreAddress(path)


def auditor(store: Store, code: str | None) -> str:
    """Return who works: this code, AUDITUI_AUDITOR, or the last one used in this store, which it is from now on."""
    named = code or os.environ.get("AUDITUI_AUDITOR") or store.remembered().get("auditor")
    if not named:
        raise AuditError("Whose work is this?", "Give your auditor code with --by, for example --by A17")
    if doubt := store.clock_doubt():
        say(doubt.message, doubt.remedy)
    who = auditor_code(named)
    if store.remembered().get("auditor") != who:
        store.remember(auditor=who)
    return who


def published(named: Path | None) -> list[Checklist]:
    """Return what the store has published; nothing if there is no store yet."""
    if not places.store(named).path.exists():
        return []
    with open_store(named) as opened:
        return opened.checklists()


def only_id(ids: Iterable[str], beginning: str, several: str, none: str, hint: str) -> str:
    """Return the one id that begins so; AuditError, with `several` or `none` and the hint, where it is not one."""
    fitting = [known for known in ids if known.startswith(beginning) and beginning]
    if len(fitting) != 1:
        raise AuditError(several if fitting else none, hint)
    return fitting[0]


def find_checklist(name: str, published: Callable[[], list[Checklist]]) -> Checklist:
    """Return a checklist by file, by id (the version audits begin with), or by id and version.

    `published` returns what a store has published; it is not asked for a file, which needs no store.
    """
    from auditui.intake import checklist_folder  # noqa: PLC0415 - few commands need it

    if name.endswith(".toml"):
        return checklist_folder.read(Path(name))
    return checklist_folder.find(name, published(), places.checklists().path)


def today() -> date:
    """Return the day at this desk."""
    return datetime.now().astimezone().date()


def say(*lines: str) -> None:
    """Say something about the work, on stderr; stdout is for data."""
    for line in lines:
        tell(line)
