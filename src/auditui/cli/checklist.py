"""Commands about checklists: looking at them, checking them, and bringing versions into use."""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from auditui import places
from auditui.cli import checklist_files
from auditui.cli.context import (
    ByOption,
    Format,
    FormatOption,
    OutOption,
    PageFormat,
    PageFormatOption,
    StoreOption,
    auditor,
    find_checklist,
    open_store,
    published,
    say,
    show,
    show_page,
    write_file,
)
from auditui.core.audits.entries import ChecklistPublished
from auditui.core.checklists import comparison
from auditui.core.checklists import toml as checklist_toml
from auditui.core.checklists.changes import CHANGED, MERGED, NEW, RELATIONS, REWORDED, SPLIT, Relation
from auditui.core.checklists.checklist import Checklist, as_data
from auditui.core.checklists.comparison import Difference
from auditui.core.checklists.file import ChecklistError
from auditui.core.checklists.lint import findings
from auditui.core.errors import AuditError
from auditui.core.problem import Level, Problem
from auditui.core.text import one_line
from auditui.intake import checklist_folder
from auditui.report.checklists import (
    checklist_document,
    checklist_list,
    checklist_page,
    difference_table,
    lint_table,
)

app = typer.Typer(
    help="Checklists: what is asked, and what good looks like.", no_args_is_help=True, rich_markup_mode=None
)
checklist_files.add_to(app)

NameArgument = Annotated[
    str,
    typer.Argument(metavar="CHECKLIST", help="An id, an id with a version (pathway-plan@1), or a TOML file."),
]


@app.command("list")
def list_(ctx: typer.Context, form: FormatOption = Format.table, store: StoreOption = None) -> None:
    """The checklists at hand: those in use, those that ship, and the council's own."""
    held = published(ctx, store)
    digests = {checklist.digest for checklist in held}
    own = places.checklists().path
    files, broken = checklist_folder.read_all(own)
    unpublished = [checklist for checklist in files if checklist.digest not in digests]
    everything = sorted([*held, *unpublished], key=lambda checklist: (checklist.id, checklist.version))
    in_use = {checklist.digest for checklist in checklist_folder.offered(held, own)}
    say(*(f"Not usable: {line}" for file in broken for line in str(file.error).splitlines()))
    show(checklist_list(everything, digests, in_use), form)


@app.command("show")
def show_(
    ctx: typer.Context,
    name: NameArgument,
    form: PageFormatOption = PageFormat.table,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """One checklist as a page to read and discuss, in the order an auditor meets it.

    \b
    auditui checklist show pathway-plan
    auditui checklist show my-draft.toml --format html --out my-draft.html
    auditui checklist show pathway-plan@1 --format docx --out pathway-plan.docx
    """
    checklist = find_checklist(name, lambda: published(ctx, store))
    show_page(checklist_document(checklist), checklist_page(checklist), form, out)


@app.command()
def lint(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="TOML files; without one, every checklist at hand.")
    ] = None,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """Check checklist files: errors and advice, each with file, line and item. Exit code 4 on errors."""
    own = places.checklists().path
    folders = (checklist_folder.shipped_folder(), own)
    paths = files or [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    known = [*published(ctx, store), *checklist_folder.at_hand(own)]
    rows: list[tuple[str, Problem]] = []
    unread = False
    for path in paths:
        name = one_line(path.name, 60)
        try:
            text = checklist_folder.text_of(path)
        except ChecklistError as error:
            say(str(error))
            unread = True
            continue
        checklist, problems = findings(text, name, known)
        rows += [(name, problem) for problem in problems]
        if checklist:
            wrong = sum(problem.level is Level.ERROR for problem in problems)
            advice = len(problems) - wrong
            items = len(checklist.items)
            say(f"{checklist.name}: {items} items, {wrong or 'no'} errors, {advice or 'no'} advice")
    if rows or form is not Format.table:
        show(lint_table(rows), form)
    if unread or any(problem.level is Level.ERROR for _, problem in rows):
        raise typer.Exit(4)


@app.command()
def diff(
    ctx: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The version before: an id, id@version, or a file.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new version, usually a file.")],
    write: Annotated[
        bool,
        typer.Option("--write", help="Keep the version map in the file NEW, asking what only you can know."),
    ] = False,
    decided: Annotated[
        list[str] | None,
        typer.Option("--say", metavar="ITEM=HOW", help=f"Decide one item: {'; '.join(RELATIONS)}."),
    ] = None,
    form: FormatOption = Format.table,
    store: StoreOption = None,
) -> None:
    """What changed between two versions, item by item, and which figures may still be joined.

    \b
    auditui checklist diff pathway-plan my-pathway-plan.toml
    auditui checklist diff pathway-plan my-pathway-plan.toml --write
    auditui checklist diff pathway-plan my.toml --write --say 'actions-owned=reworded, comparable'
    """
    before, after = (find_checklist(name, lambda: published(ctx, store)) for name in (old, new))
    if before.id != after.id:
        raise AuditError(
            f"{after.id} is another checklist than {before.id}", "Versions of one checklist share its id"
        )
    differences = _decided(before, after, comparison.differences(before, after), decided or [])
    if write:
        if not new.endswith(".toml"):
            raise AuditError("A version map is kept in a file", "Give the new version's TOML file")
        if after.version <= before.version:
            raise AuditError(
                f"{one_line(new, 60)} is version {after.version}", f"Raise it above {before.version} first"
            )
        differences = [_asked(before, change) if change.asks else change for change in differences]
    show(difference_table(before, after, differences), form)
    undecided = ", ".join(change.item for change in differences if change.asks)
    if not write:
        if undecided:
            say(f"Only you can know about {undecided}: --write asks, and keeps the answers in the file.")
        return
    if undecided:
        raise AuditError(
            f"Not written: {undecided} must be decided", "Run it in a terminal, or use --say ITEM=HOW"
        )
    changes = comparison.proposed_map(before, differences)
    if faults := comparison.map_faults(before, replace(after, changes=changes)):
        say("Not written:", *(f"{item}: {what}" if item else what for item, what in faults))
        raise typer.Exit(4)
    path = Path(new)
    write_file(path, checklist_toml.with_changes(checklist_folder.text_of(path), changes).encode())


def _decided(
    before: Checklist, after: Checklist, differences: list[Difference], decided: list[str]
) -> list[Difference]:
    """Put in what the file's own map and --say have decided, where that may be decided."""
    relations: dict[str, Relation] = {}
    if after.changes and after.changes.since == before.version:
        relations = dict(after.changes.items)
    known = {change.item: change for change in differences}
    for text in decided:
        item, relation = _decision(text)
        relations[item] = relation
        if (change := known.get(item)) and not change.asks and change.proposed != relation:
            raise AuditError(f"{item} is {change.proposed} for certain", "Leave it out of --say")
    if strange := [item for item in relations if item not in known and before.item(item) is None]:
        raise AuditError(f"There is no item {strange[0]!r}", f"There are {', '.join(sorted(known))}")
    sources = {source for relation in relations.values() for source in relation.sources}
    return [
        replace(change, proposed=relations[change.item], asks=False)
        if change.asks and change.item in relations
        else change
        for change in differences
        if after.item(change.item) is not None or change.item not in sources
    ]


def _decision(text: str) -> tuple[str, Relation]:
    """Read ITEM=HOW."""
    item, equals, how = text.partition("=")
    if not equals:
        raise AuditError(f"{one_line(text, 40)!r} decides nothing", "Write it as ITEM=HOW")
    relation = Relation.parse(how)
    if relation is None:
        raise AuditError(f"{one_line(how, 40)!r} is no relation", f"It is one of: {'; '.join(RELATIONS)}")
    return item.strip(), relation


def _asked(before: Checklist, change: Difference) -> Difference:
    """Ask about one item on the terminal; without one it stays undecided."""
    if not sys.stdin.isatty():
        return change
    width = shutil.get_terminal_size().columns
    lines = [line for text in change.said for line in textwrap.wrap(one_line(text), width - 4)]
    say("", one_line(f"{change.title} ({change.item})"), *(f"  {line}" for line in lines))
    if before.item(change.item) is not None:
        say("  May its figures be joined with those before?")
        answers = {"j": Relation(REWORDED), "n": Relation(CHANGED)}
        words = "j join (it still asks the same), n do not join"
    else:
        ids = ", ".join(item.id for item in before.items)
        question = f"  Is it new, or made of items of v{before.version}: {ids}?"
        say(*textwrap.wrap(question, width, subsequent_indent="  "))
        answers = {"n": Relation(NEW)}
        words = "n new, s ITEM split from it, m ITEM, ITEM merged from them"
    while True:
        say(f"  {words}")
        print(f"  (Enter: {change.proposed}) ", end="", file=sys.stderr, flush=True)
        typed = sys.stdin.readline()
        if not typed:
            return change
        relation = _typed_relation(typed.strip(), answers | {"": change.proposed}, before)
        if relation is not None:
            return replace(change, proposed=relation, asks=False)
        say("  That is none of these.")


def _typed_relation(typed: str, answers: dict[str, Relation], before: Checklist) -> Relation | None:
    """Return what a key, or s or m with items of the version before, decides; None if it is none of these."""
    key, _, rest = typed.partition(" ")
    items = tuple(part.strip() for part in rest.split(",") if part.strip())
    if key in ("s", "m") and "j" not in answers and items and all(before.item(item) for item in items):
        return Relation(SPLIT if key == "s" else MERGED, items)
    return None if rest else answers.get(key)


@app.command()
def publish(
    ctx: typer.Context,
    name: NameArgument,
    note: Annotated[
        str, typer.Option("--note", help="Why this version comes into use; kept in the journal.")
    ],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Bring a version into use, for good: from now on audits begin with it. Open audits stay on theirs.

    \b
    auditui checklist publish my-checklist.toml --note "Agreed by the practice board in June"
    """
    if not note.strip():
        raise AuditError("Why does it come into use?", 'Say it with --note "..."')
    with open_store(ctx, store, create=True) as opened:
        checklist = find_checklist(name, opened.checklists)
        if name.endswith(".toml"):
            file = one_line(Path(name).name, 60)
            _, problems = findings(checklist_folder.text_of(Path(name)), file)
            if wrong := [(file, problem) for problem in problems if problem.level is Level.ERROR]:
                show(lint_table(wrong), Format.table)
                raise typer.Exit(4)
        if checklist.digest in {held.digest for held in opened.checklists()}:
            say(f"{checklist.name} is published already.")
            return
        before = opened.versions(checklist.id)
        opened.record(
            ChecklistPublished(checklist.digest, as_data(checklist), note.strip()), by=auditor(opened, by)
        )
        say(f"Published {checklist.name}: {checklist.title}, {len(checklist.items)} items.")
        waiting = opened.open_on({version.digest for version in before})
        if waiting:
            one = "1 open audit stays" if waiting == 1 else f"{waiting} open audits stay"
            say(f"{one} on an earlier version; auditui audit move takes one along.")
