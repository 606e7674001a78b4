"""Commands about checklists: looking at them, checking them, and bringing versions into use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from auditui import places
from auditui.cli import checklist_diff  # noqa: F401 - its command adds itself to the group
from auditui.cli.checklist_files import app
from auditui.cli.context import ByOption, StoreOption, auditor, find_checklist, open_store, published, say
from auditui.cli.printing import (
    LISTED,
    ForceOption,
    Format,
    ListFormat,
    ListFormatOption,
    Listing,
    OutOption,
    show,
    show_page,
)
from auditui.core.audits.entries import ChecklistPublished
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.checklists.file import ChecklistError
from auditui.core.checklists.lint import findings
from auditui.core.errors import AuditError
from auditui.core.problem import Level, Problem
from auditui.core.text import number_of, one_line
from auditui.intake import checklist_folder
from auditui.report.checklists import (
    checklist_document,
    checklist_list,
    checklist_page,
    examples_table,
    lint_table,
    sources_table,
)

if TYPE_CHECKING:
    from auditui.core.checklists.checklist import Checklist

NameArgument = Annotated[
    str,
    Argument(metavar="CHECKLIST", help="An id, an id with a version (pathway-plan@1), or a TOML file."),
]


@app.command("list")
def list_(listing: Listing = LISTED, store: StoreOption = None) -> None:
    """The checklists at hand: those in use, those that ship, and the council's own."""
    held = published(store)
    digests = {checklist.digest for checklist in held}
    own = places.checklists().path
    files, broken = checklist_folder.read_all(own)
    unpublished = [checklist for checklist in files if checklist.digest not in digests]
    everything = sorted([*held, *unpublished], key=lambda checklist: (checklist.id, checklist.version))
    in_use = {checklist.digest for checklist in checklist_folder.offered(held, own)}
    say(*(f"Not usable: {line}" for file in broken for line in str(file.error).splitlines()))
    listing.show(checklist_list(everything, digests, in_use))


@app.command("show")
def show_(
    name: NameArgument,
    form: ListFormatOption = ListFormat.table,
    out: OutOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
) -> None:
    """One checklist as a page to read and discuss, in the order an auditor meets it.

    \b
    auditui checklist show pathway-plan
    auditui checklist show my-draft.toml --format html --out my-draft.html
    auditui checklist show pathway-plan@1 --format docx --out pathway-plan.docx
    """
    checklist = find_checklist(name, lambda: published(store))
    show_page(checklist_document(checklist), checklist_page(checklist), form, out, force=force)


@app.command("sources")
def sources_(
    name: Annotated[
        str | None, Argument(metavar="[CHECKLIST]", help="An id or a file; without one, all in use.")
    ] = None,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """Where each item's duty comes from: read itself or second hand, when it was checked, whether it is in force.

    \b
    auditui checklist sources pathway-plan
    auditui checklist sources -f csv
    """
    held = published(store)
    chosen = [find_checklist(name, lambda: held)] if name else _in_use(held)
    listing.show(sources_table(chosen))


@app.command("examples")
def examples_(
    name: NameArgument,
    item: Annotated[str, Argument(metavar="[ITEM]", help="One item's id; without it, all.")] = "",
    keyed: Annotated[
        bool, Option("--answers/--no-answers", help="With the answer the standard gives, or to be answered.")
    ] = True,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """Short made-up situations with the answer the standard gives: what the words mean, and practice for two readers.

    \b
    auditui checklist examples strategy-discussion held-promptly
    auditui checklist examples strategy-discussion --no-answers -f csv
    """
    checklist = find_checklist(name, lambda: published(store))
    if item and checklist.item(item) is None:
        raise AuditError(
            f"{checklist.name} has no item {one_line(item, 40)!r}",
            f"auditui checklist show {checklist.id} shows them",
        )
    examples = checklist_folder.examples_of(checklist, places.checklists().path)
    listing.show(examples_table(checklist, examples, item, keyed=keyed))


def _in_use(held: list[Checklist]) -> list[Checklist]:
    return checklist_folder.offered(held, places.checklists().path)


@app.command()
def lint(
    files: Annotated[
        list[Path] | None, Argument(help="TOML files; without one, every checklist at hand.")
    ] = None,
    listing: Listing = LISTED,
    store: StoreOption = None,
) -> None:
    """Check checklist files: errors and advice, each with file, line and item. Exit code 4 on errors."""
    own = places.checklists().path
    known = [*published(store), *checklist_folder.at_hand(own)]
    rows = []
    for path in files or checklist_folder.files(own):
        rows += [(one_line(path.name, 60), problem) for problem in _findings(path, known)]
    if rows or listing.form is not ListFormat.table or listing.out:
        listing.show(lint_table(rows))
    if Level.ERROR in {problem.level for _, problem in rows}:
        raise typer.Exit(4)


def _findings(path: Path, known: list[Checklist]) -> list[Problem]:
    """Say how a checklist file fares, and return what is wrong with it."""
    try:
        checklist, problems = findings(checklist_folder.text_of(path), one_line(path.name, 60), known)
    except ChecklistError as error:
        return error.problems
    if checklist:
        wrong = sum(problem.level is Level.ERROR for problem in problems)
        numbers = f"{wrong or 'no'} errors, {len(problems) - wrong or 'no'} advice"
        say(f"{checklist.name}: {number_of(len(checklist.items), 'item')}, {numbers}")
    return problems


@app.command()
def publish(
    name: NameArgument,
    note: Annotated[str, Option("--note", help="Why this version comes into use; kept in the journal.")],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Bring a version into use, for good: from now on audits begin with it. Open audits stay on theirs.

    \b
    auditui checklist publish my-checklist.toml --note "Agreed by the practice board in June"
    """
    if not note.strip():
        raise AuditError("Why does it come into use?", 'Say it with --note "..."')
    with open_store(store, create=True) as opened:
        checklist = find_checklist(name, opened.checklists)
        if name.endswith(".toml"):
            file = one_line(Path(name).name, 60)
            _, problems = findings(checklist_folder.text_of(Path(name)), file)
            if wrong := [(file, problem) for problem in problems if problem.level is Level.ERROR]:
                show(lint_table(wrong), Format.table)
                raise typer.Exit(4)
        if opened.has_checklist(checklist.digest):
            say(f"{checklist.name} is published already.")
            return
        before = opened.versions(checklist.id)
        opened.record(
            ChecklistPublished(checklist.digest, as_data(checklist), note.strip()), by=auditor(opened, by)
        )
        say(f"Published {checklist.name}: {checklist.title}, {number_of(len(checklist.items), 'item')}.")
        waiting = opened.open_on({version.digest for version in before})
        if waiting:
            one = number_of(waiting, "open audit stays", "open audits stay")
            say(f"{one} on an earlier version; auditui audit move takes one along.")
