"""Checklists as tables: the list of them, and one with every standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.checklists.changes import SAME
from auditui.core.grades import GRADES
from auditui.report.document import Document, Facts, Heading, Paragraph
from auditui.report.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.core.checklists.changes import Changes
    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.core.checklists.comparison import Difference
    from auditui.core.problem import Problem
    from auditui.report.document import Block
    from auditui.report.table import Value


def checklist_list(checklists: list[Checklist], published: set[str], in_use: set[str]) -> Table:
    """Return the list of checklists as a table; `published` and `in_use` are digests.

    In use is the version audits begin with.
    """
    columns = (
        *(
            Column("id", "Checklist"),
            Column("version", "V"),
            Column("title", "Title"),
            Column("items", "Items"),
        ),
        *(Column("sections", "Sections", data_only=True), Column("theme", "Theme", data_only=True)),
        *(Column("unit", "Asked of one", data_only=True), Column("published", "Published", data_only=True)),
        *(Column("in_use", "In use", data_only=True), Column("state", "State", page_only=True)),
        Column("digest", "Digest", data_only=True),
    )
    rows = tuple(
        (
            *(c.id, c.version, c.title, len(c.items), len(c.sections), c.theme, c.unit),
            *("yes" if c.digest in published else "no", "yes" if c.digest in in_use else "no"),
            *(_state(c.digest, published, in_use), c.digest),
        )
        for c in checklists
    )
    return Table("Checklists", columns, rows, ("In use: audits begin with it. File: it is not published.",))


def _state(digest: str, published: set[str], in_use: set[str]) -> str:
    if digest in in_use:
        return "in use" if digest in published else "in use, file"
    return "earlier" if digest in published else "file only"


def checklist_page(checklist: Checklist) -> Table:
    """Return a checklist as a table: a row for each answer of each item, with what it looks like."""
    columns = (
        *(Column("section", "Section", data_only=True), Column("item", "Item", data_only=True)),
        *(Column("question", "Question"), Column("answer", "Answer"), Column("points", "Points")),
        *(Column("standard", "What it looks like"), Column("look_in", "Look in", data_only=True)),
        *(Column("source", "Source", data_only=True), Column("weight", "Weight", data_only=True)),
    )
    rows: list[tuple[Value, ...]] = []
    for section in checklist.sections:
        for item in section.items:
            answers: list[tuple[Value, ...]] = [(o.label, o.points, o.standard) for o in item.options]
            rows += [
                (
                    section.id,
                    item.id,
                    "" if n else item.question,
                    *answer,
                    item.look_in,
                    item.source,
                    item.weight,
                )
                for n, answer in enumerate(answers or [("in words", None, "")])
            ]
    return Table(
        f"{checklist.title} (version {checklist.version})", columns, tuple(rows), (checklist.purpose,)
    )


def lint_table(problems: list[tuple[str, Problem]]) -> Table:
    """Return what is to be said of checklist files, each by its name, a problem a row."""
    columns = (
        *(Column("file", "File"), Column("line", "Line"), Column("item", "Item")),
        *(Column("level", "Level"), Column("message", "What")),
    )
    rows = tuple(
        (name, problem.place.line or None, problem.place.item, str(problem.level), problem.message)
        for name, problem in problems
    )
    return Table("Findings", columns, rows)


def difference_table(old: Checklist, new: Checklist, changes: list[Difference]) -> Table:
    """Return what changed between two versions, an item a row, and whether its figures may be joined."""
    columns = (
        *(Column("item", "Item", data_only=True), Column("title", "Item"), Column("relation", "Compared")),
        *(Column("certain", "Certain", data_only=True), Column("said", "What changed")),
    )
    rows = tuple(
        (
            *(change.item, change.title, f"{change.proposed}{'?' if change.asks else ''}"),
            *("no" if change.asks else "yes", "; ".join(change.said)),
        )
        for change in changes
    )
    joined = sum(change.proposed.joins for change in changes)
    whole = f"Figures of all {len(new.items)} items are joined."
    part = f"Figures are joined for {joined} of {len(new.items)} items; the others begin again with v{new.version}."
    notes = (
        whole if joined == len(new.items) else part,
        *(
            ("A question mark: proposed, and only a person can know.",)
            if any(change.asks for change in changes)
            else ()
        ),
    )
    return Table(f"{new.title}: from v{old.version} to v{new.version}", columns, rows, notes)


def checklist_document(checklist: Checklist) -> Document:
    """Return a checklist as a page to read and discuss, in the order an auditor meets it."""
    t = checklist.indicated
    blocks: list[Block] = [
        *((Paragraph(checklist.purpose),) if checklist.purpose else ()),
        Paragraph(
            f"Version {checklist.version}. Asked of {'one event of the file' if checklist.unit == 'event' else 'one child'}. "
            f"{len(checklist.items)} items.",
            "small",
        ),
        Paragraph(
            "Besides its own answers an item can be not applicable (for one of its reasons; leaves the sum), not recorded"
            " (the file should show it and does not; counts as not met) or could not see (closed to the auditor; leaves"
            " the sum).",
            "small",
        ),
    ]
    for section in checklist.sections:
        blocks.append(Heading(1, section.title))
        blocks += [block for item in section.items for block in _item(checklist, item)]
    needs = [item.title for item in checklist.items if item.id in t.outstanding_needs]
    also = f" and the best answer to {', '.join(needs)}" if needs else ""
    blocks += [
        Heading(1, "What the sum indicates"),
        Paragraph(
            f"Outstanding from {t.outstanding} %{also}; Good from {t.good} %; Requires improvement to be good from"
            f" {t.requires_improvement} %; Inadequate below. The limits named above cap it. The judgement is the"
            " auditor's own."
        ),
        *(_compared(checklist, checklist.changes) if checklist.changes else ()),
    ]
    return Document(f"{checklist.title} (version {checklist.version})", tuple(blocks))


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


def _around(checklist: Checklist, item: Item) -> Iterator[tuple[str, str]]:
    """Yield what surrounds an item's answers, a label and its text each."""
    if item.only_if:
        yield "Asked only if", checklist.condition_in_words(item)
    yield from kinds.of(item).facts(item)
    if item.not_applicable:
        yield "Not applicable", "; ".join(item.not_applicable)
    if item.limiting:
        least = item.label(item.limiting.below).lower()
        yield (
            "Limit on the grade",
            f"below {least}: at most {GRADES[item.limiting.caps]}, since {item.limiting.because}",
        )
    yield "Look in", item.look_in or "the whole file"
    if item.guidance:
        yield "Note", item.guidance
    if item.scored:
        yield "Counts", f"{item.aspect}, weight {item.weight}"
    else:
        yield "Counts", "not scored: written in words"
    if item.source:
        yield "Source", item.source
