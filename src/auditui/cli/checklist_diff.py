"""What changed between two versions of a checklist, and keeping what was decided about it."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from typer import Argument, Option

from auditui.cli.checklist_files import app
from auditui.cli.context import StoreOption, find_checklist, published, say
from auditui.cli.printing import Format, FormatOption, show, write_file
from auditui.cli.talk import tell
from auditui.core.checklists import comparison
from auditui.core.checklists import toml as checklist_toml
from auditui.core.checklists.changes import CHANGED, MERGED, NEW, RELATIONS, REWORDED, SPLIT, Relation
from auditui.core.checklists.checklist import Checklist
from auditui.core.checklists.comparison import Difference
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.intake import checklist_folder
from auditui.report.checklists import difference_table


@app.command()
def diff(
    old: Annotated[str, Argument(metavar="OLD", help="The version before: an id, id@version, or a file.")],
    new: Annotated[str, Argument(metavar="NEW", help="The new version, usually a file.")],
    write: Annotated[
        bool,
        Option("--write", help="Keep the version map in the file NEW, asking what only you can know."),
    ] = False,
    decided: Annotated[
        list[str] | None,
        Option("--say", metavar="ITEM=HOW", help=f"Decide one item: {'; '.join(RELATIONS)}."),
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
    before, after = (find_checklist(name, lambda: published(store)) for name in (old, new))
    _check(before, after, new if write else "")
    differences = _decided(before, after, comparison.differences(before, after), decided or [])
    if write:
        differences = [_asked(before, change) if change.asks else change for change in differences]
    show(difference_table(before, after, differences), form)
    if write:
        _write(Path(new), before, after, differences)
    elif undecided := _undecided(differences):
        say(f"Only you can know about {undecided}: --write asks, and keeps the answers in the file.")


def _check(before: Checklist, after: Checklist, file: str) -> None:
    """Refuse what are not two versions in their order; `file` is where the map is to be written, if it is."""
    if before.id != after.id:
        raise AuditError(
            f"{after.id} is another checklist than {before.id}", "Versions of one checklist share its id"
        )
    if file and not file.endswith(".toml"):
        raise AuditError("A version map is kept in a file", "Give the new version's TOML file")
    if file and after.version <= before.version:
        raise AuditError(
            f"{one_line(file, 60)} is version {after.version}", f"Raise it above {before.version} first"
        )


def _undecided(differences: list[Difference]) -> str:
    return ", ".join(change.item for change in differences if change.asks)


def _write(path: Path, before: Checklist, after: Checklist, differences: list[Difference]) -> None:
    """Keep the map that these differences make in the file of the new version, if it is whole."""
    if undecided := _undecided(differences):
        raise AuditError(
            f"Not written: {undecided} must be decided", "Run it in a terminal, or use --say ITEM=HOW"
        )
    changes = comparison.proposed_map(before, differences)
    if faults := comparison.map_faults(before, replace(after, changes=changes)):
        say("Not written:", *(f"{item}: {what}" if item else what for item, what in faults))
        raise typer.Exit(4)
    text = checklist_toml.with_changes(checklist_folder.text_of(path), changes)
    write_file(path, text.encode(), force=True)  # the file itself is what is changed


def _decided(
    before: Checklist, after: Checklist, differences: list[Difference], decided: list[str]
) -> list[Difference]:
    """Put in what the file's own map and --say have decided, where that may be decided."""
    known = {change.item: change for change in differences}
    said = dict(map(_decision, decided))
    certain = {change.item: change.proposed for change in differences if not change.asks}
    for item, relation in said.items():
        if certain.get(item, relation) != relation:
            raise AuditError(f"{item} is {certain[item]} for certain", "Leave it out of --say")
    own = after.changes.items if after.changes and after.changes.since == before.version else ()
    for item, relation in {**dict(own), **said}.items():
        if item in known:
            known[item] = _settled(known[item], relation)
        elif before.item(item) is None:
            raise AuditError(f"There is no item {item!r}", f"There are {', '.join(sorted(known))}")
        for source in relation.sources:
            if after.item(source) is None:
                known.pop(source, None)
    return list(known.values())


def _settled(change: Difference, relation: Relation) -> Difference:
    """Return a difference as it was decided, where it asks."""
    return replace(change, proposed=relation, asks=False) if change.asks else change


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
        tell(f"  (Enter: {change.proposed}) ", end="")
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
