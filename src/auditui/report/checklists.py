"""Checklists as tables: the list of them, and one with every standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.checklists.changes import SAME
from auditui.core.checklists.sources import FORCES, SEEN, STANDINGS
from auditui.report.document import Document, Facts, Heading, Paragraph
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.core.checklists.changes import Changes
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.comparison import Difference
    from auditui.core.checklists.examples import Examples
    from auditui.core.problem import Problem
    from auditui.report.document import Block
    from auditui.report.table import Value


_LIST = columns(
    "id: Checklist | version: V | title: Title | items: Items | sections: (Sections) | theme: (Theme) | unit: (Asked of one)"
    "| published: (Published) | in_use: (In use) | state: <State> | digest: (Digest)"
)
_PAGE = columns(
    "section: (Section) | item: (Item) | question: Question | answer: Answer | points: Points"
    "| standard: What it looks like | look_in: (Look in) | source: (Source) | weight: (Weight)"
)
_PROBLEMS = columns("file: File | line: Line | item: Item | level: Level | message: What")
_SOURCES = columns(
    "checklist: Checklist | version: V | item: (Item) | title: Item | source: Source | standing: Standing | seen: Seen"
    "| checked: Checked | force: In force?"
)
_LAW = "Only what was read in the Act or regulation itself is called law. Check again before you rely on it."
_EXAMPLES = columns(
    "item: (Item) | title: Item | number: No. | situation: What is in the file | answer: Answer | reason: Because"
)
_DIFFERENCES = columns(
    "item: (Item) | title: Item | relation: Compared | certain: (Certain) | said: What changed"
)


def checklist_list(checklists: list[Checklist], published: set[str], in_use: set[str]) -> Table:
    """Return the list of checklists as a table; `published` and `in_use` are digests.

    In use is the version audits begin with.
    """
    rows = tuple(
        (
            *(c.id, c.version, c.title, len(c.items), len(c.sections), c.theme, c.unit),
            *("yes" if c.digest in published else "no", "yes" if c.digest in in_use else "no"),
            *(_state(c.digest, published, in_use), c.digest),
        )
        for c in checklists
    )
    notes = ["In use: audits begin with it. File: it is not published."]
    using = {c.id: c.version for c in checklists if c.digest in in_use & published}
    newer = [c for c in checklists if c.version > using.get(c.id, c.version)]
    notes += [
        f"Newer than what is in use: {c.name}. See auditui checklist diff {c.id} {c.id}@{c.version}; bring it into use with"
        f' auditui checklist publish {c.id}@{c.version} --note "why"'
        for c in newer
    ]
    return Table("Checklists", _LIST, rows, tuple(notes))


def _state(digest: str, published: set[str], in_use: set[str]) -> str:
    if digest in in_use:
        return "in use" if digest in published else "in use, file"
    return "earlier" if digest in published else "file only"


def checklist_page(checklist: Checklist) -> Table:
    """Return a checklist as a table: a row for each answer of each item, with what it looks like."""
    rows: list[tuple[Value, ...]] = []
    for section in checklist.sections:
        for item in section.items:
            answers: list[tuple[Value, ...]] = [(o.label, o.points, o.standard) for o in item.options]
            around = (item.look_in, "; ".join(map(str, item.all_sources)), item.weight)
            for n, answer in enumerate(answers or [("in words", None, "")]):
                rows.append((section.id, item.id, "" if n else item.question, *answer, *around))
    return Table(_name(checklist), _PAGE, tuple(rows), (checklist.purpose,))


def _name(checklist: Checklist) -> str:
    return f"{checklist.title} (version {checklist.version})"


def sources_table(checklists: list[Checklist]) -> Table:
    """Return every source of these checklists, a row for each item that names it."""
    rows = tuple(
        (
            *(checklist.id, checklist.version, item.id, item.title, source.text),
            *(STANDINGS.get(source.standing, "not said"), SEEN.get(source.seen, ""), source.checked),
            FORCES.get(source.force, ""),
        )
        for checklist in checklists
        for item in checklist.items
        for source in item.all_sources
    )
    return Table("Sources", _SOURCES, rows, (_LAW,))


def examples_table(checklist: Checklist, examples: Examples, item: str, *, keyed: bool) -> Table:
    """Return the worked examples of a checklist, or of one item; without the answers unless `keyed`."""
    rows = tuple(
        (
            *(one.id, one.title, n, example.situation),
            *((one.label(example.answer), example.reason) if keyed else ()),
        )
        for one in checklist.items
        if item in ("", one.id)
        for n, example in enumerate(examples.of(one), 1)
    )
    heads = _EXAMPLES if keyed else _EXAMPLES[:4]
    return Table(
        f"{_name(checklist)}: examples", heads, rows, ("Made up; nothing in them is about real people.",)
    )


def lint_table(problems: list[tuple[str, Problem]]) -> Table:
    """Return what is to be said of checklist files, each by its name, a problem a row."""
    rows = tuple(
        (name, problem.place.line or None, problem.place.item, str(problem.level), problem.message)
        for name, problem in problems
    )
    return Table("Findings", _PROBLEMS, rows)


def difference_table(old: Checklist, new: Checklist, changes: list[Difference]) -> Table:
    """Return what changed between two versions, an item a row, and whether its figures may be joined."""
    rows = tuple(
        (
            *(change.item, change.title, f"{change.proposed}{'?' if change.asks else ''}"),
            *("no" if change.asks else "yes", "; ".join(change.said)),
        )
        for change in changes
    )
    joined, items = sum(change.proposed.joins for change in changes), len(new.items)
    notes = [f"Figures of all {items} items are joined."]
    if joined < items:
        others = f"the others begin again with v{new.version}"
        notes = [f"Figures are joined for {joined} of {items} items; {others}."]
    if any(change.asks for change in changes):
        notes.append("A question mark: proposed, and only a person can know.")
    return Table(f"{new.title}: from v{old.version} to v{new.version}", _DIFFERENCES, rows, tuple(notes))


_NON_ANSWERS = (
    "Besides its own answers an item can be not applicable (for one of its reasons; leaves the sum), not recorded"
    " (the file should show it and does not; counts as not met) or could not see (closed to the auditor; leaves the sum)."
)


def checklist_document(checklist: Checklist) -> Document:
    """Return a checklist as a page to read and discuss, in the order an auditor meets it."""
    t, scale = checklist.indicated, checklist.scale
    one = "one event of the file" if checklist.unit == "event" else "one child"
    blocks: list[Block] = [
        *((Paragraph(checklist.purpose),) if checklist.purpose else ()),
        *((Paragraph(checklist.frame, "small"),) if checklist.frame else ()),
        Paragraph(f"Version {checklist.version}. Asked of {one}. {len(checklist.items)} items.", "small"),
        Paragraph(_NON_ANSWERS, "small"),
    ]
    for section in checklist.sections:
        blocks.append(Heading(1, section.title))
        blocks += [block for item in section.items for block in _item(checklist, item)]
    needs = [item.title for item in checklist.items if item.id in t.best_needs]
    also = f" and the best answer to {', '.join(needs)}" if needs else ""
    blocks += [
        Heading(1, "What the sum indicates"),
        Paragraph(
            f"{'; '.join(_lowest(checklist, also))}; {scale.grades[-1].label} below. The limits named above cap it. The"
            " judgement is the auditor's own."
        ),
        *(_compared(checklist, checklist.changes) if checklist.changes else ()),
    ]
    return Document(_name(checklist), tuple(blocks))


def _lowest(checklist: Checklist, also: str) -> Iterator[str]:
    for grade, lowest in checklist.indicated.lowest:
        needs = also if grade == checklist.scale.best.id else ""
        yield f"{checklist.scale.label(grade)} from {lowest} %{needs}"


def _item(checklist: Checklist, item: Item) -> Iterator[Block]:
    yield Heading(2, f"{checklist.position(item.id) + 1}. {item.title}")
    yield Paragraph(item.question, "strong")
    if item.options:
        yield Facts(tuple((f"{o.label} ({o.points})", o.standard) for o in item.options))
    yield Facts(tuple(_around(checklist, item)))


def _compared(checklist: Checklist, changes: Changes) -> Iterator[Block]:
    yield Heading(1, f"Compared with version {changes.since}")
    relations = tuple(
        (item.title if (item := checklist.item(name)) else name, str(relation))
        for name, relation in changes.items
        if relation.word != SAME
    )
    yield Facts(relations) if relations else Paragraph("Every item is the same.")


def _is_above_some(item: Item) -> bool:
    """Whether an answer is worth less than the one the item's limit names; else only what is not recorded is."""
    least = item.option(item.limiting.below) if item.limiting else None
    return least is not None and any(option.points < least.points for option in item.options)


def _around(checklist: Checklist, item: Item) -> Iterator[tuple[str, str]]:
    """Yield what surrounds an item's answers, a label and its text each."""
    if item.only_if:
        yield "Asked only if", checklist.condition_in_words(item)
    yield from kinds.of(item).facts(item)
    if item.not_applicable:
        yield "Not applicable", "; ".join(item.not_applicable)
    if item.limiting:
        limit = item.limiting
        when = f"below {item.label(limit.below).lower()}" if _is_above_some(item) else "not recorded"
        yield (
            "Limit on the grade",
            f"{when}: at most {checklist.scale.label(limit.caps)}, since {limit.because}",
        )
    yield "Look in", item.look_in or "the whole file"
    if item.guidance:
        yield "Note", item.guidance
    counts = f"{item.aspect}, weight {item.weight}" if item.scored else "not scored: written in words"
    yield "Counts", counts
    for source in item.all_sources:
        yield "Source", str(source)
